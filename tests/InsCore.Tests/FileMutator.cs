namespace InsCore.Tests;

/// <summary>Damages files at random, but the same way each time.</summary>
internal static class FileMutator
{
    static readonly string[] Insertions =
    [
        "nan", "-inf", "1e999", "0", "-1", "99999999999", "2147483647", "'", "\"", ";", "\n;", "loop_", "_", "data_", "#", "%BLOCK ", "%ENDBLOCK",
        "{", "}", "[", "]", "=", ":", "\0", "\u2028", "\r", "\t", "\n", " ", "x,y,z", "(", "/", "D", "T T F", "Properties=", "\uffff", "1.0D+300", "e",
        "- ", "- - - ", "&a ", "*a", "!!x ", "? ", "|\n", ">", ",", "null", "<", "</v>", "&amp;", "[[[[[[", "1.0", "64", " 1 2 3\n", "\n\n",
    ];

    static readonly long[] Numbers = [0, 1, 2, -1, 255, 256, 65535, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, 1L << 40];

    /// <summary>A text with one to three changes.</summary>
    public static string Text(string seed, Random random)
    {
        string text = seed;
        for (int n = random.Next(1, 4); n > 0 && text.Length > 2; n--)
        {
            int at = random.Next(text.Length), length = random.Next(1, Math.Min(30, text.Length - at) + 1);
            text = random.Next(7) switch
            {
                0 => text.Remove(at, 1).Insert(at, ((char)random.Next(1, 128)).ToString()),
                1 => text.Remove(at, length),
                2 => text.Insert(at, text.Substring(at, length)),
                3 => text.Insert(at, Insertions[random.Next(Insertions.Length)]),
                4 => text[..at],
                5 => ReplaceDigit(text, at, random),
                _ => SwapLines(text, random),
            };
        }

        return text;
    }

    /// <summary>Bytes with one to three changes.</summary>
    public static byte[] Binary(byte[] seed, Random random)
    {
        byte[] bytes = [.. seed];
        for (int n = random.Next(1, 4); n > 0 && bytes.Length > 16; n--)
        {
            int at = random.Next(bytes.Length - 8);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = 0xff; break;
                case 3: BitConverter.TryWriteBytes(bytes.AsSpan(at), (int)Numbers[random.Next(Numbers.Length)]); break;
                case 4: BitConverter.TryWriteBytes(bytes.AsSpan(at), Numbers[random.Next(Numbers.Length)]); break;
                case 5: bytes.AsSpan(random.Next(bytes.Length - 8), 8).CopyTo(bytes.AsSpan(at)); break;
                default: bytes = random.Next(4) > 0 ? bytes : bytes[..at]; break;
            }
        }

        return bytes;
    }

    // Counts and indices are what hurts most, and digits are how they go wrong.
    static string ReplaceDigit(string text, int from, Random random)
    {
        int at = text.AsSpan(from).IndexOfAnyInRange('0', '9');
        return at < 0 ? text : text.Remove(from + at, 1).Insert(from + at, random.Next(4) switch { 0 => "9", 1 => "0", 2 => "77", _ => "-" });
    }

    static string SwapLines(string text, Random random)
    {
        string[] lines = text.Split('\n');
        int a = random.Next(lines.Length), b = random.Next(lines.Length);
        (lines[a], lines[b]) = (lines[b], lines[a]);
        return string.Join('\n', lines);
    }
}
