using System.Text;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.TestSupport;

public sealed class NumpyFileTests : IDisposable
{
    readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    void Write(string header, byte[] data)
    {
        byte[] text = Encoding.ASCII.GetBytes(header);
        File.WriteAllBytes(_path, [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, .. data]);
    }

    [Fact]
    public void Read_FortranOrder_GivesRowMajor()
    {
        byte[] data = [.. new[] { 0, 3, 1, 4, 2, 5 }.SelectMany(BitConverter.GetBytes)];
        Write("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }", data);
        NumpyArray array = NumpyFile.Read(_path);
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], array.Values);
    }

    [Fact]
    public void Read_Complex_SplitsParts()
    {
        byte[] data = [.. new[] { 1.5, -2.5, 3, 4 }.SelectMany(BitConverter.GetBytes)];
        Write("{'descr': '<c16', 'fortran_order': False, 'shape': (2,), }", data);
        NumpyArray array = NumpyFile.Read(_path);
        Assert.Equal([1.5, 3], array.Values);
        Assert.Equal([-2.5, 4], array.Imaginary!);
    }

    [Fact]
    public void Read_Scalar_HasEmptyShape()
    {
        Write("{'descr': '|b1', 'fortran_order': False, 'shape': (), }", [1]);
        NumpyArray array = NumpyFile.Read(_path);
        Assert.Empty(array.Shape);
        Assert.Equal([1.0], array.Values);
    }

    [Fact]
    public void ReadAll_Archive_HasEveryArray()
    {
        Dictionary<string, NumpyArray> arrays = NumpyFile.ReadAll(TestData.Shared("reference/mace/res_L1.hessian.npz"));
        Assert.Equal(7, arrays.Count);
        Assert.Equal([27, 27], arrays["hessian_cell9"].Shape);
        Assert.Equal([0.13, -0.27, 0.41], arrays["q_qgen"].Values);
        Assert.Equal(27 * 27, arrays["phi_qgen"].Imaginary!.Length);
    }
}
