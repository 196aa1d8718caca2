using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using InsCore.Phonons;
using InsCore.Phonons.Files;
using InsCore.Spectra;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Units;
using PureHDF;

namespace InsCore.Tests.Phonons.Files;

/// <summary>A small sound file of every format, to be damaged, and the files that belong to them in a folder.</summary>
internal static class FuzzSeeds
{
    /// <summary>Names of the formats, as the reports show them.</summary>
    public static readonly string[] Names =
    [
        "CASTEP .phonon", "CASTEP .castep_bin", "Euphonic modes", "Euphonic force constants", "InsCore HDF5", "phonopy.yaml", "phonopy_params.yaml", "phonopy band.yaml",
        "phonopy qpoints.yaml", "phonopy force_constants.hdf5", "phonopy mesh.hdf5", "phonopy FORCE_CONSTANTS", "phonopy FORCE_SETS", "phonopy FORCE_SETS of all atoms", "phonopy_params.yaml of all atoms", "phonopy BORN",
        "vasprun.xml", "Gaussian log", "CRYSTAL out", "Euphonic spectrum", "Euphonic map", "h5py force_constants.hdf5", "h5py mesh.hdf5",
    ];

    static readonly Lazy<string> Companions = new(MakeCompanions);

    /// <summary>A sound file.</summary>
    /// <returns>Its bytes, whether these are text, and the reader.</returns>
    public static (byte[] Bytes, bool IsText, Func<PhononSource, object?> Read) Of(string name)
    {
        string folder = Companions.Value;
        PhononInputOptions options = new() { Cells = Path.Combine(folder, "phonopy.yaml"), Forces = Path.Combine(folder, "FORCE_CONSTANTS") };
        (byte[], bool, Func<PhononSource, object?>) Text(string text, Func<PhononSource, object?> read) => (Encoding.UTF8.GetBytes(text), true, read);
        (byte[], bool, Func<PhononSource, object?>) Hdf5(byte[] bytes) => (bytes, false, s => Hdf5PhononReader.Read(s, options));
        PhonopyCells cells = PhonopyCells.Read(YamlFile.Parse(PhononSource.Open(options.Cells!)));
        return name switch
        {
            "CASTEP .phonon" => (Written("a.phonon", p => PhononOutput.WriteCastepPhonon(p, Two)), true, s => CastepPhononReader.Read(s)),
            "CASTEP .castep_bin" => (CastepBin(), false, s => CastepBinReader.Read(s, options)),
            "Euphonic modes" => (Written("m.json", p => PhononOutput.WriteEuphonic(p, Two)), true, s => EuphonicReader.Read(s, options)),
            "Euphonic force constants" => (Written("f.json", p => PhononOutput.WriteEuphonic(p, Removed)), true, s => EuphonicReader.Read(s, options)),
            "InsCore HDF5" => Hdf5(Written("m.h5", p => PhononFile.Write(p, Two, "test"))),
            "phonopy.yaml" => Text(File.ReadAllText(options.Cells!) + YamlForceConstants(), s => PhonopyReader.ReadYaml(s, options with { Cells = null, Forces = null })),
            "phonopy_params.yaml" => Text(File.ReadAllText(options.Cells!) + YamlForces(), s => PhonopyReader.ReadYaml(s, options with { Cells = null, Forces = null })),
            "phonopy band.yaml" => Text(Band(withCell: true), s => PhonopyReader.ReadYaml(s, options)),
            "phonopy qpoints.yaml" => Text(Band(withCell: false), s => PhonopyReader.ReadYaml(s, options)),
            "phonopy force_constants.hdf5" => Hdf5(File.ReadAllBytes(Path.Combine(folder, "force_constants.hdf5"))),
            "phonopy mesh.hdf5" => Hdf5(Mesh()),
            "phonopy FORCE_CONSTANTS" => Text(File.ReadAllText(options.Forces!), s => PhonopyReader.ReadForceConstantsText(s, options)),
            "phonopy FORCE_SETS" => Text(ForceSets(), s => PhonopyReader.ReadForceSets(s, options)),
            "phonopy FORCE_SETS of all atoms" => Text(Snapshots(cells).Text("F8"), s => PhonopyReader.ReadForceSets(s, options)),
            "phonopy_params.yaml of all atoms" => Text(
                File.ReadAllText(options.Cells!) + Snapshots(cells).Yaml(), s => PhonopyReader.ReadYaml(s, options with { Cells = null, Forces = null })),
            "phonopy BORN" => Text(File.ReadAllText(Path.Combine(folder, "BORN")), s => PhonopyBorn.Read(s, cells.Primitive)),
            "vasprun.xml" => Text(OtherProgramsTests.Vasprun(), s => VasprunReader.Read(s, options)),
            "Gaussian log" => Text(OtherProgramsTests.Gaussian(isPrecise: true), s => GaussianReader.Read(s)),
            "CRYSTAL out" => Text(OtherProgramsTests.Crystal(), s => CrystalReader.Read(s)),
            "Euphonic spectrum" => (Written("s.json", p => EuphonicSpectra.Write(p, "barn", [Line, Line])), true, s => Spectrum(s).Lines()),
            "Euphonic map" => (Written("s2.json", p => EuphonicSpectra.Write(p, "barn", Map)), true, s => Spectrum(s).Map()),
            _ => Peer(name),
        };
    }

