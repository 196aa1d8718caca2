using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Compatibility;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering.Compatibility;

/// <summary>AbINS' maps and direct-geometry spectra, for which no file of AbINS is at hand: its formulae written out again, and its spectra along a trajectory.</summary>
public class AbinsMapTests
{
    const string Row = "Like AbINS: maps and direct geometry (relative to the maximum)";
    const double Rounding = 1e-10;
    const double Temperature = 100;

    [Fact]
    public void Fundamentals_OfTheIdealMap_AreTheFormulaAtEachQ()
    {
        PhononModes modes = PeerModes.GalliumAntimonide();
        AbinsMap map = AbinsMapCalculator.Compute(
            modes, null, new() { Temperature = Temperature, MaximumEnergy = 300, EnergyBins = 150, QBins = 8, Orders = 1, Broadening = AbinsBroadeningScheme.None })[0];
        double[] expected = new double[8 * 150];
        for (int q = 0; q < 8; q++)
        {
            AddFundamentals(modes, (q + 0.5) * 20 / 8, 2, expected.AsSpan(q * 150, 150), _ => true);
        }

        Assert.Equal(20, map.Total.Q[^1] + (0.5 * 20 / 8), 1e-12);
        Check(expected, map.Total.Intensities);
    }

    // AbINS' spectra are compared with stored files of Mantid and abinslib; a row of the map at the Q of one of their bins must hold the same.
    [Theory]
    [InlineData(60)]
    [InlineData(230)]
    public void HigherOrders_OfAMap_AreThoseOfTheSpectrumWhereItsTrajectoryPasses(int above)
    {
        PhononModes modes = PeerModes.GalliumAntimonide();
        AbinsOptions options = new() { Temperature = Temperature, MaximumEnergy = 600, Weighting = Weighting.Total, Broadening = AbinsBroadeningScheme.None };
        AbinsBank spectrum = AbinsCalculator.Compute(modes, null, options).Bank("backward");
        int bin = Enumerable.Range(above, 200).MaxBy(k => spectrum.OfOrder(2)[k]);
        double q = Math.Sqrt(Instrument.ByName("tosca-abins").Banks[0].QSquared(bin + 0.5));
        AbinsMap map = AbinsMapCalculator.Compute(modes, null, options with { EnergyBins = 600, QBins = 2, QMaximum = 4 * q })[0];
        double[] wanted = [.. Enumerable.Range(2, 9).Select(n => spectrum.OfOrder(n)[bin])], got = [.. Enumerable.Range(2, 9).Select(n => map.Orders[n - 1].Row(0)[bin])];
        Assert.True(wanted.Max() > 0);
        Check(wanted, got);
    }

    [Fact]
    public void Spectrum_OfDirectGeometry_TakesQFromEachIncidentEnergy()
    {
        PhononModes modes = PeerModes.GalliumAntimonide();
        AbinsSpectrum spectrum = AbinsCalculator.Compute(
            modes, null, new() { Temperature = Temperature, Instrument = "panther", IncidentEnergies = [60, 20], Orders = 1, Broadening = AbinsBroadeningScheme.None });
        DetectorBank bank = Instrument.ByName("panther", [60, 20]).Banks[1];
        double incident = 20 * Constants.MillielectronvoltInWavenumbers;
        double[] expected = new double[spectrum.Energies.Length];
        foreach (double angle in bank.Angles)
        {
            AddFundamentals(modes, double.NaN, 1, expected, e => e <= incident, energy => Length(incident, incident - energy, angle), 1.0 / bank.Angles.Count);
        }

        Assert.Equal(["60 meV", "20 meV", "all"], spectrum.Banks.Select(b => b.Name));
        Assert.InRange(spectrum.Energies[^1], 482, 485);
        Check(expected, spectrum.Banks[1].Total);
        Assert.All(spectrum.Energies.Zip(spectrum.Banks[1].Total), p => Assert.True(p.First < incident || p.Second == 0));
    }

