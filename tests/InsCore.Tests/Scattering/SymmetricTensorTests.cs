using CsCheck;
using InsCore.Scattering;
using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Scattering;

public class SymmetricTensorTests
{
    const double Tolerance = 1e-14;

    [Fact]
    public void Eigen_RebuildsTheTensor_FromAscendingValuesAndOrthonormalAxes() =>
        RandomAtoms.Tensor.Sample(tensor =>
        {
            (Vector3d values, Matrix3d axes) = tensor.Eigen();
            Assert.True(values.X <= values.Y && values.Y <= values.Z);
            Close(Matrix3d.Identity, axes * axes.Transpose);
            Close(tensor.ToMatrix(), axes.Transpose * Matrix3d.Diagonal(values.X, values.Y, values.Z) * axes);
        });

    [Fact]
    public void Rotate_KeepsTraceAndDoubleDot() =>
        Gen.Select(RandomAtoms.Tensor, RandomAtoms.Tensor, RandomAtoms.Rotation).Sample((a, b, rotation) =>
        {
            Assert.Equal(a.Trace, a.Rotate(rotation).Trace, Tolerance * 10);
            Assert.Equal(
                SymmetricTensor.DoubleDot(a, b), SymmetricTensor.DoubleDot(a.Rotate(rotation), b.Rotate(rotation)), Tolerance * 10);
        });

    static void Close(Matrix3d expected, Matrix3d actual)
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.InRange((expected.Row(i) - actual.Row(i)).Norm, 0, Tolerance * 10);
        }
    }
}
