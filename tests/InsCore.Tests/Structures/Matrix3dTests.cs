using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Structures;

public sealed class Matrix3dTests
{
    [Fact]
    public void ToString_NamesTheRows() =>
        Assert.Contains("Z = 6", new Matrix3d(1, 2, 3, 4, 5, 6, 7, 8, 9).ToString(), StringComparison.Ordinal);
}
