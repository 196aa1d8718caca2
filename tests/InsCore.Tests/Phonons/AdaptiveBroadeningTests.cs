using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Phonons;

/// <summary>Slopes of modes, the widths made of them, and densities of states, against those that Euphonic stored.</summary>
public class AdaptiveBroadeningTests
{
    const double SlopeTolerance = 1e-5;   // relative to the largest
    const double DegenerateGap = 1e-3;    // meV: modes nearer than this mix, and only their sum is compared

    static readonly Lazy<(ForceConstants Constants, PhononModes Modes, Vector3d[] Slopes)> Computed = new(() =>
    {
        // The modes are of the whole matrix, but Euphonic's slopes leave the change of the dipole–dipole interaction out.
        ForceConstants constants = EuphonicReference.ForceConstants("quartz", new() { Dipoles = DipoleTail.Removed, SumRule = SumRule.None });
        ForceConstants withoutDipoles = new(constants.Supercell, constants.Values, new() { SumRule = SumRule.None });
        PhononModes modes = PhononSolver.Solve(
            constants, EuphonicReference.QPoints("qpoint_frequencies/quartz/quartz_554_full_qpoint_frequencies.json"));
        return (constants, modes, ModeGradients.Compute(withoutDipoles, modes));
    });

    // Computed once; every test asks for the files.
    static (ForceConstants Constants, PhononModes Modes, Vector3d[] Slopes) Quartz()
    {
        TestData.Shared("peer-data/euphonic/force_constants/quartz_force_constants.json");
        TestData.Shared("peer-data/euphonic/qpoint_frequencies/quartz/quartz_554_full_qpoint_frequencies.json");
        return Computed.Value;
    }

    [Fact]
    public void Compute_PolarCrystal_IsTheSlopeOfItsEnergies()
    {
        const double Step = 1e-4; // 1/Å
        ForceConstants constants = Quartz().Constants;
        Vector3d q = new(0.13, 0.21, -0.34);
        Vector3d[] slopes = ModeGradients.Compute(constants, PhononSolver.Solve(constants, [q]));
        double largest = slopes.Max(s => s.Norm);
        for (int a = 0; a < 3; a++)
        {
            Vector3d step = constants.Crystal.PeriodicLattice.Vectors * (Step / (2 * Math.PI) * Matrix3d.Identity.Row(a));
            double[] plus = PhononSolver.Solve(constants, [q + step]).Energies, minus = PhononSolver.Solve(constants, [q - step]).Energies;
            for (int n = 0; n < slopes.Length; n++)
            {
                double error = Math.Abs(((plus[n] - minus[n]) / (2 * Step)) - slopes[n][a]) / largest;
                AchievedError.Check("Interpolation: mode gradients with dipoles, quartz (relative to the largest)", "central differences of the energies", error, SlopeTolerance);
            }
        }
    }

    [Fact]
    public void Compute_Quartz_GivesEuphonicsSlopes()
    {
        (_, PhononModes modes, Vector3d[] slopes) = Quartz();
        double[] expected = EuphonicReference.Numbers("force_constants/quartz_554_full_mode_gradients.json", "mode_gradients");
        double largest = expected.Max(Math.Abs), worst = 0;
        for (int first = 0, last; first < slopes.Length; first = last)
        {
            last = first + 1;
            while (last % modes.ModeCount != 0 && 1000 * (modes.Energies[last] - modes.Energies[last - 1]) < DegenerateGap)
            {
                last++;
            }

            for (int a = 0; a < 3; a++)
            {
                double sum = Enumerable.Range(first, last - first).Sum(n => (1000 * slopes[n][a]) - expected[(3 * n) + a]);
                worst = Math.Max(worst, Math.Abs(sum) / largest);
            }
        }

        AchievedError.Check("Interpolation: mode gradients, quartz (relative to the largest)", "Euphonic", worst, SlopeTolerance);
    }

    [Fact]
    public void Widths_Quartz_AreEuphonics()
    {
        (ForceConstants constants, PhononModes modes, Vector3d[] slopes) = Quartz();
        double[] expected = EuphonicReference.Numbers("force_constants/quartz_554_full_mode_widths.json", "mode_widths");
        double[] found = Array.ConvertAll(ModeGradients.Widths(slopes, constants.Crystal.Volume, 100), w => 1000 * w);
        int compared = 0;
        for (int n = 1; n + 1 < found.Length; n++)
        {
            bool isAlone = 1000 * Math.Abs(modes.Energies[n] - modes.Energies[n - 1]) > DegenerateGap && 1000 * Math.Abs(modes.Energies[n + 1] - modes.Energies[n]) > DegenerateGap;
            if (isAlone)
            {
                AchievedError.Check("Interpolation: adaptive widths, quartz (meV)", "Euphonic", Math.Abs(found[n] - expected[n]), 1e-4);
                compared++;
            }
        }

        Assert.True(compared > 2000);
    }

