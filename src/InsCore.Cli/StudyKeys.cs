namespace InsCore.Cli;

/// <summary>The keys of a study file by section, and which of them was meant by one that is not known.</summary>
internal static class StudyKeys
{
    /// <summary>Names by section; the empty section is the top.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Sections = new Dictionary<string, string[]>
    {
        [""] = [
            "structure", "structures", "model", "models", "head", "precision", "radial", "executor", "device", "pressures", "hysteresis", "elastic", "thermodynamics", "relaxation", "phonons", "phonon-file", "scattering", "map",
            "dispersion", "compare", "md", "batch", "output", "threads", "force"],
        ["relaxation."] = ["force", "stress", "steps", "cell"],
        ["thermodynamics."] = ["temperatures", "cif", "quasiharmonic", "spectra"],
        ["phonons."] = ["mesh", "method", "spacing", "supercell", "distance", "displacement"],
        ["phonon-file."] = ["cells", "dim", "primitive-axes", "forces", "born", "nac", "asr", "dipoles"],
        ["scattering."] = [
            "temperature", "instrument", "ei", "frequency", "resolution", "e-min", "e-max", "bin", "orders", "weighting", "cross-sections", "resolve",
            "accuracy", "imaginary", "lowest", "acoustic", "sound-speeds", "coherent", "directions", "like", "difference"],
        ["map."] = ["instrument", "q-max", "q-bins", "e-max", "bin", "path", "coherent", "directions", "scale", "unit"],
        ["compare."] = ["experiment", "pressure", "unit", "spectrum", "column", "bank", "regions", "background", "prominence", "significance", "tolerance"],
        ["md."] = [
            "ensemble", "temperature", "time", "equilibration", "step", "thermostat", "thermostat-time", "barostat-time", "sample", "frame", "restart", "seed", "replicas", "cells",
            "precision"],
        ["batch."] = ["q-blocks", "cpus", "memory", "time", "at-once"],
        ["dispersion."] = ["interpolate", "unit", "path", "step", "connect", "eigenvectors", "bin", "width", "shape"],
    };

    // Letters that may be wrong in a key for it to be taken for another.
    const int MostErrors = 3;

    /// <summary>A hint behind an unknown key: the nearest of its section, or the section that it belongs to; empty where there is neither.</summary>
    public static string Hint(string section, string key)
    {
        string[] own = Sections.GetValueOrDefault(section, []);
        if (Nearest(own, key) is { } nearest)
        {
            return $" (did you mean {section}{nearest}?)";
        }

        string[] elsewhere = [.. Sections.Where(s => s.Value.Contains(key)).Select(s => s.Key + key)];
        return elsewhere.Length > 0 ? $" (did you mean {string.Join(" or ", elsewhere)}?)"
            : own.Length > 0 ? $" (known here: {string.Join(", ", own)})"
            : "";
    }

    /// <summary>The name that was probably meant; null where none is near.</summary>
    public static string? Nearest(IEnumerable<string> names, string typed)
    {
        (string name, int distance) = names.Select(n => (n, Distance(n, typed))).DefaultIfEmpty(("", int.MaxValue)).MinBy(p => p.Item2);
        return distance <= Math.Min(MostErrors, typed.Length / 2) ? name : null;
    }

    // Letters put in, left out, changed or swapped with a neighbour (F. J. Damerau, Commun. ACM 7, 171 (1964)).
    static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                bool isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                d[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(d[i - 1, j], d[i, j - 1]) + 1,
                    Math.Min(d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), isSwap ? d[i - 2, j - 2] + 1 : int.MaxValue));
            }
        }

        return d[a.Length, b.Length];
    }
}
