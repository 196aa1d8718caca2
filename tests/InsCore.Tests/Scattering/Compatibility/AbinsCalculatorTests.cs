using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Scattering.Compatibility;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering.Compatibility;

public class AbinsCalculatorTests
{
    const double Tolerance = 1e-7;
    const string Folder = "peer-data/abinslib/";
    const string Regression = Folder + "regression_data/";

    static readonly DetectorBank Backward = Instrument.ByName("tosca-abins").Banks[0];

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void IsotropicFundamentals_EqualMantidOutput(double temperature)
    {
        AbinsSpectrum got = Compute(new()
        {
            Temperature = temperature, BinWidth = 1.4, Orders = 1, Fundamentals = AbinsPowderAverage.Isotropic,
            Weighting = Weighting.Total, Broadening = AbinsBroadeningScheme.None,
        });
        double[] wanted = Read($"{Folder}data/GaSb_abins_{temperature}k_isotropic_raw.npz")["intensity"].Values;
        Check("one-phonon spectrum, isotropic (relative to the maximum)", "AbINS in Mantid, 10 and 100 K", wanted, Scaled(got.Bank("backward").Total, 1.4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Amplitudes_EqualMantidOutput(double temperature)
    {
        AbinsTensors tensors = Tensors(temperature);
        Dictionary<string, NumpyArray> wanted = Read($"{Folder}data/GaSb_abins_{temperature}k_B.npz");
        for (int q = 0; q < 2; q++)
        {
            List<double> got = [];
            for (int atom = 0; atom < 2; atom++)
            {
                foreach (SymmetricTensor b in tensors.Amplitudes(q, atom))
                {
                    got.AddRange([b.Xx, b.Xy, b.Xz, b.Xy, b.Yy, b.Yz, b.Xz, b.Yz, b.Zz]);
                }
            }

            Check("displacement tensors B (relative to the maximum)", "AbINS in Mantid, 0 and 100 K", wanted[$"qpt-{q}"].Values, [.. got]);
        }
    }

    [Fact]
    public void IsotropicDebyeWaller_EqualsMantidOutput()
    {
        AbinsTensors tensors = Tensors(100);
        Dictionary<string, NumpyArray> wanted = Read($"{Folder}data/GaSb_abins_isotropic_dw.npz");
        double[] qSquared = Array.ConvertAll(AbinsGrid.Centres(new()), Backward.QSquared);
        double[] traces = [.. tensors.Displacements.Select(a => a.Trace)];

        Check("Q² of TOSCA (relative to the maximum)", "AbINS in Mantid", wanted["q2"].Values, qSquared);
        Check("traces of A (relative to the maximum)", "AbINS in Mantid, 100 K", wanted["a_traces"].Values, traces);
        Check(
            "isotropic Debye–Waller factors",
            "AbINS in Mantid, 100 K",
            wanted["iso_dw"].Values,
            [.. traces.SelectMany(t => qSquared.Select(q => Math.Exp(-q * t / 3)))]);
    }

    [Fact]
    public void SquaredMomenta_OfBins_EqualMantidOutput()
    {
        double[] wanted = NumpyFile.Read(TestData.Shared($"{Folder}data/abins-q2-1_4-dump.npy")).Values;
        double[] centres = AbinsGrid.Centres(new() { BinWidth = 1.4 });
        Check("Q² of TOSCA (relative to the maximum)", "AbINS in Mantid", wanted, Array.ConvertAll(centres, Backward.QSquared));
    }

    [Fact]
    public void SquaredMomenta_OfModes_EqualMantidOutput()
    {
        double[] energies = Array.ConvertAll(PeerModes.GalliumAntimonide().Energies, e => e * Constants.EvInWavenumbers);
        double[] wanted = NumpyFile.Read(TestData.Shared($"{Folder}data/GaSb_modes_q2.npy")).Values;
        Check("Q² of TOSCA (relative to the maximum)", "AbINS in Mantid", wanted, Array.ConvertAll(energies, Backward.QSquared));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void DebyeWallerTensors_AreHalfOfAbinslibsDisplacements(double temperature)
    {
        DebyeWallerTensors got = DebyeWallerTensors.Compute(PeerModes.GalliumAntimonide(), temperature);
        double[] wanted = Read($"{Regression}test_displacements/test_dw_regression_GaSb_{temperature}_.npz")["dw"].Values;
        List<double> elements = [];
        foreach (SymmetricTensor w in got.Tensors)
        {
            elements.AddRange([w.Xx, w.Xy, w.Xz, w.Xy, w.Yy, w.Yz, w.Xz, w.Yz, w.Zz]);
        }

        Check("displacements W = A/2 (relative to the maximum)", "abinslib, 0 and 100 K", wanted, [.. elements]);
    }

    [Theory]
    [InlineData("kelvin", 100)]
    [InlineData("celsius", 373.15)]
    public void BoseFactors_EqualAbinslib(string unit, double temperature)
    {
        string[] lines = File.ReadAllLines(TestData.Shared($"{Regression}test_bose/test_factors_regression_{unit}_.csv"));
        double[] wanted = [.. lines.Skip(1).Select(l => double.Parse(l.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture))];
        double[] got = [.. Enumerable.Range(1, 3).Select(k => BoseEinstein.Occupation(k * Constants.WavenumberInEv, temperature))];
        Check("Bose factors (relative to the maximum)", "abinslib, 1 to 3 cm⁻¹", wanted, got);
    }

    [Fact]
    public void AlmostIsotropicFundamentals_EqualAbinslib()
    {
        PhononModes modes = PeerModes.GalliumAntimonide();
        AbinsTensors tensors = Tensors(100);
        double[] wanted = Read($"{Regression}test_almost_isotropic_incoherent/test_calculate_almost_isotropic_incoherent_fundamentals_GaSb_.npz")["intensities"].Values;
        double[] got = new double[wanted.Length];
        for (int q = 0; q < 2; q++)
        {
            int dropped = modes.ModeCount - tensors.Energies[q].Length;
            for (int n = dropped; n < modes.ModeCount; n++)
            {
                for (int atom = 0; atom < 2; atom++)
                {
                    got[(((q * modes.ModeCount) + n) * 2) + atom] = OnePhonon.AlmostIsotropic(
                        tensors.Displacements[atom], tensors.Amplitudes(q, atom)[n - dropped], Backward.QSquared(tensors.Energies[q][n - dropped]));
                }
            }
        }

        Check("one-phonon intensities, almost isotropic (relative to the maximum)", "abinslib, 100 K", wanted, got);
    }

    // The older file has other cross sections: 6.835 barn for gallium, 3.907 barn for antimony.
    [Theory]
    [InlineData("spectra", 10, 6.83, 3.9)]
    [InlineData("spectra", 100, 6.83, 3.9)]
    [InlineData("spectrum", 10, 6.835, 3.907)]
    [InlineData("spectrum", 100, 6.835, 3.907)]
    public void AlmostIsotropicSpectra_EqualAbinslib(string name, double temperature, double gallium, double antimony)
    {
        AbinsBank got = Compute(Plain(temperature) with { OwnWaveVector = false, Orders = 1, MaximumEnergy = 7999 }).Bank("backward");
        double[] wanted = Read($"{Regression}test_almost_isotropic_incoherent/test_calculate_isotropic_incoherent_{name}_{temperature}_GaSb_.npz")["y_data"].Values;
        Check(
            "one-phonon spectrum, almost isotropic (relative to the maximum)",
            "abinslib, 10 and 100 K",
            wanted,
            [.. Scaled(got.Parts[0][0], gallium / 6.83), .. Scaled(got.Parts[1][0], antimony / 3.9)]);
    }

    [Fact]
    public void Combinations_WithHalfOvertones_EqualAbinslib()
    {
        // Without cross sections: rows of the atoms for the first wave vector, then for the second.
        AbinsBank got = Compute(Plain(100) with { Orders = 2, MaximumEnergy = 7999 }).Bank("backward");
        NumpyArray wanted = Read($"{Regression}test_almost_isotropic_incoherent/test_mantid_like_combination_spectra_100_GaSb_False_.npz")["y_data"];
        double[] sums = new double[2 * 7999];
        for (int k = 0; k < wanted.Values.Length; k++)
        {
            sums[k % sums.Length] += wanted.Values[k];
        }

        Check(
            "two-phonon spectrum with overtones of 1/60 (relative to the maximum)",
            "abinslib in the manner of Mantid, 100 K",
            sums,
            [.. Scaled(got.Parts[0][1], 1 / 6.83), .. Scaled(got.Parts[1][1], 1 / 3.9)]);
    }

    [Fact]
    public void PairStrengths_EqualAbinslib()
    {
        // Without Debye–Waller factor and 1/2!, Q⁴ at the sum of the energies; a mode with itself counts half.
        PhononModes modes = PeerModes.GalliumAntimonide();
        AbinsTensors tensors = Tensors(100);
        double[] wanted = Read($"{Regression}test_almost_isotropic_incoherent/test_calculate_almost_isotropic_incoherent_combinations_GaSb_.npz")["intensities"].Values;
        double[] got = new double[wanted.Length];
        for (int k = 0; k < wanted.Length; k++)
        {
            int atom = k % 2, second = k / 2 % 12, first = k / 24;
            (int q, int n) = (first / 6, (first % 6) - 6 + tensors.Energies[first / 6].Length);
            (int p, int m) = (second / 6, (second % 6) - 6 + tensors.Energies[second / 6].Length);
            if (n >= 0 && m >= 0)
            {
                double qSquared = Backward.QSquared(tensors.Energies[q][n] + tensors.Energies[p][m]);
                double pair = AbinsOrders.Pair(tensors.Amplitudes(q, atom)[n], tensors.Amplitudes(p, atom)[m]);
                got[k] = qSquared * qSquared * pair / (first == second ? 2 : 1);
            }
        }

        Assert.Equal(12, modes.Energies.Length);
        Check("pairs of modes (relative to the maximum)", "abinslib, 100 K", wanted, got);
    }

    static AbinsOptions Plain(double temperature) =>
        new() { Temperature = temperature, Weighting = Weighting.Total, Broadening = AbinsBroadeningScheme.None };

    static AbinsSpectrum Compute(AbinsOptions options) => AbinsCalculator.Compute(PeerModes.GalliumAntimonide(), null, options);

    static AbinsTensors Tensors(double temperature)
    {
        PhononModes modes = PeerModes.GalliumAntimonide();
        return new(modes, SiteSymmetry.Of(SpaceGroup.Trivial(modes.Crystal), modes.Crystal), new() { Temperature = temperature });
    }

    static Dictionary<string, NumpyArray> Read(string file) => NumpyFile.ReadAll(TestData.Shared(file));

    static double[] Scaled(double[] values, double factor) => Array.ConvertAll(values, v => v * factor);

    static void Check(string quantity, string against, double[] wanted, double[] got)
    {
        Assert.Equal(wanted.Length, got.Length);
        double error = wanted.Zip(got, (w, g) => Math.Abs(w - g)).Max() / wanted.Max(Math.Abs);
        AchievedError.Check($"Like AbINS: {quantity}", against, error, Tolerance);
    }
}
