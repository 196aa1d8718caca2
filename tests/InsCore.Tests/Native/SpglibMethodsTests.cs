using System.Text;
using InsCore.Native;
using Xunit;

namespace InsCore.Tests.Native;

public sealed class SpglibMethodsTests
{
    // Rock salt, conventional cell.
    static readonly double[] Lattice = [5.6, 0, 0, 0, 5.6, 0, 0, 0, 5.6];

    static readonly double[] Positions =
    [
        0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0,
        0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0.5, 0, 0, 0, 0.5,
    ];

    static readonly int[] Types = [11, 11, 11, 11, 17, 17, 17, 17];

    [Fact]
    public void RockSalt_IsFm3mWith192OperationsAndItsMesh()
    {
        Assert.SkipUnless(NativeLoader.IsAvailable("symspg"), $"spglib is not installed (tried {NativeLoader.Tried("symspg")})");
        byte[] symbol = new byte[11];
        Assert.Equal(225, SpglibMethods.spg_get_international(symbol, Lattice, Positions, Types, 8, 1e-5));
        Assert.Equal("Fm-3m", Encoding.ASCII.GetString(symbol).TrimEnd('\0'));
        int[] rotations = new int[9 * 192];
        double[] translations = new double[3 * 192];
        Assert.Equal(
            192, SpglibMethods.spg_get_symmetry(rotations, translations, 192, Lattice, Positions, Types, 8, 1e-5));
        Assert.Equal(192, SpglibMethods.spg_get_multiplicity(Lattice, Positions, Types, 8, 1e-5));
        int[] grid = new int[3 * 64], map = new int[64];
        Assert.Equal(10, SpglibMethods.spg_get_ir_reciprocal_mesh(
            grid, map, [4, 4, 4], [0, 0, 0], 1, Lattice, Positions, Types, 8, 1e-5));
        double[] cell = [.. Lattice], positions = [.. Positions];
        int[] types = [.. Types];
        Assert.Equal(2, SpglibMethods.spg_find_primitive(cell, positions, types, 8, 1e-5));
    }

    [Fact]
    public unsafe void OverlappingAtoms_FailWithAReason()
    {
        Assert.SkipUnless(NativeLoader.IsAvailable("symspg"), $"spglib is not installed (tried {NativeLoader.Tried("symspg")})");
        byte[] symbol = new byte[11];
        Assert.Equal(0, SpglibMethods.spg_get_international(symbol, Lattice, new double[6], [1, 1], 2, 1e-5));
        SpglibError error = SpglibMethods.spg_get_error_code();
        Assert.NotEqual(SpglibError.SPGLIB_SUCCESS, error);
        Assert.True(SpglibMethods.spg_get_error_message(error) is not null);
    }
}
