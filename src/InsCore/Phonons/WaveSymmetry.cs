using System.Numerics;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>How the operations of a space group act on displacement waves, and so on dynamical matrices.</summary>
/// <remarks>
/// An operation takes atom i to atom j and the lattice vector S_i: W x_i + w = x_j + S_i. In the phase convention of
/// <see cref="IDynamicalMatrix"/> a wave u_i exp(2πi q·R) becomes Γ u at q' = W⁻ᵀ q, with Γ_ji = exp(-2πi q'·S_i) times the Cartesian rotation,
/// and D(q') = Γ D(q) Γᴴ. Time reversal adds D(-q) = D(q)*. A. A. Maradudin, S. H. Vosko, Rev. Mod. Phys. 40, 1 (1968).
/// </remarks>
/// <param name="crystal">The crystal.</param>
/// <param name="group">Its space group; the cell need not be primitive.</param>
internal sealed class WaveSymmetry(Crystal crystal, SpaceGroup group)
{
    // Wave vectors closer than this to each other or to a plane of symmetry are rounding errors apart.
    const double Tolerance = 1e-12;

    readonly Matrix3d[] rotations = crystal.Lattice is { } lattice
        ? [.. group.Operations.Select(o => SupercellSymmetry.NearestRotation(o.CartesianRotation(lattice)))]
        : [Matrix3d.Identity];

    /// <summary>The operations that leave a wave vector where it is but for a reciprocal lattice vector, some with time reversal.</summary>
    /// <param name="q">Fractional.</param>
    public IReadOnlyList<WaveOperation> LittleGroup(Vector3d q)
    {
        List<WaveOperation> little = [];
        for (int o = 0; o < group.Operations.Count; o++)
        {
            Vector3d image = group.Operations[o].ApplyToWaveVector(q);
            if (AreEquivalent(image, q))
            {
                little.Add(new WaveOperation(o, false));
            }
            else if (AreEquivalent(image, -q))
            {
                little.Add(new WaveOperation(o, true));
            }
        }

        return little;
    }

    /// <summary>An operation that takes one wave vector to another but for a reciprocal lattice vector.</summary>
    /// <param name="from">Fractional.</param>
    /// <param name="to">Fractional.</param>
    public WaveOperation? Find(Vector3d from, Vector3d to)
    {
        for (int o = 0; o < group.Operations.Count; o++)
        {
            Vector3d image = group.Operations[o].ApplyToWaveVector(from);
            if (AreEquivalent(image, to) || AreEquivalent(image, -to))
            {
                return new WaveOperation(o, !AreEquivalent(image, to));
            }
        }

        return null;
    }

    /// <summary>One wave vector for all of a star, time reversal included.</summary>
    /// <param name="q">Fractional.</param>
    /// <returns>The last one of the star in the order of components, each in (-1/2, 1/2] and free of rounding errors.</returns>
    public Vector3d Representative(Vector3d q)
    {
        Vector3d best = Wrap(q);
        foreach (SymmetryOperation operation in group.Operations)
        {
            Vector3d image = operation.ApplyToWaveVector(q);
            foreach (Vector3d candidate in new[] { Wrap(image), Wrap(-image) })
            {
                best = (candidate.X, candidate.Y, candidate.Z).CompareTo((best.X, best.Y, best.Z)) > 0 ? candidate : best;
            }
        }

        return best;
    }

    /// <summary>[nAtoms], how many atoms the first of each set of atoms equivalent under some operations stands for; 0 for the others.</summary>
    public double[] AtomWeights(IReadOnlyList<WaveOperation> operations)
    {
        double[] weights = new double[group.AtomCount];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[operations.Min(operation => group.AtomImages[operation.Index][i])]++;
        }

