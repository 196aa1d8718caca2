using System.Numerics;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Phonons.Files;

public class CastepPhononReaderTests
{
    static string Peer(string name) => TestData.Shared($"peer-data/euphonic/castep_files/{name}");

    [Fact]
    public void Read_SodiumHydride_GivesThePrintedNumbers()
    {
        PhononInput input = PhononInput.Read(Peer("NaH/NaH.phonon"));
        Assert.Equal("CASTEP .phonon", input.Format);
        PhononModes modes = input.Modes!;
        Assert.Equal([1, 11], modes.Crystal.AtomicNumbers.ToArray());
        Assert.Equal(1.00794, modes.Crystal.Masses[0]);
        Assert.Equal(2.3995, modes.Crystal.PeriodicLattice.Vectors.Row0.Y);
        Assert.Equal(new Vector3d(-0.25, -0.25, -0.25), modes.QPoints[0]);
        Assert.Equal([0.25, 0.75], modes.Weights);
        Assert.Equal(884.068976, modes.Energies[5] * Constants.EvInWavenumbers, 1e-9);
        Assert.Equal(new Complex(0.459604449490, -0.009771253020), modes.Eigenvectors[9]);
        Assert.Contains("sum to 0.5", Assert.Single(input.Notes));
    }

    [Fact]
    public void Read_Weights_AreThoseOfEuphonic()
    {
        double[] wanted = NumpyFile.Read(TestData.Shared("peer-data/euphonic/structure_factor/quartz/quartz_666_weights.npy")).Values;
        double[] got = PhononInput.Read(Peer("quartz/quartz-666-grid.phonon")).Modes!.Weights;
        double error = wanted.Zip(got, (w, g) => Math.Abs(w - g)).Max();
        AchievedError.Check("Files: weights of .phonon", "Euphonic, quartz; ten decimals", error, 1e-10);
    }

    [Fact]
    public void Read_SeveralDirectionsAtGamma_ShareItsWeight()
    {
        PhononInput input = PhononInput.Read(Peer("ZnS/loto_directions.phonon"));
        PhononModes modes = input.Modes!;
        Assert.Equal(11, modes.QPoints.Length);
        Assert.All(modes.Weights.Take(4), w => Assert.Equal(1.0 / 32, w, 1e-12));
        Assert.All(modes.Weights.Skip(4), w => Assert.Equal(1.0 / 8, w, 1e-12));
        Assert.Contains("4 times", Assert.Single(input.Notes));
    }

    [Theory]
    [InlineData("quartz/quartz-666-grid.phonon", 63, 27)]
    [InlineData("quartz/quartz_nosplit.phonon", 9, 27)]
    [InlineData("Si2-sc-skew/Si2-sc-skew-666-grid.phonon", 28, 6)]
    public void Read_Grid_HoldsEveryPointWithOrthonormalVectors(string name, int points, int size)
    {
        PhononModes modes = PhononInput.Read(Peer(name)).Modes!;
        Assert.Equal((points, size), (modes.QPoints.Length, modes.ModeCount));
        Assert.Equal(1, modes.Weights.Sum(), 1e-12);
        double worst = 0;
        for (int q = 0; q < points; q++)
        {
            Span<Complex> vectors = modes.EigenvectorsAt(q);
            for (int k = 0; k < size * size; k++)
            {
                Complex sum = 0;
                for (int c = 0; c < size; c++)
                {
                    sum += Complex.Conjugate(vectors[(k / size * size) + c]) * vectors[(k % size * size) + c];
                }

                worst = Math.Max(worst, (sum - (k / size == k % size ? 1 : 0)).Magnitude);
            }
        }

        // Twelve digits are printed.
        Assert.InRange(worst, 0, 1e-10);
    }
}
