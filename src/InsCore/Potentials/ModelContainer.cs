using InsCore.Potentials.ModelFiles;

namespace InsCore.Potentials;

/// <summary>
/// The compact container of a model: a safetensors file that holds all tensors (those that are mostly zero by their other
/// elements), the settings, and where the model comes from.
/// </summary>
/// <remarks>
/// Layout: docs of safetensors (8-byte length, JSON table, raw little-endian data without gaps). The data begin at a multiple of 64
/// bytes, larger elements first, so that every tensor is aligned to its elements. All readers of safetensors can open it.
/// </remarks>
public static class ModelContainer
{
    /// <summary>Writes a model; the same model always gives the same bytes.</summary>
    /// <param name="path">File to write, replaced as a whole.</param>
    /// <param name="model">The model; the date in its card is written as it is.</param>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void Write(string path, ModelFile model) => AtomicFile.Write(path, stream => Write(stream, model));

    /// <summary>Writes a model to a stream.</summary>
    internal static void Write(Stream stream, ModelFile model) => ContainerWriter.Write(stream, model);

    /// <summary>Reads a model from a stream.</summary>
    /// <param name="stream">The bytes, seekable, from the beginning.</param>
    /// <param name="file">What to call it in messages.</param>
    /// <exception cref="InsInputException">Damaged, or not written by <see cref="Write(string, ModelFile)"/>.</exception>
    internal static ModelFile Read(Stream stream, string file) => new ContainerReader(file).Read(stream);
}
