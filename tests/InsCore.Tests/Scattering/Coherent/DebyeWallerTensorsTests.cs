using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Scattering.Compatibility;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Scattering.Coherent;

public class DebyeWallerTensorsTests
{
    [Theory]
    [InlineData("quartz/quartz-666-grid.phonon", "quartz/quartz_666_0K_debye_waller.json", false, 0.01)]
    [InlineData("quartz/quartz-666-grid.phonon", "quartz/quartz_666_300K_debye_waller.json", false, 0.01)]
    [InlineData("quartz/quartz-666-grid.phonon", "quartz/quartz_666_0K_debye_waller_10mev_lim.json", false, 10)]
    [InlineData("quartz/quartz-666-grid.phonon", "quartz/quartz_666_300K_symm_debye_waller.json", true, 0.01)]
    [InlineData("Si2-sc-skew/Si2-sc-skew-666-grid.phonon", "Si2-sc-skew/Si2-sc-skew_666_300K_debye_waller.json", false, 0.01)]
    [InlineData("Si2-sc-skew/Si2-sc-skew-666-grid.phonon", "Si2-sc-skew/Si2-sc-skew_666_300K_symm_debye_waller.json", true, 0.01)]
    public void Compute_SameModes_EqualsEuphonic(string input, string expected, bool symmetrise, double lowest)
    {
        PhononModes modes = PeerFile.Modes("castep_files/" + input);
        DebyeWallerTensors wanted = CoherentStructureFactorTests.Tensors(expected);
        DebyeWallerTensors got = DebyeWallerTensors.Compute(
            modes, wanted.Temperature, symmetrise ? SpaceGroup.Find(modes.Crystal, 1e-5) : null, lowest * 1e-3, EuphonicConstants.HbarSquaredPerMass);
        double error = 0;
        for (int i = 0; i < modes.Crystal.AtomCount; i++)
        {
            SymmetricTensor d = got.Tensors[i] + (-1 * wanted.Tensors[i]);
            error = Math.Max(error, Math.Sqrt(SymmetricTensor.DoubleDot(d, d)));
        }

        AchievedError.Check("Scattering: Debye–Waller tensors W, same modes (Å²)", "Euphonic", error, 1e-12);
    }
}
