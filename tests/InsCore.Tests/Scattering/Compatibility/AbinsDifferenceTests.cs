using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Compatibility;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Scattering.Compatibility;

public class AbinsDifferenceTests
{
    // Hydrogen bound to a heavy neighbour: lines of some hundred wavenumbers, and their overtones.
    static readonly Crystal Hydride = new(
        new Lattice(new Matrix3d(3.6, 0, 0, 0.2, 3.9, 0, 0, 0.3, 4.1)), [1, 30], [new(0, 0, 0), new(1.2, 0.9, 0.6)]);

    static readonly ScatteringOptions Exact = new()
    {
        Instrument = "tosca-abins", Resolution = "abins", MaximumEnergy = 1500, Temperature = 20,
    };

    static readonly AbinsOptions Like = new() { Temperature = 20, MaximumEnergy = 1500, Weighting = Weighting.Total };

    [Fact]
    public void Effects_AddUpToTheDifference()
    {
        PhononModes modes = SpringCrystal.Solve(Hydride, QMesh.Full((3, 3, 3), shifted: true));
        AbinsDifference difference = AbinsDifference.Compute(modes, SpaceGroup.Trivial(Hydride), Exact, Like, [30, 200, 500, 1000, 1400]);

        Assert.Equal(4, difference.Regions.Count);
        foreach (AbinsDifferenceRegion region in difference.Regions)
        {
            // What acts together must stay smaller than what acts alone, or the causes would explain nothing.
            double interplay = Math.Abs(region.Effects.Single(e => e.Cause == "interplay").Effect);
            Assert.Equal(region.Comparison.Ratio - 1, region.Effects.Sum(e => e.Effect), 1e-12);
            Assert.True(interplay < 0.5 * Math.Abs(region.Effects[0].Effect) || interplay < 0.01, $"{region}: interplay {interplay}");
            Assert.Equal(region.Effects.OrderByDescending(e => Math.Abs(e.Effect)), region.Effects);
        }
    }

    [Fact]
    public void AllSwitchesOff_OrderOneIsExact()
    {
        PhononModes modes = SpringCrystal.Solve(Hydride, QMesh.Full((3, 3, 3), shifted: true));
        AbinsOptions bare = Like with
        {
            Orders = 1, OwnWaveVector = false, Fundamentals = AbinsPowderAverage.Exact, LowestEnergy = 0, TensorFloor = 0,
            Broadening = AbinsBroadeningScheme.Exact,
        };
        double[] got = AbinsCalculator.Compute(modes, null, bare).Bank("all").Total;
        InsSpectrum exact = InsCalculator.Compute(modes, SpaceGroup.Trivial(Hydride), Exact with { Temperature = 20 });
        double[] wanted = exact.Bank("all").OfOrder(1);

        // The grids differ by half a bin, so areas are compared.
        Assert.Equal(1, got.Sum() / (4 * Math.PI * wanted.Sum()), 2e-3);
    }

    [Fact]
    public void Threads_DoNotChangeAnything()
    {
        PhononModes modes = SpringCrystal.Solve(Hydride, QMesh.Full((2, 2, 2), shifted: true));
        double[] one = AbinsCalculator.Compute(modes, null, Like with { Threads = 1 }).Bank("all").Total;
        Assert.Equal(one, AbinsCalculator.Compute(modes, null, Like with { Threads = 4 }).Bank("all").Total);
    }

    [Fact]
    public void MapOfIndirectGeometry_IsRefusedInOneLine()
    {
        PhononModes modes = SpringCrystal.Solve(Hydride, QMesh.Full((1, 1, 1), shifted: true));
        InsInputException error = Assert.Throws<InsInputException>(() => AbinsMapCalculator.Compute(modes, null, new(), Instrument.ByName("tosca-abins")));
        Assert.Contains("sees a line of the plane", error.Message, StringComparison.Ordinal);
    }
}
