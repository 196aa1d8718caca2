using System.Text.Json;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Phonons.Files;

public sealed class PhononOutputTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("phonons").FullName;

    // eV/Å²: fifteen decimals are printed in text, all digits elsewhere; the mean with the transpose rounds once more.
    const double Rounding = 2e-15;

    static readonly PhononInputOptions Raw = new() { SumRule = SumRule.None };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static double Difference(ForceConstants a, ForceConstants b) => a.Values.ToArray().Zip(b.Values.ToArray(), (x, y) => Math.Abs(x - y)).Max();

    string Target(string name) => Path.Combine(folder, name);

    [Fact]
    public void WriteCastepPhonon_IsReadBackToTheDigitsWritten()
    {
        PhononOutput.WriteCastepPhonon(Target("a.phonon"), SmallPhonons.Modes);
        PhononModes read = PhononInput.Read(Target("a.phonon")).Modes!, known = SmallPhonons.Modes;
        Assert.Equal(known.Crystal.Masses.ToArray(), read.Crystal.Masses.ToArray());
        Assert.All(known.QPoints.Zip(read.QPoints), q => Assert.InRange((q.First - q.Second).Norm, 0, 1e-10));
        Assert.All(known.Weights.Zip(read.Weights), w => Assert.Equal(w.First, w.Second, 1e-11));
        AchievedError.Check(
            "Files: .phonon written and read (cm⁻¹)", "modes of a small crystal", ModesComparison.Energies(known, read) * Constants.EvInWavenumbers, 0.51e-10);
        Assert.InRange(ModesComparison.Eigenvectors(known, read), 0, 1e-12);
    }

    [Fact]
    public void WriteCastepPhonon_OfAFileOfCastep_SaysTheSame()
    {
        PhononModes original = PhononInput.Read(TestData.Shared("peer-data/euphonic/castep_files/quartz/quartz_nosplit.phonon")).Modes!;
        PhononOutput.WriteCastepPhonon(Target("quartz.phonon"), original);
        string[] written = File.ReadAllLines(Target("quartz.phonon")), given = File.ReadAllLines(TestData.Shared("peer-data/euphonic/castep_files/quartz/quartz_nosplit.phonon"));
        Assert.Equal(given.Length, written.Length);

        // The lines of eigenvectors to the letter, since all their digits are kept (but for the sign of zero).
        string Plain(string line) => line.Replace("-0.000000000000", " 0.000000000000", StringComparison.Ordinal);
        int first = Array.FindIndex(given, l => l.StartsWith("Mode Ion", StringComparison.Ordinal));
        Assert.Equal(given[first..(first + 20)].Select(Plain), written[first..(first + 20)].Select(Plain));
    }

    [Fact]
    public void WriteEuphonic_Modes_AreReadBackExactly()
    {
        PhononOutput.WriteEuphonic(Target("modes.json"), SmallPhonons.Modes);
        PhononModes read = PhononInput.Read(Target("modes.json")).Modes!;
        Assert.Equal(SmallPhonons.Modes.Eigenvectors, read.Eigenvectors);
        Assert.Equal(SmallPhonons.Modes.QPoints, read.QPoints);
        Assert.InRange(ModesComparison.Energies(SmallPhonons.Modes, read), 0, 1e-16);
        Assert.All(SmallPhonons.Modes.Crystal.Positions.ToArray().Zip(read.Crystal.Positions.ToArray()), p => Assert.InRange((p.First - p.Second).Norm, 0, 1e-14));
    }

    [Theory]
    [InlineData("writers/NaCl_minimal_modes.json", false)]
    [InlineData("force_constants/quartz_force_constants.json", true)]
    public void WriteEuphonic_HasTheMembersOfEuphonicsFiles(string peer, bool isForceConstants)
    {
        if (isForceConstants)
        {
            PhononOutput.WriteEuphonic(Target("a.json"), new ForceConstants(
                SmallPhonons.Polar.Supercell, SmallPhonons.Polar.Values, SmallPhonons.Polar.Options with { Dipoles = DipoleTail.Removed }));
        }
        else
        {
            PhononOutput.WriteEuphonic(Target("a.json"), SmallPhonons.Modes);
        }

        using JsonDocument own = JsonDocument.Parse(File.ReadAllBytes(Target("a.json")));
        using JsonDocument theirs = JsonDocument.Parse(File.ReadAllBytes(TestData.Shared($"peer-data/euphonic/{peer}")));
        static string[] Members(JsonElement e) => [.. e.EnumerateObject().Select(m => m.Name).Where(n => n != "__euphonic_version__").Order(StringComparer.Ordinal)];
        Assert.Subset(Members(own.RootElement).ToHashSet(), Members(theirs.RootElement).ToHashSet());
        Assert.Equal(Members(theirs.RootElement.GetProperty("crystal")), Members(own.RootElement.GetProperty("crystal")));
    }

    [Fact]
    public void WriteEuphonic_ForceConstants_AreReadBack()
    {
        ForceConstants known = new(SmallPhonons.Polar.Supercell, SmallPhonons.Polar.Values, SmallPhonons.Polar.Options with { Dipoles = DipoleTail.Removed });
        PhononOutput.WriteEuphonic(Target("fc.json"), known);
        ForceConstants read = PhononInput.Read(Target("fc.json"), Raw).ForceConstants!;
        Assert.Equal(known.Supercell.Matrix, read.Supercell.Matrix);
        Assert.InRange(Difference(known, read), 0, Rounding);
        Assert.Equal(known.Options.Charges!.Charges.ToArray(), read.Options.Charges!.Charges.ToArray());
        Assert.Equal(known.Options.Charges.Dielectric, read.Options.Charges.Dielectric);
        Assert.Throws<ArgumentException>(() => PhononOutput.WritePhonopy(Target("no"), known));
        Assert.False(File.Exists(Target("no")));
    }

    [Theory]
    [InlineData("phonopy.yaml")]
    [InlineData("force_constants.hdf5")]
    [InlineData("FORCE_CONSTANTS")]
    public void WritePhonopy_IsReadBack(string name)
    {
        Assert.Equal(4, PhononOutput.WritePhonopy(folder, SmallPhonons.Polar).Count);
        ForceConstants read = PhononInput.Read(Target(name), Raw).ForceConstants!, known = SmallPhonons.Polar;
        Assert.Equal(known.Supercell.Matrix, read.Supercell.Matrix);
        Assert.InRange(Difference(known, read), 0, Rounding);
        Assert.All(known.Crystal.Masses.ToArray().Zip(read.Crystal.Masses.ToArray()), m => Assert.Equal(m.First, m.Second, 1e-9));
        for (int i = 0; i < 3; i++)
        {
            Assert.InRange((known.Options.Charges!.Charges[i] - read.Options.Charges!.Charges[i]).Row0.Norm, 0, 1e-14);
            Assert.Equal(known.Options.Charges.Dielectric.Row(i).Y, read.Options.Charges.Dielectric.Row(i).Y, 1e-9);
        }

        ForceConstants born = PhononInput.Read(Target(name), Raw with { Born = Target("BORN") }).ForceConstants!;
        Assert.InRange((known.Options.Charges!.Charges[1] - born.Options.Charges!.Charges[1]).Row1.Norm, 0, 1e-14);
        Assert.InRange((known.Options.Charges!.Charges[0].Row0 - born.Options.Charges!.Charges[0].Row0).Norm, 0, 1e-14);
    }

    [Fact]
    public void WritePhonopy_LeftHandedSupercell_IsTurnedRound()
    {
        ForceConstants known = PhononInput.Read(TestData.Shared("peer-data/euphonic/castep_files/Si2-sc-skew/Si2-sc-skew.castep_bin"), Raw).ForceConstants!;
        Assert.True(known.Supercell.Matrix.Determinant < 0);
        PhononOutput.WritePhonopy(folder, known);
        ForceConstants read = PhononInput.Read(Target("phonopy.yaml"), Raw).ForceConstants!;
        Assert.Equal(-1 * known.Supercell.Matrix, read.Supercell.Matrix);

        // eV/(Å² u): masses are written with nine decimals.
        Assert.InRange(TestCrystals.LargestDifference(known, read, new Vector3d(0.1, 0.2, 0.3)), 0, 3e-11);
    }

    [Fact]
    public void WritePhonopy_WithLabels_IsFoundAsJanusNamesThem()
    {
        PhononOutput.WritePhonopy(folder, SmallPhonons.ForceConstants);
        File.Move(Target("phonopy.yaml"), Target("NaCl-phonopy.yml"));
        File.Move(Target("force_constants.hdf5"), Target("NaCl-force_constants.hdf5"));
        File.Delete(Target("FORCE_CONSTANTS"));
        PhononInput input = PhononInput.Read(Target("NaCl-phonopy.yml"), Raw), hdf5 = PhononInput.Read(Target("NaCl-force_constants.hdf5"), Raw);
        Assert.Equal(["NaCl-force_constants.hdf5 beside it was read with it"], input.Notes);
        Assert.Equal(input.ForceConstants!.Values.ToArray(), hdf5.ForceConstants!.Values.ToArray());
    }
}
