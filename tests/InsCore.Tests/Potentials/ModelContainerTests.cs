using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using InsCore.Potentials;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

public sealed class ModelContainerTests
{
    static readonly ModelCard Card = new("name", "source.model", "abc", "MIT", "text \"with\" quotes\n", "caveats: Å", "2026-01-02", "to be replaced");

    static byte[] Write(ModelFile model)
    {
        using MemoryStream stream = new();
        ModelContainer.Write(stream, model);
        return stream.ToArray();
    }

    static ModelFile Read(byte[] file)
    {
        using MemoryStream stream = new(file, writable: false);
        return ModelContainer.Read(stream, "file.safetensors");
    }

    static void AssertSame(ModelArchive expected, ModelArchive actual)
    {
        Assert.Equal(expected.Tensors.Keys.Order(StringComparer.Ordinal), actual.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, ModelTensor tensor) in expected.Tensors)
        {
            Assert.Equal(tensor.Shape, actual.Tensors[name].Shape);
            Assert.Equal(tensor.StoredType, actual.Tensors[name].StoredType);
            ReadOnlySpan<long> bits = Bits(tensor.Values), own = Bits(actual.Tensors[name].Values);
            Assert.True(bits.SequenceEqual(own), name);
            AchievedError.Check(
                "Model files: container (numbers that differ)", "the file it was made from; random models", bits.Length - bits.CommonPrefixLength(own), 0);
        }

