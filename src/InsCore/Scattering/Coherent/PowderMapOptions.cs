namespace InsCore.Scattering.Coherent;

/// <summary>How a powder average of coherent scattering is taken.</summary>
public sealed record PowderMapOptions
{
    /// <summary>Temperature, K; null leaves thermal factors out, n and n + 1 alike. The Debye–Waller factor is that of the structure factor given.</summary>
    public double? Temperature { get; init; }

    /// <summary>The set of directions.</summary>
    public SphereSampling Sampling { get; init; } = SphereSampling.Quadrature;

    /// <summary>Directions for each |Q|; grids and the quadrature round up.</summary>
    public int Points { get; init; } = 1000;

    /// <summary>Directions for each |Q| and Q² in Å⁻², between <see cref="LeastPoints"/> and <see cref="MostPoints"/>; null for <see cref="Points"/> everywhere.</summary>
    public double? PointDensity { get; init; }

    /// <summary>Least number of directions where a density is given.</summary>
    public int LeastPoints { get; init; } = 100;

    /// <summary>Largest number of directions where a density is given.</summary>
    public int MostPoints { get; init; } = 10000;

    /// <summary>Seed of the random numbers that move each direction within its cell, or make up the random sampling; null for no movement.</summary>
    public int? Jitter { get; init; }

    /// <summary>Standard deviation, in bins, of the Gaussian under which the accuracy is measured; a histogram itself converges slowly.</summary>
    public double AccuracySmoothing { get; init; } = 2;

    /// <summary>Threads; 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>Number of directions at one momentum transfer.</summary>
    internal int PointsAt(double momentum) => PointDensity is { } density
        ? (int)Math.Clamp(Math.Ceiling(density * momentum * momentum), LeastPoints, MostPoints)
        : Points;
}
