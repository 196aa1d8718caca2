namespace InsCore.Phonons.Files;

/// <summary>Reads HDF5 files: our own modes.</summary>
internal static class Hdf5PhononReader
{
    /// <summary>Reads a file.</summary>
    public static PhononInput Read(PhononSource source) => new()
    {
        Path = source.Path, Format = "InsCore modes (HDF5)", Modes = PhononFile.Read(source.Path).Modes,
    };
}