        return weights;
    }

    /// <summary>Mean of the images of a matrix at q under the little group, and of its gradient.</summary>
    /// <param name="operations">The little group of q.</param>
    /// <param name="q">Fractional.</param>
    /// <param name="matrix">[3·nAtoms × 3·nAtoms], in and out.</param>
    /// <param name="gradient">[3 × 3·nAtoms × 3·nAtoms], in and out; may be empty.</param>
    public void Symmetrize(IReadOnlyList<WaveOperation> operations, Vector3d q, Span<Complex> matrix, Span<Complex> gradient)
    {
        Complex[] source = matrix.ToArray(), slopes = gradient.ToArray();
        matrix.Clear();
        gradient.Clear();
        foreach (WaveOperation operation in operations)
        {
            AddImage(operation, q, 1.0 / operations.Count, source, matrix);
            AddGradientImage(operation, q, 1.0 / operations.Count, source, slopes, gradient);
        }
    }

    /// <summary>Adds the image of a matrix.</summary>
    /// <param name="operation">Takes the wave vector of the matrix to <paramref name="q"/>.</param>
    /// <param name="q">Fractional.</param>
    /// <param name="weight">Factor.</param>
    /// <param name="source">[3·nAtoms × 3·nAtoms].</param>
    /// <param name="target">[3·nAtoms × 3·nAtoms], in and out.</param>
    public void AddImage(WaveOperation operation, Vector3d q, double weight, ReadOnlySpan<Complex> source, Span<Complex> target)
    {
        int atoms = group.AtomCount, size = 3 * atoms;
        Matrix3d rotation = rotations[operation.Index];
        Span<Complex> block = stackalloc Complex[9];
        for (int i = 0; i < atoms; i++)
        {
            for (int j = 0; j < atoms; j++)
            {
                Rotate(rotation, source, (3 * i * size) + (3 * j), size, block);
                (int place, Complex phase, _) = Place(operation, q, i, j);
                for (int k = 0; k < 9; k++)
                {
                    Complex value = phase * block[k];
                    target[place + (k / 3 * size) + (k % 3)] += weight * (operation.ReversesTime ? Complex.Conjugate(value) : value);
                }
            }
        }
    }

    /// <summary>Adds the image of a gradient, ∂D/∂k.</summary>
    /// <remarks>With k' = R k: ∂D'/∂k'_a = Σ_b R_ab (image of ∂D/∂k_b) - i (S_i - S_j)_a (image of D).</remarks>
    /// <param name="operation">Takes the wave vector of the matrix to <paramref name="q"/>.</param>
    /// <param name="q">Fractional.</param>
    /// <param name="weight">Factor.</param>
    /// <param name="source">D, [3·nAtoms × 3·nAtoms].</param>
    /// <param name="slopes">Its gradient, [3 × 3·nAtoms × 3·nAtoms]; nothing is done if it is empty.</param>
    /// <param name="target">[3 × 3·nAtoms × 3·nAtoms], in and out.</param>
    public void AddGradientImage(
        WaveOperation operation, Vector3d q, double weight, ReadOnlySpan<Complex> source, ReadOnlySpan<Complex> slopes, Span<Complex> target)
    {
        int atoms = group.AtomCount, size = 3 * atoms;
        Matrix3d rotation = rotations[operation.Index];
        Span<Complex> blocks = stackalloc Complex[36];
        for (int pair = 0; pair < atoms * atoms && !slopes.IsEmpty; pair++)
        {
            (int i, int j) = Math.DivRem(pair, atoms);
            int from = (3 * i * size) + (3 * j);
            Rotate(rotation, source, from, size, blocks[27..]);
            for (int b = 0; b < 3; b++)
            {
                Rotate(rotation, slopes, (b * size * size) + from, size, blocks.Slice(9 * b, 9));
            }

            (int place, Complex phase, Vector3d shift) = Place(operation, q, i, j);
            for (int k = 0; k < 27; k++)
            {
                (int a, int element) = Math.DivRem(k, 9);
                Complex sum = new Complex(0, -shift[a]) * blocks[27 + element];
                for (int b = 0; b < 3; b++)
                {
                    sum += rotation[a, b] * blocks[(9 * b) + element];
                }

                Complex value = phase * sum;
                target[(a * size * size) + place + (element / 3 * size) + (element % 3)] +=
                    weight * (operation.ReversesTime ? -Complex.Conjugate(value) : value);
            }
        }
    }

    // Where the block of two atoms goes, exp(-2πi q'·(S_i - S_j)), and that lattice vector, Å.
    (int Place, Complex Phase, Vector3d Shift) Place(WaveOperation operation, Vector3d q, int i, int j)
    {
        int[] images = group.AtomImages[operation.Index];
        Vector3d[] shifts = group.AtomShifts[operation.Index];
        Vector3d shift = shifts[i] - shifts[j];
        double turns = (operation.ReversesTime ? 1 : -1) * Vector3d.Dot(q, shift);
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * (turns - Math.Round(turns)));
        return ((9 * group.AtomCount * images[i]) + (3 * images[j]), new Complex(cosine, sine), crystal.Lattice?.ToCartesian(shift) ?? default);
    }

    // R B Rᵀ
    static void Rotate(Matrix3d rotation, ReadOnlySpan<Complex> source, int from, int size, Span<Complex> block)
    {
        Span<Complex> half = stackalloc Complex[9];
        for (int k = 0; k < 9; k++)
        {
            (int a, int b) = Math.DivRem(k, 3);
            half[k] = (rotation[a, 0] * source[from + b]) + (rotation[a, 1] * source[from + size + b]) + (rotation[a, 2] * source[from + (2 * size) + b]);
        }

        for (int k = 0; k < 9; k++)
        {
            (int a, int b) = Math.DivRem(k, 3);
            block[k] = (half[3 * a] * rotation[b, 0]) + (half[(3 * a) + 1] * rotation[b, 1]) + (half[(3 * a) + 2] * rotation[b, 2]);
        }
    }

    static bool AreEquivalent(Vector3d a, Vector3d b) => (a - b).WrapToNearest().Norm < Tolerance;

    static Vector3d Wrap(Vector3d q)
    {
        // 2⁴² steps in a unit keep simple fractions of 2 exact and the others to 1e-13.
        static double Component(double x)
        {
            double rounded = Math.ScaleB(Math.Round(Math.ScaleB(x, 42)), -42), rest = rounded - Math.Round(rounded);
            return rest <= -0.5 ? rest + 1 : rest + 0.0;
        }

        return new(Component(q.X), Component(q.Y), Component(q.Z));
    }
}

/// <summary>An operation on waves.</summary>
/// <param name="Index">Operation of the space group.</param>
/// <param name="ReversesTime">True if time is reversed after it, so that q becomes -q once more.</param>
internal readonly record struct WaveOperation(int Index, bool ReversesTime);
