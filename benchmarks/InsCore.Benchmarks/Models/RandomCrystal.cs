using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>Atoms at random places in a cube, at the density of organic crystals and not too close; always the same ones.</summary>
internal static class RandomCrystal
{
    /// <summary>Atoms per Å³.</summary>
    public const double Density = 0.1;

    // Å; a CH bond is 1.1. Random placement fills the cube far denser than this before it fails.
    const double SmallestDistance = 1.1;

    /// <summary>Atomic numbers in the proportions of diiodothiophene, C₄H₂I₂S.</summary>
    public static int[] Composition { get; } = [6, 6, 6, 6, 1, 1, 53, 53, 16];

    /// <summary>Makes a structure.</summary>
    /// <param name="atoms">Number of atoms.</param>
    /// <param name="elements">Atomic numbers to draw from.</param>
    public static Crystal Of(int atoms, IReadOnlyList<int> elements)
    {
        Random random = new(atoms);
        double edge = Math.Cbrt(atoms / Density);
        Boxes boxes = new(edge);
        Vector3d[] positions = new Vector3d[atoms];
        for (int i = 0; i < atoms;)
        {
            Vector3d x = new(edge * random.NextDouble(), edge * random.NextDouble(), edge * random.NextDouble());
            if (boxes.TryAdd(x))
            {
                positions[i++] = x;
            }
        }

        int[] atomicNumbers = [.. positions.Select(_ => elements[random.Next(elements.Count)])];
        return new Crystal(new Lattice(Matrix3d.Diagonal(edge, edge, edge)), atomicNumbers, positions);
    }

    /// <summary>The same crystal with each coordinate displaced by up to 0.05 Å.</summary>
    public static Crystal Shake(Crystal crystal)
    {
        Random random = new(crystal.AtomCount);
        double Shift() => 0.1 * (random.NextDouble() - 0.5);
        return crystal.With(crystal.Lattice, Array.ConvertAll(crystal.Positions.ToArray(), x => x + new Vector3d(Shift(), Shift(), Shift())));
    }

    // The periodic cube in boxes no smaller than the distance to be kept.
    sealed class Boxes(double edge)
    {
        readonly int count = Math.Max(1, (int)(edge / SmallestDistance));
        readonly Dictionary<(int, int, int), List<Vector3d>> content = [];

        public bool TryAdd(Vector3d x)
        {
            (int A, int B, int C) box = (Index(x.X), Index(x.Y), Index(x.Z));
            for (int k = 0; k < 27; k++)
            {
                (int, int, int) near = (Wrap(box.A + (k % 3) - 1), Wrap(box.B + (k / 3 % 3) - 1), Wrap(box.C + (k / 9) - 1));
                if (content.TryGetValue(near, out List<Vector3d>? others) && others.Exists(other => IsClose(other - x)))
                {
                    return false;
                }
            }

            (content.TryGetValue(box, out List<Vector3d>? list) ? list : content[box] = []).Add(x);
            return true;
        }

        int Index(double x) => Math.Min((int)(x / edge * count), count - 1);

        int Wrap(int box) => (box + count) % count;

        bool IsClose(Vector3d r)
        {
            Vector3d nearest = new(Nearest(r.X), Nearest(r.Y), Nearest(r.Z));
            return nearest.Norm < SmallestDistance;
        }

        double Nearest(double x) => x - (edge * Math.Round(x / edge));
    }
}
