using InsCore.Phonons;
using InsCore.Phonons.Thermodynamics;
using InsCore.Pressure;
using InsCore.Scattering;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>The quasi-harmonic approximation over a study's pressures, and spectra in the cells that it gives.</summary>
internal static class QuasiHarmonicStep
{
    // Beyond this share of the volume outside those computed, a cell is a guess, and no spectrum is made of it.
    const double LargestExtrapolation = 0.01;

    public static QuasiHarmonicResult Run(
        StudyContext context, PressureSeries series, IReadOnlyList<PressurePoint> points, Func<double, string> folder, Action<string>? report)
    {
        List<(double, IReadOnlyList<QuasiHarmonicPoint>)> curves = [];
        List<(QuasiHarmonicPoint, RelaxedStructure, SpectrumResult)> spectra = [];
        List<string> warnings = [];
        foreach (SeriesSegment segment in series.Segments)
        {
            if (EquationOfStateFit.Different(segment.Points.Select(p => p.Volume)) < QuasiHarmonic.LeastVolumes || segment.Equation is null)
            {
                warnings.Add($"{segment.SpaceGroup} has {segment.Points.Count} volumes, too few for the quasi-harmonic approximation");
                continue;
            }

            QuasiHarmonic model = new(segment, [.. segment.Points.Select(p => Vibrations(points, p.Target))]);
            warnings.AddRange(model.Warnings);
            foreach (SeriesPoint point in segment.Points)
            {
                // A crystal under tension may have no stable volume when warm; its curve then ends there.
                List<QuasiHarmonicPoint> states = [];
                foreach (double temperature in context.Options.Thermodynamics.Temperatures.Order())
                {
                    if (!Try(model, temperature, point.Target, states, warnings))
                    {
                        break;
                    }
                }

                curves.Add((point.Target, states));
                if (states.FirstOrDefault(s => s.IsExtrapolated) is { } first)
                {
                    warnings.Add(FormattableString.Invariant(
                        $"at {point.Target:0.####} GPa volumes from {first.Temperature:0.###} K on lie outside those computed ({segment.Points.Min(p => p.Volume):F1} to {segment.Points.Max(p => p.Volume):F1} Å³) and are extrapolated; add lower pressures, also negative ones"));
                }

                foreach (double temperature in context.Options.Thermodynamics.Spectra)
                {
                    List<QuasiHarmonicPoint> one = [];
                    if (!Try(model, temperature, point.Target, one, warnings))
                    {
                        continue;
                    }

                    if (Outside(segment, one[0].Volume) > LargestExtrapolation)
                    {
                        warnings.Add(FormattableString.Invariant($"no spectrum at {point.Target:0.####} GPa and {temperature:0.###} K: its volume, {one[0].Volume:F1} Å³, lies too far outside those computed"));
                        continue;
                    }

                    spectra.Add(Spectrum(context, segment, one[0], folder(point.Target), report, warnings));
                }
            }
        }

        QuasiHarmonicResult result = new()
        {
            Curves = curves, Spectra = spectra, FormulaUnits = Vibrations(points, points[0].Relaxed.TargetPressure).FormulaUnits, Warnings = warnings,
        };
        result.Write(context.Options.Output, context.Provenance, StudyNames.Formula(points[0].Relaxed.Crystal));
        return result;
    }

    static double Outside(SeriesSegment segment, double volume) =>
        Math.Max((volume / segment.Points.Max(p => p.Volume)) - 1, 1 - (volume / segment.Points.Min(p => p.Volume)));

    static HarmonicThermodynamics Vibrations(IReadOnlyList<PressurePoint> points, double target)
    {
        PressurePoint point = points.First(p => p.Relaxed.TargetPressure == target);
        return point.Thermodynamics?.Source ?? HarmonicThermodynamics.Of(point.Phonons.Modes);
    }

    static bool Try(QuasiHarmonic model, double temperature, double pressure, List<QuasiHarmonicPoint> states, List<string> warnings)
    {
        try
        {
            states.Add(model.At(temperature, pressure));
            return true;
        }
        catch (InsNumericalException e)
        {
            warnings.Add(FormattableString.Invariant($"at {temperature:0.###} K {e.Message}"));
            return false;
        }
    }

    // The cell of the series at that volume, atoms relaxed in it; phonons and spectrum there.
    static (QuasiHarmonicPoint, RelaxedStructure, SpectrumResult) Spectrum(
        StudyContext context, SeriesSegment segment, QuasiHarmonicPoint state, string folder, Action<string>? report, List<string> warnings)
    {
        string place = FormattableString.Invariant($"{StudyNames.Pressure(state.Pressure)} {state.Temperature:0.###}K");
        folder = Path.Combine(folder, FormattableString.Invariant($"{state.Temperature:0.###}K"));
        StudyContext warm = context with
        {
            Options = context.Options with
            {
                Relaxation = context.Options.Relaxation with { RelaxCell = false },
                Scattering = context.Options.Scattering with { Temperature = state.Temperature },
            },
        };
        Crystal near = segment.Points.MinBy(p => Math.Abs(p.Volume - state.Volume))!.Crystal;
        Lattice lattice = new(segment.Compression!.LatticeAt(state.Volume));
        Crystal start = near.With(lattice, Array.ConvertAll(near.FractionalPositions(), lattice.ToCartesian));
        RelaxedStructure relaxed = RelaxStep.Run(warm, start, state.Pressure, folder, place);
        report?.Invoke($"{place}  {relaxed}");
        PhononResult phonons = PhononStep.Run(warm, relaxed.Crystal, folder, place);
        report?.Invoke($"{place}  {phonons}");
        PhononModes modes = phonons.Modes;
        SpectrumResult spectrum = SpectrumStep.Run(
            warm, modes.Crystal, o => SpectralTensors.Binned(modes, SpaceGroup.Find(modes.Crystal), o, warm.Cancellation), phonons.Key, folder, place, []);
        report?.Invoke($"{place}  {spectrum}");
        warnings.AddRange(new PressurePoint(relaxed, phonons, spectrum).Warnings.Select(w => $"{place}: {w}"));
        return (state, relaxed, spectrum);
    }
}
