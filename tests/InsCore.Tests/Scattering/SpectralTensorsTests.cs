using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Tests.Phonons;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

public class SpectralTensorsTests
{
    const double PeerTolerance = 1e-7;     // relative to the largest element; the peer rounds its constants
    const double SymmetryTolerance = 1e-9; // relative; positions of the space group are found to 1e-3 Å, here they are exact
    const double Tolerance = 1e-12;

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Amplitudes_AgreeWithThoseOfAPeer(double temperature)
    {
        PhononModes modes = PeerModes.GalliumAntimonide();
        SpectralTensors tensors = SpectralTensors.FromModes(modes, SpaceGroup.Trivial(modes.Crystal), temperature);
        Dictionary<string, NumpyArray> peer = NumpyFile.ReadAll(TestData.Shared($"peer-data/abinslib/data/GaSb_abins_{temperature}k_B.npz"));
        for (int q = 0; q < 2; q++)
        {
            double[] expected = peer[$"qpt-{q}"].Values;
            int kept = q == 0 ? 3 : 6;
            for (int atom = 0; atom < 2; atom++)
            {
                for (int mode = 0; mode < kept; mode++)
                {
                    int stick = (q == 0 ? 0 : 3) + mode;
                    AtomTensor tensor = tensors.Atoms[atom];
                    double occupation = temperature == 0 ? 0 : 1 / double.ExpM1(tensor.Energies[stick] / (Constants.Boltzmann * temperature));
                    Matrix3d b = ((occupation + 1) / modes.Weights[q] * tensor.Amplitudes[stick]).ToMatrix();
                    for (int k = 0; k < 9; k++)
                    {
                        double error = Math.Abs(b[k / 3, k % 3] - expected[(((atom * kept) + mode) * 9) + k]) / expected.Max();
                        AchievedError.Check("Scattering: displacement tensors of GaSb (relative)", "stored values of AbINS, 0 and 100 K", error, PeerTolerance);
                    }
                }
            }
        }
    }

    [Fact]
    public void ReducedMesh_GivesTheTensorsOfTheFullMesh()
    {
        Crystal crystal = TestCrystals.Wurtzite;
        SpaceGroup group = SpaceGroup.Find(crystal);
        Assert.SkipUnless(group.Warning is null, group.Warning ?? "");
        QMesh full = QMesh.Full((4, 4, 3)), reduced = QMesh.Irreducible((4, 4, 3), group);
        Assert.True(reduced.QPoints.Length < full.QPoints.Length / 3);
        SpectralTensors all = Tensors(crystal, full, SpaceGroup.Trivial(crystal)), few = Tensors(crystal, reduced, group);
        Assert.Equal(2, few.Atoms.Count);
        Assert.Equal(4, all.Atoms.Count);
        foreach (AtomTensor atom in few.Atoms)
        {
            AtomTensor twin = all.Atoms.Single(a => a.Atom == atom.Atom);
            Assert.Equal(2, atom.Multiplicity);
            foreach (double energy in atom.Energies.Append(0.02))
            {
                AssertClose(UpTo(twin, energy * (1 + 1e-6)), UpTo(atom, energy * (1 + 1e-6)), twin.Displacement(50).Trace);
            }

            AssertClose(twin.Displacement(50), atom.Displacement(50), twin.Displacement(50).Trace);
        }
    }

    [Fact]
    public void MissingTranslations_LeaveTheRecoilShort_AndTheDebyeSphereRestoresIt()
    {
        Crystal crystal = TestCrystals.Rutile;
        QMesh mesh = QMesh.Full((2, 2, 2));
        PhononModes modes = Solve(crystal, mesh);
        SpaceGroup none = SpaceGroup.Trivial(crystal);
        double cellMass = crystal.Masses.ToArray().Sum();
        SpectralTensors bare = SpectralTensors.FromModes(modes, none, 20);
        SpectralTensors whole = SpectralTensors.FromModes(modes, none, 20, acoustic: new() { Enabled = true, SoundSpeeds = [2000, 2500, 4000] });
        Assert.Equal(3, bare.Census.Translations);
        Assert.Equal(0.125, bare.Census.GammaWeight);
        for (int i = 0; i < bare.Atoms.Count; i++)
        {
            double mass = bare.Atoms[i].Mass, recoil = Constants.HbarSquaredPerMass / (2 * mass);
            Assert.Equal(1 - (0.125 * mass / cellMass), bare.Atoms[i].FirstMoment().Trace / 3 / recoil, 1e-9);
            Assert.Equal(1, whole.Atoms[i].FirstMoment().Trace / 3 / recoil, 1e-9);
        }
    }

