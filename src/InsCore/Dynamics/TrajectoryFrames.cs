using System.Globalization;
using System.Text;
using InsCore.Structures;

namespace InsCore.Dynamics;

/// <summary>A trajectory as extended XYZ, in a file that grows by whole frames; what a crash left behind its known length is cut off.</summary>
internal sealed class TrajectoryFrames : IDisposable
{
    readonly string path;
    readonly Crystal crystal;
    readonly FileStream stream;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file; made with its folder if absent.</param>
    /// <param name="crystal">The atoms.</param>
    /// <param name="length">Bytes to be kept.</param>
    /// <exception cref="InsInputException">The file is shorter than that, or cannot be written.</exception>
    public TrajectoryFrames(string path, Crystal crystal, long length)
    {
        (this.path, this.crystal) = (path, crystal);
        stream = Guard(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        });
        if (stream.Length < length)
        {
            stream.Dispose();
            throw new InsInputException(path, null, "is shorter than the restart file beside it says", "delete the restart file to start anew");
        }

        Results.ResultRecord.Grows(path);
        stream.SetLength(length);
        stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Bytes of all frames.</summary>
    public long Length => stream.Length;

    /// <summary>Appends a frame.</summary>
    /// <param name="sample">Its figures.</param>
    /// <param name="time">fs.</param>
    /// <param name="positions">[nAtoms], Å.</param>
    public void Append(DynamicsSample sample, double time, ReadOnlySpan<Vector3d> positions)
    {
        StringBuilder frame = new();
        Matrix3d c = sample.Cell, stress = -1 * sample.Pressure;
        frame.Append(CultureInfo.InvariantCulture, $"{crystal.AtomCount}\nLattice=\"{Rows(c)}\" Properties=species:S:1:pos:R:3 ");
        frame.Append(CultureInfo.InvariantCulture, $"energy={sample.Potential:R} virial_stress=\"{Rows(stress)}\" time={time:R} step={sample.Step} pbc=\"T T T\"{(Length == 0 ? Results.ResultStamp.OfFirstFrame() : "")}\n");
        for (int i = 0; i < positions.Length; i++)
        {
            frame.Append(Element.Symbol(crystal.AtomicNumbers[i])).Append(' ').Append(Row(positions[i])).Append('\n');
        }

        byte[] bytes = Encoding.UTF8.GetBytes(frame.ToString());
        Guard(() =>
        {
            stream.Write(bytes);
            return 0;
        });
    }

    /// <summary>Makes sure that all is on the disk.</summary>
    public void Flush() => Guard(() =>
    {
        stream.Flush(flushToDisk: true);
        return 0;
    });

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InsInputException(path, null, $"cannot be written ({e.Message})", "free space or choose another folder", e);
        }
    }

    static string Rows(Matrix3d m) => $"{Row(m.Row0)} {Row(m.Row1)} {Row(m.Row2)}";

    static string Row(Vector3d v) => FormattableString.Invariant($"{v.X:F8} {v.Y:F8} {v.Z:F8}");
}
