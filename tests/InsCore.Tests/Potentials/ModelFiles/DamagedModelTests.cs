using System.IO.Compression;
using InsCore.Potentials;
using InsCore.Potentials.ModelFiles;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials.ModelFiles;

/// <summary>Whatever happens to a file's bytes, reading gives a model or an input error, soon and in little memory.</summary>
public sealed class DamagedModelTests
{
    const int Seed = 20240601;

    // Bytes reading may allocate in all for each byte of the file; the budget of tensors is 64, pickled values come on top.
    const int AllocationFactor = 200;
    const int AllocationFloor = 16 << 20;

    static byte[] Torch => File.ReadAllBytes(TestData.Own("mace/twohead_L2.model"));

    static byte[] Container => File.ReadAllBytes(TestData.Own("mace/twohead_L2.safetensors"));

    // True if it was read.
    static bool Survives(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool read = true;
        try
        {
            using MemoryStream stream = new(file, writable: false);
            ModelFile.Read(stream, "damaged.model");
        }
        catch (InsInputException error)
        {
            Assert.StartsWith("damaged.model", error.Message);
            Assert.DoesNotContain('\n', error.Message);
            read = false;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < AllocationFloor + ((long)AllocationFactor * file.Length), $"{allocated} bytes allocated");
        return read;
    }

    static byte[] Mutate(byte[] file, Random random, int from, int to)
    {
        byte[] copy = [.. file];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int place = random.Next(from, to);
            switch (random.Next(4))
            {
                case 0: copy[place] ^= (byte)(1 << random.Next(8)); break;
                case 1: copy[place] = (byte)random.Next(256); break;
                case 2: copy[place] = 0xff; break;
                default: copy.AsSpan(random.Next(from, to - 8), 8).CopyTo(copy.AsSpan(Math.Min(place, to - 8))); break;
            }
        }

        return copy;
    }

    static Dictionary<string, byte[]> Entries(byte[] file)
    {
        using MemoryStream stream = new(file);
        using ZipArchive zip = new(stream);
        Dictionary<string, byte[]> entries = [];
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using Stream source = entry.Open();
            using MemoryStream content = new();
            source.CopyTo(content);
            entries.Add(entry.FullName, content.ToArray());
        }

        return entries;
    }

    [Fact]
    public void Read_TorchFileCutAnywhere_IsAnInputError()
    {
        byte[] file = Torch;
        Random random = new(Seed);
        Assert.All(Enumerable.Range(0, 100).Select(_ => random.Next(file.Length)).Concat(Enumerable.Range(0, 64)), length => Assert.False(Survives(file[..length])));
    }

    [Fact]
    public void Read_ContainerCutAnywhere_IsAnInputError()
    {
        byte[] file = Container;
        Random random = new(Seed);
        Assert.All(Enumerable.Range(0, 100).Select(_ => random.Next(file.Length)).Concat(Enumerable.Range(0, 64)), length => Assert.False(Survives(file[..length])));
    }

    [Fact]
    public void Read_TorchFileWithChangedDirectory_IsReadOrAnInputError()
    {
        // The directory of a zip archive is its end.
        byte[] file = Torch;
        Random random = new(Seed);
        for (int i = 0; i < 200; i++)
        {
            Survives(Mutate(file, random, file.Length - 9000, file.Length));
        }
    }

    [Fact]
    public void Read_RealPickleWithChangedBytes_IsReadOrAnInputError()
    {
        Dictionary<string, byte[]> entries = Entries(Torch);
        Assert.True(Survives(SmallModel.Zip([.. entries.Select(entry => (entry.Key, entry.Value))])));
        Random random = new(Seed);
        for (int i = 0; i < 100; i++)
        {
            Survives(SmallModel.Zip([.. entries.Select(entry =>
                (entry.Key, entry.Key.EndsWith(".pkl", StringComparison.Ordinal) ? Mutate(entry.Value, random, 0, entry.Value.Length) : entry.Value))]));
        }
    }

    [Fact]
    public void Read_SmallModelWithAnyChangedByte_IsReadOrAnInputError()
    {
        byte[] file = SmallModel.Sound();
        Assert.True(Survives(file));
        Random random = new(Seed);
        for (int i = 0; i < 3000; i++)
        {
            Survives(Mutate(file, random, 0, file.Length));
        }
    }

    [Fact]
    public void Read_SmallPickleWithChangedBytes_IsReadOrAnInputError()
    {
        Dictionary<string, byte[]> entries = Entries(SmallModel.Sound());
        byte[] pickle = entries["small/data.pkl"];
        Random random = new(Seed);
        int read = 0;
        for (int i = 0; i < 5000; i++)
        {
            read += Survives(SmallModel.Archive(Mutate(pickle, random, 0, pickle.Length), ("0", entries["small/data/0"]))) ? 1 : 0;
        }

        // Else the mutations never got beyond the first check.
        Assert.InRange(read, 100, 4900);
    }

    [Fact]
    public void Read_ContainerWithChangedHeader_IsReadOrAnInputError()
    {
        byte[] file = Container;
        int end = 8 + (int)BitConverter.ToUInt64(file);
        Random random = new(Seed);
        for (int i = 0; i < 300; i++)
        {
            Survives(Mutate(file, random, 0, end));
        }
    }
}
