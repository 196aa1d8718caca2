using InsCore.Phonons.Files;

namespace InsCore.Phonons;

/// <summary>Writes modes and force constants for other programs; each file whole or not at all.</summary>
public static class PhononOutput
{
    /// <summary>Writes modes as CASTEP's .phonon, which AbINS, Euphonic and OCLIMAX read; twelve decimals.</summary>
    /// <param name="path">The file.</param>
    /// <param name="modes">The modes.</param>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void WriteCastepPhonon(string path, PhononModes modes) =>
        AtomicFile.Write(path, stream => CastepPhononWriter.Write(stream, modes));

    /// <summary>Writes modes as Euphonic's JSON (QpointPhononModes), all digits.</summary>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void WriteEuphonic(string path, PhononModes modes) => AtomicFile.Write(path, stream => EuphonicWriter.Write(stream, modes));

    /// <summary>Writes force constants as Euphonic's JSON (ForceConstants), all digits; with charges, without their dipole–dipole interaction.</summary>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void WriteEuphonic(string path, ForceConstants constants) => AtomicFile.Write(path, stream => EuphonicWriter.Write(stream, constants));

    /// <summary>Writes modes along a path as phonopy's band.yaml, without eigenvectors, frequencies in THz.</summary>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void WritePhonopyBands(string path, BandStructure bands) => AtomicFile.WriteAllText(path, PhonopyBandWriter.Write(bands));

    /// <summary>Writes force constants as phonopy's phonopy.yaml, force_constants.hdf5, FORCE_CONSTANTS and, with charges, BORN, into a folder.</summary>
    /// <returns>The files.</returns>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    /// <exception cref="ArgumentException">They are without the dipole–dipole interaction of their charges; phonopy wants them with it.</exception>
    public static IReadOnlyList<string> WritePhonopy(string folder, ForceConstants constants) => new PhonopyWriter(constants).Write(folder);
}
