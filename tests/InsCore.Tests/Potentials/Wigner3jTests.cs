using InsCore.Potentials;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

public sealed class Wigner3jTests
{
    const double Tolerance = 1e-14;

    [Theory]
    [InlineData("twohead_L2")]
    [InlineData("gated_mh_L1")]
    public void Compute_EqualsTheSymbolsStoredInAModel(string model)
    {
        const string Prefix = "interactions.1.conv_tp._compiled_main_left_right._w3j_";
        var stored = ModelFile.Read(TestData.Own($"mace/{model}.safetensors")).Archive.Tensors
            .Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(stored);
        foreach ((string name, ModelTensor tensor) in stored)
        {
            int[] l = [.. name[Prefix.Length..].Split('_').Select(int.Parse)];
            double[] own = [.. Wigner3j.Compute(l[0], l[1], l[2]).Cast<double>()];
            Assert.Equal(tensor.Values.Length, own.Length);
            Assert.InRange(own.Zip(tensor.Values, (a, b) => Math.Abs(a - b)).Max(), 0, Tolerance);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 3)]
    [InlineData(4, 4, 0)]
    public void Compute_WhereNothingCouples_Refuses(int l1, int l2, int l3) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Wigner3j.Compute(l1, l2, l3));
}
