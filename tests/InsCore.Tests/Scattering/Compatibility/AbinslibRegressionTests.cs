using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Compatibility;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Scattering.Compatibility;

/// <summary>Isotropic and cross-paired spectra of GaSb that abinslib keeps as its regression data.</summary>
public class AbinslibRegressionTests
{
    const double Tolerance = 1e-7;
    const string Folder = "peer-data/abinslib/regression_data/";

    // Per meV, converted by the factor that AbINS and abinslib have.
    const double WavenumbersPerMillielectronvolt = 8.06554465;

    // Total cross sections, barn.
    static readonly double[] Sections = [6.83, 3.9];

    static readonly DetectorBank Backward = Instrument.ByName("tosca-abins").Banks[0];

    // Q at the energy of each mode.
    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void IsotropicSpectrum_EqualsAbinslib(double temperature)
    {
        double[] wanted = Read($"test_isotropic_incoherent/test_calculate_isotropic_incoherent_spectrum_{temperature}_GaSb_GaSb_abins_{temperature}k_isotropic_raw_npz_.npz")["y_data"].Values;
        double[] got = Spectrum(temperature, 1.4, wanted.Length, Sections);
        Check("one-phonon spectrum, isotropic, Q of the modes", "abinslib, 10 and 100 K", wanted, Array.ConvertAll(got, y => y / 1.4 * WavenumbersPerMillielectronvolt));
    }

    // Intensities at Q = 1, scaled at the centres of the bins: as Mantid did it.
    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void IsotropicSpectrum_ScaledInBins_EqualsAbinslib(double temperature)
    {
        double[] wanted = Read($"test_isotropic_incoherent/test_q_scaling_isotropic_incoherent_spectrum_{temperature}_GaSb_GaSb_abins_{temperature}k_isotropic_raw_npz_.npz")["y_data"].Values;
        AbinsSpectrum got = AbinsCalculator.Compute(PeerModes.GalliumAntimonide(), null, new()
        {
            Temperature = temperature, BinWidth = 1.4, Orders = 1, Fundamentals = AbinsPowderAverage.Isotropic,
            Weighting = Weighting.Total, Broadening = AbinsBroadeningScheme.None,
        });
        Check(
            "one-phonon spectrum, isotropic, Q of the bins", "abinslib, 10 and 100 K", wanted,
            Array.ConvertAll(got.Bank("backward").Total, y => y * WavenumbersPerMillielectronvolt));
    }

    [Fact]
    public void IsotropicSpectrum_WithoutCrossSections_EqualsAbinslib()
    {
        double[] wanted = Read("test_isotropic_incoherent/test_calculate_isotropic_incoherent_spectrum_no_cross_section_GaSb_.npz")["y_data"].Values;
        double width = 1000.0 / wanted.Length;
        double[] got = Spectrum(100, width, wanted.Length, [1, 1]);
        Check("one-phonon spectrum, isotropic, Q of the modes", "abinslib, 10 and 100 K", wanted, Array.ConvertAll(got, y => y / width));
    }

    [Fact]
    public void IsotropicDebyeWallerFactors_EqualAbinslib()
    {
        double[] wanted = Read("test_isotropic_incoherent/test_isotropic_dw_GaSb_GaSb_abins_isotropic_dw_npz_.npz")["dw_factor"].Values;
        double[] traces = [.. Tensors(100).Displacements.Select(a => a.Trace)];
        double[] got = [.. AbinsGrid.Centres(new()).SelectMany(e => traces.Select(t => Math.Exp(-Backward.QSquared(e) * t / 3)))];
        Check("isotropic Debye–Waller factors", "abinslib, 100 K", wanted, got);
    }

    // Pairs over all wave vectors, of which those of two modes are twice as strong as in theory: 1/2! is left out, overtones are halved.
    [Fact]
    public void CombinationsOfAllWaveVectors_EqualAbinslib()
    {
        double[] wanted = Read("test_almost_isotropic_incoherent/test_q_scaling_almost_isotropic_incoherent_combination_spectra_100_GaSb_False_.npz")["y_data"].Values;
        AbinsTensors tensors = Tensors(100);
        int bins = wanted.Length / 2;
        double[] got = new double[wanted.Length];
        foreach ((int q, int n, int p, int m) in Pairs(tensors))
        {
            int bin = (int)(tensors.Energies[q][n] + tensors.Energies[p][m]);
            double qSquared = Backward.QSquared(bin + 0.5), overtone = (q, n) == (p, m) ? 0.5 : 1;
            for (int atom = 0; atom < 2; atom++)
            {
                got[(atom * bins) + bin] += overtone * tensors.Weights[q] * tensors.Weights[p] * qSquared * qSquared
                    * AbinsOrders.Pair(tensors.Amplitudes(q, atom)[n], tensors.Amplitudes(p, atom)[m])
                    * Math.Exp(-qSquared * tensors.Displacements[atom].Trace / 3);
            }
        }

        Check("two-phonon spectrum, pairs of all wave vectors", "abinslib, 100 K", wanted, got);
    }

    static IEnumerable<(int Q, int N, int P, int M)> Pairs(AbinsTensors tensors) =>
        from q in Enumerable.Range(0, 2)
        from n in Enumerable.Range(0, tensors.Energies[q].Length)
        from p in Enumerable.Range(0, 2)
        from m in Enumerable.Range(0, tensors.Energies[p].Length)
        select (q, n, p, m);

    // Q² tr(B)/3 exp(-Q² tr(A)/3) of each mode in its bin, with the A of the zone.
    static double[] Spectrum(double temperature, double width, int bins, double[] sections)
    {
        AbinsTensors tensors = Tensors(temperature);
        double[] sum = new double[bins];
        for (int q = 0; q < 2; q++)
        {
            for (int n = 0; n < tensors.Energies[q].Length; n++)
            {
                double energy = tensors.Energies[q][n], qSquared = Backward.QSquared(energy);
                for (int atom = 0; atom < 2; atom++)
                {
                    sum[(int)(energy / width)] += sections[atom] * tensors.Weights[q] * qSquared * tensors.Amplitudes(q, atom)[n].Trace / 3
                        * Math.Exp(-qSquared * tensors.Displacements[atom].Trace / 3);
                }
            }
        }

        return sum;
    }

    static AbinsTensors Tensors(double temperature)
    {
        PhononModes modes = PeerModes.GalliumAntimonide();
        return new(modes, SiteSymmetry.Of(SpaceGroup.Trivial(modes.Crystal), modes.Crystal), new() { Temperature = temperature });
    }

    static Dictionary<string, NumpyArray> Read(string file) => NumpyFile.ReadAll(TestData.Shared(Folder + file));

    static void Check(string quantity, string against, double[] wanted, double[] got)
    {
        Assert.Equal(wanted.Length, got.Length);
        double error = wanted.Zip(got, (w, g) => Math.Abs(w - g)).Max() / wanted.Max();
        AchievedError.Check($"Like AbINS: {quantity} (relative to the maximum)", against, error, Tolerance);
    }
}
