using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Structures;

public sealed class SymmetryOperationTests
{
    const double Rounding = 1e-13;

    [Theory]
    [InlineData("x, y, z", "x, y, z")]
    [InlineData("-x+1/2,-y,z+1/2", "-x+1/2, -y, z+1/2")]
    [InlineData("1/2-X, 1/2+Y, -Z", "-x+1/2, y+1/2, -z")]
    [InlineData("-y, x-y, z+0.3333", "-y, x-y, z+1/3")]
    [InlineData("x, y, z+0.666", "x, y, z+2/3")]
    [InlineData("x, y, z+0.5002", "x, y, z+0.50019999999999998")]
    [InlineData("x, y, z+0.12", "x, y, z+0.12000000000000000")]
    [InlineData("y, x, -z+.25", "y, x, -z+1/4")]
    [InlineData("x, y, z-2/3", "x, y, z-2/3")]
    [InlineData("x+0.12345678901234567, y, z", "x+0.12345678901234566, y, z")]
    [InlineData("x+y, y+z, z", "x+y, y+z, z")]
    public void Notation_is_read_and_written(string text, string expected)
    {
        SymmetryOperation operation = SymmetryOperation.Parse(text);
        Assert.Equal(expected, operation.ToString());
        Assert.Equal(operation, SymmetryOperation.Parse(operation.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x, y")]
    [InlineData("x, y, z, x")]
    [InlineData("x, y, 1/2")]
    [InlineData("x, y, y")]
    [InlineData("2x, y, z")]
    [InlineData("x+x, y, z")]
    [InlineData("x y, y, z")]
    [InlineData("x, y, z+1/0")]
    [InlineData("x, y, z+1/2/3")]
    [InlineData("x, y, z+NaN")]
    [InlineData("x, y, z+1e5")]
    [InlineData("x, y, z++1/2")]
    public void Other_texts_are_refused(string text) =>
        Assert.Throws<FormatException>(() => SymmetryOperation.Parse(text));

    [Fact]
    public void A_screw_axis_carries_points_and_waves_alike()
    {
        SymmetryOperation screw = SymmetryOperation.Parse("-y, x-y, z+1/3");
        Vector3d x = new(0.1, 0.2, 0.3), q = new(0.31, -0.22, 0.17);
        Assert.Equal(0, (screw.Apply(x) - new Vector3d(-0.2, -0.1, 0.3 + (1.0 / 3))).Norm, Rounding);

        // q'·(W x) = q·x: the phase of a wave between two atoms is that between their images.
        Assert.Equal(Vector3d.Dot(q, x), Vector3d.Dot(screw.ApplyToWaveVector(q), screw.Rotation * x), Rounding);
    }

    [Fact]
    public void Wave_vectors_turn_with_the_crystal()
    {
        Lattice lattice = TestCrystals.Quartz.PeriodicLattice;
        SymmetryOperation operation = SymmetryOperation.Parse("-y, x-y, z+1/3");
        Vector3d q = new(0.31, -0.22, 0.17);
        Vector3d turned = operation.CartesianRotation(lattice) * (q * lattice.Reciprocal);
        Assert.Equal(0, (turned - (operation.ApplyToWaveVector(q) * lattice.Reciprocal)).Norm, Rounding);
    }

    [Fact]
    public void Inverse_and_product_undo_each_other()
    {
        SymmetryOperation a = SymmetryOperation.Parse("-y, x-y, z+1/3"), b = SymmetryOperation.Parse("y, x, -z+1/4");
        Vector3d x = new(0.1, 0.2, 0.3);
        Assert.Equal(0, ((a * b).Apply(x) - a.Apply(b.Apply(x))).Norm, Rounding);
        Assert.Equal(0, ((a * a.Inverse).Apply(x) - x).Norm, Rounding);
        Assert.Equal(Matrix3d.Identity, (a * a.Inverse).Rotation);
    }
}
