using InsCore.Potentials.ModelFiles;

namespace InsCore.Potentials;

/// <summary>Reads the model files that MACE writes (torch.save of the whole module). Nothing of the file is ever executed.</summary>
internal static class TorchModelReader
{
    /// <summary>Reads a .model file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Every tensor and plain setting by dotted path.</returns>
    /// <exception cref="InsInputException">Missing, damaged, or not a MACE module.</exception>
    public static ModelArchive Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InsInputException(path, null, $"cannot be read ({e.Message.TrimEnd('.')})", "check the path and its permissions", e);
        }
    }

    /// <summary>Reads a model from a seekable stream.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="file">What to call it in messages.</param>
    internal static ModelArchive Read(Stream stream, string file)
    {
        AllocationBudget budget = new(file, stream.Length);
        using TorchZip zip = new(stream, file, budget);
        CheckKind(zip, file);
        object? root = PickleMachine.Load(zip.Read("data.pkl"), file, "data.pkl");
        if (ModuleWalk.Attributes(root)?["_modules"] is not PickleDictionary)
        {
            throw root is PickleDictionary
                ? new InsInputException(
                    file, "data.pkl", "a checkpoint: weights without the model's settings", "give the .model file that MACE writes at the end of training")
                : new InsInputException(file, "data.pkl", "holds no torch module", "give the .model file that MACE wrote");
        }

        return new ModuleWalk(new TorchTensors(zip, file, budget), file, budget).Collect((PickleObject)root!);
    }

    static void CheckKind(TorchZip zip, string file)
    {
        if (zip.HasFolder("code/") || zip.Has("constants.pkl"))
        {
            throw new InsInputException(
                file, null, "a TorchScript export (such as MACE's for LAMMPS), which has lost the model's settings", "give the .model file it was made from");
        }

        if (zip.Has("byteorder") && !zip.Read("byteorder").AsSpan().SequenceEqual("little"u8))
        {
            throw new InsInputException(file, "entry byteorder", "not little-endian", "save the model again on a little-endian machine");
        }
    }
}