        Assert.Equal(expected.Settings.Keys.Order(StringComparer.Ordinal), actual.Settings.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, JsonNode? setting) in expected.Settings)
        {
            Assert.True(JsonNode.DeepEquals(setting, actual.Settings[name]), name);
        }
    }

    static ReadOnlySpan<long> Bits(double[] values) => MemoryMarshal.Cast<double, long>(values);

    static readonly Gen<ModelTensor> GenTensor =
        from type in Gen.OneOf("F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL")
        from shape in Gen.Int[0, 9].Array[0, 4]
        from share in Gen.OneOf(0.0, 0.01, 0.3, 1.0)
        from seed in Gen.Int
        select Tensor(type, shape, share, new Random(seed));

    static readonly Gen<ModelFile> GenModel =
        from tensors in GenTensor.Array[0, 12]
        from settings in Gen.String.Array[0, 6]
        select new ModelFile(
            new ModelArchive(
                tensors.Select((tensor, i) => KeyValuePair.Create($"module.{i}.ü\"", tensor)).ToDictionary(),
                settings.Select((text, i) => KeyValuePair.Create($"setting.{i}", JsonNode.Parse(new JsonArray(Valid(text), i, null, 0.1 * i).ToJsonString()))).ToDictionary()),
            Card);

    static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    static ModelTensor Tensor(string type, int[] shape, double share, Random random)
    {
        double[] values = new double[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextDouble() < share ? Element(type, random) : 0;
        }

        return new ModelTensor(shape, type, values);
    }

    static double Element(string type, Random random) => type switch
    {
        "F64" => random.Next(9) == 0 ? -0.0 : random.NextDouble() - 0.5,
        "F32" => (float)(random.NextDouble() - 0.5),
        "F16" => (double)(Half)(random.NextDouble() - 0.5),
        "BF16" => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(random.NextSingle()) & unchecked((int)0xffff0000)),
        "I64" => random.NextInt64(-(1L << 53), 1L << 53),
        "I32" => random.Next(int.MinValue, int.MaxValue),
        "I16" => random.Next(short.MinValue, short.MaxValue + 1),
        "I8" => random.Next(-128, 128),
        "U8" => random.Next(256),
        _ => random.Next(2),
    };

    [Fact]
    public void WriteThenRead_AnyArchive_ComesBack() => GenModel.Sample(
        model =>
        {
            ModelFile back = Read(Write(model));
            AssertSame(model.Archive, back.Archive);
            Assert.Equal(Card with { Creator = back.Card.Creator }, back.Card);
        },
        iter: 300);

    [Theory]
    [InlineData("twohead_L2")]
    [InlineData("gated_mh_L1")]
    public void WriteThenRead_RealModel_ComesBackAndIsDeterministic(string name)
    {
        ModelFile model = ModelFile.Read(TestData.Own($"mace/{name}.model"));
        byte[] file = Write(model);
        AssertSame(model.Archive, Read(file).Archive);
        Assert.Equal(file, Write(ModelFile.Read(TestData.Own($"mace/{name}.model"))));
        Assert.Equal(file, Write(Read(file)));
    }

    [Theory]
    [InlineData("res_L1")]
    [InlineData("density_zbl_agnesi_L1")]
    [InlineData("off_L0")]
    [InlineData("twohead_L2")]
    [InlineData("gated_mh_L1")]
    public void Read_CommittedContainer_EqualsItsSource(string name)
    {
        ModelFile source = ModelFile.Read(TestData.Shared($"reference/mace/{name}.model"));
        ModelFile container = ModelFile.Read(TestData.Own($"mace/{name}.safetensors"));
        AssertSame(source.Archive, container.Archive);
        Assert.Equal(source.Card.Sha256, container.Card.Sha256);
    }

    [Fact]
    public void Write_Layout_IsThatOfSafetensors()
    {
        byte[] file = Write(ModelFile.Default);
        int length = (int)BitConverter.ToUInt64(file);
        Assert.Equal(0, (8 + length) % 64);
        JsonObject header = JsonNode.Parse(file.AsSpan(8, length))!.AsObject();
        long position = 0;
        foreach ((string name, JsonNode? entry) in header.Where(pair => pair.Key != "__metadata__"))
        {
            long begin = entry!["data_offsets"]![0]!.GetValue<long>();
            long end = entry["data_offsets"]![1]!.GetValue<long>();
            long count = entry["shape"]!.AsArray().Aggregate(1L, (product, extent) => product * extent!.GetValue<long>());
            Assert.True(begin == position, name);
            Assert.True(count == 0 || begin % ((end - begin) / count) == 0, name);
            position = end;
        }

        Assert.Equal(file.Length, 8 + length + position);
        Assert.All(header["__metadata__"]!.AsObject(), pair => Assert.IsType<string>(pair.Value!.GetValue<string>()));
    }

    [Fact]
    public void Write_ToFile_CanBeReadByContent()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "model.bin");
        try
        {
            ModelContainer.Write(path, ModelFile.Default);
            AssertSame(ModelFile.Default.Archive, ModelFile.Read(path).Archive);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Fact]
    public void Read_FlippedBitInTheData_IsFound()
    {
        byte[] file = Write(ModelFile.Default);
        file[^5] ^= 1;
        InsInputException error = Assert.Throws<InsInputException>(() => Read(file));
        Assert.StartsWith("file.safetensors", error.Message);
        Assert.Contains("check sum", error.Message);
    }

    [Fact]
    public void Read_OtherSafetensors_SaysSo()
    {
        Assert.Contains("InsCore did not write", ErrorOf("""{"__metadata__":{"format":"pt"}}"""));
        Assert.Contains("without a model's settings", ErrorOf("""{"w":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"""));
        Assert.Contains("mace-2", ErrorOf("""{"__metadata__":{"inscore.format":"mace-2"}}"""));
    }

    [Theory]
    [InlineData("""{"__metadata__":{"inscore.format":1}}""", "not a string")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", "not JSON")]
    [InlineData("""["a"]""", "not a JSON object")]
    [InlineData("""{"a":""", "not JSON")]
    [InlineData("""{"__metadata__":{"inscore.format":"\ud800"}}""", "cannot be read")]
    public void Read_BrokenHeader_SaysWhatIsWrong(string header, string problem) => Assert.Contains(problem, ErrorOf(header));

    [Theory]
    [InlineData("""{"dtype":"F64","shape":[1],"data_offsets":[8,16]}""", "in bytes 8 to 16 after 0")]
    [InlineData("""{"dtype":"F64","shape":[3],"data_offsets":[0,16]}""", "3 elements")]
    [InlineData("""{"dtype":"F64","shape":[1000],"data_offsets":[0,8000]}""", "1000 elements")]
    [InlineData("""{"dtype":"F8","shape":[2],"data_offsets":[0,16]}""", "type F8")]
    [InlineData("""{"dtype":"F64","shape":[-2],"data_offsets":[0,16]}""", "not a small integer")]
    [InlineData("""{"dtype":"F64","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,16]}""", "not a small integer")]
    [InlineData("""{"dtype":"F64","shape":[1.5],"data_offsets":[0,16]}""", "not a small integer")]
    [InlineData("""{"dtype":"F64","shape":[2],"data_offsets":[0]}""", "lacks dtype or data_offsets")]
    [InlineData("""{"dtype":"F64","shape":[1],"data_offsets":[0,8]}""", "8 bytes that belong to no tensor")]
    [InlineData("7", "lacks dtype or data_offsets")]
    public void Read_BrokenEntry_SaysWhatIsWrong(string entry, string problem) =>
        Assert.Contains(problem, ErrorOf(Header(entry), new byte[16]));

    [Theory]
    [InlineData("""{"u":[2]}""", "parts are missing")]
    [InlineData("""{"u":[100000]}""", "parts are missing")]
    [InlineData("[]", "not a JSON object")]
    public void Read_BrokenSparseTensor_SaysWhatIsWrong(string sparse, string problem) => Assert.Contains(
        problem, ErrorOf(Header("""{"dtype":"F64","shape":[2],"data_offsets":[0,16]}""", sparse), new byte[16]));

    static string Header(string entry, string sparse = "{}")
    {
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(new byte[16]));
        JsonObject metadata = new()
        {
            ["inscore.format"] = "mace-1", ["inscore.data_sha256"] = hash, ["inscore.sparse"] = sparse, ["inscore.settings"] = "{}",
            ["name"] = "n", ["source"] = "s", ["source_sha256"] = "h",
        };
        return $$"""{"__metadata__":{{metadata.ToJsonString()}},"w":{{entry}}}""";
    }

    static string ErrorOf(string header, byte[]? data = null)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return Assert.Throws<InsInputException>(() => Read([.. BitConverter.GetBytes((ulong)text.Length), .. text, .. data ?? []])).Message;
    }
}
