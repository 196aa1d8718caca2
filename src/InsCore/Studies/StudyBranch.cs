namespace InsCore.Studies;

/// <summary>One structure with one potential among those of a study, with a folder of its own where there are several.</summary>
/// <param name="Name">Name of the folder within that of the results; empty where there is but one.</param>
/// <param name="Options">The study of it.</param>
public sealed record StudyBranch(string Name, StudyOptions Options)
{
    /// <summary>The branches of a study: each structure with each model.</summary>
    /// <exception cref="InsInputException">Two of them would share a folder.</exception>
    public static IReadOnlyList<StudyBranch> Of(StudyOptions options)
    {
        IReadOnlyList<string> structures = options.Structures.Count > 0 ? options.Structures : [options.Structure];
        IReadOnlyList<string> models = options.Models.Count > 0 ? options.Models : [options.Model];
        StudyBranch[] branches = [.. from structure in structures from model in models select Branch(options, structure, structures.Count > 1, model, models.Count > 1)];
        return branches.GroupBy(b => b.Name).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new InsInputException("structures, models", null, $"two of them would share the folder \"{twice.Key}\"", "give their files different names")
            : branches;
    }

    static StudyBranch Branch(StudyOptions options, string structure, bool severalStructures, string model, bool severalModels)
    {
        string[] parts = [.. severalStructures ? (string[])[Stem(structure)] : [], .. severalModels ? (string[])[Stem(model)] : []];
        string name = string.Join('_', parts);
        return new(name, options with
        {
            Structure = structure, Model = model, Structures = [], Models = [], Output = name.Length == 0 ? options.Output : Path.Combine(options.Output, name),
        });
    }

    static string Stem(string path) => Path.GetFileNameWithoutExtension(path);
}
