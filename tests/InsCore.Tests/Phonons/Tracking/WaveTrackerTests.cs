using InsCore.Phonons;
using InsCore.Phonons.Tracking;
using InsCore.Potentials;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Phonons.Tracking;

/// <summary>Modes away from Γ, degenerate at the boundary of the zone.</summary>
public class WaveTrackerTests
{
    [Fact]
    public void Follow_AtTheZoneBoundary_IsSureOfDegenerateModes()
    {
        MacePotential potential = MacePotential.Load();
        ModeTracking tracking = ModeTracker.Follow([Exact(potential, "pbcn_0.0", 0), Exact(potential, "pbcn_1.5", 1.5)]);
        WaveTracking wave = Assert.Single(tracking.Waves);
        Assert.Equal(new Vector3d(0.5, 0, 0), wave.Q);
        Assert.Equal(108, wave.Partners.Distinct().Count());

        // Every mode is one of a pair there.
        Assert.All(Enumerable.Range(0, 54), k => Assert.Equal(wave.First[2 * k], wave.First[(2 * k) + 1], 0.01));
        Assert.All(Enumerable.Range(0, 108).Where(n => wave.First[n] > 350), n => Assert.True(wave.Overlaps[n] > 0.9, $"{n} {wave.Overlaps[n]}"));
        Assert.All(wave.Confidences, c => Assert.True(c > 0.8, $"{c}"));
        Assert.Equal(tracking.Modes[^1].Grueneisen[0], wave.Grueneisen[^1], 0.05);
    }

    [Fact]
    public void Align_ADegenerateSetInAnotherBasis_TurnsItBack()
    {
        LevelPath path = new(3, [[1, 0, 0, 0, 1, 0, 0, 0, 2], [1, 0, 0, 0, 1, 0, 0, 0, 2]]);
        Levels reference = path.At(0), levels = path.At(1) with { Vectors = [0.6, new(0, 0.8), 0, 0.8, new(0, -0.6), 0, 0, 0, 1] };
        LevelAlignment.Align(reference, levels);
        double[] overlaps = reference.Overlaps(levels);
        Assert.All(Enumerable.Range(0, 9), k => Assert.Equal(k % 4 == 0 ? 1 : 0, overlaps[k], 1e-12));
    }

    static TrackingPoint Exact(MacePotential potential, string name, double pressure)
    {
        Crystal crystal = ReferenceCrystal.Read(name).Crystal;
        MaceDynamicalMatrix matrices = new(potential, crystal, symmetry: SpaceGroup.Find(crystal, MaceDynamicalMatrix.SymmetryTolerance));
        return new(pressure, PhononSolver.Solve(matrices, [Vector3d.Zero, new Vector3d(0.5, 0, 0)]));
    }
}
