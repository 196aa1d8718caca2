using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Files;

/// <summary>Reads modes that phonopy wrote: band.yaml, mesh.yaml, qpoints.yaml and their HDF5 twins; frequencies in THz, phases of atoms.</summary>
internal static class PhonopyModes
{
    /// <summary>Reads a YAML file.</summary>
    public static PhononInput Read(YamlFile yaml, PhononInputOptions options)
    {
        PhonopyCompanions companions = new(yaml.Source, options);
        YamlNode root = yaml.Root;
        Crystal crystal = root["lattice"].Exists && (root["points"].Exists || root["atoms"].Exists)
            ? PhonopyCells.ReadCell(yaml.Source, root, 1)!
            : companions.Cells().Primitive;
        ModesBuilder modes = new(yaml.Source, crystal, mayLackVectors: true);
        foreach (YamlNode point in root["phonon"].Items)
        {
            modes.AddPoint(point.Require("q-position").Vector(), point["weight"].Exists ? point["weight"].Number() : 1);
            foreach (YamlNode band in point.Require("band").Items)
            {
                modes.AddEnergy(ForeignUnits.TerahertzInEv * band.Require("frequency").Number());
                ReadVector(band["eigenvector"], modes);
            }
        }

        string format = root["segment_nqpoint"].Exists || root["npath"].Exists ? "phonopy band.yaml" : root["mesh"].Exists ? "phonopy mesh.yaml" : "phonopy qpoints.yaml";
        return Finish(yaml.Source, format, modes, companions);
    }

    /// <summary>Reads an HDF5 file: eigenvectors [nQ × 3·nAtoms × nModes], the modes in columns; bands are lists of segments.</summary>
    public static PhononInput Read(PhononSource source, Hdf5File file, PhononInputOptions options)
    {
        PhonopyCompanions companions = new(source, options);
        ModesBuilder modes = new(source, companions.Cells().Primitive, mayLackVectors: true);
        int size = modes.ModeCount;
        string name = file.Has("qpoint") ? "qpoint" : "path";

        // Points of a band lie in segments: one more dimension, of all that is known of them.
        ulong[] shape = file.Shape(name);
        if (shape.Length is < 2 or > 3 || Array.Exists(shape, n => n > int.MaxValue))
        {
            throw source.Error(name, "is no list of wave vectors", "copy the file again, or write it anew");
        }

        int[] lead = [.. shape[..^1].Select(n => (int)n)];
        double[] q = file.Doubles(name, [.. lead, 3]), frequencies = file.Doubles("frequency", [.. lead, size]);
        int points = q.Length / 3;
        double[] weights = file.Has("weight") ? file.Doubles("weight", lead) : [.. Enumerable.Repeat(1.0, points)];
        double[] vectors = file.Has("eigenvector") ? file.Complexes("eigenvector", [.. lead, size, size]) : [];
        for (int k = 0; k < points; k++)
        {
            modes.AddPoint(new Vector3d(q[3 * k], q[(3 * k) + 1], q[(3 * k) + 2]), weights[k]);
            for (int n = 0; n < size; n++)
            {
                modes.AddEnergy(ForeignUnits.TerahertzInEv * frequencies[(k * size) + n]);
                for (int c = 0; vectors.Length > 0 && c < size; c++)
                {
                    int at = 2 * ((((k * size) + c) * size) + n);
                    modes.AddComponent(vectors[at], vectors[at + 1]);
                }
            }
        }

        return Finish(source, file.Has("mesh") ? "phonopy mesh.hdf5" : name == "path" ? "phonopy band.hdf5" : "phonopy qpoints.hdf5", modes, companions);
    }

    static void ReadVector(YamlNode vector, ModesBuilder modes)
    {
        Span<double> component = stackalloc double[2];
        foreach (YamlNode atom in vector.Items)
        {
            foreach (YamlNode axis in atom.Items)
            {
                axis.Fill(component);
                modes.AddComponent(component[0], component[1]);
            }
        }
    }

    static PhononInput Finish(PhononSource source, string format, ModesBuilder modes, PhonopyCompanions companions)
    {
        PhononModes built = modes.Build(atomPhases: true);
        return new PhononInput { Path = source.Path, Format = format, Modes = built, Notes = [.. companions.Notes, .. modes.Notes] };
    }
}
