using InsCore.Backends;
using InsCore.Potentials;

namespace InsCore.Benchmarks;

/// <summary>Measures the figures that InsCore is held to and writes them down, in one table.</summary>
internal static class PerformanceReport
{
    static readonly int[] Sizes = [72, 576, 4608, 9000];

    /// <summary>Measures, prints, and writes benchmarks/results/PROCESSOR/figures.md and the figures of docs/performance.md.</summary>
    /// <param name="quick">Leave out large structures and write nothing: to see that all can be measured.</param>
    public static void Run(bool quick)
    {
        int[] sizes = quick ? Sizes[..2] : Sizes;
        NativeBlas blas = NativeBlas.Fastest;
        List<string> rows = [];
        Dictionary<(BenchmarkModel, Precision), double> shares = [];
        foreach (BenchmarkModel model in BenchmarkModel.All)
        {
            foreach (Precision precision in new[] { Precision.Float64, Precision.Float32 })
            {
                (shares[(model, precision)], string row) = EnergyForcesFigures.Share(model, precision, blas);
                rows.Add(row);
                Console.Error.WriteLine(row);
            }
        }

        double[] cost = EnergyForcesFigures.CostPerAtom(BenchmarkModel.MpMedium, Precision.Float64, blas, sizes);
        double[] singleCost = EnergyForcesFigures.CostPerAtom(BenchmarkModel.MpMedium, Precision.Float32, blas, sizes);
        (double eigenproblems, double scattering) = PhononFigures.Ratios();
        int most = sizes[^1];
        Figure[] figures =
        [
            new("energy and forces, MP-medium, f64, one core: share of dgemm", shares[(BenchmarkModel.MpMedium, Precision.Float64)], 25, true, "0.0 '%'"),
            new("the same, f32: share of sgemm", shares[(BenchmarkModel.MpMedium, Precision.Float32)], 25, true, "0.0 '%'"),
            new($"cost per atom, {sizes[0]} to {most} atoms, f64: largest over smallest", cost.Max() / cost.Min(), 1.2, false, "0.00"),
            new("2 threads over 1, 576 atoms", EnergyForcesFigures.ThreadGain(BenchmarkModel.MpMedium), 1.8, true, "0.00"),
            new("exact Φ(q), 36 atoms, default model: evaluations of energy and forces per direction", PhononFigures.DirectionCost(), 1.5, false, "0.00"),
            new("eigenproblems, 72 atoms, 100 q-points: time over bare LAPACK", eigenproblems, 1.1, false, "0.00"),
            new("TOSCA spectrum of them, all orders, both banks: time over the eigenproblems", scattering, 1, false, "0.00"),
            new($"peak memory, {most} atoms, MP-medium, f64", PeakMemory.Measure(PeakMemory.EvaluateOption, most), 2, false, "0.00 'GiB'"),
            DynamicsFigure.Measure(),
            .. InterpolationFigures.Measure(),
            .. OpenClForcesFigures.Measure(quick),
        ];
        string table = Table(figures);
        Console.WriteLine(table);
        if (!quick)
        {
            Write(blas, table, rows);
            CostPlot.Write(Checkout.File("docs/images/cost-per-atom"), sizes, [("MP-medium size, f64", cost), ("MP-medium size, f32", singleCost)]);
        }
    }

    /// <summary>Measures and prints the figures of interpolated modes alone, in half a minute; writes nothing.</summary>
    /// <param name="file">A file of force constants; null for a crystal like quartz.</param>
    public static void RunInterpolation(string? file) => Console.WriteLine(Table(InterpolationFigures.Measure(file)));

    /// <summary>Measures and prints the figure of molecular dynamics alone; writes nothing.</summary>
    public static void RunDynamics() => Console.WriteLine(Table([DynamicsFigure.Measure()]));

    static string Table(Figure[] figures) =>
        string.Join("\n", ["| figure | measured | must be | holds |", "|---|---|---|---|", .. figures.Select(f => f.ToString())]) + "\n";

    static void Write(NativeBlas blas, string table, List<string> rows)
    {
        string models = "| model, 576 atoms | | neighbours | MFLOP/atom | ms/atom | GFLOP/s | BLAS GFLOP/s | share | managed executor takes |\n|---|---|---|---|---|---|---|---|---|\n"
            + string.Concat(rows.Select(row => row + "\n"));
        string text = $"{Processor.Name}; {Backend.Describe()}; compared with {blas.Name}\n\n{table}\n{models}";
        AtomicFile.WriteAllText(Path.Combine(Processor.ResultsFolder, "figures.md"), text);
        string document = Checkout.File("docs/performance.md");
        string[] parts = File.ReadAllText(document).Split("<!-- figures -->");
        if (parts.Length == 3)
        {
            AtomicFile.WriteAllText(document, string.Join("<!-- figures -->", parts[0], $"\n{text}", parts[2]));
        }
    }
}
