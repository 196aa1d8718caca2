using System.Text.Json;
using InsCore.Phonons;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;

namespace InsCore.Tests.Phonons;

/// <summary>Numbers that Euphonic stored as JSON, in our units.</summary>
internal static class EuphonicReference
{
    const double Hartree = 27.211386245981; // eV

    /// <summary>Force constants; a file of peer-data/euphonic/force_constants.</summary>
    /// <param name="name">Name before _force_constants.json.</param>
    /// <param name="options">Without charges: these are read from the file, where it has them.</param>
    public static ForceConstants ForceConstants(string name, ForceConstantsOptions options)
    {
        JsonElement root = Read($"force_constants/{name}_force_constants.json");
        Crystal crystal = Crystal(root.GetProperty("crystal"));
        double[] values = Array.ConvertAll(Numbers(root, "force_constants"), v => v * Hartree / (Constants.BohrRadius * Constants.BohrRadius));
        if (root.TryGetProperty("born", out _))
        {
            // Euphonic's first index is the displacement.
            Matrix3d[] charges = [.. Numbers(root, "born").Chunk(9).Select(m => Matrix(m).Transpose)];
            options = options with { Charges = new(Matrix(Numbers(root, "dielectric")), charges) };
        }

        return InsCore.Phonons.ForceConstants.FromCells(crystal, Matrix(Numbers(root, "sc_matrix")), Vectors(root, "cell_origins"), values, options);
    }

    /// <summary>Wave vectors of a JSON file; a path under peer-data/euphonic.</summary>
    public static Vector3d[] QPoints(string path) => Vectors(Read(path), "qpts");

    /// <summary>Numbers of a JSON file, flattened.</summary>
    public static double[] Numbers(string path, string name) => Numbers(Read(path), name);

    static Crystal Crystal(JsonElement crystal)
    {
        Lattice lattice = new(Matrix(Numbers(crystal, "cell_vectors")));
        int[] numbers = [.. crystal.GetProperty("atom_type").EnumerateArray().Select(t => Element.AtomicNumber(t.GetString()!))];
        return new(lattice, numbers, Array.ConvertAll(Vectors(crystal, "atom_r"), lattice.ToCartesian), Numbers(crystal, "atom_mass"));
    }

    static JsonElement Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(TestData.Shared("peer-data/euphonic/" + path)));
        return document.RootElement.Clone();
    }

    static Matrix3d Matrix(double[] m) => new(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);

    static Vector3d[] Vectors(JsonElement owner, string name) =>
        [.. Numbers(owner, name).Chunk(3).Select(v => new Vector3d(v[0], v[1], v[2]))];

    static double[] Numbers(JsonElement owner, string name)
    {
        List<double> numbers = [];
        void Add(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Add(item);
                }
            }
            else
            {
                numbers.Add(element.GetDouble());
            }
        }

        Add(owner.GetProperty(name));
        return [.. numbers];
    }
}