    [Fact]
    public void DensityOfStates_AdaptiveWidths_IsEuphonics()
    {
        (ForceConstants constants, PhononModes modes, Vector3d[] slopes) = Quartz();
        const double Fine = 11; // our bins in one of Euphonic's, whose values are those at its centre
        const string Path = "spectrum1d/quartz_554_full_adaptive_dos.json";
        double[] edges = EuphonicReference.Numbers(Path, "x_data"), expected = EuphonicReference.Numbers(Path, "y_data");
        double bin = (edges[1] - edges[0]) / Fine;
        double[] widths = Array.ConvertAll(
            ModeGradients.Widths(slopes, constants.Crystal.Volume, 100),
            w => Math.Max(1000 * w, 0.01) * Constants.MillielectronvoltInWavenumbers * DosBroadening.GaussianWidth);
        DensityOfStates density = new(modes.Crystal, bin * Constants.MillielectronvoltInWavenumbers, DosBroadening.None);
        density.Add(modes, widths);
        double[] total = density.Total;
        int zero = Array.FindIndex(density.Edges, e => Math.Abs(e) < 1e-9);
        double worst = 0, largest = expected.Max();
        for (int b = 0; b < expected.Length; b++)
        {
            // Stored per atom.
            double found = total[zero + ((int)Fine * b) + 5] * Constants.MillielectronvoltInWavenumbers / 9;
            worst = Math.Max(worst, Math.Abs(found - expected[b]) / largest);
        }

        AchievedError.Check("Interpolation: adaptive density of states, quartz (relative to the maximum)", "Euphonic", worst, 1e-3);
    }

    [Theory]
    [InlineData("quartz_666_pdos", null)]
    [InlineData("quartz_666_coh_pdos", Weighting.Coherent)]
    public void DensityOfStates_Histogram_IsEuphonics(string name, Weighting? weighting)
    {
        PhononModes modes = PhononInput.Read(TestData.Shared("peer-data/euphonic/castep_files/quartz/quartz-666-grid.phonon")).Modes!;
        double[] expected = EuphonicReference.Numbers($"spectrum1dcollection/{name}.json", "y_data");
        DensityOfStates density = DensityOfStates.Compute(modes, 0.5 * Constants.MillielectronvoltInWavenumbers);
        int bins = expected.Length / 9, zero = Array.FindIndex(density.Edges, e => Math.Abs(e) < 1e-9);
        double[] sum = weighting is { } w ? NeutronWeightedDos.Of(density, w) : density.Total;
        double largest = 0, worst = 0;
        for (int b = 0; b < Math.Min(bins, sum.Length - zero); b++)
        {
            double stored = Enumerable.Range(0, 9).Sum(i => expected[(i * bins) + b]);

            // Per atom; millibarn.
            double found = sum[zero + b] * Constants.MillielectronvoltInWavenumbers / 9 * (weighting is null ? 1 : 1000);
            (largest, worst) = (Math.Max(largest, stored), Math.Max(worst, Math.Abs(found - stored)));
        }

        // Cross sections differ in the fourth digit between the tables of Sears and the Blue Book.
        AchievedError.Check(
            weighting is null ? "Density of states: histogram, quartz (relative to the maximum)" : "Density of states: coherent weights, quartz (relative to the maximum)",
            "Euphonic", worst / largest, weighting is null ? 1e-6 : 2e-3);
    }

    [Theory]
    [InlineData(LineShape.Gaussian)]
    [InlineData(LineShape.Lorentzian)]
    public void DensityOfStates_AnyShapeAndPolynomialWidth_HoldsAllModes(LineShape shape)
    {
        PhononModes modes = PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic), QMesh.Full((2, 2, 2)));
        DensityOfStates density = new(modes.Crystal, 2, new DosBroadening(shape, [3, 0.01, 1e-6]));
        density.Add(modes);
        Assert.Equal(9, density.Total.Sum() * 2, 1e-9);
    }

    [Theory]
    [InlineData(LineShape.Gaussian)]
    [InlineData(LineShape.Lorentzian)]
    public void Below_FullWidth_IsWhereTheLineHasHalfItsHeight(LineShape shape)
    {
        const double Width = 7, Small = 1e-3;
        DosBroadening line = DosBroadening.Fixed(shape, Width);
        double Height(double x) => line.Below(x + Small, Width) - line.Below(x - Small, Width);
        Assert.Equal(0.5, Height(Width / 2) / Height(0), 1e-6);
        Assert.Equal(0.5, line.Below(0, Width), 1e-12);
    }
}
