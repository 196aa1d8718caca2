using System.Numerics;
using InsCore.Phonons.Tracking;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons.Tracking;

/// <summary>Representations against orthogonality, and modes of well-known crystals against the literature.</summary>
public class IrrepTableTests
{
    const double Tolerance = 1e-10;     // of characters and matrix elements of order 1

    // Optical modes at Γ: International Tables' site tables; D. L. Rousseau, R. P. Bauman, S. P. S. Porto, J. Raman Spectrosc. 10, 253 (1981).
    public static TheoryData<string, string, string> Crystals => new()
    {
        { "diamond", "Oh", "T2g" },
        { "rock salt", "Oh", "T1u" },
        { "zinc blende", "Td", "T2" },
        { "fluorite", "Oh", "T2g + T1u" },
        { "quartz", "D3", "4A1 + 4A2 + 8E" },
        { "rutile", "D4h", "A1g + A2g + B1g + B2g + Eg + A2u + 2B1u + 3Eu" },
        { "wurtzite", "C6v", "A1 + 2B1 + E1 + 2E2" },
        { "corundum", "D3d", "2A1g + 3A2g + 5Eg + 2A1u + 2A2u + 4Eu" },
        { "scheelite", "C4h", "3Ag + 5Bg + 5Eg + 4Au + 3Bu + 4Eu" },
        { "CaTiO3", "D2h", "7Ag + 5B1g + 7B2g + 5B3g + 8Au + 9B1u + 7B2u + 9B3u" },
        { "pyrite", "Th", "Ag + Eg + 3Tg + 2Au + 2Eu + 5Tu" },
        { "perovskite", "Oh", "3T1u + T2u" },
    };

    [Theory, MemberData(nameof(Crystals))]
    public void Find_KnownCrystal_HasTheModesOfTheLiterature(string name, string pointGroup, string modes)
    {
        (Crystal crystal, FactorGroup group) = Get(name);
        IReadOnlyList<Irrep> irreps = IrrepTable.Find(group);
        Assert.Equal(pointGroup, new MullikenNames(group).PointGroup);
        int[] counts = [.. irreps.Select(i => SymmetryAdaptedBasis.Of(group, i, crystal.Masses).Count)];
        Assert.Equal((3 * crystal.AtomCount) - 3, irreps.Zip(counts, (i, n) => n * i.Degeneracy).Sum());
        Assert.Equal(modes, string.Join(" + ", irreps.Zip(counts).Where(p => p.Second > 0).Select(p => (p.Second == 1 ? "" : p.Second) + p.First.Name)));
    }

    [Theory, MemberData(nameof(Crystals))]
    public void Find_AnyGroup_ObeysOrthogonality(string name, string pointGroup, string modes)
    {
        Assert.NotEmpty(pointGroup + modes);
        FactorGroup group = Get(name).Group;
        IReadOnlyList<Irrep> irreps = IrrepTable.Find(group);
        Assert.Equal(irreps.Count, irreps.Select(i => i.Name).Distinct().Count());
        Assert.Equal(group.Order, irreps.Sum(i => (i.IsConjugatePair ? 2 : 1) * i.MatrixSize * i.MatrixSize));
        double worst = 0;
        foreach (Irrep a in irreps)
        {
            foreach (Irrep b in irreps)
            {
                double product = a.Characters.Zip(b.Characters, (x, y) => x * y).Sum() / group.Order;
                worst = Math.Max(worst, Math.Abs(product - (a != b ? 0 : a.IsConjugatePair ? 2 : 1)));
            }

            worst = Math.Max(worst, HomomorphismError(group, a));
        }

        AchievedError.Check("Phonons: representations at Γ (orthogonality, products)", "exact, 12 crystals", worst, Tolerance);
    }

    [Fact]
    public void Activity_OfDiamondAndRockSalt_IsThatOfTheirSelectionRules()
    {
        IReadOnlyList<Irrep> irreps = IrrepTable.Find(Get("diamond").Group);
        Assert.Equal(["T1u"], irreps.Where(i => i.IsInfraredActive).Select(i => i.Name));
        Assert.Equal(["A1g", "Eg", "T2g"], irreps.Where(i => i.IsRamanActive).Select(i => i.Name));
        IReadOnlyList<Irrep> polar = IrrepTable.Find(Get("wurtzite").Group);
        Assert.Equal(["A1", "E1"], polar.Where(i => i.IsInfraredActive).Select(i => i.Name));
        Assert.Equal(["A1", "E1", "E2"], polar.Where(i => i.IsRamanActive).Select(i => i.Name));
    }

    static double HomomorphismError(FactorGroup group, Irrep irrep)
    {
        double worst = 0;
        int n = irrep.MatrixSize;
        for (int g = 0; g < group.Order; g++)
        {
            for (int h = 0; h < group.Order; h++)
            {
                for (int k = 0; k < n * n; k++)
                {
                    Complex sum = 0;
                    for (int m = 0; m < n; m++)
                    {
                        sum += irrep[g, k / n, m] * irrep[h, m, k % n];
                    }

                    worst = Math.Max(worst, Complex.Abs(sum - irrep[group.Product[g][h], k / n, k % n]));
                }
            }
        }

        return worst;
    }

