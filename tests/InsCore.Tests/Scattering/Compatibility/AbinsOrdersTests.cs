using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Compatibility;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Scattering.Compatibility;

public class AbinsOrdersTests
{
    // One hydrogen that moves along x alone appreciably, at 500.03 cm⁻¹; the other two modes are far stiffer.
    static readonly double[] Energies = [500.03, 1700.11, 1900.21];

    [Fact]
    public void Orders_OfOneOscillator_AreItsPowers()
    {
        AbinsOptions options = Options(AnalyticOrders: 1, fineBins: 10);
        double[][] orders = Orders(options);
        double trace = Trace(0) / 3;
        for (int n = 1; n <= 4; n++)
        {
            // The lowest line of each order stands alone at n times the energy, or half a fine bin lower for each further order.
            double got = orders[n - 1].Skip((500 * n) - 5).Take(10).Sum();
            Assert.Equal(1, got / Math.Pow(trace, n), 1e-12);
        }
    }

    [Theory]
    [InlineData(true, -0.5)]
    [InlineData(false, 0.0)]
    public void DroppedHalfBins_MoveEachOrderByHalfAFineBin(bool drop, double shift)
    {
        // One fine bin in each bin, so that places can be read off.
        double[][] orders = Orders(Options(AnalyticOrders: 1, fineBins: 1) with { DropHalfBins = drop });
        for (int n = 2; n <= 4; n++)
        {
            double[] part = [.. orders[n - 1].Skip((500 * n) - 10).Take(20)];
            double centre = part.Select((y, k) => y * ((500 * n) - 10 + k + 0.5)).Sum() / part.Sum();

            // Bin 500 stands for 500.5: n of them for 500.5 n.
            Assert.Equal((500.5 * n) + (shift * (n - 1)), centre, 1e-9);
        }
    }

    [Fact]
    public void Overtone_CountsHalf_UnlessSwitchedOff()
    {
        double half = Orders(Options(2, 10))[1][1000], whole = Orders(Options(2, 10) with { HalfOvertones = false })[1][1000];

        // B of a mode along x alone: (1 + 2)/15 (tr B)², half of it for AbINS.
        Assert.Equal(0.2 * Trace(0) * Trace(0), whole, 1e-12 * whole);
        Assert.Equal(2, whole / half, 1e-9);
    }

    [Fact]
    public void AllPairs_HoldThePairsOfDifferentWaveVectors()
    {
        PhononModes modes = SpringCrystal.Solve(new Crystal(new Lattice(new Matrix3d(4, 0, 0, 0, 4.4, 0, 0.3, 0, 5)), [1, 8], [new(0, 0, 0), new(1.7, 2, 2.6)]), QMesh.Full((2, 2, 2), shifted: true));
        AbinsOptions options = new() { Temperature = 50, LowestEnergy = 0, OwnPairs = false, HalfOvertones = false, DropHalfBins = false, TensorFloor = 0, Orders = 2 };
        AbinsTensors tensors = Tensors(modes, options);
        double[] got = new AbinsOrders(tensors, options).Of(0)[1];
        double area = 0, moment = 0;
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            for (int p = 0; p < modes.QPoints.Length; p++)
            {
                for (int k = 0; k < modes.ModeCount * modes.ModeCount; k++)
                {
                    (int n, int m) = (k / modes.ModeCount, k % modes.ModeCount);
                    double strength = modes.Weights[q] * modes.Weights[p] * AbinsOrders.Pair(tensors.Amplitudes(q, 0)[n], tensors.Amplitudes(p, 0)[m]);
                    area += strength;
                    moment += strength * (tensors.Energies[q][n] + tensors.Energies[p][m]);
                }
            }
        }

        Assert.Equal(1, got.Sum() / area, 1e-12);
        Assert.Equal(moment / area, got.Select((y, k) => y * (k + 0.5)).Sum() / area, 0.1);
    }

    [Fact]
    public void Transforms_AgreeWithTheSumTermByTerm()
    {
        Random random = new(3);
        double[] a = [.. Enumerable.Range(0, 700).Select(_ => random.NextDouble())], b = [.. Enumerable.Range(0, 700).Select(_ => 1e-9 * random.NextDouble())];
        double[] got = SparseConvolution.Apply(a, b), wanted = new double[700];
        for (int i = 0; i < 700; i++)
        {
            for (int j = 0; i + j < 700; j++)
            {
                wanted[i + j] += a[i] * b[j];
            }
        }

        Assert.Equal(0, wanted.Zip(got, (x, y) => Math.Abs(x - y)).Max() / wanted.Max(), 1e-13);
    }

    static AbinsOptions Options(int AnalyticOrders, int fineBins) => new()
    {
        Temperature = 0, AnalyticOrders = AnalyticOrders, FineBins = fineBins, Orders = 4, TensorFloor = 0,
    };

    static double[][] Orders(AbinsOptions options) => new AbinsOrders(Tensors(Oscillator(), options), options).Of(0);

    static double Trace(int mode) => Tensors(Oscillator(), new() { Temperature = 0, TensorFloor = 0 }).Amplitudes(0, 0)[mode].Trace;

    static AbinsTensors Tensors(PhononModes modes, AbinsOptions options) =>
        new(modes, SiteSymmetry.Of(SpaceGroup.Trivial(modes.Crystal), modes.Crystal), options);

    static PhononModes Oscillator()
    {
        Crystal crystal = new(new Lattice(Matrix3d.Diagonal(10, 10, 10)), [1], [default]);
        PhononModes modes = new(crystal, [default], [1.0]);
        for (int n = 0; n < 3; n++)
        {
            modes.Energies[n] = Energies[n] * InsCore.Units.Constants.WavenumberInEv;
            modes.Eigenvectors[(3 * n) + n] = 1;
        }

        return modes;
    }
}
