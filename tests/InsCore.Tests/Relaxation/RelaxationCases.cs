using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Tests.Relaxation;

/// <summary>Structures and helpers of the relaxation tests.</summary>
internal static class RelaxationCases
{
    /// <summary>Two elements whose unlike atoms attract most, for rocksalt.</summary>
    public static AnalyticPotential Salt { get; } = new(
        new Dictionary<int, AtomParameters> { [11] = new(1.2, 0.3, 0.5), [17] = new(1.7, 0.4, 1.0) }, cutoff: 6.0, embedding: 0.05);

    /// <summary>Argon in the conventional fcc cell.</summary>
    public static Crystal Fcc(double a) => new(
        new Lattice(Matrix3d.Diagonal(a, a, a)),
        [18, 18, 18, 18],
        [new(0, 0, 0), new(0, a / 2, a / 2), new(a / 2, 0, a / 2), new(a / 2, a / 2, 0)]);

    /// <summary>Rocksalt in the primitive cell.</summary>
    public static Crystal Rocksalt(double a) => new(
        new Lattice(new Matrix3d(0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0)),
        [11, 17],
        [new(0, 0, 0), new(a / 2, a / 2, a / 2)]);

    /// <summary>A triclinic cell of six atoms without any symmetry, away from its minimum.</summary>
    public static Crystal Triclinic() => new(
        Lattice.FromParameters(new(5.1, 5.6, 5.2), new(82, 97, 104)),
        [6, 6, 16, 53, 1, 1],
        [new(0.1, 0.2, 0.0), new(1.6, 0.3, 0.2), new(2.4, 1.9, 0.4), new(0.2, 2.2, 2.6), new(2.0, 0.4, 2.8), new(-0.4, 1.1, 4.0)]);

    /// <summary>A crystal with its cell strained and its atoms moved at random.</summary>
    public static Crystal Distorted(Crystal crystal, double strain, double displacement, int seed)
    {
        Random random = new(seed);
        double Next(double size) => size * ((2 * random.NextDouble()) - 1);
        Matrix3d f = Matrix3d.Identity + new Matrix3d(
            Next(strain), Next(strain), Next(strain), Next(strain), Next(strain), Next(strain), Next(strain), Next(strain),
            Next(strain));
        Vector3d[] positions = Array.ConvertAll(
            crystal.Positions.ToArray(),
            x => (x * f) + new Vector3d(Next(displacement), Next(displacement), Next(displacement)));
        return crystal.With(new Lattice(crystal.PeriodicLattice.Vectors * f), positions);
    }
}

/// <summary>Another potential, with an action before each evaluation.</summary>
internal sealed class WatchedPotential(IPotential inner, Action<int, Crystal> before) : IPotential
{
    /// <summary>Evaluations asked for.</summary>
    public int Evaluations { get; private set; }

    public string Description => inner.Description;

    public IReadOnlyList<int> Elements => inner.Elements;

    public double CutoffRadius => inner.CutoffRadius;

    public PotentialResult Evaluate(Crystal crystal, int threads = 0, CancellationToken cancellation = default)
    {
        before(++Evaluations, crystal);
        return inner.Evaluate(crystal, threads, cancellation);
    }
}

/// <summary>Calls back at once, on the reporting thread.</summary>
internal sealed class ImmediateProgress(Action<StepProgress> action) : IProgress<StepProgress>
{
    public void Report(StepProgress value) => action(value);
}

/// <summary>A folder of its own, deleted at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("inscore-relax-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Another potential with its results changed.</summary>
internal sealed class ChangedPotential(IPotential inner, Func<PotentialResult, PotentialResult> change) : IPotential
{
    public string Description => "changed";

    public IReadOnlyList<int> Elements => inner.Elements;

    public double CutoffRadius => inner.CutoffRadius;

    public PotentialResult Evaluate(Crystal crystal, int threads = 0, CancellationToken cancellation = default) =>
        change(inner.Evaluate(crystal, threads, cancellation));
}
