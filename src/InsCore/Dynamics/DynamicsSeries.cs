using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>The figures of a trajectory over time.</summary>
public sealed class DynamicsSeries
{
    readonly double[][] cell;

    internal DynamicsSeries(DynamicsOptions options, int atoms, IReadOnlyList<DynamicsSample> samples)
    {
        int freedom = (3 * atoms) - 3;
        double[] Each(Func<DynamicsSample, double> value) => [.. samples.Select(value)];
        Times = Each(s => s.Step * options.TimeStep * 1e-3);
        Temperatures = Each(s => 2 * s.Kinetic / (freedom * Constants.Boltzmann));
        PotentialEnergies = Each(s => s.Potential);
        TotalEnergies = Each(s => s.Potential + s.FullKinetic);
        ConservedEnergies = Each(s => s.Conserved);
        Pressures = Each(s => s.Pressure.Trace / 3 * Constants.EvPerCubicAngstromInGpa);
        Volumes = Each(s => Math.Abs(s.Cell.Determinant));
        Lattice[] lattices = [.. samples.Select(s => new Lattice(s.Cell))];
        cell = [.. Enumerable.Range(0, 6).Select(k => Array.ConvertAll(lattices, l => k < 3 ? l.Lengths[k] : l.Angles[k - 3]))];
    }

    /// <summary>Names of the parameters of the cell.</summary>
    public static IReadOnlyList<string> CellNames { get; } = ["a", "b", "c", "alpha", "beta", "gamma"];

    /// <summary>[nSamples], ps, from the end of the equilibration.</summary>
    public double[] Times { get; }

    /// <summary>Kinetic temperature in the middle of the step, K.</summary>
    public double[] Temperatures { get; }

    /// <summary>eV.</summary>
    public double[] PotentialEnergies { get; }

    /// <summary>Potential and kinetic energy at full steps, eV.</summary>
    public double[] TotalEnergies { get; }

    /// <summary>What the equations of motion keep: the total energy in NVE; less the heat taken up, with the energy of the cell, elsewhere; eV.</summary>
    public double[] ConservedEnergies { get; }

    /// <summary>Mean of the diagonal of the pressure tensor, GPa.</summary>
    public double[] Pressures { get; }

    /// <summary>Å³.</summary>
    public double[] Volumes { get; }

    /// <summary>A parameter of the cell by its place in <see cref="CellNames"/>, Å or degrees.</summary>
    public double[] Cell(int parameter) => cell[parameter];
}
