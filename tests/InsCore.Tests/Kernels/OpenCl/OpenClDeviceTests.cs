using InsCore.Kernels.OpenCl;
using Xunit;

namespace InsCore.Tests.Kernels.OpenCl;

[Trait("needs", "opencl")]
public sealed class OpenClDeviceTests : IDisposable
{
    const string Source = """
        #include "lanes.h"
        kernel void add(int count, global const scalar *a, global const scalar *b, global scalar *sum)
        {
            const int k = get_global_id(0) * LANES;
            if (k < count) {
                STORE(LOAD(a + k) + LOAD(b + k), sum + k);
            }
        }
        """;

    readonly string folder = Directory.CreateTempSubdirectory("inscore-opencl-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    public void VectorAdd_DoubleAndSingle_AddsEveryElement(int lanes)
    {
        OpenClDevice device = NewDevice();
        CheckSum<double>(device, "double", lanes, k => 0.1 * k);
        CheckSum<float>(device, "float", lanes, k => 0.1f * k);
    }

    [Fact]
    public void SecondProcess_TakesTheProgramFromTheCache()
    {
        Assert.False(Build(NewDevice()).IsFromCache);
        OpenClDevice second = NewDevice();
        Assert.True(Build(second).IsFromCache);
        CheckSum<double>(second, "double", 1, k => k);
        Assert.False(second.ProgramOf("add.cl", Text, "SCALAR=double", "LANES=2").IsFromCache);
    }

    [Theory]
    [InlineData(0)] // empty
    [InlineData(30)] // cut in the header
    [InlineData(-1)] // cut in the content
    [InlineData(-2)] // one bit wrong
    public void DamagedCacheFile_IsIgnoredAndRenewed(int damage)
    {
        OpenClDevice first = NewDevice();
        string file = first.Cache.FileOf(Build(first).CacheKey);
        byte[] entry = File.ReadAllBytes(file);
        byte[] damaged = damage >= -1 ? entry[..(damage >= 0 ? damage : ^1)] : [.. entry];
        damaged = damage == -2 ? [.. damaged[..^100], (byte)(damaged[^100] ^ 1), .. damaged[^99..]] : damaged;
        File.WriteAllBytes(file, damaged);

        OpenClDevice second = NewDevice();
        Assert.False(Build(second).IsFromCache);
        CheckSum<double>(second, "double", 1, k => k);
        Assert.True(Build(NewDevice()).IsFromCache);
    }

    [Fact]
    public void BinaryOfAnotherKind_IsCompiledAnew()
    {
        OpenClDevice first = NewDevice();
        first.Cache.Write(Build(first).CacheKey, "whole, but no program"u8);
        OpenClDevice second = NewDevice();
        Assert.False(Build(second).IsFromCache);
        CheckSum<double>(second, "double", 1, k => k);
    }

    [Fact]
    public void FolderThatCannotBeMade_CostsOnlyTheCache()
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        OpenClDevice device = new(Info(), new OpenClCache(Path.Combine(file, "below")));
        CheckSum<double>(device, "double", 1, k => k);
        Assert.False(Build(device).IsFromCache);
    }

    [Fact]
    public async Task ManyAtOnce_ShareOneFolder()
    {
        OpenClDeviceInfo info = Info();
        bool[] works = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
        {
            CheckSum<double>(new OpenClDevice(info, new OpenClCache(folder)), "double", 1, k => k);
            return true;
        })));
        Assert.All(works, Assert.True);
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void SourceWithAnError_SaysWhatTheCompilerSaid()
    {
        OpenClDevice device = NewDevice();
        InsBackendException e = Assert.Throws<InsBackendException>(
            () => device.ProgramOf("wrong.cl", () => "kernel void f(global int *x) { *x = no_such_name; }"));
        Assert.Contains("(-11)", e.Message, StringComparison.Ordinal);
        Assert.Contains("no_such_name", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BuffersAreChecked()
    {
        OpenClDevice device = NewDevice();
        using OpenClQueue queue = device.CreateQueue();
        using OpenClBuffer<double> buffer = device.Allocate<double>(4);
        Assert.Throws<ArgumentException>(() => queue.Write<double>(new double[5], buffer));
        Assert.Throws<ArgumentException>(() => queue.Read(buffer, new double[2], 3));
        Assert.Throws<InsBackendException>(() => device.Allocate<double>((device.Info.LargestBuffer / 8) + 1));
        queue.Write<double>([1, 2, 3, 4], buffer);
        queue.Clear(buffer, 1, 2);
        double[] values = new double[4];
        queue.Read(buffer, values);
        Assert.Equal([1, 0, 0, 4], values);
    }

    /// <summary>The device that tests run on, or a skip.</summary>
    internal static OpenClDeviceInfo Info()
    {
        Assert.SkipWhen(OpenClDevices.AreSwitchedOff, $"{OpenClDevices.Variable} is none");
        Assert.SkipUnless(OpenClDevices.Problem is null, $"OpenCL: {OpenClDevices.Problem}");
        OpenClDeviceInfo info = OpenClDevices.Choose();
        Assert.SkipUnless(info.HasFloat64, $"{info.Name} has no double precision");
        return info;
    }

    static string Text() => Source.Replace("#include \"lanes.h\"", OpenClSource.Read("lanes.h"), StringComparison.Ordinal);

    static OpenClProgram Build(OpenClDevice device) => device.ProgramOf("add.cl", Text, "SCALAR=double", "LANES=1");

    static void CheckSum<T>(OpenClDevice device, string scalar, int lanes, Func<int, T> number)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        const int count = 1008;
        T[] a = [.. Enumerable.Range(0, count).Select(number)], b = [.. Enumerable.Range(7, count).Select(number)], sum = new T[count];
        using OpenClQueue queue = device.CreateQueue();
        using OpenClBuffer<T> first = device.Allocate<T>(count), second = device.Allocate<T>(count), result = device.Allocate<T>(count);
        using OpenClKernel kernel = device.ProgramOf("add.cl", Text, $"SCALAR={scalar}", $"LANES={lanes}").Kernel("add");
        queue.Write<T>(a, first);
        queue.Write<T>(b, second);
        queue.Run(kernel.With(0, count).With(1, first).With(2, second).With(3, result), [count / lanes], [16]);
        queue.Read(result, sum);
        Assert.Equal(a.Zip(b, (x, y) => x + y), sum);
    }

    OpenClDevice NewDevice() => new(Info(), new OpenClCache(folder));
}
