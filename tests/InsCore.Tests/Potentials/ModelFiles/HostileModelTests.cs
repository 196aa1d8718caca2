using System.Text;
using InsCore.Potentials;
using InsCore.Potentials.ModelFiles;
using Xunit;
using static InsCore.Tests.Potentials.ModelFiles.SmallModel;

namespace InsCore.Tests.Potentials.ModelFiles;

/// <summary>Archives that are well-formed zips but mean harm or nonsense.</summary>
public sealed class HostileModelTests
{
    static readonly byte[] SixDoubles = [.. new[] { 0.0, 1, 2, 3, 4, 5 }.SelectMany(BitConverter.GetBytes)];

    static byte[] WithTensor(string storageClass, long count, long offset, PickleTuple size, PickleTuple stride, string key = "0") =>
        Archive(Module("m.Model", Dictionary(("w", Tensor(storageClass, key, count, offset, size, stride)))), ("0", SixDoubles));

    [Fact]
    public void Read_SoundModel_HasItsTensorsAndSettings()
    {
        ModelArchive archive = Read(Sound());
        Assert.Equal([1.0, 3, 2, 4], archive.Tensors["linear.weight"].Values);
        Assert.Equal("2x0e+2x1o", archive.Settings["linear.irreps_in"]!.GetValue<string>());
        Assert.Equal("""[{"i_in":0,"i_out":0,"path_shape":[2,2],"path_weight":0.5}]""", archive.Settings["linear.instructions"]!.ToJsonString());
        Assert.Equal("""["a","b"]""", archive.Settings["heads"]!.ToJsonString());
        Assert.Equal("torch.nn.functional.silu", archive.Settings["f"]!.GetValue<string>());
        Assert.False(archive.Settings.ContainsKey("linear.training"));
    }

    [Fact]
    public void Read_NumpyScalarAndTensorAttributes_AreASettingAndATensor()
    {
        string bytes = Encoding.Latin1.GetString(BitConverter.GetBytes(61.5));
        PickleObject scalar = new("numpy.core.multiarray.scalar", [new PickleObject("numpy.dtype", ["f8", false, true]), new PickleObject("_codecs.encode", [bytes, "latin1"])]);
        byte[] file = Archive(
            Module("m.Model", null, null, ("avg_num_neighbors", scalar), ("t", Tensor("DoubleStorage", "0", 6, 5, Tuple(), Tuple())), ("huge", double.PositiveInfinity)), ("0", SixDoubles));
        ModelArchive archive = Read(file);
        Assert.Equal(61.5, archive.Settings["avg_num_neighbors"]!.GetValue<double>());
        Assert.Equal("Infinity", archive.Settings["huge"]!.GetValue<string>());
        Assert.Empty(archive.Tensors["t"].Shape);
        Assert.Equal([5.0], archive.Tensors["t"].Values);
    }

