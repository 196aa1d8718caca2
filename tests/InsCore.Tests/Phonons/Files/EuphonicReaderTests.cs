using InsCore.Phonons;
using InsCore.TestSupport;
using InsCore.Tests.Scattering;
using Xunit;

namespace InsCore.Tests.Phonons.Files;

public class EuphonicReaderTests
{
    [Fact]
    public void Read_Modes_AreThoseOfTheTextFile()
    {
        PhononModes json = PhononInput.Read(TestData.Shared("peer-data/abinslib/data/GaSb_qpoint_phonon_modes.json")).Modes!;
        PhononModes text = PhononInput.Read(TestData.Shared("peer-data/abinslib/dev/phonon_data/data/GaSb.phonon")).Modes!;
        Assert.Equal(text.QPoints, json.QPoints);
        AchievedError.Check("Files: energies of .phonon and JSON (eV)", "twin files, GaSb", ModesComparison.Energies(json, text), 1e-10);
        AchievedError.Check("Files: eigenvectors of .phonon and JSON", "twin files, GaSb", ModesComparison.Eigenvectors(json, text), 1e-11);
    }

    [Theory]
    [InlineData("quartz/quartz_reciprocal", 9)]
    [InlineData("NaCl/NaCl_reciprocal", 8)]
    [InlineData("Si2-sc-skew/Si2-sc-skew_no_asr", 2)]
    public void Read_ModesOfEveryVersion(string name, int atoms)
    {
        PhononModes modes = PhononInput.Read(TestData.Shared($"peer-data/euphonic/qpoint_phonon_modes/{name}_qpoint_phonon_modes.json")).Modes!;
        Assert.Equal(atoms, modes.Crystal.AtomCount);
        Assert.Equal(1, modes.Weights.Sum(), 1e-12);
    }

    [Fact]
    public void Read_Modes_AreThoseReadByHand()
    {
        PhononModes read = PhononInput.Read(TestData.Shared("peer-data/abinslib/data/GaSb_qpoint_phonon_modes.json")).Modes!, known = PeerModes.GalliumAntimonide();
        Assert.Equal(known.Eigenvectors, read.Eigenvectors);
        Assert.Equal(0, ModesComparison.Energies(known, read), 1e-15);
    }
}
