using System.Globalization;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>How fast energies and forces are, against matrix products on the same core in the same minute.</summary>
internal static class EnergyForcesFigures
{
    // Turns of what takes about a second; and of what takes several.
    const int Rounds = 7, LongRounds = 2;
    const int Atoms = 576;

    /// <summary>Share of the rate of matrix products, in percent, and a row for the table of models.</summary>
    /// <param name="model">Model.</param>
    /// <param name="precision">Arithmetic.</param>
    /// <param name="blas">What to compare with.</param>
    public static (double Percent, string Row) Share(BenchmarkModel model, Precision precision, NativeBlas blas)
    {
        MacePotential potential = model.Load(precision), managed = model.Load(precision, Executor.Managed);
        Crystal crystal = model.Structure(Atoms);
        Series[] times = Interleaved.Measure(
            Rounds,
            precision == Precision.Float64 ? blas.MultiplyDouble : blas.MultiplySingle,
            () => potential.Evaluate(crystal, threads: 1),
            () => managed.Evaluate(crystal, threads: 1));
        double operations = model.Operations(potential, crystal);
        double percent = 100 * operations / NativeBlas.ProductOperations * times[0].RatioTo(times[1]);
        string[] cells =
        [
            $"{model}", precision == Precision.Float64 ? "f64" : "f32", Text(BenchmarkModel.Neighbours(potential, crystal), "f0"),
            Text(operations / Atoms / 1e6, "f1"), Text(1e3 * times[1].Median / Atoms, "f3"), Text(operations / times[1].Median / 1e9, "f1"),
            Text(NativeBlas.ProductOperations / times[0].Median / 1e9, "f1"), Text(percent, "f1") + " %", Text(times[2].RatioTo(times[1]), "f1") + " ×",
        ];
        return (percent, $"| {string.Join(" | ", cells)} |");
    }

    /// <summary>Cost per atom of structures of several sizes, ms at the median rate of matrix products.</summary>
    public static double[] CostPerAtom(BenchmarkModel model, Precision precision, NativeBlas blas, int[] sizes)
    {
        MacePotential potential = model.Load(precision);
        Action product = precision == Precision.Float64 ? blas.MultiplyDouble : blas.MultiplySingle;

        // The reference before each size: their turns are so long that what else the machine does changes in between.
        Action[] work = [.. sizes.SelectMany(atoms =>
        {
            Crystal crystal = model.Structure(atoms);
            return new[] { product, () => potential.Evaluate(crystal, threads: 1) };
        })];
        Series[] times = Interleaved.Measure(LongRounds, work);
        double rate = Enumerable.Range(0, sizes.Length).Select(k => times[2 * k].Median).Order().ElementAt(sizes.Length / 2);
        return [.. sizes.Select((atoms, k) => 1e3 * rate * times[(2 * k) + 1].RatioTo(times[2 * k]) / atoms)];
    }

    /// <summary>Time on one thread over time on two.</summary>
    public static double ThreadGain(BenchmarkModel model)
    {
        MacePotential potential = model.Load(Precision.Float64);
        Crystal crystal = model.Structure(Atoms);
        Series[] times = Interleaved.Measure(
            Rounds, () => potential.Evaluate(crystal, threads: 1), () => potential.Evaluate(crystal, threads: 2));
        return times[0].RatioTo(times[1]);
    }

    static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
