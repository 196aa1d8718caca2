using System.IO.Compression;
using System.Text;
using InsCore.Potentials;
using InsCore.Potentials.ModelFiles;

namespace InsCore.Tests.Potentials.ModelFiles;

/// <summary>Builds small torch archives by hand, sound ones and hostile ones.</summary>
internal static class SmallModel
{
    /// <summary>The archive of torch.save with the given root object and storages.</summary>
    public static byte[] Archive(object? root, params (string Key, byte[] Content)[] storages) => Archive(PickleWriter.Write(root), storages);

    public static byte[] Archive(byte[] pickle, params (string Key, byte[] Content)[] storages) =>
        Zip([("small/data.pkl", pickle), .. storages.Select(storage => ($"small/data/{storage.Key}", storage.Content)), ("small/version", "3\n"u8.ToArray())]);

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    public static PickleDictionary Dictionary(params (string Key, object? Value)[] pairs)
    {
        PickleDictionary dictionary = new();
        dictionary.Items.AddRange(pairs.Select(pair => KeyValuePair.Create<object?, object?>(pair.Key, pair.Value)));
        return dictionary;
    }

    public static PickleTuple Tuple(params object?[] items) => new(items);

    public static PickleObject Module(string name, PickleDictionary? parameters = null, PickleDictionary? children = null, params (string Key, object? Value)[] attributes) =>
        new(name, [])
        {
            State = Dictionary([("_parameters", parameters ?? Dictionary()), ("_buffers", Dictionary()), ("_modules", children ?? Dictionary()), .. attributes]),
        };

    public static PickleObject Tensor(string storageClass, string key, long count, long offset, PickleTuple size, PickleTuple stride) =>
        new("torch._utils._rebuild_tensor_v2", [new PickleReference(Tuple("storage", new PickleName("torch", storageClass), key, "cpu", count)), offset, size, stride, false, Dictionary()]);

    /// <summary>A module with a linear map, like a small part of MACE's.</summary>
    public static byte[] Sound()
    {
        PickleObject irreps = new("e3nn.o3._irreps.Irreps", [Tuple(
            new PickleObject("e3nn.o3._irreps._MulIr", [Tuple(2L, new PickleObject("e3nn.o3._irreps.Irrep", [Tuple(0L, 1L)]))]),
            new PickleObject("e3nn.o3._irreps._MulIr", [Tuple(2L, new PickleObject("e3nn.o3._irreps.Irrep", [Tuple(1L, -1L)]))]))]);
        PickleList instructions = new();
        instructions.Items.Add(new PickleObject("e3nn.o3._linear.Instruction", [0L, 0L, Tuple(2L, 2L), 0.5]));
        PickleObject linear = Module(
            "e3nn.o3._linear.Linear",
            Dictionary(("weight", new PickleObject("torch._utils._rebuild_parameter", [Tensor("DoubleStorage", "0", 6, 1, Tuple(2L, 2L), Tuple(1L, 2L)), true, Dictionary()])), ("bias", null)),
            null,
            ("irreps_in", irreps),
            ("instructions", instructions),
            ("scale", 0.25),
            ("training", true));
        object root = Module("mace.modules.models.ScaleShiftMACE", null, Dictionary(("linear", linear)), ("heads", Tuple("a", "b")), ("f", new PickleName("torch.nn.functional", "silu")));
        return Archive(root, ("0", [.. new[] { 0.0, 1, 2, 3, 4, 5 }.SelectMany(BitConverter.GetBytes)]));
    }

    public static ModelArchive Read(byte[] file)
    {
        using MemoryStream stream = new(file, writable: false);
        return TorchModelReader.Read(stream, "small.model");
    }

    /// <summary>The message of the input error that reading gives.</summary>
    public static string ErrorOf(byte[] file) => Xunit.Assert.Throws<InsInputException>(() => Read(file)).Message;
}
