using InsCore.Scattering.Coherent;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Scattering.Coherent;

/// <summary>Branches that are linear over triangles and segments, against brute force and closed forms.</summary>
public class EnergyMomentsTests
{
    const string Row = "Scattering: average over spherical triangles (relative to the maximum)";

    static readonly EnergyBins Bins = EnergyBins.Uniform(-0.03, 0.03, 60);

    // All orders of corners, two or three equal ones, energies on the edges of bins.
    [Theory]
    [InlineData(0.004, 0.0113, 0.0207)]
    [InlineData(0.0207, 0.004, 0.0113)]
    [InlineData(0.0113, 0.0207, 0.004)]
    [InlineData(0.005, 0.005, 0.02)]
    [InlineData(0.005, 0.02, 0.02)]
    [InlineData(0.005, 0.0125, 0.02)]
    [InlineData(0.0105, 0.0105, 0.0105)]
    [InlineData(0, 0.0013, 0.0041)]
    public void Triangle_IsTheSumOverManySmallerOnes(double a, double b, double c)
    {
        (double Energy, double Amplitude)[] corners = [(a, 1), (b, 3), (c, 0.5)];
        EnergyMoments one = new(Bins);
        one.AddTriangle(1, corners[0], corners[1], corners[2]);
        double[] got = one.Spectrum(0), sticks = new double[Bins.Count];
        const int n = 1500;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n - i; j++)
            {
                // Centres of the triangles that stand on their base, and of those that stand on their heads.
                foreach (double third in j == n - i - 1 ? (double[])[1 / 3.0] : [1 / 3.0, 2 / 3.0])
                {
                    double u = (i + third) / n, v = (j + third) / n, w = 1 - u - v;
                    double energy = (u * a) + (v * b) + (w * c), amplitude = (u * 1) + (v * 3) + (w * 0.5);
                    sticks[Bins.IndexOf(energy)] += amplitude / energy / n / n / Bins.Width(0);
                }
            }
        }

        // Within a bin 1/E is that of its mean energy, which counts in the lowest two alone.
        for (int k = 32; k < Bins.Count; k++)
        {
            Assert.Equal(sticks[k], got[k], 4e-3 * sticks.Max());
        }
    }

    [Fact]
    public void Segment_FillsTheEnergiesItSweepsEvenly()
    {
        EnergyMoments moments = new(Bins);
        moments.AddSegment(2, (0.02, 4), (0.01, 4));
        double[] got = moments.Spectrum(0);
        for (int k = 0; k < Bins.Count; k++)
        {
            double wanted = Bins.Centre(k) is > 0.01 and < 0.02 ? 2 * 4 / Bins.Centre(k) / 0.01 : 0;
            Assert.Equal(wanted, got[k], 1e-9 * 2 * 4 / 0.01 / 0.01);
        }
    }

    [Fact]
    public void GainAndLoss_AreInDetailedBalance()
    {
        EnergyMoments moments = new(Bins);
        moments.AddTriangle(1, (0.0102, 1), (0.0104, 1), (0.0106, 1));
        double[] got = moments.Spectrum(150);
        int loss = Bins.IndexOf(0.0104), gain = Bins.IndexOf(-0.0104);
        Assert.Equal(Math.Exp(-0.0104 / (InsCore.Units.Constants.Boltzmann * 150)), got[gain] / got[loss], 1e-9);
    }

    // With θ from an axis oblique to the mesh, |cos θ| is spread evenly from 0 to 1: ω₀ + c |cos θ| fills a box, and of ω₀ + c cos²θ a share √x lies below x.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Sphere_KnownDensity_IsReachedInSecondOrder(int power)
    {
        // So high that 1/E is the same all over.
        EnergyBins bins = EnergyBins.Uniform(10, 10.012, 48);
        Vector3d axis = new(0.36, 0.48, 0.8);
        SphereMesh mesh = new([Matrix3d.Identity]);
        List<double> errors = [];
        for (int level = 3; level <= 6; level++)
        {
            double[] got = Average(mesh, level, bins, n => (10 + (0.01 * Math.Pow(Math.Abs(Vector3d.Dot(n, axis)), power)), 1));
            double worst = 0, sum = 0;
            for (int k = 0; k < bins.IndexOf(10.00999); k++)
            {
                // What lies below an edge; next to the circle of lowest energies linear triangles err most.
                sum += got[k] * bins.Centre(k) * bins.Width(k);
                double error = Math.Abs(sum - Math.Pow((bins.Edges[k + 1] - 10) / 0.01, 1.0 / power));
                worst = bins.Edges[k + 1] > 10.0025 ? Math.Max(worst, error) : worst;
            }

            errors.Add(worst);
        }

        double order = Math.Log2(errors[0] / errors[^1]) / 3;
        AchievedError.Check(Row, $"closed form of ω₀ + c |cos θ|^{power}, edge of 1.4°", errors[^1], 4e-3);
        Assert.True(order is > 1.7 and < 2.6, string.Join(", ", errors.Append(order)));
    }

    // A dispersion without direction is exact at any level; so is the sum over energies, which is the average of the amplitude.
    [Fact]
    public void Sphere_ConstantEnergy_KeepsTheAverageOverTheSphere()
    {
        SphereMesh mesh = new([Matrix3d.Identity]);
        for (int level = 2; level <= 6; level++)
        {
            double sum = Average(mesh, level, Bins, n => (0.0127, n.Z * n.Z)).Sum() * Bins.Width(0) * 0.0127;
            AchievedError.Check(Row, $"average of cos²θ, level {level}", Math.Abs((3 * sum) - 1) * Math.Pow(4, level - 2), 0.1);
        }
    }

    static double[] Average(SphereMesh mesh, int level, EnergyBins bins, Func<Vector3d, (double, double)> branch)
    {
        SphereLevel triangles = mesh[level];
        (double, double)[] corners = [.. mesh.Directions.Take(triangles.Directions).Select(branch)];
        EnergyMoments moments = new(bins);
        foreach (SphereTriangle t in triangles.Triangles)
        {
            moments.AddTriangle(t.Share, corners[t.A], corners[t.B], corners[t.C]);
        }

        return moments.Spectrum(0);
    }
}
