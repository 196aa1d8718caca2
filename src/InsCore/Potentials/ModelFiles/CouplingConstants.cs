using System.Text;

namespace InsCore.Potentials.ModelFiles;

/// <summary>
/// The Wigner 3j symbols of a tensor product. e3nn keeps them only inside its generated code, a TorchScript archive of its
/// own; its weights and constants are read, its code is not.
/// </summary>
internal static class CouplingConstants
{
    /// <summary>The archive that holds them, among those in a module's "__codegen__".</summary>
    public const string ArchiveName = "_compiled_main_left_right";

    /// <summary>Reads the symbols, named as in the archive ("_w3j_1_1_2").</summary>
    /// <param name="archive">The archive: bytes, or the note of encoding a text that protocol 2 makes of them.</param>
    /// <param name="path">Dotted path of the archive.</param>
    /// <param name="file">File, for messages.</param>
    /// <param name="budget">What reading may allocate.</param>
    public static IEnumerable<(string Name, ModelTensor Tensor)> Read(object? archive, string path, string file, AllocationBudget budget)
    {
        using MemoryStream stream = new(Bytes(archive, path, file, budget), writable: false);
        string source = $"{file}, {path}";
        using TorchZip zip = new(stream, source, budget);
        object? root = PickleMachine.Load(zip.Read("data.pkl"), source, "data.pkl");
        TorchTensors tensors = new(zip, source, budget);
        foreach ((object? key, object? value) in ModuleWalk.Attributes(root)?.Items ?? [])
        {
            if (key is string name && name.StartsWith("_w3j_", StringComparison.Ordinal) && TorchTensors.IsTensor(value))
            {
                yield return (name, tensors.Read(value, $"{path}.{name}"));
            }
        }
    }

    static byte[] Bytes(object? archive, string path, string file, AllocationBudget budget)
    {
        string? text = archive is PickleObject { ClassName: "_codecs.encode", Arguments: [string first, ..] } ? first : null;
        byte[]? bytes = archive as byte[];
        if (text is null && bytes is null)
        {
            throw new InsInputException(file, $"module {path}", "generated code that is not bytes", "give the .model file that MACE wrote");
        }

        // Counted also when nothing is copied, so that one archive named many times is not read for ever.
        budget.Take(text?.Length ?? bytes!.Length, path);
        return bytes ?? Encoding.Latin1.GetBytes(text!);
    }
}
