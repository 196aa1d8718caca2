using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Dynamics;

/// <summary>The state of a trajectory on disk, with the samples that no segment holds yet, and a SHA-256 of it all.</summary>
/// <remarks>Written whole or not at all. Numbers are stored as they are in memory, so that the run goes on with the same bits.</remarks>
internal static class RestartFile
{
    const string Remedy = "delete it to start anew, or choose another folder (--output)";
    const int HashLength = 32;

    // Nothing larger is written: the samples of a segment are bounded, and so is the number of atoms that anyone moves.
    const long LargestFile = 1L << 31;

    static ReadOnlySpan<byte> Magic => "inscore dynamics restart 2\n"u8;

    /// <summary>A hash of everything that decides the path: structure, potential and settings, but not its length.</summary>
    public static byte[] Key(Crystal crystal, IPotential potential, string identity, DynamicsOptions options)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<Matrix3d>([crystal.PeriodicLattice.Vectors]));
        hash.AppendData(MemoryMarshal.AsBytes(crystal.Positions));
        hash.AppendData(MemoryMarshal.AsBytes(crystal.AtomicNumbers));
        hash.AppendData(MemoryMarshal.AsBytes(crystal.Masses));
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $"""
            {potential.Description}|{potential.CutoffRadius:R}|{identity}|{options.PathText}
            """)));
        return hash.GetHashAndReset();
    }

    /// <summary>Writes a state.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What the run is.</param>
    /// <param name="state">Its state.</param>
    /// <param name="energy">Potential energy there, eV.</param>
    /// <param name="output">What has been written, and the samples that have not.</param>
    public static void Write(string path, byte[] key, DynamicsState state, double energy, TrajectoryOutput output)
    {
        using MemoryStream memory = new();
        using (BinaryWriter writer = new(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(key);
            writer.Write(state.Step);
            writer.Write(state.Heat);
            writer.Write(state.PotentialSum);
            writer.Write(energy);
            writer.Write(MemoryMarshal.AsBytes<Matrix3d>([state.Cell, state.CellRate]));
            writer.Write(MemoryMarshal.AsBytes<Vector3d>(state.Positions));
            writer.Write(MemoryMarshal.AsBytes<Vector3d>(state.Velocities));
            writer.Write(output.FramesLength);
            writer.Write(output.SegmentsWritten);
            TrajectorySegment pending = output.Pending;
            int count = pending.Count, length = 3 * count * pending.AtomCount;
            writer.Write(count);
            writer.Write(MemoryMarshal.AsBytes<DynamicsSample>(pending.Samples.AsSpan(0, count)));
            writer.Write(MemoryMarshal.AsBytes<float>(pending.Positions.AsSpan(0, length)));
            writer.Write(MemoryMarshal.AsBytes<float>(pending.Velocities.AsSpan(0, length)));
        }

        byte[] hash = SHA256.HashData(memory.GetBuffer().AsSpan(0, (int)memory.Length));
        AtomicFile.Write(path, stream =>
        {
            memory.WriteTo(stream);
            stream.Write(hash);
        });
    }

    /// <summary>Reads a state into the arrays of a run.</summary>
    /// <returns>The potential energy there, eV, and what has been written.</returns>
    /// <exception cref="InsInputException">The file is damaged, or belongs to another run.</exception>
    public static (double Energy, long FramesLength, int SegmentsWritten) Read(string path, byte[] key, DynamicsState state, TrajectorySegment pending)
    {
        byte[] content = Content(path);
        Reader reader = new(path, content);
        if (!reader.Bytes(Magic.Length).SequenceEqual(Magic))
        {
            throw Damaged(path, "is no restart file of this version");
        }

        if (!reader.Bytes(key.Length).SequenceEqual(key))
        {
            throw Damaged(path, "belongs to a trajectory of another structure, potential or setting");
        }

        state.Step = reader.Value<long>();
        state.Heat = reader.Value<double>();
        state.PotentialSum = reader.Value<double>();
        double energy = reader.Value<double>();
        (state.Cell, state.CellRate) = (reader.Value<Matrix3d>(), reader.Value<Matrix3d>());
        reader.Fill<Vector3d>(state.Positions);
        reader.Fill<Vector3d>(state.Velocities);
        (long frames, int segments, int count) = (reader.Value<long>(), reader.Value<int>(), reader.Value<int>());
        if (state.Step < 0 || frames < 0 || segments < 0 || count < 0 || count >= pending.Capacity)
        {
            throw Damaged(path, "holds impossible numbers");
        }

        pending.Count = count;
        reader.Fill(pending.Samples.AsSpan(0, count));
        reader.Fill(pending.Positions.AsSpan(0, 3 * count * pending.AtomCount));
        reader.Fill(pending.Velocities.AsSpan(0, 3 * count * pending.AtomCount));
        return reader.IsAtEnd ? (energy, frames, segments) : throw Damaged(path, "is longer than it should be");
    }

    // Without the check sum at its end, which is checked.
    static byte[] Content(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw Damaged(path, "is too large");
            }

            byte[] all = File.ReadAllBytes(path);
            if (all.Length > HashLength && SHA256.HashData(all.AsSpan(..^HashLength)).AsSpan().SequenceEqual(all.AsSpan(^HashLength..)))
            {
                return all[..^HashLength];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InsInputException(path, null, $"cannot be read ({e.Message})", Remedy, e);
        }

        throw Damaged(path, "is damaged: its check sum is wrong");
    }

    static InsInputException Damaged(string path, string problem) => new(path, null, problem, Remedy);

    ref struct Reader(string path, ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> rest = content;

        public readonly bool IsAtEnd => rest.IsEmpty;

        public ReadOnlySpan<byte> Bytes(int length)
        {
            if (length > rest.Length)
            {
                throw Damaged(path, "ends too soon");
            }

            ReadOnlySpan<byte> bytes = rest[..length];
            rest = rest[length..];
            return bytes;
        }

        public T Value<T>()
            where T : unmanaged => MemoryMarshal.Read<T>(Bytes(System.Runtime.CompilerServices.Unsafe.SizeOf<T>()));

        public void Fill<T>(Span<T> values)
            where T : unmanaged => Bytes(MemoryMarshal.AsBytes(values).Length).CopyTo(MemoryMarshal.AsBytes(values));
    }
}
