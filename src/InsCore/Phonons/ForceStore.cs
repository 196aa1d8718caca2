using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Keeps forces of structures in a folder, so that a calculation that was stopped goes on where it was.</summary>
/// <remarks>
/// One small file for each structure, its name the SHA-256 of the potential's identity and of the structure to the last bit: a file
/// can neither be mistaken for another's nor go stale, and several processes may share the folder. Layout: "INSFORC1", number of atoms
/// (int64), forces (float64, eV/Å, [nAtoms × 3]), SHA-256 of all before.
/// </remarks>
/// <param name="folder">The folder; made when first needed.</param>
/// <param name="potentialIdentity">What tells the potential from others: file hash, precision, settings.</param>
public sealed class ForceStore(string folder, string potentialIdentity)
{
    static ReadOnlySpan<byte> Magic => "INSFORC1"u8;

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>Forces of a structure, [nAtoms], eV/Å, or null if they are not there or the file is damaged.</summary>
    public Vector3d[]? TryLoad(Crystal crystal)
    {
        string path = PathOf(crystal);
        if (!File.Exists(path))
        {
            return null;
        }

        ReadOnlySpan<byte> content = File.ReadAllBytes(path);
        int body = Magic.Length + sizeof(long) + (crystal.AtomCount * Marshal.SizeOf<Vector3d>());
        if (content.Length != body + SHA256.HashSizeInBytes || !SHA256.HashData(content[..body]).AsSpan().SequenceEqual(content[body..]))
        {
            // Recomputing costs one evaluation; trusting a damaged file costs the spectrum.
            return null;
        }

        return MemoryMarshal.Cast<byte, Vector3d>(content[(Magic.Length + sizeof(long))..body]).ToArray();
    }

    /// <summary>Saves forces, all or nothing.</summary>
    /// <param name="crystal">The structure.</param>
    /// <param name="forces">[nAtoms], eV/Å.</param>
    /// <exception cref="InsInputException">The folder cannot be written.</exception>
    public void Save(Crystal crystal, ReadOnlySpan<Vector3d> forces)
    {
        if (forces.Length != crystal.AtomCount)
        {
            throw new ArgumentException("one force is needed for each atom", nameof(forces));
        }

        long count = forces.Length;
        byte[] body = [.. Magic, .. MemoryMarshal.AsBytes(new ReadOnlySpan<long>(ref count)), .. MemoryMarshal.AsBytes(forces)];
        AtomicFile.Write(PathOf(crystal), stream =>
        {
            stream.Write(body);
            stream.Write(SHA256.HashData(body));
        });
    }

    string PathOf(Crystal crystal)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(potentialIdentity));
        Matrix3d[] lattice = crystal.Lattice is null ? [] : [crystal.Lattice.Vectors];
        hash.AppendData(MemoryMarshal.AsBytes(lattice.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(crystal.AtomicNumbers));
        hash.AppendData(MemoryMarshal.AsBytes(crystal.Positions));
        return Path.Combine(Folder, Convert.ToHexStringLower(hash.GetHashAndReset()) + ".forces");
    }
}
