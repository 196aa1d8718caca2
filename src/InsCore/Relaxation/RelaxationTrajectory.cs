using System.Globalization;
using System.Text;
using InsCore.Structures;

namespace InsCore.Relaxation;

/// <summary>The structures of a relaxation, one extended XYZ frame a step, in a file that only ever grows by whole frames.</summary>
/// <remarks>
/// A crash may leave a part of the last frame; reopening cuts it off, and with it every frame after the step from which the
/// relaxation goes on, so that the finished file is that of an uninterrupted run.
/// </remarks>
internal sealed class RelaxationTrajectory
{
    readonly string path;

    /// <summary>Opens a trajectory.</summary>
    /// <param name="path">The file; made with its folder if absent.</param>
    /// <param name="firstStep">Frames of this step and later ones are dropped; 0 to begin anew.</param>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public RelaxationTrajectory(string path, int firstStep)
    {
        this.path = path;
        Results.ResultRecord.Grows(path);
        Access(stream => stream.SetLength(firstStep == 0 ? 0 : LengthBefore(stream, firstStep)));
    }

    /// <summary>Appends a frame.</summary>
    public void Append(int step, SurfacePoint point)
    {
        byte[] frame = Encoding.UTF8.GetBytes(Frame(step, point));
        Access(stream =>
        {
            stream.Seek(0, SeekOrigin.End);
            stream.Write(frame);
        });
    }

    void Access(Action<FileStream> action)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using FileStream stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            action(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InsInputException(
                path, null, $"cannot be written ({e.Message})", "free space or choose another folder", e);
        }
    }

    static long LengthBefore(FileStream stream, int firstStep)
    {
        long kept = 0, position = 0;
        while (NextFrame(stream, ref position) is int step && step < firstStep)
        {
            kept = position;
        }

        return kept;
    }

    // Step of the frame at a position, which moves behind it; null at the end or at an incomplete frame.
    static int? NextFrame(FileStream stream, ref long position)
    {
        if (Line(stream, ref position) is not string count
            || !int.TryParse(count, NumberStyles.Integer, CultureInfo.InvariantCulture, out int atoms)
            || Line(stream, ref position) is not string comment)
        {
            return null;
        }

        for (int i = 0; i < atoms; i++)
        {
            if (Line(stream, ref position) is null)
            {
                return null;
            }
        }

        string? step = Array.Find(comment.Split(' '), word => word.StartsWith("step=", StringComparison.Ordinal));
        return int.TryParse(step?[5..], NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : null;
    }

    // A line with its end; null if the file ends first.
    static string? Line(FileStream stream, ref long position)
    {
        stream.Seek(position, SeekOrigin.Begin);
        StringBuilder line = new();
        for (int c = stream.ReadByte(); c >= 0; c = stream.ReadByte())
        {
            position++;
            if (c == '\n')
            {
                return line.ToString();
            }

            line.Append((char)c);
        }

        return null;
    }

    static string Frame(int step, SurfacePoint point)
    {
        Crystal crystal = point.Crystal;
        StringBuilder frame = new();
        frame.Append(CultureInfo.InvariantCulture, $"{crystal.AtomCount}\n");
        frame.Append(
            CultureInfo.InvariantCulture,
            $"Lattice=\"{Rows(crystal.PeriodicLattice.Vectors)}\" Properties=species:S:1:pos:R:3:forces:R:3 "
            + $"energy={point.Result.Energy:R} enthalpy={point.Enthalpy:R} stress=\"{Rows(point.Stress)}\" "
            + $"pbc=\"T T T\" step={step}{(step == 0 ? Results.ResultStamp.OfFirstFrame() : "")}\n");
        for (int i = 0; i < crystal.AtomCount; i++)
        {
            string symbol = Element.Symbol(crystal.AtomicNumbers[i]);
            frame.Append(
                CultureInfo.InvariantCulture, $"{symbol} {Row(crystal.Positions[i])} {Row(point.Result.Forces[i])}\n");
        }

        return frame.ToString();
    }

    static string Rows(Matrix3d m) => $"{Row(m.Row0)} {Row(m.Row1)} {Row(m.Row2)}";

    static string Row(Vector3d v) => FormattableString.Invariant($"{v.X:R} {v.Y:R} {v.Z:R}");
}
