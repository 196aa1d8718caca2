namespace InsCore.Phonons.Files;

/// <summary>Reads HDF5 files: our own modes, phonopy's force constants and modes.</summary>
internal static class Hdf5PhononReader
{
    /// <summary>Reads a file; the names of its members tell what it holds.</summary>
    public static PhononInput Read(PhononSource source, PhononInputOptions options)
    {
        Hdf5File file = new(source);
        return file.Attribute("format") == PhononFile.Format ? new PhononInput
            {
                Path = source.Path, Format = "InsCore modes (HDF5)", Modes = PhononFile.Read(source, file).Modes,
            }
            : file.Has("force_constants") ? PhonopyReader.ReadForceConstantsHdf5(source, file, options)
            : file.Has("frequency") ? PhonopyModes.Read(source, file, options)
            : throw source.Error(null, "holds neither modes nor force constants", PhononFormats.Remedy);
    }
}
