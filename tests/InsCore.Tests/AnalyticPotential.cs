using System.Numerics;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Tests;

/// <summary>Parameters of one element in <see cref="AnalyticPotential"/>.</summary>
/// <param name="Radius">Å; two atoms are at their energy minimum at the sum of their radii.</param>
/// <param name="Depth">eV; the depth of a pair is the geometric mean.</param>
/// <param name="Density">What a neighbour of this element adds to the embedding density at contact.</param>
internal readonly record struct AtomParameters(double Radius, double Depth, double Density);

/// <summary>
/// A smooth potential with exact second derivatives, for tests: Morse pairs and, if wanted, a many-body embedding term,
/// E = ½ Σ φ(r_ij) + c Σ_i ρ_i², ρ_i = Σ_j w_j g(r_ij). Cells smaller than the cutoff are served by all images.
/// </summary>
/// <remarks>The embedding makes the 3 × 3 blocks of the force constants asymmetric, which pairs alone never do.</remarks>
internal sealed class AnalyticPotential(
    IReadOnlyDictionary<int, AtomParameters> atoms, double cutoff, double steepness = 1.5, double embedding = 0) : IPotential
{
    /// <summary>Argon-like: one element, fcc with a nearest-neighbour distance a little below 3.8 Å.</summary>
    public static AnalyticPotential Argon { get; } =
        new(new Dictionary<int, AtomParameters> { [18] = new(1.9, 0.1, 0.3) }, cutoff: 6.5);

    /// <summary>Hydrogen, carbon, sulfur and iodine with a many-body part: every block of the Hessian is general.</summary>
    public static AnalyticPotential Organic { get; } = new(
        new Dictionary<int, AtomParameters>
        {
            [1] = new(0.5, 0.6, 0.5),
            [6] = new(0.8, 2.0, 1.0),
            [16] = new(1.1, 1.5, 1.2),
            [53] = new(1.5, 1.0, 1.5),
        },
        cutoff: 4.5,
        embedding: 0.2);

    public string Description => FormattableString.Invariant($"Morse pairs, embedding {Embedding}, cutoff {cutoff} Å");

    public IReadOnlyList<int> Elements => [.. atoms.Keys.Order()];

    public double CutoffRadius => cutoff;

    /// <summary>Strength c of the many-body term, eV.</summary>
    public double Embedding { get; } = embedding;

    public PotentialResult Evaluate(Crystal crystal, int threads = 0, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        double[] density = Densities(crystal);
        double[] energies = Array.ConvertAll(density, rho => Embedding * rho * rho);
        Vector3d[] forces = new Vector3d[crystal.AtomCount];
        Matrix3d strain = default;
        foreach (Pair p in Pairs(crystal))
        {
            Radial pair = PairEnergy(crystal, p);
            energies[p.I] += 0.5 * pair.Value;
            double slope = (0.5 * pair.First) + (2 * Embedding * density[p.I] * Density(crystal, p).First);
            Vector3d pull = slope / p.Distance * p.Vector;
            forces[p.I] += pull;
            forces[p.J] -= pull;
            strain += Matrix3d.Outer(pull, p.Vector);
        }

        return new PotentialResult(energies.Sum(), energies, forces, strain);
    }

    /// <summary>Exact dynamical matrices of a crystal.</summary>
    public IDynamicalMatrix DynamicalMatrix(Crystal crystal) => new Exact(this, crystal);

    double[] Densities(Crystal crystal)
    {
        double[] density = new double[crystal.AtomCount];
        foreach (Pair p in Pairs(crystal))
        {
            density[p.I] += Density(crystal, p).Value;
        }

        return density;
    }

    Radial PairEnergy(Crystal crystal, Pair p)
    {
        AtomParameters a = atoms[crystal.AtomicNumbers[p.I]], b = atoms[crystal.AtomicNumbers[p.J]];
        double depth = Math.Sqrt(a.Depth * b.Depth);
        double s = Math.Exp(-steepness * (p.Distance - a.Radius - b.Radius));
        Radial morse = new(
            depth * ((s * s) - (2 * s)),
            depth * steepness * 2 * (s - (s * s)),
            depth * steepness * steepness * ((4 * s * s) - (2 * s)));
        return morse * Switch(p.Distance);
    }

    // w_j exp(-(r - r_i - r_j)), switched off at the cutoff.
    Radial Density(Crystal crystal, Pair p)
    {
        AtomParameters a = atoms[crystal.AtomicNumbers[p.I]], b = atoms[crystal.AtomicNumbers[p.J]];
        double g = b.Density * Math.Exp(a.Radius + b.Radius - p.Distance);
        return new Radial(g, -g, g) * Switch(p.Distance);
    }

    // (1 - (r/rc)²)⁴: three continuous derivatives at the cutoff.
    Radial Switch(double r)
    {
        double x = r / cutoff, t = 1 - (x * x);
        return new(
            t * t * t * t,
            -8 * x * t * t * t / cutoff,
            ((48 * x * x * t * t) - (8 * t * t * t)) / (cutoff * cutoff));
    }

    IEnumerable<Pair> Pairs(Crystal crystal)
    {
        Vector3d[] positions = crystal.Positions.ToArray();
        Vector3d[] fractional = crystal.Lattice is null ? new Vector3d[positions.Length] : crystal.FractionalPositions();
        for (int i = 0; i < positions.Length; i++)
        {
            for (int j = 0; j < positions.Length; j++)
            {
                foreach (Vector3d cell in Images(crystal.Lattice, fractional[j] - fractional[i]))
                {
                    Vector3d shift = crystal.Lattice?.ToCartesian(cell) ?? default;
                    Vector3d vector = positions[j] + shift - positions[i];
                    double distance = vector.Norm;
                    if (distance < cutoff && (i != j || cell != default))
                    {
                        yield return new Pair(i, j, cell, vector, distance);
                    }
                }
            }
        }
    }

    IEnumerable<Vector3d> Images(Lattice? lattice, Vector3d difference)
    {
        if (lattice is null)
        {
            return [default];
        }

        IEnumerable<int> Range(int axis)
        {
            double reach = cutoff / lattice.Heights[axis];
            int low = (int)Math.Ceiling(-reach - difference[axis]), high = (int)Math.Floor(reach - difference[axis]);
            return Enumerable.Range(low, Math.Max(0, high - low + 1));
        }

        return from x in Range(0) from y in Range(1) from z in Range(2) select new Vector3d(x, y, z);
    }

    /// <summary>A directed pair: from atom I in the home cell to atom J in cell <paramref name="Cell"/>.</summary>
    readonly record struct Pair(int I, int J, Vector3d Cell, Vector3d Vector, double Distance);

    /// <summary>A function of the distance with two derivatives.</summary>
    readonly record struct Radial(double Value, double First, double Second)
    {
        public static Radial operator *(Radial a, Radial b) => new(
            a.Value * b.Value,
            (a.First * b.Value) + (a.Value * b.First),
            (a.Second * b.Value) + (2 * a.First * b.First) + (a.Value * b.Second));
    }

    /// <summary>
    /// Φ(q) = Σ_pairs ∂²ψ (1 - phase) + Σ_k F''(ρ_k) ∇ρ_k(q)* ∇ρ_k(q), with ψ the pair energy seen at fixed F'(ρ).
    /// </summary>
    sealed class Exact(AnalyticPotential potential, Crystal crystal) : IDynamicalMatrix
    {
        public Crystal Crystal => crystal;

        public void Evaluate(Vector3d q, Span<Complex> matrix)
        {
            int size = 3 * crystal.AtomCount;
            matrix[..(size * size)].Clear();
            double[] density = potential.Densities(crystal);
            Complex[,] gradient = new Complex[crystal.AtomCount, size];
            foreach (Pair p in potential.Pairs(crystal))
            {
                Complex phase = Complex.Exp(new Complex(0, 2 * Math.PI * Vector3d.Dot(q, p.Cell)));
                Radial rho = potential.Density(crystal, p), pair = potential.PairEnergy(crystal, p);
                double f = 2 * potential.Embedding * density[p.I];
                AddPair(matrix, size, p, phase, (0.5 * pair.First) + (f * rho.First), (0.5 * pair.Second) + (f * rho.Second));
                for (int a = 0; a < 3; a++)
                {
                    double g = rho.First * p.Vector[a] / p.Distance;
                    gradient[p.I, (3 * p.J) + a] += g * phase;
                    gradient[p.I, (3 * p.I) + a] -= g;
                }
            }

            for (int row = 0; row < size; row++)
            {
                for (int column = 0; column < size; column++)
                {
                    Complex sum = matrix[(row * size) + column];
                    for (int k = 0; k < crystal.AtomCount; k++)
                    {
                        sum += 2 * potential.Embedding * Complex.Conjugate(gradient[k, row]) * gradient[k, column];
                    }

                    matrix[(row * size) + column] = sum / Math.Sqrt(crystal.Masses[row / 3] * crystal.Masses[column / 3]);
                }
            }
        }

        static void AddPair(Span<Complex> matrix, int size, Pair p, Complex phase, double first, double second)
        {
            for (int a = 0; a < 3; a++)
            {
                for (int b = 0; b < 3; b++)
                {
                    double dyad = p.Vector[a] * p.Vector[b] / (p.Distance * p.Distance);
                    double h = (second * dyad) + (first / p.Distance * ((a == b ? 1 : 0) - dyad));
                    matrix[(((3 * p.I) + a) * size) + (3 * p.I) + b] += h;
                    matrix[(((3 * p.J) + a) * size) + (3 * p.J) + b] += h;
                    matrix[(((3 * p.I) + a) * size) + (3 * p.J) + b] -= h * phase;
                    matrix[(((3 * p.J) + a) * size) + (3 * p.I) + b] -= h * Complex.Conjugate(phase);
                }
            }
        }
    }
}
