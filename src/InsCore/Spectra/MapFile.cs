using InsCore.Hdf5;

namespace InsCore.Spectra;

/// <summary>A map with its parts in an HDF5 file.</summary>
/// <remarks>
/// Datasets: "q" [nQ], "energy" [nE], "elastic" [nQ], and in the group "maps" one [nQ × nE] for the total and each part, NaN where nothing
/// is measured. Every dataset has an attribute "units"; the root has "format", "version", "title" and "settings".
/// </remarks>
public static class MapFile
{
    const string Format = "inscore map";
    const int Version = 1;

    /// <summary>Writes a map, all or nothing.</summary>
    /// <param name="path">The file, usually *.h5.</param>
    /// <param name="title">What it is.</param>
    /// <param name="settings">How it was made.</param>
    /// <param name="maps">The total and its parts, on the same bins, with different labels.</param>
    /// <param name="elastic">Area of the elastic line at each Q, [nQ]; null for none.</param>
    /// <param name="intensityUnit">Unit of the elastic line, and of the intensities without their "per energy".</param>
    /// <param name="unit">Unit of the energies.</param>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void Write(
        string path, string title, string settings, IReadOnlyList<Spectrum2D> maps, double[]? elastic, string intensityUnit, EnergyUnit unit)
    {
        Hdf5Group group = new();
        foreach (Spectrum2D map in maps)
        {
            group[map.Label] = Dataset(
                $"{intensityUnit} per {unit.Name}", unit.DensityFromWavenumbers(map.Intensities), (ulong)map.Q.Length, (ulong)map.Energies.Length);
        }

        Hdf5Group file = new()
        {
            ["q"] = Dataset("1/angstrom", maps[0].Q, (ulong)maps[0].Q.Length),
            ["energy"] = Dataset(unit.Name, unit.FromWavenumbers(maps[0].Energies), (ulong)maps[0].Energies.Length),
            ["maps"] = group,
        };
        if (elastic is not null)
        {
            file["elastic"] = Dataset(intensityUnit, elastic, (ulong)elastic.Length);
        }

        file.Attributes["format"] = Format;
        file.Attributes["version"] = Version;
        file.Attributes["title"] = title;
        file.Attributes["settings"] = settings;
        file.Write(path);
    }

    static Hdf5Dataset Dataset(string units, double[] data, params ulong[] shape)
    {
        Hdf5Dataset dataset = new(data, shape);
        dataset.Attributes["units"] = units;
        return dataset;
    }
}
