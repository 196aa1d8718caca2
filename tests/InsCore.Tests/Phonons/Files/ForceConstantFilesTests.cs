using System.Numerics;
using InsCore.Phonons;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons.Files;

/// <summary>Force constants of one crystal in the files of different programs, and modes that were computed from them.</summary>
public class ForceConstantFilesTests
{
    static readonly PhononInputOptions Raw = new() { SumRule = SumRule.None };

    static ForceConstants Read(string name, PhononInputOptions? options = null) =>
        PhononInput.Read(TestData.Shared($"peer-data/euphonic/{name}"), options ?? Raw).ForceConstants!;

    [Theory]
    [InlineData("castep_files/quartz/quartz.castep_bin", "quartz", true)]
    [InlineData("castep_files/Si2-sc-skew/Si2-sc-skew.castep_bin", "Si2-sc-skew", false)]
    public void Read_CastepBinary_GivesTheNumbersOfTheJson(string path, string name, bool charges)
    {
        ForceConstants binary = Read(path), json = Read($"force_constants/{name}_force_constants.json");
        Assert.Equal(json.Supercell.Matrix, binary.Supercell.Matrix);
        Assert.Equal(json.Crystal.AtomicNumbers.ToArray(), binary.Crystal.AtomicNumbers.ToArray());
        for (int i = 0; i < json.Crystal.AtomCount; i++)
        {
            Assert.InRange((json.Crystal.Positions[i] - binary.Crystal.Positions[i]).Norm, 0, 1e-8);
            Assert.Equal(json.Crystal.Masses[i], binary.Crystal.Masses[i], 1e-7);
        }

        double largest = json.Values.ToArray().Max(Math.Abs);
        double error = json.Values.ToArray().Zip(binary.Values.ToArray(), (a, b) => Math.Abs(a - b)).Max() / largest;
        AchievedError.Check("Files: force constants of .castep_bin and JSON (relative)", "twin files, quartz and a skewed supercell of Si", error, 1e-10);
        Assert.Equal(charges, binary.Options.Charges is not null);
        if (charges)
        {
            Assert.All(Enumerable.Range(0, 9), i => Assert.Equal(json.Options.Charges!.Charges[i], binary.Options.Charges!.Charges[i]));
            Assert.Equal(json.Options.Charges!.Dielectric.Trace, binary.Options.Charges!.Dielectric.Trace, 1e-9);
            Assert.Equal(DipoleTail.Removed, binary.Options.Dipoles);
        }
    }

    // The supercell is not diagonal, the crystal without charges: what is computed from the force constants must be what the file says.
    [Fact]
    public void Read_ForceConstantsOfASkewedSupercell_GiveTheModesStored()
    {
        ForceConstants constants = Read("force_constants/Si2-sc-skew_force_constants.json");
        PhononModes stored = PhononInput.Read(
            TestData.Shared("peer-data/euphonic/qpoint_phonon_modes/Si2-sc-skew/Si2-sc-skew_no_asr_qpoint_phonon_modes.json")).Modes!;
        PhononModes own = PhononSolver.Solve(constants, stored.QPoints);
        double scale = stored.Energies.Max(e => e * e);
        AchievedError.Check(
            "Files: modes from force constants read (relative, squared)", "stored modes, skewed supercell of Si",
            ModesComparison.Matrices(own, stored) / scale, 1e-9);
    }

    [Fact]
    public void Read_EveryForceConstantsFile_HasItsConventions()
    {
        foreach (string name in (string[])["NaCl", "MgO_dipole_subtracted", "MgO_dipole_unsubtracted"])
        {
            ForceConstants constants = Read($"force_constants/{name}_force_constants.json");
            Assert.NotNull(constants.Options.Charges);
            Assert.Equal(DipoleTail.Removed, constants.Options.Dipoles);
            Assert.Equal(SumRule.None, constants.Options.SumRule);
        }

        Assert.Equal(
            DipoleTail.Included,
            Read("force_constants/MgO_dipole_unsubtracted_force_constants.json", Raw with { Dipoles = DipoleTail.Included }).Options.Dipoles);
    }
}
