using System.Text.Json;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Scattering.Compatibility;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Scattering.Coherent;

/// <summary>What Euphonic stored for quartz on a band path and on meshes, from the force constants alone.</summary>
public class BandStructureFactorTests
{
    const double Tolerance = 1e-4; // relative to the maximum

    // The force constants break the threefold axis: energies of (1/7, 0, 0) and (1/7, -1/7, 0) differ by 0.7 %. The stored sum of 7 × 7 × 7 takes one q of
    // each star, which one only quartz-777-grid.phonon knows, and that is not among the reference files. Ours is the sum over whole stars.
    const double OtherPointsTolerance = 5e-4;

    // eV. Intensities of modes closer than this are added up: energies of the two programs differ by up to 2e-5 meV, and what changes energies by that mixes
    // modes 0.1 meV apart by 2e-4. The threefold axis makes pairs 0.03 meV apart, and branches come near each other without crossing.
    const double Degenerate = 1e-4;

    static ForceConstants Quartz() =>
        PhononInput.Read(TestData.Shared("peer-data/euphonic/castep_files/quartz/quartz.castep_bin"), new() { SumRule = SumRule.Reciprocal }).ForceConstants!;

    // Euphonic 0.4 gave |F|²/ω in Å².
    [Fact]
    public void Intensities_AlongBands_EqualEuphonic()
    {
        ForceConstants constants = Quartz();
        JsonElement reference = PeerFile.Json("structure_factor/quartz/quartz_bandstructure_structure_factor.json");
        Vector3d[] qPoints = reference.Vectors("qpts");
        double[] energies = reference.Numbers("frequencies"), wanted = Array.ConvertAll(reference.Numbers("structure_factors"), s => 1e11 / 18 * s);
        PhononModes modes = PhononSolver.Solve(constants, qPoints);
        double[] got = new CoherentStructureFactor(constants.Crystal, null, null, EuphonicConstants.HbarSquaredPerMass).Intensities(modes);
        double largest = wanted.Max(), error = 0;

        // The first point is Γ, where nothing scatters.
        for (int first = 27, last; first < wanted.Length; first = last)
        {
            last = first + 1;
            while (last % 27 != 0 && modes.Energies[last] - modes.Energies[last - 1] < Degenerate)
            {
                last++;
            }

            Assert.Equal(energies[first] * 1e-3, modes.Energies[first], 1e-5);
            error = Math.Max(error, Math.Abs(got[first..last].Sum() - wanted[first..last].Sum()) / largest);
        }

        Assert.Equal(146 * 27, wanted.Length);
        AchievedError.Check("Scattering: coherent structure factor through force constants (relative to the maximum)", "Euphonic", error, Tolerance);
    }

    [Theory]
    [InlineData("666_0K")]
    [InlineData("666_300K")]
    public void DebyeWallerTensors_OfStoredWaveVectors_EqualEuphonic(string name)
    {
        ForceConstants constants = Quartz();
        PhononModes stored = PeerFile.Modes("castep_files/quartz/quartz-666-grid.phonon");
        PhononModes modes = PhononSolver.Solve(constants, stored.QPoints);
        stored.Weights.CopyTo(modes.Weights, 0);
        CheckTensors(Tensors(name), Compute(modes, Tensors(name).Temperature), 6, Tolerance);
    }

    // The stored tensors are sums over the q that symmetry does not repeat; averaged over the sites they are those of the whole mesh.
    [Fact]
    public void DebyeWallerTensors_OfAWholeMesh_EqualEuphonic()
    {
        ForceConstants constants = Quartz();
        SpaceGroup group = SpaceGroup.Find(constants.Crystal, 1e-4);
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        SiteSymmetry sites = SiteSymmetry.Of(group, constants.Crystal);
        DebyeWallerTensors Average(DebyeWallerTensors t) => DebyeWallerTensors.Of(
            t.Temperature, [.. Enumerable.Range(0, 9).Select(i => AbinsTensors.Average(t.Tensors, sites, i))]);
        PhononModes mesh = PhononSolver.Solve(constants, QMesh.Full((7, 7, 7)));
        CheckTensors(Average(Tensors("777_300K")), Average(Compute(mesh, 300)), 7, OtherPointsTolerance);
    }

    static DebyeWallerTensors Tensors(string name) => CoherentStructureFactorTests.Tensors($"quartz/quartz_{name}_debye_waller.json");

    static DebyeWallerTensors Compute(PhononModes modes, double temperature) =>
        DebyeWallerTensors.Compute(modes, temperature, null, DebyeWallerTensors.DefaultLowestEnergy, EuphonicConstants.HbarSquaredPerMass);

    static void CheckTensors(DebyeWallerTensors wanted, DebyeWallerTensors got, int divisions, double tolerance)
    {
        double Size(SymmetricTensor t) => Math.Sqrt(SymmetricTensor.DoubleDot(t, t));
        double error = Enumerable.Range(0, 9).Max(i => Size(got.Tensors[i] + (-1 * wanted.Tensors[i])));
        AchievedError.Check(
            $"Scattering: Debye–Waller tensors through force constants, {divisions} × {divisions} × {divisions} (relative)", "Euphonic, modes of CASTEP",
            error / wanted.Tensors.ToArray().Max(Size), tolerance);
    }
}