    [Fact]
    public void Map_OfAnInstrument_IsMaskedAndKeepsItsArea()
    {
        PhononModes modes = PeerModes.GalliumAntimonide();
        Instrument instrument = Instrument.ByName("panther", [60]);
        AbinsOptions options = new() { Temperature = Temperature, Mask = AbinsMask.None, Broadening = AbinsBroadeningScheme.Normal };
        AbinsMap open = AbinsMapCalculator.Compute(modes, null, options, instrument)[0];
        AbinsMap sharp = AbinsMapCalculator.Compute(modes, null, options with { Broadening = AbinsBroadeningScheme.None }, instrument)[0];
        AbinsMap masked = AbinsMapCalculator.Compute(modes, null, options with { Mask = AbinsMask.Centres }, instrument)[0];
        Assert.Equal((100, 500), (open.Total.Q.Length, open.Total.Energies.Length));
        int hidden = 0;
        for (int k = 0; k < open.Total.Intensities.Length; k++)
        {
            (double q, double energy) = (open.Total.Q[k / 500], open.Total.Energies[k % 500]);
            double incident = 60 * Constants.MillielectronvoltInWavenumbers;
            bool isSeen = q >= Length(incident, incident - energy, 5) && q <= Length(incident, incident - energy, 140);
            hidden += isSeen ? 0 : 1;
            Assert.Equal(isSeen, !double.IsNaN(masked.Total.Intensities[k]));
            Assert.True(!isSeen || masked.Total.Intensities[k] == open.Total.Intensities[k]);
        }

        Assert.InRange(hidden, 1000, 45000);

        // Far from both ends nothing is lost at an order of magnitude that matters.
        double Order1(AbinsMap map) => map.Orders[0].Row(70).ToArray().Sum();
        Assert.Equal(1, Order1(open) / Order1(sharp), 0.05);
    }

    [Fact]
    public void Parts_AddUpToTheMap()
    {
        AbinsMap map = AbinsMapCalculator.Compute(PeerModes.GalliumAntimonide(), null, new() { Temperature = Temperature, QBins = 5, Mask = AbinsMask.None })[0];
        double largest = map.Total.Intensities.Max();
        for (int k = 0; k < map.Total.Intensities.Length; k++)
        {
            Assert.Equal(map.Total.Intensities[k], map.Species.Sum(s => s.Intensities[k]), largest * Rounding);
            Assert.Equal(map.Total.Intensities[k], map.Orders.Sum(o => o.Intensities[k]), largest * Rounding);
        }
    }

    // B = (n + 1) C/(M ν) Re(e eᴴ), C = 16.8576 Å² u cm⁻¹, A of the mode's own wave vector, α = (tr A + 2 A:B/tr B)/5: AbINS' order 1 once more.
    static void AddFundamentals(
        PhononModes modes, double fixedQ, double width, Span<double> bins, Func<double, bool> isReached, Func<double, double>? length = null, double share = 1)
    {
        double C = Constants.HbarSquaredPerMass / 2 * Constants.EvInWavenumbers;
        for (int q = 0; q < modes.QPoints.Length; q++)
        {
            for (int atom = 0; atom < modes.Crystal.AtomCount; atom++)
            {
                double[][] b = new double[modes.ModeCount][];
                double[] a = new double[9], energies = [.. modes.EnergiesAt(q).ToArray().Select(e => e * Constants.EvInWavenumbers)];
                for (int n = 0; n < b.Length; n++)
                {
                    b[n] = new double[9];
                    double coth = 1 / Math.Tanh(energies[n] / (2 * 0.695034800 * Temperature));
                    for (int k = 0; k < 9 && energies[n] > 10; k++)
                    {
                        System.Numerics.Complex x = modes.EigenvectorsAt(q)[(n * modes.ModeCount) + (3 * atom) + (k / 3)], y = modes.EigenvectorsAt(q)[(n * modes.ModeCount) + (3 * atom) + (k % 3)];
                        double element = C / (modes.Crystal.Masses[atom] * energies[n]) * ((x.Real * y.Real) + (x.Imaginary * y.Imaginary));
                        element = Math.Abs(element) < 1e-14 ? 1e-14 : element;
                        a[k] += coth * element;
                        b[n][k] = 0.5 * (coth + 1) * element;
                    }
                }

                double sigma = CrossSections.Of(modes.Crystal.AtomicNumbers[atom], modes.Crystal.Masses[atom]).Incoherent;
                for (int n = 0; n < b.Length; n++)
                {
                    double energy = energies[n], trace = b[n][0] + b[n][4] + b[n][8];
                    int bin = (int)(energy / width);
                    if (energy > 10 && bin < bins.Length && isReached(energy))
                    {
                        double square = Math.Pow(length is null ? fixedQ : length(energy), 2);
                        double alpha = (a[0] + a[4] + a[8] + (2 * a.Zip(b[n], (u, v) => u * v).Sum() / trace)) / 5;
                        bins[bin] += share * modes.Weights[q] * sigma / width * square * trace / 3 * Math.Exp(-square * alpha);
                    }
                }
            }
        }
    }

    // Law of cosines with k² = 0.48259643 Å⁻² per meV.
    static double Length(double initial, double final, double angle)
    {
        double unit = 0.48259643 / Constants.MillielectronvoltInWavenumbers;
        return Math.Sqrt(unit * (initial + final - (2 * Math.Sqrt(initial * final) * Math.Cos(angle * Math.PI / 180))));
    }

    static void Check(double[] expected, double[] got)
    {
        double error = expected.Zip(got, (a, b) => Math.Abs(a - b)).Max() / expected.Max();
        AchievedError.Check(Row, "formulae of AbINS written out once more; its spectrum along a trajectory", error, 1e-7);
    }
}
