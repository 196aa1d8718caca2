using System.Security.Cryptography;
using InsCore.Potentials.ModelFiles;

namespace InsCore.Potentials;

/// <summary>A model as read from a file: MACE's own .model or the compact container that <see cref="ModelContainer"/> writes.</summary>
/// <param name="Archive">Its tensors and settings.</param>
/// <param name="Card">Its name, origin and licence.</param>
public sealed record ModelFile(ModelArchive Archive, ModelCard Card)
{
    /// <summary>The name under which <see cref="Read(string)"/> gives the model that comes with InsCore.</summary>
    public const string DefaultName = "default";

    const string DefaultModel = "mace-dit-gfn2-v1";
    const int HeadLength = 512;

    /// <summary>The model that comes with InsCore, for 2,5-diiodothiophene. Its caveats are in the card.</summary>
    public static ModelFile Default
    {
        get
        {
            using Stream stream = typeof(ModelFile).Assembly.GetManifestResourceStream($"{DefaultModel}.safetensors")
                ?? throw new InvalidOperationException("the default model is not embedded");
            return ModelContainer.Read(stream, DefaultModel);
        }
    }

    /// <summary>Reads a model; the content of the file decides how.</summary>
    /// <param name="nameOrPath">"default" or a path.</param>
    /// <exception cref="InsInputException">Missing, damaged, or not a MACE model.</exception>
    public static ModelFile Read(string nameOrPath)
    {
        if (nameOrPath == DefaultName)
        {
            return Default;
        }

        InputFile.Require(nameOrPath, $"give a model file, or \"{DefaultName}\" for the model that comes with InsCore");
        try
        {
            using FileStream stream = File.OpenRead(nameOrPath);
            return Read(stream, nameOrPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InsInputException(
                nameOrPath, null, $"cannot be read ({e.Message.TrimEnd('.')})", $"check the path, or give \"{DefaultName}\" for the model that comes with InsCore", e);
        }
    }

    /// <summary>Reads a model from a seekable stream.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="file">What to call it in messages.</param>
    internal static ModelFile Read(Stream stream, string file)
    {
        byte[] head = new byte[HeadLength];
        int length = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        stream.Position = 0;
        if (ModelSignature.IsContainer(head.AsSpan(0, length), stream.Length))
        {
            return ModelContainer.Read(stream, file);
        }

        if (!ModelSignature.IsZip(head.AsSpan(0, length)))
        {
            (string problem, string remedy) = ModelSignature.Explain(head.AsSpan(0, length));
            throw new InsInputException(file, null, problem, remedy);
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        ModelArchive archive = TorchModelReader.Read(stream, file);
        return new ModelFile(archive, new ModelCard(Path.GetFileNameWithoutExtension(file), Path.GetFileName(file), hash));
    }
}
