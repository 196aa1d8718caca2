using InsCore.Phonons;
using InsCore.Structures;
using PureHDF;
using Xunit;

namespace InsCore.Tests.Phonons;

public sealed class PhononFileTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("modes").FullName;

    static readonly PhononModes Modes =
        PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic), QMesh.Full((2, 1, 3)));

    string Target => Path.Combine(folder, "modes.h5");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_GivesBackWhatWasWritten()
    {
        PhononFile.Write(Target, Modes, "test, größe");
        (PhononModes read, string provenance) = PhononFile.Read(Target);
        Assert.Equal("test, größe", provenance);
        Assert.Equal(Modes.QPoints, read.QPoints);
        Assert.Equal(Modes.Weights, read.Weights);
        Assert.Equal(Modes.Energies, read.Energies);
        Assert.Equal(Modes.Eigenvectors, read.Eigenvectors);
        Assert.Equal(Modes.Crystal.PeriodicLattice.Vectors, read.Crystal.PeriodicLattice.Vectors);
        Assert.Equal(Modes.Crystal.Positions.ToArray(), read.Crystal.Positions.ToArray());
        Assert.Equal(Modes.Crystal.Masses.ToArray(), read.Crystal.Masses.ToArray());
        Assert.Equal(Modes.Crystal.AtomicNumbers.ToArray(), read.Crystal.AtomicNumbers.ToArray());
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void Write_StatesUnits()
    {
        PhononFile.Write(Target, Modes, "");
        using var file = H5File.OpenRead(Target);
        Assert.Equal("1/cm", file.Dataset("modes/wavenumbers").Attribute("units").Read<string>());
        Assert.Equal("eV", file.Dataset("modes/energies").Attribute("units").Read<string>());
        Assert.Equal("angstrom", file.Dataset("crystal/positions").Attribute("units").Read<string>());
        Assert.Equal([6, 9, 3, 3], file.Dataset("modes/eigenvectors_re").Space.Dimensions);
    }

    [Fact]
    public void Read_FileCutShortAnywhere_IsRefusedWithItsName()
    {
        PhononFile.Write(Target, Modes, "");
        byte[] whole = File.ReadAllBytes(Target);
        for (int length = 0; length < whole.Length; length += Math.Max(1, whole.Length / 40))
        {
            File.WriteAllBytes(Target, whole.AsSpan(0, length));
            InsInputException e = Assert.Throws<InsInputException>(() => PhononFile.Read(Target));
            Assert.StartsWith(Target, e.Message);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    [Fact]
    public void Read_ForeignOrMissingFile_IsRefused()
    {
        Assert.Contains("no such file", Assert.Throws<InsInputException>(() => PhononFile.Read(Target)).Message);
        new H5File { ["modes"] = new H5Group() }.Write(Target);
        Assert.Contains("no phonon modes", Assert.Throws<InsInputException>(() => PhononFile.Read(Target)).Message);
    }

    [Fact]
    public void Read_ImpossibleValues_AreRefused()
    {
        PhononModes broken = new(Modes.Crystal, [Vector3d.Zero], [1.0]);
        PhononFile.Write(Target, broken, "");
        Assert.Contains("vector 1", Assert.Throws<InsInputException>(() => PhononFile.Read(Target)).Message);
        PhononFile.Write(Target, new PhononModes(Modes.Crystal, [Vector3d.Zero], [0.5]), "");
        Assert.Contains("sum to 1", Assert.Throws<InsInputException>(() => PhononFile.Read(Target)).Message);
        broken.Energies[3] = double.NaN;
        PhononFile.Write(Target, broken, "");
        Assert.Contains("not a finite number", Assert.Throws<InsInputException>(() => PhononFile.Read(Target)).Message);
    }
}
