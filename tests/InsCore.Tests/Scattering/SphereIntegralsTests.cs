using System.Text.Json;
using CsCheck;
using InsCore.Scattering;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Scattering;

public class SphereIntegralsTests
{
    // The reference is a product quadrature in double precision, itself good to about 1e-14.
    const double Tolerance = 1e-13;

    // The series is truncated after the second order in λ; its next term is below λ³/10.
    const double SmallLambda = 1e-4;

    [Fact]
    public void Evaluate_AgreesWithTabulatedQuadrature()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(TestData.Derived("sphere_integrals.json")));
        foreach (JsonElement entry in file.RootElement.GetProperty("data").EnumerateArray())
        {
            SphereIntegrals actual = SphereIntegrals.Evaluate(Numbers(entry, "lam"));
            double[] m = Numbers(entry, "M");
            Check(entry.GetProperty("N").GetDouble(), actual.Norm);
            Check(m[0], actual.First);
            Check(m[1], actual.Second);
            Check(m[2], actual.Third);
        }
    }

    [Fact]
    public void Integrals_AddUpToTheNorm_AndPermuteWithTheAxes() =>
        Gen.Double[0, 150].Array[3].Sample(lambda =>
        {
            SphereIntegrals direct = SphereIntegrals.Evaluate(lambda);
            SphereIntegrals permuted = SphereIntegrals.Evaluate([lambda[2], lambda[0], lambda[1]]);
            AssertClose(direct.Norm, direct.First + direct.Second + direct.Third);
            AssertClose(direct.First, permuted.Second);
            AssertClose(direct.Second, permuted.Third);
            AssertClose(direct.Third, permuted.First);
        });

    [Fact]
    public void Evaluate_OfSmallArguments_FollowsTheSeries() =>
        Gen.Double[0, SmallLambda].Array[3].Sample(lambda =>
        {
            double t = lambda.Sum(), t2 = lambda.Sum(l => l * l);
            double expected = (1.0 / 3) - ((t + (2 * lambda[0])) / 15)
                + (((t * t) + (2 * t2) + (4 * lambda[0] * t) + (8 * lambda[0] * lambda[0])) / 210);
            AssertClose(expected, SphereIntegrals.Evaluate(lambda).First, Math.Pow(SmallLambda, 3) + Tolerance);
        });

    static double[] Numbers(JsonElement entry, string name) =>
        [.. entry.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    static void Check(double expected, double actual) => AchievedError.Check(
        "Scattering: one-phonon sphere integrals (relative)", "tabulated quadrature", Math.Abs((actual - expected) / expected), Tolerance);

    static void AssertClose(double expected, double actual, double tolerance = Tolerance) =>
        Assert.InRange(Math.Abs(actual - expected), 0, tolerance * Math.Abs(expected));
}
