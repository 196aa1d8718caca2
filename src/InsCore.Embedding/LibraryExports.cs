using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using InsCore.Structures;

namespace InsCore.Embedding;

/// <summary>Exported functions on the library itself and on files; documented in inscore_embed.h.</summary>
internal static unsafe class LibraryExports
{
    // INSCORE_EMBED_ABI of the header.
    const int Abi = 1;

    static readonly byte[] VersionText = Text.ToPinned(Provenance.Version);

    [UnmanagedCallersOnly(EntryPoint = "inscore_abi_version", CallConvs = [typeof(CallConvCdecl)])]
    public static int AbiVersion() => Abi;

    [UnmanagedCallersOnly(EntryPoint = "inscore_version", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Version() => Text.Pinned(VersionText);

    [UnmanagedCallersOnly(EntryPoint = "inscore_last_error", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Error() => LastError.Pointer;

    [UnmanagedCallersOnly(EntryPoint = "inscore_free", CallConvs = [typeof(CallConvCdecl)])]
    public static int Free(ulong handle) => Boundary.Run(() => Handles.Free(handle));

    [UnmanagedCallersOnly(EntryPoint = "inscore_read_structure", CallConvs = [typeof(CallConvCdecl)])]
    public static int ReadStructure(
        byte* path, int capacity, int* atoms, int* periodic, int* numbers, double* positions, double* cell, double* masses) => Boundary.Run(() =>
    {
        Argument.NotNull(atoms, "atoms");
        Argument.Check(capacity >= 0, "capacity", $"{capacity} is negative", "give the number of atoms that the arrays hold");
        Crystal crystal = StructureFile.Read(Argument.Text(path, "path"));
        *atoms = crystal.AtomCount;
        Argument.CopyTo<int>(crystal.Lattice is null ? [0, 0, 0] : [1, 1, 1], periodic);
        Argument.CopyTo<Matrix3d>([crystal.Lattice?.Vectors ?? default], cell);
        if (capacity > 0)
        {
            Argument.Check(capacity >= crystal.AtomCount, "capacity", $"{capacity} is less than {crystal.AtomCount} atoms", "make the arrays longer");
            Argument.CopyTo(crystal.AtomicNumbers, numbers);
            Argument.CopyTo(crystal.Positions, positions);
            Argument.CopyTo(crystal.Masses, masses);
        }
    });
}
