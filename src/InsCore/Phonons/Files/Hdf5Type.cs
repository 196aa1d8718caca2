namespace InsCore.Phonons.Files;

/// <summary>Type of the elements of an HDF5 dataset or attribute.</summary>
/// <param name="Class">0 whole numbers, 1 floating point, 3 text of fixed length, 6 compound, 9 text or sequence of variable length.</param>
/// <param name="Size">Bytes of an element.</param>
/// <param name="Flags">The class's bits: 1 in the first for big-endian numbers; for compounds the number of members; for class 9, 1 for text.</param>
internal readonly record struct Hdf5Type(int Class, int Size, int Flags)
{
    /// <summary>Whole numbers, little-endian.</summary>
    public bool IsInteger => Class == 0 && (Flags & 1) == 0 && Size is 1 or 2 or 4 or 8;

    /// <summary>64-bit floating point, little-endian.</summary>
    public bool IsDouble => Class == 1 && (Flags & 1) == 0 && Size == sizeof(double);

    /// <summary>32-bit floating point, little-endian.</summary>
    public bool IsSingle => Class == 1 && (Flags & 1) == 0 && Size == sizeof(float);

    /// <summary>Pairs of 64-bit numbers.</summary>
    public bool IsComplex => Class == 6 && Size == 2 * sizeof(double) && (Flags & 0xffff) == 2;

    /// <summary>Text of fixed length.</summary>
    public bool IsFixedText => Class == 3;

    /// <summary>Text of variable length, kept in a heap.</summary>
    public bool IsVariableText => Class == 9 && (Flags & 0xf) == 1 && Size == 16;

    /// <summary>Takes a type from a message.</summary>
    public static Hdf5Type Read(Hdf5Cursor cursor)
    {
        int first = cursor.Byte(), flags = cursor.Byte() | (cursor.Byte() << 8) | (cursor.Byte() << 16);
        return new(first & 0xf, (int)Math.Min(cursor.Int(), int.MaxValue), flags);
    }
}
