using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>A phonon file as a source of spectral tensors: its modes, or those that its force constants give on a mesh.</summary>
internal sealed class TensorSource
{
    readonly PhononModes? modes;
    readonly QMesh? mesh;

    TensorSource(PhononModes? modes, IDynamicalMatrix? matrices, PhononSettings settings)
    {
        (this.modes, Matrices) = (modes, matrices);
        Crystal = modes?.Crystal ?? matrices!.Crystal;
        Group = SpaceGroup.Find(Crystal);
        mesh = modes is null ? QMesh.Irreducible(PhononStep.MeshOf(Crystal, settings), Group) : null;
    }

    /// <summary>The cell.</summary>
    public Crystal Crystal { get; }

    /// <summary>Its space group, over which the tensors are averaged.</summary>
    public SpaceGroup Group { get; }

    /// <summary>Dynamical matrices at any wave vector, or null where the file holds modes alone.</summary>
    public IDynamicalMatrix? Matrices { get; }

    /// <summary>What tells the source from others: the hash of the file, and the mesh.</summary>
    public required string Key { get; init; }

    /// <summary>The hash of the file.</summary>
    public required string Hash { get; init; }

    /// <summary>The potential that the file was made with, where it says so.</summary>
    public required JsonObject Model { get; init; }

    /// <summary>What a user should know of how the file was read.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Reads a phonon file of any known format.</summary>
    /// <exception cref="InsInputException">The file cannot be read, or holds neither modes nor force constants.</exception>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read, and the mesh.</param>
    /// <param name="keepCell">True where momentum transfers are given in the cell of the file; else force constants are reduced to the primitive cell.</param>
    public static TensorSource Read(string path, StudyOptions options, bool keepCell = false)
    {
        PhononSettings settings = options.Phonons;
        PhononInput input = PhononInput.Read(path, options.PhononFile).RequireMesh();
        input = keepCell ? input : input.ToPrimitive();
        string hash = Provenance.Sha256(path), origin = PhononFile.ProvenanceOf(path);
        (int, int, int)? divisions = input.Modes is null ? PhononStep.MeshOf(input.ForceConstants!.Crystal, settings) : null;
        return new(input.Modes, input.ForceConstants, settings)
        {
            Key = StepKey.Of("phonon file", hash, divisions, options.PhononFile),
            Hash = hash,
            Model = ModelOf(origin),
            Notes = divisions is var (a, b, c)
                ? [.. input.Notes, FormattableString.Invariant($"modes interpolated on a mesh of {a} × {b} × {c} wave vectors")]
                : input.Notes,
        };
    }

    // The potential that the modes are of, where a file of ours says so; other files carry a text of another kind, or none.
    static JsonObject ModelOf(string provenance)
    {
        try
        {
            return JsonNode.Parse(provenance.Length > 0 ? provenance : "{}")?["model"]?.DeepClone() as JsonObject ?? [];
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>The tensors on the energy bins of the options.</summary>
    public SpectralTensors Tensors(ScatteringOptions options, IProgress<StepProgress>? progress, CancellationToken cancellation) =>
        modes is not null
            ? SpectralTensors.Binned(modes, Group, options, cancellation)
            : SpectralTensors.FromMatrices(Matrices!, mesh!, Group, options, progress, cancellation);

    /// <summary>Prepares the coherent one-phonon part.</summary>
    /// <exception cref="InsInputException">The file holds modes alone.</exception>
    public CoherentOnePhonon Coherent(SpectralTensors tensors, int directions, int threads) => Matrices is { } matrices
        ? new(matrices, Group, tensors, directions, threads)
        : throw new InsInputException(
            "coherent", null, "a file of modes has them at its own wave vectors alone", "give force constants, or leave out the coherent part");
}
