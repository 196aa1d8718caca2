using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace InsCore.TestSupport;

/// <summary>An array of a .npy file.</summary>
/// <param name="Shape">Extents; empty for a scalar.</param>
/// <param name="Type">Element type as NumPy writes it, e.g. "&lt;f8".</param>
/// <param name="Values">Row-major whatever the order in the file; the real part of complex arrays. Exact for integers below 2^53.</param>
/// <param name="Imaginary">The imaginary part, row-major; null unless complex.</param>
internal sealed record NumpyArray(int[] Shape, string Type, double[] Values, double[]? Imaginary);

/// <summary>Reads .npy and .npz files: f8, f4, i8, i4, b1 and c16, little-endian, either order; of texts the shape alone.</summary>
internal static partial class NumpyFile
{
    /// <summary>Reads one .npy file.</summary>
    public static NumpyArray Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads all arrays of an .npz file, by name without the extension.</summary>
    public static Dictionary<string, NumpyArray> ReadAll(string path)
    {
        Dictionary<string, NumpyArray> arrays = [];
        using ZipArchive zip = ZipFile.OpenRead(path);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using Stream stream = entry.Open();
            using MemoryStream content = new();
            stream.CopyTo(content);
            string name = entry.FullName.EndsWith(".npy", StringComparison.Ordinal) ? entry.FullName[..^4] : entry.FullName;
            arrays.Add(name, Parse(content.ToArray(), $"{path}, {name}"));
        }

        return arrays;
    }

    static NumpyArray Parse(ReadOnlySpan<byte> file, string source)
    {
        if (file.Length < 10 || file[0] != 0x93 || !file[1..6].SequenceEqual("NUMPY"u8))
        {
            throw new InvalidDataException($"{source} is not a .npy file");
        }

        bool isLong = file[6] > 1;
        int start = isLong ? 12 : 10;
        int length = isLong ? BinaryPrimitives.ReadInt32LittleEndian(file[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
        string header = Encoding.UTF8.GetString(file.Slice(start, length));
        string type = Descriptor().Match(header).Groups[1].Value;
        int[] shape = [.. Integer().Matches(Extents().Match(header).Groups[1].Value).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture))];
        int count = shape.Aggregate(1, (a, b) => a * b);
        ReadOnlySpan<byte> data = file[(start + length)..];
        if (type.StartsWith("<U", StringComparison.Ordinal))
        {
            return new NumpyArray(shape, type, [], null);
        }

        double[] values = new double[count];
        double[]? imaginary = type == "<c16" ? new double[count] : null;
        int[] order = FortranOrder().IsMatch(header) ? FromFortran(shape) : [.. Enumerable.Range(0, count)];
        for (int i = 0; i < count; i++)
        {
            values[i] = Element(data, type, order[i], source);
            if (imaginary is not null)
            {
                imaginary[i] = BinaryPrimitives.ReadDoubleLittleEndian(data[(16 * order[i] + 8)..]);
            }
        }

        return new NumpyArray(shape, type, values, imaginary);
    }

    static double Element(ReadOnlySpan<byte> data, string type, int i, string source) => type switch
    {
        "<f8" => BinaryPrimitives.ReadDoubleLittleEndian(data[(8 * i)..]),
        "<f4" => BinaryPrimitives.ReadSingleLittleEndian(data[(4 * i)..]),
        "<i8" => BinaryPrimitives.ReadInt64LittleEndian(data[(8 * i)..]),
        "<i4" => BinaryPrimitives.ReadInt32LittleEndian(data[(4 * i)..]),
        "|b1" => data[i],
        "<c16" => BinaryPrimitives.ReadDoubleLittleEndian(data[(16 * i)..]),
        _ => throw new NotSupportedException($"{source}: element type {type}"),
    };

    // Place in the file (first index fastest) of each element in row-major order.
    static int[] FromFortran(int[] shape)
    {
        int[] order = new int[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < order.Length; i++)
        {
            int rest = i;
            int stride = order.Length;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                stride /= shape[axis];
                order[i] += rest % shape[axis] * stride;
                rest /= shape[axis];
            }
        }

        return order;
    }

    [GeneratedRegex(@"'descr':\s*'([^']+)'")]
    private static partial Regex Descriptor();

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex Extents();

    [GeneratedRegex(@"'fortran_order':\s*True")]
    private static partial Regex FortranOrder();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Integer();
}
