using InsCore.Spectra;

namespace InsCore.Comparison;

/// <summary>Reads measured spectra: the layout of the ISIS INS database, Mantid's ASCII, and CSV.</summary>
/// <remarks>
/// <para>ISIS: a title, a line naming C (CM-1), COUNTS and ERROR, three columns. Mantid: blocks of X, Y, E headed by the number of their spectrum, or columns
/// X, Y0, E0, Y1, E1; a block that ends with an X alone holds edges of bins, other files hold points. CSV: any delimiter, columns known by their
/// names or else energy, intensity, error in this order.</para>
/// <para>Points that are not numbers (Mantid masks with nan) are left out. An error of zero is none: such a point has no weight in fits.</para>
/// </remarks>
public static class MeasuredSpectrumFile
{
    const int FewestPoints = 8, LongestTitle = 200;

    // cm⁻¹: no spectrometer goes there, and products of energies stay finite.
    const double LargestEnergy = 1e7;

    // Intensities beyond it are damage, and their squares would overflow.
    const double LargestIntensity = 1e100;

    /// <summary>Reads one spectrum.</summary>
    /// <param name="path">The file, at most 64 MB.</param>
    /// <param name="options">What the file does not say of itself.</param>
    /// <exception cref="InsInputException">The file is absent or damaged, its columns or its unit cannot be told, or the spectrum asked for is not there.</exception>
    public static MeasuredSpectrum Read(string path, MeasuredFileOptions? options = null)
    {
        options ??= new();
        MeasuredText text = MeasuredText.Read(path);
        MeasuredText.Block block = text.Blocks.Find(b => b.Number is null || b.Number == options.Spectrum)
            ?? throw text.Error(-1, $"holds no spectrum {options.Spectrum}", $"choose one of: {string.Join(", ", text.Blocks.Take(20).Select(b => b.Number))}");
        if (block.Rows.Count < FewestPoints)
        {
            throw text.Error(block.Line, $"only {block.Rows.Count} points", $"a spectrum needs {FewestPoints}; the file may be truncated");
        }

        MeasuredColumns columns = MeasuredColumns.Of(text, block, options);
        EnergyUnit unit = options.Unit ?? columns.Unit
            ?? throw text.Error(-1, "does not say the unit of its energies", "give it: --unit cm-1 or --unit meV (unit: in a study file)");
        return Build(text, block, columns, unit);
    }

    static MeasuredSpectrum Build(MeasuredText text, MeasuredText.Block block, MeasuredColumns columns, EnergyUnit unit)
    {
        List<double[]> rows = block.Rows;
        double[] x = [.. rows.Select(r => r[columns.Energy] * unit.Wavenumbers), .. block.LastEdge is { } edge ? [edge * unit.Wavenumbers] : Array.Empty<double>()];
        double[] y = [.. rows.Select(r => r[columns.Intensity])];
        double[]? e = columns.Error < 0 ? null : [.. rows.Select(r => r[columns.Error])];
        if (x[0] > x[^1])
        {
            Array.Reverse(x);
            Array.Reverse(y);
            Array.Reverse(e ?? []);
        }

        CheckAxis(text, block, x);
        (double[] lower, double[] upper, double[] centre) = x.Length > y.Length ? Bins(x) : Points(x);
        List<string> notes = [];
        int[] kept = [.. Enumerable.Range(0, y.Length).Where(i => double.IsFinite(y[i]))];
        if (kept.Length < y.Length)
        {
            notes.Add($"{y.Length - kept.Length} of {y.Length} points are not numbers and left out");
        }

        if (kept.Length < FewestPoints || kept.Any(i => Math.Abs(y[i]) > LargestIntensity))
        {
            throw text.Error(block.Line, kept.Length < FewestPoints ? "fewer than 8 points are numbers" : "an intensity is beyond 1e100", "the file may be damaged; export it again");
        }

        double[]? errors = e is null ? null : Errors(text, block, Pick(e, kept), notes);
        string title = text.Header.Count > 0 ? text.Header[0] : "";
        return new(title.Length > LongestTitle ? title[..LongestTitle] : title, columns.Format, Pick(lower, kept), Pick(upper, kept), Pick(centre, kept), Pick(y, kept), errors, notes);
    }

    static void CheckAxis(MeasuredText text, MeasuredText.Block block, double[] x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (!(Math.Abs(x[i]) <= LargestEnergy))
            {
                throw text.Error(-1, $"an energy is not a number, or beyond {LargestEnergy:0} cm⁻¹", "the file may be damaged; export it again");
            }

            if (i > 0 && !(x[i] > x[i - 1]))
            {
                throw text.Error(block.Line, "the energies neither rise nor fall throughout", "sort the file, and keep one spectrum in it");
            }
        }
    }

    static double[]? Errors(MeasuredText text, MeasuredText.Block block, double[] e, List<string> notes)
    {
        if (e.Any(v => v < 0 || v > LargestIntensity))
        {
            throw text.Error(block.Line, "an error is negative or beyond 1e100", "check which column holds the errors");
        }

        double[] errors = Array.ConvertAll(e, v => v > 0 ? v : double.NaN);
        int without = errors.Count(double.IsNaN);
        if (without > 0 && without < e.Length)
        {
            notes.Add($"{without} of {e.Length} points have no error and no weight in fits");
        }

        return without == e.Length ? null : errors;
    }

    static (double[] Lower, double[] Upper, double[] Centre) Bins(double[] edges) =>
        (edges[..^1], edges[1..], [.. edges[1..].Select((u, i) => 0.5 * (u + edges[i]))]);

    // A point stands for what lies nearer to it than to its neighbours.
    static (double[] Lower, double[] Upper, double[] Centre) Points(double[] x)
    {
        double[] between = [.. x[1..].Select((u, i) => 0.5 * (u + x[i]))];
        return ([x[0] - (between[0] - x[0]), .. between], [.. between, x[^1] + (x[^1] - between[^1])], x);
    }

    static double[] Pick(double[] values, int[] indices) => Array.ConvertAll(indices, i => values[i]);
}
