using System.IO.Compression;

namespace InsCore.Potentials.ModelFiles;

/// <summary>The zip archive of torch.save: all entries below one folder, named for the file it was saved to.</summary>
internal sealed class TorchZip : IDisposable
{
    const string Damaged = "download or copy the file again, it is damaged";

    readonly string _file;
    readonly AllocationBudget _budget;
    readonly ZipArchive _zip;
    readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    /// <summary>Opens an archive.</summary>
    /// <param name="stream">Its bytes, seekable.</param>
    /// <param name="file">File, for messages.</param>
    /// <param name="budget">What reading may allocate.</param>
    public TorchZip(Stream stream, string file, AllocationBudget budget)
    {
        _file = file;
        _budget = budget;
        _zip = Guard(null, () => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true));
        IReadOnlyCollection<ZipArchiveEntry> entries = Guard(null, () => _zip.Entries);
        string folder = entries.FirstOrDefault(entry => entry.Name == "data.pkl")?.FullName[..^"data.pkl".Length]
            ?? throw new InsInputException(file, null, "a zip archive, but not one of torch.save (data.pkl is missing)", "give the .model file that MACE wrote");
        foreach (ZipArchiveEntry entry in entries.Where(entry => entry.FullName.StartsWith(folder, StringComparison.Ordinal)))
        {
            if (!_entries.TryAdd(entry.FullName[folder.Length..], entry))
            {
                throw new InsInputException(file, entry.FullName, "occurs twice", Damaged);
            }
        }
    }

    /// <summary>Whether an entry exists, e.g. "data.pkl".</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Whether any entry lies in a folder, e.g. "code/".</summary>
    public bool HasFolder(string folder) => _entries.Keys.Any(name => name.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>The bytes of an entry, their check sum verified.</summary>
    /// <exception cref="InsInputException">Missing, damaged, or larger than the file can honestly hold.</exception>
    public byte[] Read(string name)
    {
        if (!_entries.TryGetValue(name, out ZipArchiveEntry? entry))
        {
            throw new InsInputException(_file, $"entry {name}", "is missing", Damaged);
        }

        long length = Guard(name, () => entry.Length);
        _budget.Take(length, $"entry {name}");
        byte[] content = Guard(name, () =>
        {
            byte[] bytes = new byte[length <= Array.MaxLength ? length : throw new InvalidDataException($"{length} bytes in one entry")];
            using Stream stream = entry.Open();
            stream.ReadExactly(bytes);
            return bytes;
        });
        return Crc32.Of(content) == entry.Crc32
            ? content
            : throw new InsInputException(_file, $"entry {name}", "its check sum is wrong", Damaged);
    }

    public void Dispose() => _zip.Dispose();

    // The zip reader has many ways to say that an archive is damaged.
    T Guard<T>(string? entry, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new InsInputException(
                _file, entry is null ? null : $"entry {entry}", $"the zip archive cannot be read ({e.Message.TrimEnd('.')})", Damaged, e);
        }
    }
}
