using InsCore.Hdf5;

namespace InsCore.Spectra;

/// <summary>Spectra and maps as NeXus HDF5: NXdata groups that plotting programs open without further ado.</summary>
/// <remarks>Axes hold the edges of bins for energies and centres for Q; every dataset has an attribute "units".</remarks>
public static class NexusFile
{
    /// <summary>Writes spectra on one energy axis.</summary>
    /// <param name="path">The file, usually *.h5 or *.nxs.</param>
    /// <param name="unit">Unit of the intensities.</param>
    /// <param name="spectra">Spectra with the same energies; the first is the default plot.</param>
    /// <param name="provenance">How they came about.</param>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void Write(string path, string unit, IReadOnlyList<Spectrum1D> spectra, string provenance)
    {
        Hdf5Group entry = Group("NXentry");
        for (int k = 0; k < spectra.Count; k++)
        {
            Hdf5Group data = Group("NXdata");
            data.Attributes["signal"] = "intensity";
            data.Attributes["axes"] = "energy";
            data["title"] = Text(spectra[k].Label);
            data["energy"] = Dataset("1/cm", Edges(spectra[k].Energies), (ulong)spectra[k].Energies.Length + 1);
            data["intensity"] = Dataset(unit, spectra[k].Intensities, (ulong)spectra[k].Intensities.Length);
            entry[Name(k)] = data;
        }

        Write(path, entry, provenance);
    }

    /// <summary>Writes a map.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unit">Unit of the intensities.</param>
    /// <param name="map">The map; what is not measured is NaN.</param>
    /// <param name="provenance">How it came about.</param>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void Write(string path, string unit, Spectrum2D map, string provenance)
    {
        Hdf5Group entry = Group("NXentry"), data = Group("NXdata");
        data.Attributes["signal"] = "intensity";
        data.Attributes["axes"] = new[] { "q", "energy" };
        data["title"] = Text(map.Label);
        data["q"] = Dataset("1/angstrom", map.Q, (ulong)map.Q.Length);
        data["energy"] = Dataset("1/cm", Edges(map.Energies), (ulong)map.Energies.Length + 1);
        data["intensity"] = Dataset(unit, map.Intensities, (ulong)map.Q.Length, (ulong)map.Energies.Length);
        entry[Name(0)] = data;
        Write(path, entry, provenance);
    }

    /// <summary>Edges of bins from their centres: midway, and as far outside the first and last as inside.</summary>
    /// <param name="centres">[n], ascending, at least two.</param>
    /// <returns>[n + 1].</returns>
    internal static double[] Edges(double[] centres)
    {
        if (centres.Length < 2)
        {
            throw new ArgumentException("edges need at least two bins", nameof(centres));
        }

        double[] edges = new double[centres.Length + 1];
        for (int k = 1; k < centres.Length; k++)
        {
            edges[k] = 0.5 * (centres[k - 1] + centres[k]);
        }

        edges[0] = (2 * centres[0]) - edges[1];
        edges[^1] = (2 * centres[^1]) - edges[^2];
        return edges;
    }

    internal static Hdf5Group Group(string type)
    {
        Hdf5Group group = new();
        group.Attributes["NX_class"] = type;
        return group;
    }

    internal static Hdf5Dataset Dataset(string units, Array data, params ulong[] shape)
    {
        Hdf5Dataset dataset = new(data, shape);
        dataset.Attributes["units"] = units;
        return dataset;
    }

    internal static Hdf5Dataset Text(string text) => new(new[] { text }, 1);

    static string Name(int index) => index == 0 ? "data" : $"data_{index + 1}";

    static void Write(string path, Hdf5Group entry, string provenance)
    {
        entry.Attributes["default"] = Name(0);
        entry["program_name"] = Text($"InsCore {Provenance.Version}");
        entry["provenance"] = Text(provenance);
        Hdf5Group file = new() { ["entry"] = entry };
        file.Attributes["NX_class"] = "NXroot";
        file.Attributes["default"] = "entry";
        file.Write(path);
    }
}
