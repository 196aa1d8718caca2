using System.Text;
using InsCore.Potentials;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

public sealed class ModelFileTests
{
    static string ErrorOf(byte[] content)
    {
        using MemoryStream stream = new(content, writable: false);
        return Assert.Throws<InsInputException>(() => ModelFile.Read(stream, "dir/file.model")).Message;
    }

    [Fact]
    public void Read_Default_IsTheEmbeddedModelWithItsCaveats()
    {
        ModelFile model = ModelFile.Read("default");
        Assert.Equal("mace-dit-gfn2-v1", model.Card.Name);
        Assert.Equal("MIT", model.Card.Licence);
        Assert.Contains("MIT License", model.Card.LicenceText);
        Assert.Contains("not DFT", model.Card.Caveats);
        Assert.Contains("Stresses were never labels", model.Card.Caveats);
        Assert.Contains("predicted, not measured", model.Card.Caveats);
        Assert.Equal([1.0, 6, 16, 53], model.Archive.Tensors["atomic_numbers"].Values);
        Assert.Equal("F32", model.Archive.Tensors["interactions.0.linear.weight"].StoredType);
    }

    [Fact]
    public void Read_Default_EqualsTheFileItWasMadeFrom()
    {
        ModelFile source = ModelFile.Read(TestData.Shared("models/diiodothiophene/mace-dit-gfn2-v1.model"));
        ModelFile embedded = ModelFile.Default;
        Assert.Equal(source.Card.Sha256, embedded.Card.Sha256);
        Assert.Equal(source.Archive.Settings.Count, embedded.Archive.Settings.Count);
        Assert.Equal(source.Archive.Tensors.Count, embedded.Archive.Tensors.Count);
        Assert.All(source.Archive.Tensors, pair => Assert.Equal(pair.Value.Values, embedded.Archive.Tensors[pair.Key].Values));
    }

    [Fact]
    public void Read_ModelOfTorch_HasACardWithItsHash()
    {
        ModelFile model = ModelFile.Read(TestData.Own("mace/twohead_L2.model"));
        Assert.Equal("twohead_L2", model.Card.Name);
        Assert.Equal("twohead_L2.model", model.Card.Source);
        Assert.Equal(64, model.Card.Sha256.Length);
        Assert.Null(model.Card.Licence);
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git LFS pointer", "git lfs pull")]
    [InlineData("\n<!DOCTYPE html><html>", "web page", "download the file itself")]
    [InlineData("{\"state_path\": \"a.pkl\"}", "NequIP-type", ".model file")]
    [InlineData("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.", "bare pickle", "save it again")]
    [InlineData("\u0089HDF\r\n\u001a\n", "HDF5", ".model file")]
    [InlineData("data_dit\n_cell_length_a 1\n", "not a kind of file", ".model file")]
    [InlineData("", "is empty", "again")]
    [InlineData("PK\u0003\u0004", "zip archive cannot be read", "damaged")]
    public void Read_SomethingElse_SaysWhatItIsAndWhatToDo(string content, string problem, string remedy)
    {
        string message = ErrorOf(Encoding.Latin1.GetBytes(content));
        Assert.StartsWith("dir/file.model: ", message);
        Assert.Contains(problem, message);
        Assert.Contains(remedy, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Read_NequipFile_SaysSo() => Assert.Contains(
        "NequIP", Assert.Throws<InsInputException>(() => ModelFile.Read(TestData.Shared("peer-data/mlip/nequix/nequix-mp-1-pft.nqx"))).Message);

    [Theory]
    [InlineData("no-such-file.model", "cannot be read")]
    [InlineData("", "is empty")]
    [InlineData("a\0b", "null character")]
    [InlineData(".", "is a folder")]
    public void Read_NoFile_SaysSo(string path, string words) =>
        Assert.Contains(words, Assert.Throws<InsInputException>(() => ModelFile.Read(path)).Message);
}
