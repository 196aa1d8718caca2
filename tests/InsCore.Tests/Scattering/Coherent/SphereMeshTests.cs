using InsCore.Scattering.Coherent;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Scattering.Coherent;

public class SphereMeshTests
{
    // Without symmetry -1 leaves 2 N² + 1 of the 4 N² + 2 directions, N = 64; a group of order g some g times fewer.
    [Theory]
    [InlineData("triclinic", 0, 8193)]
    [InlineData("twofold", 1, 4161)]
    [InlineData("cubic", 2, 400)]
    [InlineData("trigonal", 3, 2200)]
    public void Directions_EqualBySymmetry_AreTakenOnce(string name, int group, int most)
    {
        SphereMesh mesh = new(Group(group));
        SphereLevel level = mesh[6];
        Assert.True(level.Directions <= most, $"{name}: {level.Directions}");
        Assert.Equal(1, level.Triangles.Sum(t => t.Share), 1e-12);

        // An invariant function has the same average as without symmetry; x⁴ + y⁴ + z⁴ (3/5) and z² (1/3) tell sets of directions apart.
        Vector3d[] oriented = [.. mesh.Directions];
        Func<Vector3d, double> f = group == 2
            ? n => Math.Pow(n.X, 4) + Math.Pow(n.Y, 4) + Math.Pow(n.Z, 4)
            : n => Math.Pow(Vector3d.Dot(n, Axis(group)), 2);
        double mean = level.Triangles.Sum(t => t.Share * (f(oriented[t.A]) + f(oriented[t.B]) + f(oriented[t.C])) / 3);
        Assert.Equal(group == 2 ? 0.6 : 1.0 / 3, mean, 1e-3);
    }

    [Fact]
    public void Levels_TakeOverTheDirectionsOfTheLast()
    {
        SphereMesh mesh = new(Group(3));
        Vector3d[] coarse = [.. mesh.Directions.Take(mesh[3].Directions)];
        Assert.True(mesh[4].Directions > coarse.Length);
        Assert.Equal(coarse, mesh.Directions.Take(coarse.Length));
        Assert.All(mesh.Directions, d => Assert.Equal(1, d.Norm, 1e-12));
    }

    static Vector3d Axis(int group) => group == 3 ? new(0.6, 0, 0.8) : new(0, 0, 1);

    static Matrix3d[] Group(int group) => group switch
    {
        0 => [Matrix3d.Identity],
        1 => Close([Turn(new(0, 0, 1), 2)]),
        2 => Close([Turn(new(0, 0, 1), 4), Turn(1 / Math.Sqrt(3) * new Vector3d(1, 1, 1), 3)]),
        _ => Close([Turn(new(0.6, 0, 0.8), 3), Turn(new(0, 1, 0), 2)]),
    };

    static Matrix3d Turn(Vector3d n, int order)
    {
        (double sin, double cos) = Math.SinCos(2 * Math.PI / order);
        Matrix3d cross = new(0, -n.Z, n.Y, n.Z, 0, -n.X, -n.Y, n.X, 0);
        return (cos * Matrix3d.Identity) + (sin * cross) + ((1 - cos) * Matrix3d.Outer(n, n));
    }

    static Matrix3d[] Close(List<Matrix3d> group)
    {
        for (int k = 0; k < group.Count; k++)
        {
            for (int l = 0; l <= k; l++)
            {
                foreach (Matrix3d product in new[] { group[k] * group[l], group[l] * group[k] })
                {
                    if (!group.Exists(g => (g + (-1 * product)) is var d && d.Row0.Norm + d.Row1.Norm + d.Row2.Norm < 1e-9))
                    {
                        group.Add(product);
                    }
                }
            }
        }

        return [.. group];
    }
}
