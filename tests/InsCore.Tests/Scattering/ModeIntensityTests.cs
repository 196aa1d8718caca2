using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Scattering;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Scattering;

public sealed class ModeIntensityTests
{
    // The isotropic Debye–Waller factor misses the exact one by so much below 500 cm⁻¹ at 10 K; a wrong factor would show at once.
    const double Tolerance = 0.03;

    [Fact]
    public void At_BandsBelow500_SumToTheExactOnePhononIntensity()
    {
        Crystal crystal = StructureFile.Read(Path.Combine(TestData.Root, "examples", "diiodothiophene", "dit-pbcn.cif"));
        SpaceGroup group = SpaceGroup.Find(crystal);
        PhononModes modes = PhononSolver.Solve(new MaceDynamicalMatrix(MacePotential.Load(), crystal), QMesh.Irreducible((1, 1, 1), group));
        InsSpectrum spectrum = InsCalculator.Compute(modes, group, new ScatteringOptions { Resolution = "none", MaximumEnergy = 600 });
        double[] intensities = ModeIntensity.At(modes, 0, Instrument.ByName("tosca"), 10);
        foreach ((double from, double to) in ((double, double)[])[(100, 170), (170, 280), (370, 500)])
        {
            double exact = spectrum.Energies.Zip(spectrum.Bank("all").OnePhononLines).Where(b => b.First >= from && b.First <= to).Sum(b => b.Second);
            double ranked = modes.EnergiesAt(0).ToArray().Zip(intensities)
                .Where(m => m.First * Constants.EvInWavenumbers >= from && m.First * Constants.EvInWavenumbers <= to).Sum(m => m.Second);
            Assert.InRange(ranked / exact, 1 - Tolerance, 1 + Tolerance);
        }
    }
}