    public static TheoryData<string, byte[], double[]> Views => new()
    {
        { "FloatStorage", [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-0.1f)], [1.5, -0.1f] },
        { "HalfStorage", [.. BitConverter.GetBytes((Half)0.1f), 0x00, 0xfc], [(double)(Half)0.1f, double.NegativeInfinity] },
        { "BFloat16Storage", [0x80, 0x3f, 0x49, 0xc0], [1.0, -3.140625] },
        { "LongStorage", [.. BitConverter.GetBytes(-5L), .. BitConverter.GetBytes(1L << 53)], [-5.0, 9007199254740992] },
        { "IntStorage", [.. BitConverter.GetBytes(-7), .. BitConverter.GetBytes(int.MaxValue)], [-7.0, 2147483647] },
        { "ShortStorage", [0xff, 0xff, 0x01, 0x00], [-1.0, 1] },
        { "CharStorage", [0x80, 0x7f], [-128.0, 127] },
        { "ByteStorage", [0x80, 0x7f], [128.0, 127] },
        { "BoolStorage", [0, 1], [0.0, 1] },
    };

    [Theory, MemberData(nameof(Views))]
    public void Read_EveryElementType_GivesItsValues(string storage, byte[] bytes, double[] expected)
    {
        byte[] file = Archive(Module("m.Model", Dictionary(("w", Tensor(storage, "0", 2, 0, Tuple(2L), Tuple(1L))))), ("0", bytes));
        Assert.Equal(expected, Read(file).Tensors["w"].Values);
    }

    [Theory]
    [InlineData(6, 0, 7, 1, "reaches element 6 of a storage of 6")]
    [InlineData(6, 3, 2, 3, "reaches element 6 of a storage of 6")]
    [InlineData(6, -1, 2, 1, "reaches element")]
    [InlineData(6, 0, 2, -1, "negative")]
    [InlineData(6, 0, -2, 1, "negative")]
    [InlineData(6, long.MaxValue, 2, 1, "reaches element")]
    [InlineData(100, 0, 100, 1, "holds 48 bytes where 800 are declared")]
    [InlineData(long.MaxValue, 0, 1, 1, "a storage of 9223372036854775807 elements")]
    [InlineData(6, 0, 2147483647, 0, "asks for 17179869176 bytes")]
    public void Read_ViewOutsideItsStorage_IsRefused(long count, long offset, long size, long stride, string problem)
    {
        string message = ErrorOf(WithTensor("DoubleStorage", count, offset, Tuple(size), Tuple(stride)));
        Assert.StartsWith("small.model, ", message);
        Assert.Contains(problem, message);
    }

    [Fact]
    public void Read_ManyBroadcastTensors_AreRefusedTogether()
    {
        PickleObject tensor = Tensor("DoubleStorage", "0", 6, 0, Tuple(10_000L), Tuple(0L));
        byte[] file = Archive(Module("m.Model", Dictionary([.. Enumerable.Range(0, 200).Select(i => ($"w{i}", (object?)tensor))])), ("0", SixDoubles));
        Assert.Contains("far more than a file of", ErrorOf(file));
    }

    [Fact]
    public void Read_UnknownElementType_IsRefused() =>
        Assert.Contains("ComplexDoubleStorage", ErrorOf(WithTensor("ComplexDoubleStorage", 3, 0, Tuple(1L), Tuple(1L))));

    [Theory]
    [InlineData("7")]
    [InlineData("../../../etc/passwd")]
    public void Read_StorageThatIsNotThere_IsRefused(string key) =>
        Assert.Contains($"data/{key}: is missing", ErrorOf(WithTensor("DoubleStorage", 6, 0, Tuple(1L), Tuple(1L), key)));

    [Fact]
    public void Read_IntegerBeyondDouble_IsRefused()
    {
        byte[] file = Archive(Module("m.Model", Dictionary(("w", Tensor("LongStorage", "0", 1, 0, Tuple(), Tuple())))), ("0", BitConverter.GetBytes((1L << 53) + 1)));
        Assert.Contains("beyond 2^53", ErrorOf(file));
    }

    [Fact]
    public void Read_ModuleInItself_IsRefused()
    {
        // A module whose child is the module itself.
        byte[] pickle = Encoding.Latin1.GetBytes("\u0080\u0002cm\nM\n)\u0081q\u0000}X\u0008\u0000\u0000\u0000_modules}X\u0001\u0000\u0000\u0000ah\u0000ssb.");
        Assert.Contains("nested too deeply", ErrorOf(Archive(pickle)));
    }

    [Fact]
    public void Read_SettingsThatDoubleAtEachLevel_AreRefused()
    {
        // DUP and TUPLE2, thirty times: 2^30 values in sixty bytes.
        StringBuilder pickle = new("\u0080\u0002cm\nM\n)\u0081}(X\u0008\u0000\u0000\u0000_modules}X\u0001\u0000\u0000\u0000aK\u0000");
        pickle.Append(string.Concat(Enumerable.Repeat("2\u0086", 30))).Append("ub.");
        Assert.Contains("nested too deeply or contains itself", ErrorOf(Archive(Encoding.Latin1.GetBytes(pickle.ToString()))));
    }

    [Fact]
    public void Read_NameTwice_IsRefused() =>
        Assert.Contains("occurs twice", ErrorOf(Archive(Module("m.Model", null, null, ("a", 1L), ("a", 2L)))));

    [Fact]
    public void Read_EntryTwice_IsRefused() =>
        Assert.Contains("occurs twice", ErrorOf(Zip(("a/data.pkl", "N."u8.ToArray()), ("a/data.pkl", "N."u8.ToArray()))));

    [Fact]
    public void Read_BigEndian_IsRefused() =>
        Assert.Contains("not little-endian", ErrorOf(Zip(("a/data.pkl", "N."u8.ToArray()), ("a/byteorder", "big"u8.ToArray()))));

    [Fact]
    public void Read_TorchScriptExport_SaysSo() =>
        Assert.Contains("TorchScript export", ErrorOf(Zip(("a/data.pkl", "N."u8.ToArray()), ("a/code/__torch__.py", []), ("a/constants.pkl", ").."u8.ToArray()))));

    [Fact]
    public void Read_Checkpoint_SaysSo() =>
        Assert.Contains("checkpoint", ErrorOf(Archive(Dictionary(("model", Dictionary()), ("optimizer", Dictionary())))));

    [Fact]
    public void Read_OtherObject_SaysSo() => Assert.Contains("holds no torch module", ErrorOf(Archive(Tuple(1L))));

    [Fact]
    public void Read_OtherZip_SaysSo() => Assert.Contains("data.pkl is missing", ErrorOf(Zip(("word/document.xml", []))));

    [Fact]
    public void Read_FlippedBitInAStorage_IsFound()
    {
        byte[] file = Sound();
        int place = file.AsSpan().IndexOf(BitConverter.GetBytes(3.0));
        file[place + 3] ^= 1;
        Assert.Contains("check sum is wrong", ErrorOf(file));
    }
}
