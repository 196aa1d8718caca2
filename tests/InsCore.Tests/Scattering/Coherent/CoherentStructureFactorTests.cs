using System.Text.Json;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Scattering.Compatibility;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Scattering.Coherent;

public class CoherentStructureFactorTests
{
    [Theory]
    [InlineData("quartz/quartz_nosplit.phonon", null, "quartz/quartz_structure_factor.json")]
    [InlineData("quartz/quartz_nosplit.phonon", "quartz/quartz_666_0K_debye_waller.json", "quartz/quartz_0K_structure_factor.json")]
    [InlineData("quartz/quartz_nosplit.phonon", "quartz/quartz_666_300K_debye_waller.json", "quartz/quartz_300K_structure_factor.json")]
    [InlineData("quartz/quartz-666-grid.phonon", "quartz/quartz_666_300K_debye_waller.json", "quartz/quartz_666_300K_structure_factor.json")]
    [InlineData("quartz/quartz-666-grid.phonon", "quartz/quartz_666_300K_debye_waller.json", "quartz/quartz_666_300K_structure_factor_noweights.json")]
    [InlineData("Si2-sc-skew/Si2-sc-skew.phonon", "Si2-sc-skew/Si2-sc-skew_666_300K_debye_waller.json", "Si2-sc-skew/Si2-sc-skew_300K_structure_factor.json")]
    public void Intensities_SameModes_EqualEuphonic(string input, string? tensors, string expected) =>
        Compare(PeerFile.Modes("castep_files/" + input), tensors, expected, 1e-12);

    static void Compare(PhononModes modes, string? tensors, string expected, double tolerance)
    {
        JsonElement reference = PeerFile.Json("structure_factor/" + expected);
        double[] wanted = reference.Numbers("structure_factors");

        // Euphonic 0.4 gave |F|²/ω in Å².
        double unit = reference.GetProperty("structure_factors_unit").GetString() == "millibarn" ? 1 : 1e11 / (2 * modes.Crystal.AtomCount);
        double[] got = new CoherentStructureFactor(
            modes.Crystal, tensors is null ? null : Tensors(tensors), null, EuphonicConstants.HbarSquaredPerMass).Intensities(modes);
        int[] shown = [.. Enumerable.Range(0, wanted.Length).Where(k => Math.Abs(modes.Energies[k]) > 1e-4)];
        double largest = unit * shown.Max(k => wanted[k]);
        double error = shown.Max(k => Math.Abs(got[k] - (unit * wanted[k]))) / largest;
        AchievedError.Check("Scattering: coherent structure factor, same modes (relative to the maximum)", "Euphonic", error, tolerance);
    }

    internal static DebyeWallerTensors Tensors(string file)
    {
        JsonElement json = PeerFile.Json("debye_waller/" + file);
        SymmetricTensor[] tensors = [.. json.Numbers("debye_waller").Chunk(9).Select(t => new SymmetricTensor(t[0], t[4], t[8], t[5], t[2], t[1]))];
        return DebyeWallerTensors.Of(json.GetProperty("temperature").GetDouble(), tensors);
    }
}
