using InsCore.Phonons.Thermodynamics;
using InsCore.Units;

namespace InsCore.Pressure;

/// <summary>Volumes at temperatures and pressures from phonons at several volumes.</summary>
/// <remarks>
/// F(V, T) = E(V) + F_vib(V, T), and P = -dF/dV. E is the equation of state of the series; F_vib and S at a temperature are polynomials in s = ln V/⟨V⟩, so that all
/// derivatives are exact ones of the same function: with ' = d/ds, P = P_static - F_vib'/V, B_T = B_static + (F_vib'' - F_vib')/V, α = S'/(V B_T),
/// C_P = C_V + T V α² B_T. Frequencies depend on the volume alone (that is the approximation), in the cell that pressure without temperature gives it.
/// </remarks>
public sealed class QuasiHarmonic
{
    /// <summary>Volumes needed at least.</summary>
    public const int LeastVolumes = 4;

    readonly EquationOfState equation;
    readonly HarmonicThermodynamics[] vibrations;
    readonly double[] logs;
    readonly double mean, offset;
    readonly int degree;

    /// <summary>Prepares the functions.</summary>
    /// <param name="segment">Structures of one space group at four volumes or more.</param>
    /// <param name="vibrations">The modes at each of its points.</param>
    /// <exception cref="ArgumentException">There are fewer than four volumes, no equation of state, or not one set of modes for each.</exception>
    public QuasiHarmonic(SeriesSegment segment, IReadOnlyList<HarmonicThermodynamics> vibrations)
    {
        if (EquationOfStateFit.Different(segment.Points.Select(p => p.Volume)) < LeastVolumes || segment.Equation is null || vibrations.Count != segment.Points.Count)
        {
            throw new ArgumentException($"the quasi-harmonic approximation needs phonons at {LeastVolumes} volumes of one space group or more, and their equation of state");
        }

        Segment = segment;
        equation = segment.Equation;
        this.vibrations = [.. vibrations];
        mean = segment.Points.Average(p => p.Volume);
        logs = [.. segment.Points.Select(p => Math.Log(p.Volume / mean))];
        degree = segment.Points.Count > 6 ? 3 : 2;
        offset = segment.Points.Average(p => p.Energy - equation.EnergyAt(p.Volume));
    }

    /// <summary>What it is made of.</summary>
    public SeriesSegment Segment { get; }

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<string> Warnings =>
    [
        .. Segment.Points.Zip(vibrations).Where(p => p.Second.ImaginaryModes > 0).Select(p => FormattableString.Invariant(
            $"{p.Second.ImaginaryModes} imaginary modes at {p.First.Target:0.####} GPa are missing from the quasi-harmonic free energy")),
    ];

    /// <summary>The state at a temperature and a pressure.</summary>
    /// <param name="temperature">T ≥ 0, K.</param>
    /// <param name="pressure">GPa.</param>
    /// <exception cref="InsNumericalException">No volume has this pressure at this temperature.</exception>
    public QuasiHarmonicPoint At(double temperature, double pressure)
    {
        ThermodynamicPoint[] points = Array.ConvertAll(vibrations, v => v.At(temperature));
        double[] Fit(Func<ThermodynamicPoint, double> value) => LeastSquares.Polynomial(logs, Array.ConvertAll(points, p => value(p)), degree);
        double[] free = Fit(p => p.FreeEnergy), entropy = Fit(p => p.Entropy), capacity = Fit(p => p.HeatCapacity);
        double volume = Solve(free, pressure), s = Math.Log(volume / mean), bulk = Bulk(free, volume);
        double expansion = temperature == 0 ? 0 : Value(Derived(entropy), s) / (volume * bulk / Constants.EvPerCubicAngstromInGpa);
        double heat = Value(capacity, s);
        return new(
            temperature,
            pressure,
            volume,
            equation.EnergyAt(volume) + offset + Value(free, s) + (pressure * volume / Constants.EvPerCubicAngstromInGpa),
            Value(entropy, s),
            bulk,
            expansion,
            heat,
            heat + (temperature * volume * expansion * expansion * bulk / Constants.EvPerCubicAngstromInGpa),
            s < logs.Min() - 1e-9 || s > logs.Max() + 1e-9);
    }

    // Newton's method in ln V, from the volume without vibrations.
    double Solve(double[] free, double pressure)
    {
        double volume = equation.VolumeAt(pressure);
        for (int n = 0; n < 100; n++)
        {
            double bulk = Bulk(free, volume), step = (Pressure(free, volume) - pressure) / bulk;
            if (!(bulk > 0))
            {
                break;
            }

            volume *= Math.Exp(Math.Clamp(step, -0.05, 0.05));
            if (Math.Abs(step) < 1e-12)
            {
                return volume;
            }
        }

        throw new InsNumericalException(FormattableString.Invariant($"the vibrations leave no volume stable at {pressure} GPa"));
    }

    double Pressure(double[] free, double volume) =>
        equation.PressureAt(volume) - (Constants.EvPerCubicAngstromInGpa / volume * Value(Derived(free), Math.Log(volume / mean)));

    double Bulk(double[] free, double volume)
    {
        double s = Math.Log(volume / mean);
        double[] first = Derived(free);
        return equation.BulkModulusAt(volume) + (Constants.EvPerCubicAngstromInGpa / volume * (Value(Derived(first), s) - Value(first, s)));
    }

    static double Value(double[] c, double s) => c.Reverse().Aggregate(0.0, (sum, k) => (sum * s) + k);

    static double[] Derived(double[] c) => [.. c.Skip(1).Select((k, n) => (n + 1) * k)];
}
