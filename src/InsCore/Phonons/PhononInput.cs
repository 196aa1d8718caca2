using InsCore.Phonons.Files;

namespace InsCore.Phonons;

/// <summary>What a phonon file of any known program holds: modes, or force constants that give modes at any wave vector.</summary>
/// <remarks>
/// Units and phases are converted on reading: energies in eV, force constants in eV/Å², eigenvectors in the convention of
/// <see cref="IDynamicalMatrix"/>. The content decides the format; the name only where the content does not.
/// </remarks>
public sealed class PhononInput
{
    readonly Lazy<ForceConstants>? forceConstants;
    readonly PhononModes? frequencies;

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The format that was found, e.g. "CASTEP .phonon".</summary>
    public required string Format { get; init; }

    /// <summary>The modes, or null where the file holds none.</summary>
    /// <exception cref="InsInputException">The file holds frequencies without eigenvectors.</exception>
    public PhononModes? Modes
    {
        get => frequencies is not { HasEigenvectors: false } ? frequencies : throw new InsInputException(
            Path,
            null,
            "holds frequencies without eigenvectors",
            "write it again with them (phonopy --eigenvectors); `inscore dos` and `inscore bands` take it as it is");
        init => frequencies = value;
    }

    /// <summary>The modes, with eigenvectors or without, or null where the file holds none.</summary>
    public PhononModes? Frequencies => frequencies;

    /// <summary>
    /// The force constants, or null where the file holds none. Made when first asked for: fitting forces and preparing the sum over dipoles cost
    /// more than reading.
    /// </summary>
    /// <exception cref="InsInputException">The numbers of the file make no force constants.</exception>
    public ForceConstants? ForceConstants => forceConstants?.Value;

    /// <summary>How the force constants are made.</summary>
    internal Func<ForceConstants>? MakeForceConstants { init => forceConstants = value is null ? null : new Lazy<ForceConstants>(value); }

    /// <summary>What a user should know of how the file was read: scaled weights, several directions at Γ, files taken beside it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the file holds, for people: names and values.</summary>
    public IReadOnlyList<(string Name, string Value)> Summary => PhononSummary.Of(this);

    /// <summary>Whether a file begins like one of the formats known; false also where it cannot be read.</summary>
    public static bool Recognises(string path)
    {
        try
        {
            return PhononFormats.Find(PhononSource.OpenHead(path)) is not null;
        }
        catch (InsInputException)
        {
            return false;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, in any format known.</param>
    /// <param name="options">How to treat force constants, and where to find what lies in other files; null for the defaults.</param>
    /// <exception cref="InsInputException">The file is absent, of no known format, damaged, or holds neither modes nor force constants.</exception>
    public static PhononInput Read(string path, PhononInputOptions? options = null)
    {
        PhononSource source = PhononSource.Open(path);
        return PhononFormats.Of(source).Read(source, options ?? new());
    }

    /// <summary>Refuses modes along a path, which stand for no part of the zone: no mean over them is one of the crystal.</summary>
    /// <returns>Itself; also frequencies without eigenvectors, which <see cref="Modes"/> refuses.</returns>
    /// <exception cref="InsInputException">The modes lie along a path.</exception>
    public PhononInput RequireMesh() => Frequencies is { HasEigenvectors: true } modes && (Format.StartsWith("phonopy band", StringComparison.Ordinal) || StoredBands.LieOnPath(modes))
        ? throw new InsInputException(
            Path,
            null,
            "holds modes along a path, which is no mesh of the zone",
            "give modes on a mesh (phonopy --mesh \"8 8 8\" --eigenvectors: mesh.yaml), or force constants; `inscore bands` and `sqw --like euphonic` take the path")
        : this;

    /// <summary>
    /// The same with force constants of the primitive cell, and a note that says so; itself where the cell is primitive, where the force constants
    /// do not repeat themselves as the structure does, or where the file holds modes, which cannot be reduced.
    /// </summary>
    public PhononInput ToPrimitive()
    {
        if (Frequencies is not null || ForceConstants is null || PrimitiveForceConstants.Of(ForceConstants) is not { } primitive)
        {
            return this;
        }

        int atoms = ForceConstants.Crystal.AtomCount;
        return new PhononInput
        {
            Path = Path,
            Format = Format,
            MakeForceConstants = primitive.IsObeyed ? () => primitive.Constants : () => ForceConstants,
            Notes =
            [
                .. Notes,
                primitive.IsObeyed
                    ? FormattableString.Invariant($"the cell is not primitive: {atoms} → {atoms / primitive.Cells} atoms, by force constants that repeat themselves within {primitive.Residual:0.0e+00} eV/Å²; wave vectors, mesh and intensities per cell refer to the primitive cell")
                    : FormattableString.Invariant($"the structure repeats itself {primitive.Cells} times in its cell, but the force constants differ by up to {primitive.Residual:G3} eV/Å² between repetitions: the cell is kept, and branches of the primitive cell are folded into its zone"),
            ],
        };
    }
}
