namespace InsCore.Potentials;

/// <summary>Where a model comes from and how it may be used. Belongs into the provenance of every result.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Source">Name of the file that was read or converted, without its folder.</param>
/// <param name="Sha256">SHA-256 of that file, lower-case hexadecimal.</param>
/// <param name="Licence">Licence, e.g. "MIT"; null where the file does not say.</param>
/// <param name="LicenceText">Its text; null where the file does not hold it.</param>
/// <param name="Caveats">What the model is not good for, to be shown with its results; null if nothing is stated.</param>
/// <param name="Date">When it was converted, ISO 8601, as given by whoever did it; null if not converted.</param>
/// <param name="Creator">Program and version that converted it; null if not converted.</param>
public sealed record ModelCard(
    string Name,
    string Source,
    string Sha256,
    string? Licence = null,
    string? LicenceText = null,
    string? Caveats = null,
    string? Date = null,
    string? Creator = null);
