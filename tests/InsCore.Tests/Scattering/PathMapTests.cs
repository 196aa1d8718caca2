using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Spectra;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Tests.Phonons;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

/// <summary>Single crystals: the model hydrogen alone in a cube, and a spring crystal.</summary>
public class PathMapTests
{
    const double Tolerance = 1e-8;
    const double LawTolerance = 1e-10;
    const double Temperature = 80;

    static readonly Crystal Cube = new(new Lattice(Matrix3d.Diagonal(2 * Math.PI, 2 * Math.PI, 2 * Math.PI)), [1], [Vector3d.Zero], [ModelHydrogen.Mass]);

    // Reciprocal lattice vectors of the cube are 1 Å⁻¹ long.
    static readonly ScatteringOptions Options = new() { Temperature = Temperature, MinimumEnergy = -500, MaximumEnergy = 4000, BinWidth = 5, Orders = 2, Accuracy = 1e-10 };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void AveragedOverTheSphere_IsThePowder()
    {
        (double[] nodes, double[] weights) = InsCore.Kernels.GaussLegendre.Rule(16);
        const double length = 3.5;
        double[] sum = [];
        for (int polar = 8; polar < 16; polar++)
        {
            for (int k = 0; k < 16; k++)
            {
                double mu = nodes[polar], s = Math.Sqrt(1 - (mu * mu)), azimuth = 2 * Math.PI * (k + 0.5) / 16;
                Vector3d q = length * new Vector3d(s * Math.Cos(azimuth), s * Math.Sin(azimuth), mu);
                double[] row = Row(Along(ModelHydrogen.Tensors(Temperature), Cube, SpaceGroup.Trivial(Cube), q, Options).Total);
                sum = sum.Length == 0 ? new double[row.Length] : sum;
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(row, weights[polar] / 16, sum, sum);
            }
        }

        // The last of ten bins is centred at this |Q|.
        Spectrum2D powder = ScatteringMapCalculator.Compute(
            ModelHydrogen.Tensors(Temperature), _ => new(length / 0.95, 10), Options, null, null, null, Cancellation).Maps[0].Total;
        double largest = System.Numerics.Tensors.TensorPrimitives.Max(powder.Row(9));
        for (int bin = 0; bin < sum.Length; bin++)
        {
            AchievedError.Check("Scattering: single crystal averaged over the sphere (of the maximum)", "powder average", Math.Abs(sum[bin] - powder.Row(9)[bin]) / largest, Tolerance);
        }
    }

    [Fact]
    public void AlongAnAxisOfA_OrdersAreClosedForms_AndDetailedBalanceHolds()
    {
        const double length = 2.5, sigma = 82.02 / (4 * Math.PI);
        ScatteringMap map = Along(ModelHydrogen.Tensors(Temperature), Cube, SpaceGroup.Trivial(Cube), new(0, 0, length), Options);
        double a = ModelHydrogen.Atom.Displacement(Temperature).Zz, square = length * length;
        AchievedError.Check("Scattering: single crystal, elastic line (relative)", "closed form", Math.Abs((map.Elastic[0] / (sigma * Math.Exp(-square * a))) - 1), LawTolerance);
        double[] first = Row(map.Processes.Single(p => p.Label == "order 1")), total = Row(map.Total);
        int zero = 100;
        for (int mode = 0; mode < ModelHydrogen.Atom.Energies.Length; mode++)
        {
            double b = ModelHydrogen.Atom.Amplitudes[mode].Zz, energy = ModelHydrogen.Atom.Energies[mode];
            double n = 1 / double.ExpM1(energy / (Constants.Boltzmann * Temperature));
            int bin = zero + (int)Math.Round(energy * Constants.EvInWavenumbers / 5);
            double expected = sigma / 5 * square * (n + 1) * b * Math.Exp(-square * a);
            AchievedError.Check("Scattering: single crystal, order 1 (barn/sr per cm⁻¹)", "closed form", Math.Abs(first[bin] - expected), LawTolerance);
        }

        for (int bin = 1; bin <= zero; bin++)
        {
            double boltzmann = Math.Exp(-bin * 5 * Constants.WavenumberInEv / (Constants.Boltzmann * Temperature));
            Assert.Equal(total[zero + bin] * boltzmann, total[zero - bin], LawTolerance);
        }
    }

