using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Structures;

public sealed class LatticeReductionTests
{
    // Å.
    const double Rounding = 1e-9;

    [Fact]
    public void Skewed_bases_are_reduced_to_the_shortest_vectors_there_are()
    {
        Random random = new(7);
        for (int n = 0; n < 200; n++)
        {
            Matrix3d compact = new(Next(random), Next(random), Next(random));
            if (Math.Abs(compact.Determinant) < 0.5)
            {
                continue;
            }

            Matrix3d skewed = Skew(compact, random);
            (Matrix3d reduced, Matrix3d transform) = LatticeReduction.Reduce(skewed);
            Assert.Equal(1, Math.Abs(Math.Round(transform.Determinant)));
            Assert.InRange(TestCrystals.LargestDifference(transform * skewed, reduced), 0, Rounding);
            double[] expected = SuccessiveMinima(reduced);
            Assert.Equal(expected[0], reduced.Row0.Norm, Rounding);
            Assert.Equal(expected[1], reduced.Row1.Norm, Rounding);
            Assert.Equal(expected[2], reduced.Row2.Norm, Rounding);
            Assert.Equal(expected[0], new Lattice(compact).ShortestTranslation, Rounding);
        }
    }

    [Fact]
    public void A_face_centred_cell_has_a_face_diagonal_as_its_shortest_vector()
    {
        Lattice primitive = new(new Matrix3d(0, 1, 1, 1, 0, 1, 1, 1, 0));
        Assert.Equal(Math.Sqrt(2), primitive.ShortestTranslation, Rounding);
        Assert.Equal(Math.Sqrt(2), new Lattice(new Matrix3d(0, 1, 1, 1, 2, 3, 4, 0, 2)).ShortestTranslation, Rounding);
    }

    static Vector3d Next(Random random) =>
        new((4 * random.NextDouble()) - 2, (4 * random.NextDouble()) - 2, (4 * random.NextDouble()) - 2);

    static Matrix3d Skew(Matrix3d m, Random random)
    {
        for (int n = 0; n < 4; n++)
        {
            int k = random.Next(-3, 4), l = random.Next(-3, 4);
            m = new(m.Row1, m.Row2 + (k * m.Row1), m.Row0 + (l * m.Row2));
        }

        return m;
    }

    // Lengths of the shortest independent vectors, by trying all with components from -3 to 3.
    static double[] SuccessiveMinima(Matrix3d basis)
    {
        List<Vector3d> found = [];
        foreach (Vector3d v in Enumerable.Range(0, 343)
            .Select(n => new Vector3d((n % 7) - 3, (n / 7 % 7) - 3, (n / 49) - 3) * basis).OrderBy(v => v.Norm))
        {
            bool isNew = found.Count switch
            {
                0 => v.Norm > Rounding,
                1 => Vector3d.Cross(found[0], v).Norm > Rounding,
                2 => Math.Abs(Vector3d.Dot(Vector3d.Cross(found[0], found[1]), v)) > Rounding,
                _ => false,
            };
            if (isNew)
            {
                found.Add(v);
            }
        }

        return [.. found.Select(v => v.Norm)];
    }
}
