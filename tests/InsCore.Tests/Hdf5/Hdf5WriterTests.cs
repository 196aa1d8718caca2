using System.Diagnostics;
using System.Globalization;
using System.Text;
using InsCore.Hdf5;
using InsCore.Phonons.Files;
using PureHDF;
using Xunit;

namespace InsCore.Tests.Hdf5;

/// <summary>What is written is read by two other implementations: PureHDF, and the HDF5 library itself under h5py.</summary>
public sealed class Hdf5WriterTests : IDisposable
{
    static readonly string LongText = string.Concat(Enumerable.Repeat("ħω in cm⁻¹, ", 20_000));
    static readonly double[] Numbers = [1.5, double.NaN, -0.0, double.MaxValue, 1e-310, double.NegativeInfinity];

    readonly string folder = Directory.CreateTempSubdirectory("inscore-test-").FullName;

    string Target => Path.Combine(folder, "all.h5");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void PureHdf_ReadsEverything()
    {
        Everything().Write(Target);
        using var file = H5File.OpenRead(Target);
        Assert.Equal(Numbers, file.Dataset("group/deeper/f64").Read<double[]>());
        Assert.Equal([2ul, 3ul], file.Dataset("group/deeper/f64").Space.Dimensions);
        Assert.Equal([0.1f, -2f], file.Dataset("group/f32").Read<float[]>());
        Assert.Equal([int.MinValue, 7], file.Dataset("group/i32").Read<int[]>());
        Assert.Equal([long.MaxValue], file.Dataset("group/i64").Read<long[]>());
        Assert.Equal([null, "Å", "Å"], file.Dataset("texts").Read<string?[]>()); // null is how PureHDF gives an empty text
        Assert.Equal(LongText, file.Attribute("long").Read<string>());
        Assert.Equal(3, file.Attribute("version").Read<int>());
        Assert.Equal(["q", "energy"], file.Group("group").Attribute("axes").Read<string[]>());
        Assert.Equal([1, 1], file.Group("group").Attribute("pair").Read<int[]>());
        Assert.Equal(100, file.Group("many").Children().Count());
        Assert.Equal([42.0], file.Dataset("many/C₄H₂ 42").Read<double[]>());
    }

    [Fact]
    public void OurReader_ReadsEverything()
    {
        Everything().Write(Target);
        Hdf5File file = new(PhononSource.Open(Target));
        Assert.Equal(Numbers, file.Doubles("group/deeper/f64", 2, 3));
        Assert.Equal(LongText, file.Attribute("long"));
        Assert.Equal("", file.Attribute("empty"));
        Assert.Equal(3, file.IntegerAttribute("version"));
        Assert.Empty(file.Doubles("nothing", 0, 3));
    }

    [Fact]
    public void Hdf5Library_ReadsEverything()
    {
        Everything().Write(Target);
        string script = """
            import sys, h5py, numpy
            f = h5py.File(sys.argv[1], "r")
            a = f["group/deeper/f64"]
            print(a.shape, a.dtype, a[0, 0], a[0, 1], a[1, 0] == sys.float_info.max, a[1, 1], a.attrs["units"])
            print(f["group/f32"].dtype, f["group/i32"][:].tolist(), f["group/i64"][:].tolist())
            print(f["texts"].asstr()[:].tolist(), repr(f.attrs["empty"]), len(f.attrs["long"]), f.attrs["version"], f["nothing"].shape)
            print(list(f["group"].attrs["axes"]), f["group"].attrs["pair"].tolist(), len(f["many"]), f["many/C₄H₂ 42"][0])
            """;
        string printed = Python(script, Target);
        Assert.Equal(
            """
            (2, 3) float64 1.5 nan True 1e-310 Å
            float32 [-2147483648, 7] [9223372036854775807]
            ['', 'Å', 'Å'] '' 240000 3 (0, 3)
            ['q', 'energy'] [1, 1] 100 42.0
            """,
            printed.Trim());
    }

    [Fact]
    public void Writer_SameContent_SameBytes()
    {
        using MemoryStream first = new(), second = new();
        new Hdf5Writer(first).Write(Everything());
        new Hdf5Writer(second).Write(Everything());
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    [Fact]
    public void Dataset_OtherShapeThanValues_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new Hdf5Dataset(new double[5], 2, 3));

    // Published for hashlittle by its author (Bob Jenkins, lookup3.c, driver5).
    [Theory]
    [InlineData("", 0xdeadbeefu)]
    [InlineData("Four score and seven years ago", 0x17770551u)]
    public void Checksum_IsLookup3(string text, uint expected) => Assert.Equal(expected, Hdf5Checksum.Of(Encoding.ASCII.GetBytes(text)));

    static Hdf5Group Everything()
    {
        Hdf5Dataset numbers = new(Numbers, 2, 3);
        numbers.Attributes["units"] = "Å";
        Hdf5Group many = new(), group = new()
        {
            ["deeper"] = new Hdf5Group { ["f64"] = numbers },
            ["f32"] = new Hdf5Dataset(new[] { 0.1f, -2f }, 2),
            ["i32"] = new Hdf5Dataset(new[] { int.MinValue, 7 }, 2),
            ["i64"] = new Hdf5Dataset(new[] { long.MaxValue }, 1),
        };
        group.Attributes["axes"] = new[] { "q", "energy" };
        group.Attributes["pair"] = new[] { 1, 1 };
        for (int k = 0; k < 100; k++)
        {
            many[string.Create(CultureInfo.InvariantCulture, $"C₄H₂ {k}")] = new Hdf5Dataset(new double[] { k }, 1);
        }

        Hdf5Group file = new()
        {
            ["group"] = group,
            ["texts"] = new Hdf5Dataset(new[] { "", "Å", "Å" }, 3),
            ["nothing"] = new Hdf5Dataset(Array.Empty<double>(), 0, 3),
            ["many"] = many,
        };
        file.Attributes["long"] = LongText;
        file.Attributes["empty"] = "";
        file.Attributes["version"] = 3;
        return file;
    }

    static string Python(string script, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3") && Directory.Exists("/usr/lib/python3/dist-packages/h5py"), "python3-h5py is not installed");
        ProcessStartInfo start = new("/usr/bin/python3", ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return output;
    }
}
