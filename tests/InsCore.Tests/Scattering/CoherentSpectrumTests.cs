using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

/// <summary>Coherent one-phonon scattering in spectra: along the trajectory of an instrument, not in the incoherent approximation.</summary>
public class CoherentSpectrumTests
{
    const string Row = "Scattering: coherent part of a spectrum (relative)";

    // Rock salt: two atoms that interfere. Aluminium: one, nearly all coherent.
    static readonly Crystal RockSalt = Cubic(5.6, [11, 17], [new(0, 0, 0), new(0.5, 0.5, 0.5)]), Aluminium = Cubic(4.05, [13], [new(0, 0, 0)]);

    static ScatteringOptions Options => new() { Temperature = 50, Instrument = "tosca", Resolution = "polynomial(10)", MaximumEnergy = 600, Orders = 2, BinWidth = 2, IsCoherent = true, Directions = 600 };

    [Fact]
    public void Coherent_AlongATrajectory_IsTheCutOfThePowderMapThere()
    {
        InsSpectrum spectrum = Compute(RockSalt, Options with { Directions = 1800 }, out SpectralTensors tensors);
        DetectorBank bank = spectrum.Instrument.Banks[0];

        // A shell of its own for every bin, and another set of directions.
        double[] energies = spectrum.Energies, cut = new double[energies.Length];
        EnergyBins bins = new([.. Enumerable.Range(0, energies.Length + 1).Select(k => (k - 0.5) * 2 * Constants.WavenumberInEv)]);
        double end = 1.02 * tensors.Atoms.Max(a => a.Energies.Max()) * Constants.EvInWavenumbers;
        int count = energies.Count(e => e < end);
        PowderMap map = PowderMap.Compute(
            new SpringCrystal(RockSalt), Factor(RockSalt, tensors), [.. energies.Take(count).Select(e => Math.Sqrt(bank.QSquared(e)))], bins, new() { Temperature = 50, Sampling = SphereSampling.Golden, Points = 4000, Threads = 1 });
        for (int k = 0; k < count; k++)
        {
            cut[k] = map.Values[(k * bins.Count) + k] * 1e-3 * RockSalt.AtomCount * Constants.WavenumberInEv;
        }

        double[] broad = Broadening.Apply([cut], 0, cut.Length, _ => 5)[0], got = spectrum.Bank(bank.Name).Coherent!;

        // Below 60 cm⁻¹ lies what resolution brings in from energy gain.
        double largest = broad.Max(), error = Enumerable.Range(30, count - 30).Max(k => Math.Abs(broad[k] - got[k])) / largest;
        Assert.True(largest > 0);
        AchievedError.Check(Row, "sticks of 4000 directions at the |Q| of every bin", error, 0.05);
        Assert.True(error < 2 * spectrum.Diagnostics.CoherentAccuracy!.Value, $"{error} where {spectrum.Diagnostics.CoherentAccuracy} is promised");
    }

    // Where many Q are averaged over that are large against a reciprocal lattice vector, interference averages out.
    [Fact]
    public void Coherent_AtLargeQ_IsTheIncoherentApproximation()
    {
        Instrument instrument = Instrument.ByName("mari", [180]);
        ScatteringOptions options = Options with { Instrument = "mari", IncidentEnergies = [180], Weighting = Weighting.Coherent, MaximumEnergy = 500 };
        InsSpectrum exact = Compute(Aluminium, options, out _), approximate = Compute(Aluminium, options with { IsCoherent = false }, out _);
        double coherent = exact.Bank("all").Coherent!.Sum(), incoherent = approximate.Bank("all").OfOrder(1).Sum();
        Assert.True(instrument.Banks[0].Angles.Count > 5);
        AchievedError.Check(Row, "incoherent approximation of aluminium, mean over many Q up to 17 Å⁻¹", Math.Abs((coherent / incoherent) - 1), 0.03);
        Assert.Equal(0, exact.Bank("all").OfOrder(1).Max(), 1e-15);
    }

    [Fact]
    public void Decomposition_ReplacesTheCoherentShareOfOnePhononAlone()
    {
        InsSpectrum exact = Compute(RockSalt, Options, out _), approximate = Compute(RockSalt, Options with { IsCoherent = false }, out _);
        InsSpectrum incoherent = Compute(RockSalt, Options with { IsCoherent = false, Weighting = Weighting.Incoherent }, out _);
        BankSpectrum all = exact.Bank("all"), usual = approximate.Bank("all");
        double largest = usual.Total.Max();
        for (int k = 0; k < exact.Energies.Length; k++)
        {
            Assert.Equal(incoherent.Bank("all").OfOrder(1)[k], all.OfOrder(1)[k], 1e-3 * largest);
            Assert.Equal(usual.OfOrder(2)[k], all.OfOrder(2)[k], 1e-9 * largest);
            Assert.Equal(usual.HigherOrders()[k], all.HigherOrders()[k], 1e-9 * largest);
            Assert.Equal(all.Total[k], all.Coherent![k] + all.OfOrder(1)[k] + all.OfOrder(2)[k] + all.HigherOrders()[k], 1e-9 * largest);
        }

        Assert.Null(usual.Coherent);
    }

    [Fact]
    public void Coherent_OfIncoherentCrossSections_IsRefused() =>
        Assert.Throws<InsInputException>(() => Compute(RockSalt, Options with { Weighting = Weighting.Incoherent, IsCoherent = true }, out _));

    static InsSpectrum Compute(Crystal crystal, ScatteringOptions options, out SpectralTensors tensors)
    {
        SpringCrystal springs = new(crystal);
        SpaceGroup group = SpaceGroup.Find(crystal);
        PhononModes modes = PhononSolver.Solve(springs, QMesh.Irreducible((8, 8, 8), group, shifted: true));
        tensors = SpectralTensors.Binned(modes, group, options, default);
        return InsCalculator.Compute(tensors, options, null, default, options.IsCoherent ? new CoherentOnePhonon(springs, group, tensors, options.Directions, 1) : null);
    }

    static CoherentStructureFactor Factor(Crystal crystal, SpectralTensors tensors) => new(
        crystal, DebyeWallerTensors.Of(tensors.Temperature, [.. Enumerable.Range(0, crystal.AtomCount).Select(i =>
            0.5 * tensors.Atoms.First(a => a.AtomicNumber == crystal.AtomicNumbers[i]).Displacement(tensors.Temperature))]));

    static Crystal Cubic(double a, int[] numbers, Vector3d[] positions)
    {
        Lattice lattice = new(new Matrix3d(new Vector3d(0, a / 2, a / 2), new Vector3d(a / 2, 0, a / 2), new Vector3d(a / 2, a / 2, 0)));
        return new(lattice, numbers, Array.ConvertAll(positions, lattice.ToCartesian));
    }
}
