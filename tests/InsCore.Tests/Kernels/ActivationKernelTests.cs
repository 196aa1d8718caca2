using System.Numerics;
using InsCore.Kernels;
using Xunit;

namespace InsCore.Tests.Kernels;

public sealed class ActivationKernelTests
{
    const double DoubleTolerance = 4e-16;
    const double SingleTolerance = 4e-7;

    static readonly double[] Arguments = [-800, -90, -30, -3.7, -1, -1e-9, 0, 1e-9, 0.4, 2.2, 6, 29, 85, 700, 5, -5];

    [Fact]
    public void SiluAndSigmoid_Float64_EqualTheFormulas() => Check<double>(DoubleTolerance);

    [Fact]
    public void SiluAndSigmoid_Float32_EqualTheFormulas() => Check<float>(SingleTolerance);

    static void Check<T>(double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const double Scale = 1.679;
        int count = Lanes<T>.Pad(Arguments.Length);
        T[] silu = new T[count], sigmoid = new T[count], value = new T[count], other = new T[count];
        for (int i = 0; i < Arguments.Length; i++)
        {
            silu[i] = sigmoid[i] = T.CreateChecked(Arguments[i]);
        }

        ActivationKernel.Silu(T.CreateChecked(Scale), silu, value);
        ActivationKernel.Sigmoid(T.CreateChecked(Scale), sigmoid, other);
        for (int i = 0; i < Arguments.Length; i++)
        {
            double z = Arguments[i], s = 1 / (1 + Math.Exp(-z)), rest = 1 / (1 + Math.Exp(z)), limit = tolerance * (1 + Math.Abs(z)) * 4;
            Assert.Equal(Scale * z * s, double.CreateChecked(value[i]), limit);
            Assert.Equal(Scale * s * (1 + (z * rest)), double.CreateChecked(silu[i]), limit);
            Assert.Equal(Scale * s, double.CreateChecked(other[i]), limit);
            Assert.Equal(Scale * s * rest, double.CreateChecked(sigmoid[i]), limit);
        }
    }
}