    // Classical limit: w Σ_s (1/3) 3kT/(M c_s² q_D²); ground state: w Σ_s (1/3) 3ħ/(4 M c_s q_D).
    [Theory]
    [InlineData(0)]
    [InlineData(3000)]
    public void DebyeSphere_FollowsItsLimits(double temperature)
    {
        Crystal crystal = TestCrystals.Rutile;
        PhononModes modes = Solve(crystal, QMesh.Full((1, 1, 1)));
        SpaceGroup none = SpaceGroup.Trivial(crystal);
        double[] speeds = [2000, 2500, 4000];
        SpectralTensors whole = SpectralTensors.FromModes(modes, none, temperature, acoustic: new() { SoundSpeeds = speeds });
        Assert.True(whole.Census.GammaOnly && whole.Census.AcousticCorrection);
        double radius = Math.Cbrt(6 * Math.PI * Math.PI / crystal.Volume), mass = crystal.Masses.ToArray().Sum();
        double expected = speeds.Sum(c =>
        {
            double slope = c * 6.582119569e-6; // ħc, eV Å
            return temperature == 0
                ? Constants.HbarSquaredPerMass / (4 * mass * slope * radius)
                : Constants.HbarSquaredPerMass * Constants.Boltzmann * temperature / (mass * slope * slope * radius * radius);
        });
        Assert.Equal(1, whole.Census.AcousticDisplacement / expected, temperature == 0 ? 1e-9 : 1e-3);
    }

    [Fact]
    public void ImaginaryModes_AreExcluded_TakenAbsolute_OrRefused()
    {
        Crystal crystal = TestCrystals.Rutile;
        PhononModes modes = Solve(crystal, QMesh.Full((1, 1, 1)));
        modes.EnergiesAt(0)[5] = -0.002;
        SpaceGroup none = SpaceGroup.Trivial(crystal);
        SpectralTensors without = SpectralTensors.FromModes(modes, none, 10);
        Assert.Equal(1, without.Census.Imaginary);
        Assert.Equal(16.131, without.Census.LargestImaginary, 1e-3);
        Assert.Equal(14, without.Atoms[0].Energies.Length);
        SpectralTensors absolute = SpectralTensors.FromModes(modes, none, 10, ImaginaryModes.Absolute);
        Assert.Contains(0.002, absolute.Atoms[0].Energies);
        InsInputException e = Assert.Throws<InsInputException>(() => SpectralTensors.FromModes(modes, none, 10, ImaginaryModes.Error));
        Assert.Contains("16.1i", e.Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void NegativeTemperature_IsRefused(double temperature)
    {
        Crystal crystal = TestCrystals.Rutile;
        PhononModes modes = Solve(crystal, QMesh.Full((1, 1, 1)));
        Assert.Throws<InsInputException>(() => SpectralTensors.FromModes(modes, SpaceGroup.Trivial(crystal), temperature));
    }

    static SpectralTensors Tensors(Crystal crystal, QMesh mesh, SpaceGroup group) =>
        SpectralTensors.FromModes(Solve(crystal, mesh), group, 50, ImaginaryModes.Absolute);

    static PhononModes Solve(Crystal crystal, QMesh mesh) => SpringCrystal.Solve(crystal, mesh);

    static SymmetricTensor UpTo(AtomTensor atom, double energy)
    {
        SymmetricTensor sum = default;
        for (int k = 0; k < atom.Energies.Length; k++)
        {
            sum += (atom.Energies[k] <= energy ? 1 : 0) * atom.Amplitudes[k];
        }

        return sum;
    }

    static void AssertClose(SymmetricTensor expected, SymmetricTensor actual, double scale)
    {
        SymmetricTensor difference = expected + (-1 * actual);
        AchievedError.Check(
            "Scattering: spectral tensors of an irreducible mesh (relative)", "full mesh", Math.Sqrt(SymmetricTensor.DoubleDot(difference, difference)) / scale, SymmetryTolerance);
    }
}
