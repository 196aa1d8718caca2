using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using InsCore.Potentials;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

public sealed class TorchModelReaderTests
{
    public static TheoryData<string> Configured =>
    [
        "mace/twohead_L2",
        "mace/gated_mh_L1",
        "shared/reference/mace/res_L1",
        "shared/reference/mace/density_zbl_agnesi_L1",
        "shared/reference/mace/off_L0",
    ];

    public static TheoryData<string> Exported => [.. Configured, "shared/models/diiodothiophene/mace-dit-gfn2-v1"];

    static string Find(string name) => name.StartsWith("shared/", StringComparison.Ordinal) ? TestData.Shared(name["shared/".Length..]) : TestData.Own(name);

    [Theory, MemberData(nameof(Exported))]
    public void Read_EveryTensor_EqualsExportBitForBit(string name)
    {
        ModelArchive archive = TorchModelReader.Read(Find($"{name}.model"));
        Dictionary<string, NumpyArray> expected = NumpyFile.ReadAll(Find($"{name}.weights.npz"));
        foreach ((string path, NumpyArray array) in expected)
        {
            ModelTensor tensor = archive.Tensors[path];
            Assert.Equal(array.Shape, tensor.Shape);
            Assert.Equal(StoredType(array.Type), tensor.StoredType);
            ReadOnlySpan<long> bits = MemoryMarshal.Cast<double, long>(array.Values), own = MemoryMarshal.Cast<double, long>(tensor.Values);
            Assert.True(bits.SequenceEqual(own), path);
            AchievedError.Check(
                "Model files: tensors as read (numbers that differ)", "export by the reference implementation, 6 files",
                bits.Length - bits.CommonPrefixLength(own), 0);
        }

        Assert.Empty(archive.Tensors.Where(pair => pair.Value.Values.Length > 0).Select(pair => pair.Key).Except(expected.Keys));
    }

    [Theory, MemberData(nameof(Configured))]
    public void Read_Settings_EqualTheConfiguration(string name)
    {
        IReadOnlyDictionary<string, JsonNode?> settings = TorchModelReader.Read(Find($"{name}.model")).Settings;
        JsonObject modules = JsonNode.Parse(File.ReadAllText(Find($"{name}.config.json")))!["modules"]!.AsObject();
        foreach ((string module, JsonNode? properties) in modules)
        {
            string prefix = module.Length == 0 ? "" : $"{module}.";
            foreach ((string property, JsonNode? value) in properties!.AsObject())
            {
                if (property == "kind")
                {
                    Assert.EndsWith($".{value}", settings[prefix + "__class__"]!.GetValue<string>());
                }
                else
                {
                    // A gate keeps its irreps under private names and shows them as properties.
                    string stored = settings.ContainsKey(prefix + property) ? property : $"_{property}";
                    AssertSame(value, settings[prefix + stored], prefix + property);
                }
            }
        }
    }

    [Fact]
    public void Read_Float32File_KeepsStoredType()
    {
        ModelArchive single = TorchModelReader.Read(TestData.Shared("reference/mace/off_L0.float32.model"));
        ModelArchive full = TorchModelReader.Read(TestData.Shared("reference/mace/off_L0.model"));
        Assert.Equal(full.Tensors.Keys, single.Tensors.Keys);
        foreach ((string name, ModelTensor tensor) in full.Tensors.Where(pair => pair.Value.StoredType == "F64"))
        {
            Assert.Equal("F32", single.Tensors[name].StoredType);
            Assert.Equal(tensor.Values.Select(x => (double)(float)x), single.Tensors[name].Values);
        }
    }

    [Theory]
    [InlineData("model.model")]
    [InlineData("model_swa.model")]
    public void Read_PublishedFileOf2023_HasItsParts(string name)
    {
        ModelArchive archive = TorchModelReader.Read(TestData.Shared($"peer-data/mlip/mace-tutorials/{name}"));
        Assert.Equal("mace.modules.models.ScaleShiftMACE", archive.Settings["__class__"]!.GetValue<string>());
        Assert.Equal([1.0, 6, 8], archive.Tensors["atomic_numbers"].Values);
        Assert.Equal(3.0, Assert.Single(archive.Tensors["r_max"].Values));
        Assert.Equal("16x0e", archive.Settings["node_embedding.linear.irreps_out"]!.GetValue<string>());
        Assert.True(archive.Tensors.ContainsKey("products.0.symmetric_contractions.contractions.0.U_matrix_2"));
        Assert.False(archive.Settings.ContainsKey("heads"));
        Assert.All(archive.Tensors.Values, tensor => Assert.True(tensor.Values.All(double.IsFinite)));
    }

    static void AssertSame(JsonNode? expected, JsonNode? actual, string name)
    {
        switch (expected)
        {
            case JsonArray array:
                Assert.Equal(array.Count, actual!.AsArray().Count);
                for (int i = 0; i < array.Count; i++)
                {
                    AssertSame(array[i], actual[i], $"{name}[{i}]");
                }

                break;
            case JsonObject members:
                Assert.Equal(members.Count, actual!.AsObject().Count);
                foreach ((string key, JsonNode? member) in members)
                {
                    AssertSame(member, actual[key], $"{name}.{key}");
                }

                break;
            case JsonValue value when value.TryGetValue(out double number):
                Assert.True(number == actual!.GetValue<double>(), name);
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), name);
                break;
        }
    }

    static string StoredType(string numpyType) => numpyType switch
    {
        "<f8" => "F64",
        "<f4" => "F32",
        "<i8" => "I64",
        "<i4" => "I32",
        "|b1" => "BOOL",
        _ => throw new NotSupportedException(numpyType),
    };
}
