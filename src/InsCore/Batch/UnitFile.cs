using System.Security.Cryptography;

namespace InsCore.Batch;

/// <summary>A file of a unit's result.</summary>
/// <param name="Path">Relative to the folder of the results.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of its content, hexadecimal.</param>
internal sealed record UnitFile(string Path, long Size, string Sha256)
{
    /// <summary>The file as it is.</summary>
    public static UnitFile Of(string folder, string path) =>
        new(path, new FileInfo(System.IO.Path.Combine(folder, path)).Length, Provenance.Sha256(System.IO.Path.Combine(folder, path)));

    /// <summary>True if a folder holds it as it was.</summary>
    public bool IsIn(string folder)
    {
        string path = System.IO.Path.Combine(folder, Path);
        return new FileInfo(path) is { Exists: true } info && info.Length == Size && Provenance.Sha256(path) == Sha256;
    }

    /// <summary>Copies it, whole and as it was, unless it is there.</summary>
    /// <returns>False if the source is damaged; nothing is written then.</returns>
    public bool TryCopy(string from, string to)
    {
        if (IsIn(to))
        {
            return true;
        }

        string source = System.IO.Path.Combine(from, Path);
        if (new FileInfo(source) is not { Exists: true } info || info.Length != Size)
        {
            return false;
        }

        try
        {
            AtomicFile.Write(System.IO.Path.Combine(to, Path), stream => Copy(source, stream));
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    void Copy(string source, Stream target)
    {
        using FileStream stream = File.OpenRead(source);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        for (int count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
        {
            hash.AppendData(buffer, 0, count);
            target.Write(buffer, 0, count);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != Sha256)
        {
            throw new InvalidDataException();
        }
    }
}
