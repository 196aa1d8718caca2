using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

public class PrimitiveForceConstantsTests
{
    // Of the highest frequency; the file's numbers have fifteen decimals and repeat themselves within 1e-9 eV/Å².
    const double FrequencyTolerance = 1e-7;

    static string SodiumChloride => TestData.Shared("peer-data/euphonic/phonopy_files/NaCl/phonopy_nacl.yaml");

    // The reciprocal rule changes D(q) alike at all wave vectors, those folded onto Γ included, and so depends on the cell.
    [Theory]
    [InlineData(false, SumRule.None)]
    [InlineData(false, SumRule.Projection)]
    [InlineData(true, SumRule.Projection)]
    [InlineData(true, SumRule.RealSpace)]
    public void PrimitiveModes_AtAllFoldedWaveVectors_AreThoseOfTheCell(bool charges, SumRule rule)
    {
        ForceConstants cell = PhononInput.Read(SodiumChloride, new() { UseCharges = charges, SumRule = rule }).ForceConstants!;
        PrimitiveForceConstants reduced = PrimitiveForceConstants.Of(cell)!;
        ForceConstants primitive = reduced.Constants;
        Assert.Equal((8, 2, 4), (cell.Crystal.AtomCount, primitive.Crystal.AtomCount, reduced.Cells));
        Assert.True(reduced.IsObeyed);
        Vector3d q = new(0.13, -0.21, 0.37);
        double[] whole = PhononSolver.Solve(cell, [q], 1).Energies;
        double[] folded = [.. Folded(cell, primitive, q).SelectMany(p => PhononSolver.Solve(primitive, [p], 1).Energies).Order()];
        Assert.Equal(24, folded.Length);
        double error = whole.Zip(folded, (a, b) => Math.Abs(a - b)).Max() / whole[^1];
        AchievedError.Check("Phonons: force constants reduced to the primitive cell (relative)", "modes of the conventional cell, NaCl", error, FrequencyTolerance);
    }

    [Fact]
    public void ForceConstants_OfAPrimitiveCell_StayAsTheyAre()
    {
        PhononInput input = PhononInput.Read(TestData.Shared("peer-data/euphonic/phonopy_files/NaCl_prim/phonopy_nacl.yaml"));
        Assert.Null(PrimitiveForceConstants.Of(input.ForceConstants!));
        Assert.Same(input, input.ToPrimitive());
    }

    [Fact]
    public void ForceConstants_ThatDoNotRepeatThemselves_KeepTheirCell_WithANote()
    {
        ForceConstants cell = PhononInput.Read(SodiumChloride, new() { UseCharges = false, SumRule = SumRule.None }).ForceConstants!;
        double[] values = cell.Values.ToArray();
        double largest = values.Max(Math.Abs);
        values[0] += 0.2 * largest;
        ForceConstants changed = new(cell.Supercell, values, cell.Options);
        Assert.False(PrimitiveForceConstants.Of(changed)!.IsObeyed);
        PhononInput input = new PhononInput { Path = "x", Format = "y", MakeForceConstants = () => changed }.ToPrimitive();
        Assert.Same(changed, input.ForceConstants);
        Assert.Contains("the cell is kept", Assert.Single(input.Notes));
    }

    // q + G with the reciprocal vectors G of the larger cell that differ by no reciprocal vector of the primitive one, in its coordinates.
    static Vector3d[] Folded(ForceConstants cell, ForceConstants primitive, Vector3d q)
    {
        // k = q b(cell); q' = k·a(primitive).
        Matrix3d change = (primitive.Crystal.PeriodicLattice.Vectors * cell.Crystal.PeriodicLattice.Inverse).Transpose;
        List<Vector3d> found = [];
        for (int n = 0; n < 27; n++)
        {
            Vector3d point = (q + new Vector3d(n % 3, n / 3 % 3, n / 9)) * change;
            if (found.TrueForAll(f => (f - point).WrapToNearest().Norm > 1e-6))
            {
                found.Add(point);
            }
        }

        return [.. found];
    }
}
