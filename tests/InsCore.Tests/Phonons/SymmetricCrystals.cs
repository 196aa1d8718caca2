using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Phonons;

/// <summary>Crystals made by all operations of a space group from atoms anywhere: every phase and rotation counts.</summary>
internal static class SymmetricCrystals
{
    static readonly Dictionary<string, Func<Crystal>> Makers = new()
    {
        ["P2_1/c"] = () => Make(
            new(5.1, 6.3, 7.2), new(90, 104, 90), "x,y,z; -x,y+1/2,-z+1/2; -x,-y,-z; x,-y+1/2,z+1/2", [(6, 0.13, 0.21, 0.07), (1, 0.31, 0.12, 0.19), (16, 0.64, 0.43, 0.17)]),
        ["C2/c"] = () => Make(
            new(7.9, 6.1, 6.4), new(90, 111, 90), "x,y,z; -x,y,-z+1/2; -x,-y,-z; x,-y,z+1/2; x+1/2,y+1/2,z; -x+1/2,y+1/2,-z+1/2; -x+1/2,-y+1/2,-z; x+1/2,-y+1/2,z+1/2",
            [(6, 0.17, 0.23, 0.09), (16, 0, 0.62, 0.25)]),
        ["P4_1"] = () => Make(
            new(5.7, 5.7, 7.1), new(90, 90, 90), "x,y,z; -x,-y,z+1/2; -y,x,z+1/4; y,-x,z+3/4", [(6, 0.21, 0.11, 0.03), (1, 0.42, 0.31, 0.09)]),
        ["P3_221"] = () => Make(
            new(5.3, 5.3, 6.9), new(90, 90, 120), "x,y,z; -y,x-y,z+2/3; -x+y,-x,z+1/3; y,x,-z; x-y,-y,-z+1/3; -x,-x+y,-z+2/3",
            [(6, 0.41, 0.27, 0.12), (16, 0.47, 0, 0.66666666666666663)]),
        ["Pna2_1"] = () => Make(
            new(7.4, 6.2, 5.3), new(90, 90, 90), "x,y,z; -x,-y,z+1/2; x+1/2,-y+1/2,z; -x+1/2,y+1/2,z+1/2", [(6, 0.12, 0.31, 0.05), (53, 0.38, 0.09, 0.41)]),
        ["I-42d"] = () => Make(
            new(6.6, 6.6, 7.5), new(90, 90, 90),
            "x,y,z; -x,-y,z; y,-x,-z; -y,x,-z; -x+1/2,y,-z+3/4; x+1/2,-y,-z+3/4; -y+1/2,-x,z+3/4; y+1/2,x,z+3/4; x+1/2,y+1/2,z+1/2; -x+1/2,-y+1/2,z+1/2; "
            + "y+1/2,-x+1/2,-z+1/2; -y+1/2,x+1/2,-z+1/2; -x,y+1/2,-z+1/4; x,-y+1/2,-z+1/4; -y,-x+1/2,z+1/4; y,x+1/2,z+1/4",
            [(6, 0, 0, 0.17), (16, 0.29, 0.25, 0.125)]),
    };

    /// <summary>Symbols.</summary>
    public static TheoryData<string> Names => [.. Makers.Keys];

    /// <summary>A crystal and its space group, found by spglib; skips where it is missing.</summary>
    public static (Crystal Crystal, SpaceGroup Group) Get(string name)
    {
        Crystal crystal = Makers[name]();
        SpaceGroup group = SpaceGroup.Find(crystal);
        Assert.SkipWhen(group.Warning?.Contains("not installed", StringComparison.Ordinal) == true, "spglib is not installed");
        Assert.Equal(name, group.Symbol);
        return (crystal, group);
    }

    static Crystal Make(Vector3d lengths, Vector3d angles, string operations, (int Z, double X, double Y, double W)[] atoms) =>
        Make(Lattice.FromParameters(lengths, angles), operations, atoms);

    /// <summary>Atoms that all operations make of one of each kind.</summary>
    public static Crystal Make(Lattice lattice, string operations, (int Z, double X, double Y, double W)[] atoms)
    {
        List<int> numbers = [];
        List<Vector3d> positions = [];
        foreach ((int z, double x, double y, double w) in atoms)
        {
            foreach (string operation in operations.Split(';'))
            {
                Vector3d position = SymmetryOperation.Parse(operation.Trim()).Apply(new(x, y, w));
                if (!positions.Exists(p => (p - position).WrapToNearest().Norm < 1e-6))
                {
                    numbers.Add(z);
                    positions.Add(position);
                }
            }
        }

        return TestCrystals.Fractional(lattice, [.. numbers], [.. positions]);
    }
}