    // Written by the HDF5 library itself, which lays files out in its own way.
    static (byte[], bool, Func<PhononSource, object?>) Peer(string name)
    {
        string Path(string file) => TestData.Shared($"peer-data/euphonic/phonopy_files/NaCl/{file}");
        PhononInputOptions options = new() { Cells = Path("phonopy_nofc.yaml") };
        return (File.ReadAllBytes(Path(name.Contains("mesh") ? "mesh/mesh.hdf5" : "force_constants.hdf5")), false, s => Hdf5PhononReader.Read(s, options));
    }

    static readonly Spectrum1D Line = new("a", [.. Enumerable.Range(0, 50).Select(k => 2.0 * k)], [.. Enumerable.Range(0, 50).Select(k => 1.0 / (k + 1))]);

    static readonly Spectrum2D Map = new("b", [1, 2, 3], Line.Energies, [.. Line.Intensities, .. Line.Intensities, .. Line.Intensities.Select(_ => double.NaN)]);

    static EuphonicSpectrumFile Spectrum(PhononSource source) => EuphonicSpectrumFile.Parse(source.Path, [.. source.Bytes]);

    static readonly PhononModes Two = PhononSolver.Solve(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic), [default, new(0.5, 0, 0.25)]);

    static ForceConstants Removed =>
        new(SmallPhonons.Polar.Supercell, SmallPhonons.Polar.Values, SmallPhonons.Polar.Options with { Dipoles = DipoleTail.Removed });

    static string MakeCompanions()
    {
        string folder = Directory.CreateTempSubdirectory("fuzz").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        PhononOutput.WritePhonopy(folder, SmallPhonons.Polar);
        return folder;
    }

    static byte[] Written(string name, Action<string> write)
    {
        string path = Path.Combine(Companions.Value, name);
        write(path);
        return File.ReadAllBytes(path);
    }

    static string YamlForceConstants()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Companions.Value, "FORCE_CONSTANTS"));
        StringBuilder text = new("\nforce_constants:\n  format: \"compact\"\n  shape: [ 3, 9 ]\n  elements:\n");
        for (int k = 1; k < lines.Length; k++)
        {
            string[] f = lines[k].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            text.Append(f.Length == 2 ? $"  - # ({f[0]}, {f[1]})\n" : $"    - [ {f[0]}, {f[1]}, {f[2]} ]\n");
        }

        return text.ToString();
    }

    static (Vector3d Displacement, Vector3d[] Forces)[] Displaced(int count)
    {
        ForceConstants constants = SmallPhonons.ForceConstants;
        int[] order = PhonopyCells.Read(YamlFile.Parse(PhononSource.Open(Path.Combine(Companions.Value, "phonopy.yaml")))).Order;
        return [.. Enumerable.Range(0, count).Select(d =>
        {
            Vector3d u = 0.01 * new Vector3d(d % 3 == 0 ? 1 : 0, d % 3 == 1 ? 1 : 0, d % 3 == 2 ? 1 : 0);
            return (u, Array.ConvertAll(order, s => new Vector3d(Force(d / 3, s, u, 0), Force(d / 3, s, u, 1), Force(d / 3, s, u, 2))));
        })];

        double Force(int i, int s, Vector3d u, int b) =>
            -Enumerable.Range(0, 3).Sum(a => u[a] * constants.Values[(((((3 * i) + a) * 9) + s) * 3) + b]);
    }

    static string Row(Vector3d v, string separator) => string.Create(CultureInfo.InvariantCulture, $"{v.X:F12}{separator}{v.Y:F12}{separator}{v.Z:F12}");

    static string YamlForces()
    {
        StringBuilder text = new("\ndisplacements:\n");
        foreach (((Vector3d u, Vector3d[] forces), int d) in Displaced(9).Select((x, d) => (x, d)))
        {
            text.Append(CultureInfo.InvariantCulture, $"- atom: {(d / 3 * 3) + 1,4}\n  displacement:\n    [ {Row(u, ", ")} ]\n  forces:\n");
            text.AppendJoin("", forces.Select(f => $"  - [ {Row(f, ", ")} ]\n"));
        }

        return text.ToString();
    }

    static string ForceSets()
    {
        StringBuilder text = new("9\n9\n");
        foreach (((Vector3d u, Vector3d[] forces), int d) in Displaced(9).Select((x, d) => (x, d)))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{(d / 3 * 3) + 1}\n  {Row(u, " ")}\n");
            text.AppendJoin("", forces.Select(f => $"  {Row(f, " ")}\n"));
        }

        return text.ToString();
    }

    static SnapshotText Snapshots(PhonopyCells cells) => SnapshotText.Random(SmallPhonons.ForceConstants, 9).Ordered(cells.Order);

    static string Band(bool withCell)
    {
        string cell = File.ReadAllText(Path.Combine(Companions.Value, "phonopy.yaml"));
        int start = cell.IndexOf("primitive_cell:\n", StringComparison.Ordinal) + "primitive_cell:\n".Length;
        string own = cell[start..cell.IndexOf("unit_cell:", StringComparison.Ordinal)];
        StringBuilder text = new("nqpoint: 2\nnpath: 1\nnatom: 3\n");
        text.Append(withCell ? string.Join('\n', own.Split('\n').Select(l => l.StartsWith("  ", StringComparison.Ordinal) ? l[2..] : l)) : "").Append("phonon:\n");
        for (int q = 0; q < 2; q++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- q-position: [ {Row(Two.QPoints[q], ", ")} ]\n  distance: 0.0\n  band:\n");
            for (int n = 0; n < 9; n++)
            {
                text.Append(CultureInfo.InvariantCulture, $"  - # {n + 1}\n    frequency: {Two.EnergiesAt(q)[n] / ForeignUnits.TerahertzInEv:F10}\n    eigenvector:\n");
                for (int k = 0; k < 9; k++)
                {
                    System.Numerics.Complex z = Two.EigenvectorsAt(q)[(9 * n) + k];
                    text.Append(k % 3 == 0 ? $"    - # atom {(k / 3) + 1}\n" : "").Append(CultureInfo.InvariantCulture, $"      - [ {z.Real:F14}, {z.Imaginary:F14} ]\n");
                }
            }
        }

        return text.ToString();
    }

    struct Pair
    {
        public double r;
        public double i;
    }

    static byte[] Mesh()
    {
        Pair[] vectors = new Pair[2 * 81];
        for (int k = 0; k < vectors.Length; k++)
        {
            System.Numerics.Complex z = Two.Eigenvectors[(k / 81 * 81) + (k % 9 * 9) + (k / 9 % 9)];
            vectors[k] = new Pair { r = z.Real, i = z.Imaginary };
        }

        H5File file = new()
        {
            ["mesh"] = new H5Dataset(new[] { 2, 1, 4 }, fileDims: [3]),
            ["qpoint"] = new H5Dataset(Two.QPoints.SelectMany(q => new[] { q.X, q.Y, q.Z }).ToArray(), fileDims: [2, 3]),
            ["weight"] = new H5Dataset(new[] { 1, 2 }, fileDims: [2]),
            ["frequency"] = new H5Dataset(Array.ConvertAll(Two.Energies, e => e / ForeignUnits.TerahertzInEv), fileDims: [2, 9]),
            ["eigenvector"] = new H5Dataset(vectors, fileDims: [2, 9, 9]),
        };
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }

    static byte[] CastepBin()
    {
        using MemoryStream stream = new();
        Crystal crystal = Removed.Crystal;
        (Matrix3d v, Matrix3d m) = ((1 / Constants.BohrRadius) * crystal.PeriodicLattice.Vectors, Removed.Supercell.Matrix);
        Name("CASTEP_BIN", 10);
        Name("BEGIN_UNIT_CELL", 256);
        Named("CELL%REAL_LATTICE", Doubles([.. Enumerable.Range(0, 9).Select(k => v[k % 3, k / 3])]));
        Named("CELL%NUM_SPECIES", Integers([3]));
        Named("CELL%MAX_IONS_IN_SPECIES", Integers([1]));
        Named("CELL%NUM_IONS_IN_SPECIES", Integers([1, 1, 1]));
        Named("CELL%IONIC_POSITIONS", Doubles([.. crystal.FractionalPositions().SelectMany(x => new[] { x.X, x.Y, x.Z })]));
        Named("CELL%SPECIES_MASS", Doubles([.. crystal.Masses.ToArray().Select(x => x / ForeignUnits.ElectronMassInU)]));
        Named("CELL%SPECIES_SYMBOL", Encoding.ASCII.GetBytes(string.Concat(crystal.AtomicNumbers.ToArray().Select(z => Element.Symbol(z).PadRight(8)))));
        Name("END_UNIT_CELL", 256);
        Vector3d[] cells = [.. Removed.Supercell.Shifts.Take(3)];
        Named("FORCE_CON", Integers([.. Enumerable.Range(0, 9).Select(k => (int)m[k % 3, k / 3])]));
        Record(Doubles([.. Enumerable.Range(0, 243).Select(k =>
            Removed.Values[(((k % 9 * 9) + Removed.Supercell.IndexOf(k / 9 % 9 / 3, cells[k / 81])) * 3) + (k / 9 % 3)] / ForeignUnits.HartreePerSquareBohr)]));
        Record(Integers([.. cells.SelectMany(c => new[] { (int)c.X, (int)c.Y, (int)c.Z })]));
        Record(Integers([0]));
        Named("BORN_CHGS", Doubles([.. Enumerable.Range(0, 27).Select(k => Removed.Options.Charges!.Charges[k / 9][k % 3, k % 9 / 3])]));
        Named("DIELECTRIC", Doubles([.. Enumerable.Range(0, 9).Select(k => Removed.Options.Charges!.Dielectric[k / 3, k % 3])]));
        Name("END", 256);
        return stream.ToArray();

        void Name(string name, int width) => Record(Encoding.ASCII.GetBytes(name.PadRight(width)));

        void Named(string name, byte[] content)
        {
            Name(name, 256);
            Record(content);
        }

        void Record(byte[] content)
        {
            byte[] length = Integers([content.Length]);
            stream.Write(length);
            stream.Write(content);
            stream.Write(length);
        }

        static byte[] Integers(int[] values)
        {
            byte[] bytes = new byte[4 * values.Length];
            for (int k = 0; k < values.Length; k++)
            {
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * k), values[k]);
            }

            return bytes;
        }

        static byte[] Doubles(double[] values)
        {
            byte[] bytes = new byte[8 * values.Length];
            for (int k = 0; k < values.Length; k++)
            {
                BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(8 * k), values[k]);
            }

            return bytes;
        }
    }
}
