using System.Text.Json;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Scattering.Compatibility;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Scattering.Coherent;

public class InterpolatedStructureFactorTests
{
    const double Tolerance = 1e-4;
    const string Powder = "NaCl_prim phonopy_nacl.yaml ";

    // Modes closer than this, eV, mix as they please; their intensities are added up.
    const double Degenerate = 1e-6;

    [Theory]
    [InlineData("quartz/quartz.castep_bin", "quartz/quartz_fc_structure_factor.json", null, SumRule.None)]
    [InlineData("quartz/quartz.castep_bin", "quartz/quartz_0K_fc_structure_factor.json", "quartz/quartz_666_0K_debye_waller.json", SumRule.None)]
    [InlineData("quartz/quartz.castep_bin", "quartz/quartz_300K_fc_structure_factor.json", "quartz/quartz_666_300K_debye_waller.json", SumRule.None)]
    [InlineData("quartz/quartz.castep_bin", "quartz/quartz_recip_asr_300K_fc_structure_factor.json", "quartz/quartz_666_300K_debye_waller.json", SumRule.Reciprocal)]
    [InlineData("Si2-sc-skew/Si2-sc-skew.castep_bin", "Si2-sc-skew/Si2-sc-skew_300K_fc_structure_factor.json", "Si2-sc-skew/Si2-sc-skew_666_300K_debye_waller.json", SumRule.None)]
    public void Intensities_ThroughForceConstants_EqualEuphonic(string input, string expected, string? tensors, SumRule rule)
    {
        PhononInputOptions options = new() { SumRule = rule };
        ForceConstants constants = PhononInput.Read(TestData.Shared("peer-data/euphonic/castep_files/" + input), options).ForceConstants!;
        JsonElement reference = PeerFile.Json("structure_factor/" + expected);
        double[] wanted = reference.Numbers("structure_factors"), energies = reference.Numbers("frequencies");
        Vector3d[] qPoints = reference.Vectors("qpts");
        int modeCount = 3 * constants.Crystal.AtomCount;

        // At Γ the peer stores several directions of approach.
        int[] away = [.. Enumerable.Range(0, qPoints.Length).Where(q => qPoints[q].WrapToNearest().Norm > 1e-6)];
        PhononModes modes = PhononSolver.Solve(constants, [.. away.Select(q => qPoints[q])]);
        CoherentStructureFactor factor = new(
            constants.Crystal, tensors is null ? null : CoherentStructureFactorTests.Tensors(tensors), null, EuphonicConstants.HbarSquaredPerMass);
        double[] got = factor.Intensities(modes);
        double largest = wanted.Chunk(modeCount).Where((_, q) => away.Contains(q)).Max(r => r.Max()), error = 0;
        Assert.True(away.Length >= 3);
        for (int k = 0; k < away.Length; k++)
        {
            for (int first = 0, last; first < modeCount; first = last)
            {
                last = first + 1;
                while (last < modeCount && modes.EnergiesAt(k)[last] - modes.EnergiesAt(k)[last - 1] < Degenerate)
                {
                    last++;
                }

                double sum = 0;
                for (int n = first; n < last; n++)
                {
                    int place = (away[k] * modeCount) + n;
                    Assert.Equal(energies[place] * 1e-3, modes.EnergiesAt(k)[n], 1e-5);
                    sum += got[(k * modeCount) + n] - wanted[place];
                }

                error = Math.Max(error, Math.Abs(sum) / largest);
            }
        }

        AchievedError.Check("Scattering: coherent structure factor through force constants (relative to the maximum)", "Euphonic", error, Tolerance);
    }

