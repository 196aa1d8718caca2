using System.Numerics;
using System.Text.Json;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Scattering.Coherent;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Scattering.Coherent;

public class PhonopyStructureFactorTests
{
    // Conventional axes of a face-centred cell, in the reciprocal coordinates of its primitive cell.
    static readonly Matrix3d Primitive = new(0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0);

    // phonopy takes lengths in Å and gives S for a frequency of 1 THz: 10⁻²⁰ m² over h · 10¹² Hz.
    const double Unit = 1e-20 / (6.62607015e-34 * 1e12);

    [Fact]
    public void Silicon_SumsOverDegenerateModes_EqualPhonopy()
    {
        ForceConstants constants = PhononInput.Read(TestData.Shared("peer-data/phonopy/test/phonopy_params_Si.yaml")).ForceConstants!;
        Check(constants, [4.1491, 4.1491], "data_b_Si", _ => [[0, 1], [2], [3], [4, 5]]);
    }

    [Fact]
    public void SodiumChloride_WithCharges_SumsOverDegenerateModes_EqualPhonopy()
    {
        PhononInputOptions options = new()
        {
            Cells = TestData.Shared("peer-data/phonopy/test/phonopy_disp_NaCl.yaml"),
            Born = TestData.Shared("peer-data/phonopy/test/BORN_NaCl"),
        };
        ForceConstants constants = PhononInput.Read(TestData.Shared("peer-data/phonopy/test/FORCE_SETS_NaCl"), options).ForceConstants!;
        Check(constants, [3.63, 9.5770], "data_b_NaCl", k => k < 6 ? [[0, 1], [2], [3, 4], [5]] : [[0, 1], [2, 3], [4], [5]]);
    }

    static void Check(ForceConstants constants, Complex[] lengths, string name, Func<int, int[][]> degenerate)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(TestData.Shared("peer-data/phonopy/dsf_reference.json")));
        double[][] wanted = [.. file.RootElement.GetProperty(name).EnumerateArray().Select(r => r.Numbers())];
        PhononModes mesh = PhononSolver.Solve(constants, QMesh.Full((5, 5, 5)));
        CoherentStructureFactor factor = new(constants.Crystal, DebyeWallerTensors.Compute(mesh, 300), lengths);
        PhononModes modes = PhononSolver.Solve(
            constants, [.. Enumerable.Range(1, 10).Select(k => (new Vector3d(7, 1, 1) + (k / 10.0 * new Vector3d(0.5, 0.5, 0.5))) * Primitive)]);
        double[] intensities = factor.Intensities(modes);
        double largest = wanted.Max(r => r.Sum()), error = 0;
        for (int k = 0; k < 10; k++)
        {
            foreach (int[] set in degenerate(k))
            {
                double got = set.Sum(n => intensities[(6 * k) + n] * (1 + BoseEinstein.Occupation(modes.EnergiesAt(k)[n], 300)));
                error = Math.Max(error, Math.Abs((Unit * constants.Crystal.AtomCount / 10 * got) - set.Sum(n => wanted[k][n])) / largest);
            }
        }

        // phonopy rounds the factor between eigenvalues and frequencies, and prints six decimals.
        AchievedError.Check("Scattering: dynamic structure factor through force constants (relative to the maximum)", "phonopy", error, 1e-6);
    }
}
