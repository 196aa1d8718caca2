using System.Text.Json;
using CsCheck;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

public class OnePhononTests
{
    const double ReferenceTolerance = 1e-8; // relative; ten digits are given, constants differ by 1e-9
    const double Tolerance = 1e-12;

    [Fact]
    public void ExactAndAlmostIsotropic_AgreeWithTheReference_ModeByMode()
    {
        PhononModes modes = PeerModes.GalliumAntimonide();
        using JsonDocument file = JsonDocument.Parse(
            File.ReadAllText(TestData.Derived("one_phonon_exact_vs_approximations.json")));
        int compared = 0;
        foreach (JsonElement entry in file.RootElement.GetProperty("data").EnumerateArray().Where(e => e.GetProperty("system").GetString() == "GaSb"))
        {
            double temperature = entry.GetProperty("T").GetDouble();
            DetectorBank bank = Instrument.ByName("tosca-abins").Banks[entry.GetProperty("angle_deg").GetDouble() > 90 ? 0 : 1];
            SpectralTensors tensors = SpectralTensors.FromModes(modes, SpaceGroup.Trivial(modes.Crystal), temperature);
            for (int q = 0; q < 2; q++)
            {
                for (int mode = q == 0 ? 3 : 0; mode < 6; mode++)
                {
                    for (int atom = 0; atom < 2; atom++)
                    {
                        AtomTensor tensor = tensors.Atoms[atom];
                        int stick = q == 0 ? mode - 3 : 3 + mode;
                        double energy = tensor.Energies[stick];
                        double factor = (1 + (1 / double.ExpM1(energy / (Constants.Boltzmann * temperature)))) / modes.Weights[q];
                        double qSquared = bank.QSquared(energy * Constants.EvInWavenumbers);
                        SymmetricTensor a = tensor.Displacement(temperature), b = factor * tensor.Amplitudes[stick];
                        double Expected(string name) => entry.GetProperty(name)[q][mode][atom].GetDouble();
                        double exact = Expected("exact"), approximate = Expected("almost_isotropic_A_BZ_averaged");
                        AchievedError.Check("Scattering: one-phonon intensities of GaSb (relative)", "another program, both banks, 72 values", Math.Abs((OnePhonon.Exact(a, b, qSquared) / exact) - 1), ReferenceTolerance);
                        AchievedError.Check("Scattering: almost-isotropic intensities of GaSb (relative)", "another program, both banks, 72 values", Math.Abs((OnePhonon.AlmostIsotropic(a, b, qSquared) / approximate) - 1), ReferenceTolerance);
                        compared++;
                    }
                }
            }
        }

        Assert.Equal(4 * 9 * 2, compared);
    }

    [Fact]
    public void AlmostIsotropic_IsNeverAboveTheExactValue() =>
        Gen.Select(RandomAtoms.Tensor, RandomAtoms.Tensor, Gen.Double[0.01, 60]).Sample((a, b, q) =>
            Assert.True(OnePhonon.AlmostIsotropic(a, b, q) <= OnePhonon.Exact(a, b, q) * (1 + Tolerance)));

    [Fact]
    public void Exact_DoesNotDependOnTheFrame() =>
        Gen.Select(RandomAtoms.Tensor, RandomAtoms.Tensor, RandomAtoms.Rotation, Gen.Double[0.01, 60]).Sample((a, b, rotation, q) =>
        {
            double value = OnePhonon.Exact(a, b, q);
            Assert.Equal(value, OnePhonon.Exact(a.Rotate(rotation), b.Rotate(rotation), q), Tolerance * Math.Max(value, 1e-3));
        });

    [Fact]
    public void Exact_AtSmallQ_IsAThirdOfTheTrace() =>
        Gen.Select(RandomAtoms.Tensor, RandomAtoms.Tensor).Sample((a, b) =>
            Assert.Equal(b.Trace / 3, OnePhonon.Exact(a, b, 1e-9) / 1e-9, 1e-8));

    // A = (0.015, 0.02, 0.025) Å², a mode along the stiff axis, Q² = 206 Å⁻²: predicted 0.908, by a fine product quadrature 0.91668.
    [Fact]
    public void SecondCumulant_PredictsTheErrorOfTheApproximation()
    {
        SymmetricTensor a = new(0.015, 0.02, 0.025, 0, 0, 0), b = new(1e-3, 0, 0, 0, 0, 0);
        double predicted = Math.Exp(-0.5 * 206 * 206 * OnePhonon.SecondCumulant(a, b));
        Assert.Equal(0.908, predicted, 5e-4);
        Assert.Equal(0.9166809, OnePhonon.AlmostIsotropic(a, b, 206) / OnePhonon.Exact(a, b, 206), 1e-7);
    }

    [Fact]
    public void IsotropicAtom_MakesTheApproximationExact()
    {
        SymmetricTensor a = SymmetricTensor.Isotropic(0.03), b = new(1e-3, 2e-3, 3e-3, 1e-4, 0, -2e-4);
        Assert.Equal(OnePhonon.Exact(a, b, 100), OnePhonon.AlmostIsotropic(a, b, 100), Tolerance);
    }
}
