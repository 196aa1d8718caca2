using InsCore.BuildTools;

// Steps of build.cake that are more than calls of other programs.
switch (args)
{
    case ["sbom", string assets, string output]:
        File.WriteAllText(output, SoftwareBill.Make(assets));
        Console.WriteLine($"→ {output}");
        return 0;
    case ["site-prepare", string root, string library, string staging]:
        Site.Prepare(root, library, staging);
        return 0;
    case ["site-finish", string site]:
        return Report(Site.Finish(site), $"→ {site}");
    case ["bench-compare", string baseline, string now]:
        (IReadOnlyList<string> lines, bool isFast) = BenchmarkComparison.Compare(baseline, now);
        Console.WriteLine(string.Join('\n', lines));
        return isFast ? 0 : 1;
    case ["container", string definition, string folder]:
        return Report(ContainerDefinition.Check(definition, folder), $"{definition} fits {folder}");
    default:
        Console.Error.WriteLine("sbom ASSETS OUTPUT | site-prepare ROOT LIBRARY STAGING | site-finish SITE | bench-compare BASELINE NOW | container DEFINITION FOLDER");
        return 1;
}

static int Report(IReadOnlyList<string> problems, string done)
{
    foreach (string problem in problems)
    {
        Console.Error.WriteLine(problem);
    }

    Console.WriteLine(problems.Count == 0 ? done : $"{problems.Count} problems");
    return problems.Count == 0 ? 0 : 1;
}
