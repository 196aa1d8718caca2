using System.Security.Cryptography;
using System.Text;

namespace InsCore.Kernels.OpenCl;

/// <summary>Compiled programs, and what was measured of a device, kept on disk from run to run.</summary>
/// <remarks>
/// In $XDG_CACHE_HOME/inscore/opencl or ~/.cache/inscore/opencl; INSCORE_OPENCL_CACHE names another folder, or "none". Entries are written
/// whole or not at all, so that any number of processes may share the folder. Each carries the hash of its content: what is damaged counts
/// as absent and never reaches a driver.
/// </remarks>
internal sealed class OpenClCache(string? folder)
{
    const int HashSize = 32;
    const int LargestEntry = 256 << 20;

    static readonly byte[] Magic = "inscore opencl 1\n"u8.ToArray();

    /// <summary>The cache that the environment chooses.</summary>
    public static OpenClCache Default { get; } = new(DefaultFolder());

    /// <summary>Where it is; null if there is none.</summary>
    public string? Folder => folder;

    /// <summary>Name of an entry: a hash of all that it depends on.</summary>
    public static string Key(params ReadOnlySpan<string> parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in parts)
        {
            byte[] text = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(text.Length));
            hash.AppendData(text);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>An entry, or null where there is none that is whole.</summary>
    public byte[]? Read(string key)
    {
        if (folder is null)
        {
            return null;
        }

        try
        {
            FileInfo file = new(FileOf(key));
            if (!file.Exists || file.Length < Magic.Length + HashSize || file.Length > LargestEntry)
            {
                return null;
            }

            byte[] entry = File.ReadAllBytes(file.FullName);
            ReadOnlySpan<byte> content = entry.AsSpan(Math.Min(entry.Length, Magic.Length + HashSize));
            bool isWhole = entry.AsSpan().StartsWith(Magic) && SHA256.HashData(content).AsSpan().SequenceEqual(entry.AsSpan(Magic.Length, HashSize));
            return isWhole ? content.ToArray() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps an entry, if the folder can be written.</summary>
    public void Write(string key, ReadOnlySpan<byte> content)
    {
        if (folder is null || content.Length > LargestEntry - 1024)
        {
            return;
        }

        byte[] entry = [.. Magic, .. SHA256.HashData(content), .. content];
        try
        {
            AtomicFile.Write(FileOf(key), stream => stream.Write(entry));
        }
        catch (InsInputException)
        {
            // A full or foreign disk costs time at the next start, nothing else.
        }
    }

    /// <summary>The file of an entry.</summary>
    internal string FileOf(string key) => Path.Combine(folder ?? "", $"{key}.bin");

    static string? DefaultFolder()
    {
        string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
        if (Variable("INSCORE_OPENCL_CACHE") is { } wish)
        {
            return wish == "none" ? null : wish;
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string? caches = Variable("XDG_CACHE_HOME") ?? (home.Length > 0 ? Path.Combine(home, ".cache") : null);
        return caches is null ? null : Path.Combine(caches, "inscore", "opencl");
    }
}
