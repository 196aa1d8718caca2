namespace InsCore.Potentials.ModelFiles;

/// <summary>The check sum of zip files: polynomial 0xEDB88320, reflected (ISO 3309).</summary>
internal static class Crc32
{
    static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Remainder((uint)i))];

    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint sum = ~0u;
        foreach (byte b in data)
        {
            sum = (sum >> 8) ^ Table[(byte)(sum ^ b)];
        }

        return ~sum;
    }

    static uint Remainder(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
        }

        return value;
    }
}
