using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using InsCore.Structures;

namespace InsCore.Phonons;

/// <summary>Dynamical matrices that are kept in a folder, so that a calculation that was stopped goes on where it was.</summary>
/// <remarks>
/// One file for each wave vector, its name the SHA-256 of the identity and of q to the last bit. Layout: the matrix (complex128,
/// row-major, eV/(Å² u)), SHA-256 of all before; a damaged file is computed again.
/// </remarks>
/// <param name="source">Computes what is not stored; called from several threads at once.</param>
/// <param name="folder">The folder; made when first needed.</param>
/// <param name="identity">What tells the source from others: hashes of potential and crystal.</param>
internal sealed class StoredDynamicalMatrix(IDynamicalMatrix source, string folder, string identity) : IDynamicalMatrix
{
    readonly ConcurrentDictionary<string, Lock> busy = [];

    /// <inheritdoc/>
    public Crystal Crystal => source.Crystal;

    /// <inheritdoc/>
    public void Evaluate(Vector3d q, Span<Complex> matrix)
    {
        int size = 3 * Crystal.AtomCount;
        Span<byte> body = MemoryMarshal.AsBytes(matrix[..(size * size)]);
        string path = PathOf(q);

        // Waves of one star ask for the same matrix at the same time: one of them computes it.
        lock (busy.GetOrAdd(path, _ => new Lock()))
        {
            if (TryLoad(path, body))
            {
                return;
            }

            source.Evaluate(q, matrix);
            byte[] content = [.. body, .. SHA256.HashData(body)];
            AtomicFile.Write(path, stream => stream.Write(content));
        }
    }

    static bool TryLoad(string path, Span<byte> body)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        ReadOnlySpan<byte> content = File.ReadAllBytes(path);
        if (content.Length != body.Length + SHA256.HashSizeInBytes || !SHA256.HashData(content[..body.Length]).AsSpan().SequenceEqual(content[body.Length..]))
        {
            return false;
        }

        content[..body.Length].CopyTo(body);
        return true;
    }

    string PathOf(Vector3d q)
    {
        byte[] name = [.. Encoding.UTF8.GetBytes(identity), .. MemoryMarshal.AsBytes(new ReadOnlySpan<Vector3d>(in q))];
        return Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(name)) + ".matrix");
    }
}
