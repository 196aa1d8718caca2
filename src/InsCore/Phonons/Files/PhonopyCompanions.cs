using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Finds the files that belong to a phonopy file: phonopy spreads one calculation over several.</summary>
internal sealed class PhonopyCompanions(PhononSource source, PhononInputOptions options)
{
    static readonly string[] CellNames = ["phonopy.yaml", "phonopy_params.yaml", "phonopy_disp.yaml", "phonopy.yml"];
    static readonly string[] StructureNames = ["POSCAR-unitcell", "POSCAR"];
    static readonly string[] ForceNames = ["force_constants.hdf5", "FORCE_CONSTANTS", "FORCE_SETS"];

    readonly List<string> notes = [];

    /// <summary>Which files were taken without being named.</summary>
    public IReadOnlyList<string> Notes => notes;

    string Folder => Path.GetDirectoryName(Path.GetFullPath(source.Path)) ?? ".";

    /// <summary>The cells for a file that does not hold them.</summary>
    public PhonopyCells Cells()
    {
        string path = options.Cells ?? (options.SupercellMatrix is null ? null : Beside(StructureNames, null)) ?? Beside(CellNames, "phonopy.y")
            ?? throw source.Error(
                null, "holds no cell, and no phonopy.yaml lies beside it", "give the cells with --cells phonopy.yaml, or with --cells POSCAR-unitcell --dim \"2 2 2\"");
        PhononSource file = PhononSource.Open(path);
        bool isYaml = Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml" || (!StructureFile.IsNamed(path) && PhonopyReader.Recognises(file));
        return isYaml ? Cells(YamlFile.Parse(file))
            : options.SupercellMatrix is { } matrix ? PhonopyCells.Of(file, StructureFile.Read(path), matrix, options.PrimitiveAxes)
            : throw file.Error(null, "is a structure, which does not say what supercell was made of it", "add phonopy's --dim, e.g. --dim \"2 2 2\"");
    }

    /// <summary>The cells that a file of phonopy states.</summary>
    public PhonopyCells Cells(YamlFile yaml) => options.SupercellMatrix is null && options.PrimitiveAxes is null
        ? PhonopyCells.Read(yaml)
        : throw yaml.Source.Error(null, "states its supercell and primitive cell itself", "leave out --dim and --primitive-axes, or give a structure with --cells");

    /// <summary>The force constants or forces for cells that come without; null if there are none.</summary>
    public PhononSource? Forces() => (options.Forces ?? Beside(ForceNames, "force_constants.hdf5")) is { } path ? PhononSource.Open(path) : null;

    /// <summary>Adds the charges of BORN to cells that come without, where there is such a file.</summary>
    public void AddCharges(PhonopyCells cells)
    {
        if (options.UseCharges && (options.Born ?? (cells.Charges is null ? Beside(["BORN"], null) : null)) is { } path)
        {
            cells.Take(PhonopyBorn.Read(PhononSource.Open(path), cells.Primitive));
        }
    }

    // The first of the usual names, or the only file that ends so behind a label, as janus-core names them: {label}-phonopy.yml.
    string? Beside(string[] names, string? ending)
    {
        string? found = Array.Find(names, n => File.Exists(Path.Combine(Folder, n)));
        if (found is null && ending is not null)
        {
            string[] labelled = Array.FindAll(
                [.. Directory.EnumerateFiles(Folder).Select(f => Path.GetFileName(f)!)], n => n.Contains($"-{ending}", StringComparison.Ordinal));
            string name = Path.GetFileName(source.Path);
            string label = name[..Math.Max(0, name.LastIndexOf('-'))];
            found = labelled.Length == 1 ? labelled[0] : Array.Find(labelled, n => n.StartsWith($"{label}-", StringComparison.Ordinal));
        }

        if (found is not null)
        {
            notes.Add($"{found} beside it was read with it");
        }

        return found is null ? null : Path.Combine(Path.GetDirectoryName(source.Path) ?? "", found);
    }
}