    [Fact]
    public void SymmetryEquivalentAtoms_ScatterAsIfEachWereComputed()
    {
        Crystal crystal = TestCrystals.Rutile;
        SpaceGroup group = SpaceGroup.Find(crystal), none = SpaceGroup.Trivial(crystal);
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        SpringCrystal springs = new(crystal);
        ScatteringOptions options = new() { Temperature = 30, MaximumEnergy = 400, BinWidth = 2, Orders = 1, Imaginary = ImaginaryModes.Absolute, Accuracy = 1e-8 };
        SpectralTensors few = SpectralTensors.FromMatrices(springs, QMesh.Irreducible((2, 2, 2), group), group, options, null, Cancellation);
        SpectralTensors all = SpectralTensors.FromMatrices(springs, QMesh.Full((2, 2, 2)), none, options, null, Cancellation);
        MomentumPath path = MomentumPath.Between(crystal.PeriodicLattice, [new(0.3, 0.1, 0.2), new(2.1, 1.3, 0.7)], 5);
        CoherentOnePhonon coherent = new(springs, group, few), plain = new(springs, none, all);
        Spectrum2D one = PathMapCalculator.Compute(few, crystal, group, path, options, coherent, null, Cancellation).Maps[0].Total;
        Spectrum2D two = PathMapCalculator.Compute(all, crystal, none, path, options, plain, null, Cancellation).Maps[0].Total;
        for (int k = 0; k < one.Intensities.Length; k++)
        {
            Assert.Equal(two.Intensities[k], one.Intensities[k], 1e-7 * two.Intensities.Max());
        }
    }

    // With one atom in the cell, F holds no interference: the coherent powder average is the incoherent one with σ_coh, but for the dispersion.
    [Fact]
    public void CoherentPart_OfOneAtomInACell_HasTheWeightOfTheIncoherentApproximation()
    {
        Crystal argon = TestCrystals.Argon;
        SpaceGroup none = SpaceGroup.Trivial(argon);
        SpringCrystal springs = new(argon);
        ScatteringOptions options = new() { Temperature = 20, MaximumEnergy = 150, BinWidth = 1, Orders = 1, Imaginary = ImaginaryModes.Absolute, Weighting = Weighting.Coherent };
        SpectralTensors tensors = SpectralTensors.FromMatrices(springs, QMesh.Full((8, 8, 8), shifted: true), none, options, null, Cancellation);
        CoherentOnePhonon coherent = new(springs, SpaceGroup.Find(argon), tensors, 2500);
        QAxis axis = new(10, 20);
        ScatteringMap map = ScatteringMapCalculator.Compute(tensors, _ => axis, options, null, coherent, null, Cancellation).Maps[0];
        ScatteringMap incoherent = ScatteringMapCalculator.Compute(tensors, _ => axis, options, null, null, null, Cancellation).Maps[0];
        double[] with = Sums(map.Processes.Single(p => p.Label == "order 1, coherent")), without = Sums(incoherent.Processes.Single(p => p.Label == "order 1"));

        // Many zones beyond the first, interference averages out.
        double ratio = with[12..].Sum() / without[12..].Sum();
        AchievedError.Check("Scattering: coherent one-phonon weight of a monatomic crystal over the incoherent one, less one", "theory, |Q| 6 to 10 Å⁻¹", Math.Abs(ratio - 1), 0.02);
        Assert.Contains(map.Processes, p => p.Label == "order 1, incoherent");
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 1)]
    public void ImpossiblePath_IsRefused(int corners, int points) => Assert.Contains(
        "path", Assert.Throws<InsInputException>(() => MomentumPath.Between(Cube.PeriodicLattice, [.. Enumerable.Range(0, corners).Select(k => new Vector3d(k, 0, 0))], points)).Message);

    [Fact]
    public void Path_IsEvenlySpaced_AndNamesItsCorners()
    {
        MomentumPath path = MomentumPath.Between(Cube.PeriodicLattice, [new(0, 0, 0), new(2, 0, 0), new(2, 1, 0)], 7);
        Assert.Equal([0, 0.5, 1, 1.5, 2, 2.5, 3], path.Distances.Select(d => Math.Round(d, 12)));
        Assert.Equal(2, (path.Points[4] - new Vector3d(0, 0, 0)).Norm, 1e-12);
        Assert.Equal(0.5, path.Points[5].Y, 1e-12);
        Assert.Equal(1, path.Points[6].Y, 1e-12);
        Assert.Equal(["(0 0 0)", "(2 0 0)", "(2 1 0)"], path.Corners.Select(c => c.Text));
        Assert.Equal(["(0 0 0)", "(0.5 0 0)", "(1 0 0)", "(1.5 0 0)", "(2 0 0)", "(2 0.5 0)", "(2 1 0)"], path.Ticks.Select(c => c.Text));
        Assert.Equal([0, 0.5, 1, 1.5, 2, 2.5, 3], path.Ticks.Select(t => Math.Round(t.Position, 12)));
    }

    static ScatteringMap Along(SpectralTensors tensors, Crystal crystal, SpaceGroup group, Vector3d q, ScatteringOptions options)
    {
        MomentumPath path = MomentumPath.Between(crystal.PeriodicLattice, [q, 2 * q], 2);
        return PathMapCalculator.Compute(tensors, crystal, group, path, options, null, null, Cancellation).Maps[0];
    }

    static double[] Row(Spectrum2D map) => map.Row(0).ToArray();

    static double[] Sums(Spectrum2D map) => [.. Enumerable.Range(0, map.Q.Length).Select(q => map.Row(q).ToArray().Sum())];
}
