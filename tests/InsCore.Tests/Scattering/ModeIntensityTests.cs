using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Scattering;

public sealed class ModeIntensityTests
{
    // Lines lie between bins of 1 cm⁻¹, at whose centres the exact intensities are taken.
    const double BinTolerance = 2e-3;

    [Fact]
    public void At_CubicSites_SumsToTheExactOnePhononIntensity()
    {
        // Sites of cubic symmetry have isotropic displacements, for which the isotropic Debye–Waller factor is exact.
        Crystal rockSalt = RockSalt();
        PhononModes modes = SpringCrystal.Solve(rockSalt, QMesh.Full((3, 3, 3)));
        ScatteringOptions options = new() { Temperature = 100, Resolution = "none", MaximumEnergy = 2000 };
        InsSpectrum spectrum = InsCalculator.Compute(modes, SpaceGroup.Trivial(rockSalt), options, null, TestContext.Current.CancellationToken);
        double exact = spectrum.Bank("all").OnePhononLines.Sum(), ranked = 0;
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            ranked += modes.Weights[q] * ModeIntensity.At(modes, q, Instrument.ByName("tosca"), 100).Sum();
        }

        Assert.InRange(ranked / exact, 1 - BinTolerance, 1 + BinTolerance);
    }

    // LiH: a hydrogen atom on a cubic site.
    static Crystal RockSalt()
    {
        const double Half = 2.04;
        Lattice lattice = new(new Matrix3d(0, Half, Half, Half, 0, Half, Half, Half, 0));
        return new Crystal(lattice, [3, 1], [default, new Vector3d(Half, 0, 0)]);
    }
}