    [Theory]
    [InlineData("--weighting=coherent --c-map=bone --npts=10 --npts-min=10 --q-spacing=1", null)]
    [InlineData("--temperature=1000 --weighting=coherent --npts=10 --npts-min=10 --q-spacing=1", 1000.0)]
    public void PowderMap_OfGoldenPoints_EqualsEuphonic(string call, double? temperature)
    {
        ForceConstants constants = SodiumChloride();
        DebyeWallerTensors? tensors = temperature is { } t ? Tensors(constants, t) : null;
        (EnergyBins bins, JsonElement wanted) = Wanted(call);
        PowderMap map = PowderMap.Compute(
            constants,
            new CoherentStructureFactor(constants.Crystal, tensors, null, EuphonicConstants.HbarSquaredPerMass),
            [0.5, 1.5, 2.5],
            bins,
            new() { Sampling = SphereSampling.Golden, Points = 10, Temperature = temperature });
        Check(wanted, (shell, bin) => map.Values[(shell * bins.Count) + bin] * 1e-3, Tolerance);
    }

    [Fact]
    public void PowderMap_OfTheDensityOfStates_EqualsEuphonic()
    {
        ForceConstants constants = SodiumChloride();
        (EnergyBins bins, JsonElement wanted) = Wanted("--energy-unit=meV --npts=10 --npts-min=10 --q-spacing=1");
        Matrix3d toFractional = 1 / (2 * Math.PI) * constants.Crystal.PeriodicLattice.Vectors.Transpose;
        double[][] shells = [.. new[] { 0.5, 1.5, 2.5 }.Select(q =>
        {
            Vector3d[] points = Array.ConvertAll(SphereDirections.Make(SphereSampling.Golden, 10).Directions, n => q * n * toFractional);
            PhononModes modes = PhononSolver.Solve(constants, points);
            return EuphonicDensityOfStates.Total(modes.Energies, modes.Weights, bins);
        })];
        Check(wanted, (shell, bin) => shells[shell][bin] * 1e-3, 1e-6);
    }

    static ForceConstants SodiumChloride()
    {
        // Euphonic gives its eigensolver one triangle of the dynamical matrix alone; of phonopy's force constants that is the upper one.
        PhononInputOptions options = new() { SumRule = SumRule.None, Asymmetry = IndexSymmetry.Upper };
        return PhononInput.Read(TestData.Shared("peer-data/euphonic/phonopy_files/NaCl_prim/phonopy_nacl.yaml"), options).ForceConstants!;
    }

    // Monkhorst and Pack's mesh no coarser than 0.1 Å⁻¹: off Γ where the divisions are even.
    static DebyeWallerTensors Tensors(ForceConstants constants, double temperature)
    {
        (int, int, int) divisions = QMesh.DivisionsForSpacing(constants.Crystal.PeriodicLattice, 0.1);
        PhononModes mesh = PhononSolver.Solve(constants, QMesh.Full(divisions, shifted: divisions.Item1 % 2 == 0));
        return DebyeWallerTensors.Compute(mesh, temperature, null, DebyeWallerTensors.DefaultLowestEnergy, EuphonicConstants.HbarSquaredPerMass);
    }

    // The image is described by the centres of its corner bins, one column and one row through the middle.
    static (EnergyBins Bins, JsonElement Wanted) Wanted(string call)
    {
        JsonElement wanted = PeerFile.Json("script_data/powder-map.json").GetProperty(Powder + call);
        double[] extent = wanted.Numbers("extent");
        double width = (extent[3] - extent[2]) / 199;
        return (EnergyBins.Uniform((extent[2] - (0.5 * width)) * 1e-3, (extent[3] + (0.5 * width)) * 1e-3, 200), wanted);
    }

    static void Check(JsonElement wanted, Func<int, int, double> got, double tolerance)
    {
        double[] column = wanted.Numbers("data_1"), row = wanted.Numbers("data_2");
        double error = Math.Max(
            column.Select((w, bin) => Math.Abs(w - got(1, bin))).Max() / column.Max(),
            row.Select((w, shell) => Math.Abs(w - got(shell, 100))).Max() / column.Max());
        AchievedError.Check("Like Euphonic: powder map through force constants (relative to the maximum)", "Euphonic, 10 golden points", error, tolerance);
    }
}
