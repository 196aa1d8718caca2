using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Structures;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering.Coherent;

public class PowderMapTests
{
    // Two unlike atoms without inversion, so that phases matter.
    static readonly Crystal Cell = new(
        new Lattice(new Matrix3d(4.2, 0, 0, 0.3, 4.5, 0, 0.2, -0.4, 5.1)), [14, 8], [new(0.1, 0.2, 0.3), new(1.9, 2.4, 2.2)]);

    static readonly EnergyBins Bins = EnergyBins.Uniform(-0.03, 0.03, 300);

    [Fact]
    public void FirstMoment_IsTheRecoilOfEachAtom()
    {
        // Σ_ν E S(Q, ν) = ħ²Q²/(2 N) Σ_κ b_κ²/M_κ: eigenvectors are complete, so no cross terms are left. With gain and loss
        // (n + 1) - n = 1 the first moment of S(|Q|, ω) is the same at any temperature.
        SpringCrystal matrices = new(Cell);
        CoherentStructureFactor factor = new(Cell);
        PowderMap map = PowderMap.Compute(matrices, factor, [2.5], Bins, new() { Temperature = 200, Points = 200 });

        double moment = Enumerable.Range(0, Bins.Count).Sum(k => Bins.Centre(k) * map.Values[k] * Bins.Width(k));
        double wanted = 0;
        for (int i = 0; i < 2; i++)
        {
            double b = ScatteringLengths.Of(Cell.AtomicNumbers[i], Cell.Masses[i]).Real;
            wanted += 10 * Constants.HbarSquaredPerMass * 2.5 * 2.5 / (2 * 2) * b * b / Cell.Masses[i];
        }

        // Bins of 0.2 meV displace energies by up to 0.1 meV, at random.
        Assert.Equal(1, moment / wanted, 2e-3);
    }

    [Fact]
    public void MeasuredAccuracy_BoundsTheErrorAgainstFarMoreDirections()
    {
        // Without the lowest energies: close to Bragg peaks S diverges, and no average over directions settles.
        EnergyBins bins = EnergyBins.Uniform(0.006, 0.03, 120);
        SpringCrystal matrices = new(Cell);
        CoherentStructureFactor factor = new(Cell, DebyeWallerTensors.Compute(SpringCrystal.Solve(Cell, QMesh.Full((3, 3, 3), shifted: true)), 100));
        PowderMap few = PowderMap.Compute(matrices, factor, [1, 4], bins, new() { Temperature = 100, Points = 400 });
        PowderMap many = PowderMap.Compute(matrices, factor, [1, 4], bins, new() { Temperature = 100, Points = 6000 });

        Assert.True(few.Accuracy.Max() > many.Accuracy.Max());
        for (int shell = 0; shell < 2; shell++)
        {
            Range part = (shell * bins.Count)..((shell + 1) * bins.Count);
            double[][] smooth = Broadening.Apply([few.Values[part], many.Values[part]], 0, bins.Count, _ => 2);
            double error = smooth[0].Zip(smooth[1], (x, y) => Math.Abs(x - y)).Max() / smooth[1].Max();
            Assert.True(error < 3 * few.Accuracy[shell], $"shell {shell}: error {error}, measured {few.Accuracy[shell]}");
        }
    }

    [Fact]
    public void DetailedBalance_HoldsInEveryShell()
    {
        PowderMap map = PowderMap.Compute(new SpringCrystal(Cell), new CoherentStructureFactor(Cell), [3], Bins, new() { Temperature = 150, Points = 100 });
        double loss = 0, gain = 0;
        for (int k = 0; k < Bins.Count; k++)
        {
            double e = Bins.Centre(k);
            loss += e > 0.004 ? map.Values[k] : 0;
            gain += e < -0.004 ? map.Values[k] * Math.Exp(-e / (Constants.Boltzmann * 150)) : 0;
        }

        // Within a bin the Boltzmann factor changes by up to 0.8 %, about evenly.
        Assert.True(loss > 0.1 * map.Values.Sum());
        Assert.Equal(1, gain / loss, 0.01);
    }
}