    static (Crystal Crystal, FactorGroup Group) Get(string name)
    {
        Crystal crystal = Make(name);
        SpaceGroup group = SpaceGroup.Find(crystal);
        Assert.SkipWhen(group.Warning?.Contains("not installed", StringComparison.Ordinal) == true, "spglib is not installed");
        PrimitiveCell primitive = PrimitiveCell.Of(crystal, group);
        SpaceGroup reduced = SpaceGroup.Find(primitive.Crystal);
        return (primitive.Crystal, FactorGroup.Common([primitive.Crystal], [reduced]));
    }

    static Crystal Make(string name)
    {
        const double third = 1.0 / 3;
        Lattice cubic = new(Matrix3d.Diagonal(5, 5, 5));
        return name switch
        {
            "diamond" => Centred(cubic, [6, 6], [default, new(0.25, 0.25, 0.25)]),
            "rock salt" => Centred(cubic, [11, 17], [default, new(0.5, 0.5, 0.5)]),
            "zinc blende" => Centred(cubic, [30, 16], [default, new(0.25, 0.25, 0.25)]),
            "fluorite" => Centred(cubic, [20, 9, 9], [default, new(0.25, 0.25, 0.25), new(0.75, 0.75, 0.75)]),
            "perovskite" => TestCrystals.Fractional(cubic, [38, 22, 8, 8, 8], [new(0.5, 0.5, 0.5), default, new(0.5, 0, 0), new(0, 0.5, 0), new(0, 0, 0.5)]),
            "rutile" => TestCrystals.Rutile,
            "wurtzite" => TestCrystals.Wurtzite,
            "quartz" => SymmetricCrystals.Make(
                Lattice.FromParameters(new(4.9, 4.9, 5.4), new(90, 90, 120)),
                "x,y,z; -y,x-y,z+2/3; -x+y,-x,z+1/3; y,x,-z; x-y,-y,-z+1/3; -x,-x+y,-z+2/3",
                [(14, 0.47, 0, 2 * third), (8, 0.41, 0.27, 0.785)]),
            "corundum" => SymmetricCrystals.Make(
                Lattice.FromParameters(new(4.76, 4.76, 12.99), new(90, 90, 120)),
                Centring("x,y,z; -y,x-y,z; -x+y,-x,z; y,x,-z+1/2; x-y,-y,-z+1/2; -x,-x+y,-z+1/2; -x,-y,-z; y,-x+y,-z; x-y,x,-z; -y,-x,z+1/2; -x+y,y,z+1/2; x,x-y,z+1/2", ["+2/3 +1/3 +1/3", "+1/3 +2/3 +2/3"]),
                [(13, 0, 0, 0.352), (8, 0.306, 0, 0.25)]),
            "scheelite" => SymmetricCrystals.Make(
                Lattice.FromParameters(new(5.24, 5.24, 11.37), new(90, 90, 90)),
                Centring("x,y,z; -x+1/2,-y,z+1/2; -y+3/4,x+1/4,z+1/4; y+3/4,-x+3/4,z+3/4; -x,-y,-z; x+1/2,y,-z+1/2; y+1/4,-x+3/4,-z+3/4; -y+1/4,x+1/4,-z+1/4", ["+1/2 +1/2 +1/2"]),
                [(74, 0, 0.25, 0.125), (20, 0, 0.25, 0.625), (8, 0.1507, 0.0086, 0.2106)]),
            "CaTiO3" => SymmetricCrystals.Make(
                Lattice.FromParameters(new(5.44, 7.64, 5.38), new(90, 90, 90)),
                "x,y,z; -x+1/2,-y,z+1/2; -x,y+1/2,-z; x+1/2,-y+1/2,-z+1/2; -x,-y,-z; x+1/2,y,-z+1/2; x,-y+1/2,z; -x+1/2,y+1/2,z+1/2",
                [(20, 0.036, 0.25, -0.007), (22, 0, 0, 0.5), (8, 0.484, 0.25, 0.071), (8, 0.289, 0.037, -0.289)]),
            _ => SymmetricCrystals.Make(
                cubic,
                Cyclic("x,y,z; -x+1/2,-y,z+1/2; -x,y+1/2,-z+1/2; x+1/2,-y+1/2,-z; -x,-y,-z; x+1/2,y,-z+1/2; x,-y+1/2,z+1/2; -x+1/2,y+1/2,z"),
                [(26, 0, 0, 0), (16, 0.385, 0.385, 0.385)]),
        };
    }

    static Crystal Centred(Lattice lattice, int[] numbers, Vector3d[] positions) => TestCrystals.Fractional(
        lattice,
        [.. numbers.SelectMany(z => Enumerable.Repeat(z, 4))],
        [.. positions.SelectMany(p => new Vector3d[] { p, p + new Vector3d(0, 0.5, 0.5), p + new Vector3d(0.5, 0, 0.5), p + new Vector3d(0.5, 0.5, 0) })]);

    // Each operation followed by each centring vector as well.
    static string Centring(string operations, string[] vectors) => string.Join("; ", operations.Split(';').SelectMany(o => vectors.Select(v =>
    {
        string[] parts = o.Trim().Split(','), shifts = v.Split(' ');
        return string.Join(",", parts.Zip(shifts, (p, s) => p + s));
    }).Prepend(o.Trim())));

    // And each with x, y, z renamed in turn.
    static string Cyclic(string operations) => string.Join("; ", operations.Split(';').SelectMany(o =>
    {
        string[] p = o.Trim().Split(',');
        return new[] { (0, 1, 2), (1, 2, 0), (2, 0, 1) }.Select(k => $"{p[k.Item1]},{p[k.Item2]},{p[k.Item3]}");
    }));
}
