using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Relaxation;

/// <summary>All that a relaxation needs to go on exactly as if it had not been interrupted.</summary>
/// <param name="Coordinates">[3·nAtoms + 6] of the last accepted point.</param>
/// <param name="Result">What the potential said there (without the energies of the atoms).</param>
/// <param name="Pairs">Steps and gradient changes of the quasi-Newton method, oldest first.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="Evaluations">Evaluations of the potential.</param>
/// <param name="Gain">What has been reached, and when last.</param>
internal sealed record RelaxationCheckpoint(
    double[] Coordinates,
    PotentialResult Result,
    IReadOnlyList<(double[] Step, double[] Change)> Pairs,
    int Steps,
    int Evaluations,
    RelaxationGain Gain)
{
    const string Format = "inscore relaxation checkpoint 2";

    /// <summary>The state of a minimiser.</summary>
    public static RelaxationCheckpoint Of(EnthalpyMinimizer minimizer) => new(
        minimizer.Point.Coordinates, minimizer.Point.Result, minimizer.Pairs, minimizer.Steps, minimizer.Evaluations,
        minimizer.Gain);

    /// <summary>A hash of everything that decides the path: structure, potential, pressure, options, not the tolerances.</summary>
    public static string Key(Crystal crystal, SpaceGroup group, IPotential potential, RelaxationOptions options)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<Matrix3d>([crystal.PeriodicLattice.Vectors]));
        hash.AppendData(MemoryMarshal.AsBytes(crystal.Positions));
        hash.AppendData(MemoryMarshal.AsBytes(crystal.AtomicNumbers));
        hash.AppendData(MemoryMarshal.AsBytes(crystal.Masses));
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $"""
            {potential.Description}|{potential.CutoffRadius:R}|{group.Number}|{group.Operations.Count}|{options.Pressure:R}
            {options.RelaxCell}|{options.KeepSymmetry}|{options.SymmetryTolerance:R}|{options.LargestDisplacement:R}
            """)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes the state.</summary>
    public void Write(string path, string key)
    {
        double[] history = [.. Pairs.SelectMany(pair => pair.Step.Concat(pair.Change))];
        RelaxationCheckpointFile file = new(
            Format, key, Steps, Evaluations, Result.Energy, Bytes(Coordinates), Bytes(Result.Forces),
            Bytes([Result.StrainGradient]), Bytes(history), Gain);
        AtomicFile.Write(path, stream =>
            JsonSerializer.Serialize(stream, file, RelaxationCheckpointJson.Default.RelaxationCheckpointFile));
    }

    /// <summary>Reads a state.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key that it must have.</param>
    /// <param name="atomCount">Number of atoms.</param>
    /// <exception cref="InsInputException">The file is damaged, or of another relaxation.</exception>
    public static RelaxationCheckpoint Read(string path, string key, int atomCount)
    {
        RelaxationCheckpointFile file = Parse(path);
        if (file.Key != key)
        {
            throw new InsInputException(
                path, null, "belongs to a relaxation of another structure, potential, pressure or kind",
                "delete it or name another checkpoint");
        }

        int size = (3 * atomCount) + 6;
        double[] coordinates = Values<double>(file.Coordinates), history = Values<double>(file.History);
        Vector3d[] forces = Values<Vector3d>(file.Forces);
        Matrix3d[] strain = Values<Matrix3d>(file.StrainGradient);
        if (coordinates.Length != size || forces.Length != atomCount || strain.Length != 1 || history.Length % (2 * size) != 0)
        {
            throw Damaged(path, null);
        }

        (double[], double[])[] pairs = [.. history.Chunk(2 * size).Select(pair => (pair[..size], pair[size..]))];
        PotentialResult result = new(file.Energy, [], forces, strain[0]);
        return new RelaxationCheckpoint(coordinates, result, pairs, file.Steps, file.Evaluations, file.Gain);
    }

    static RelaxationCheckpointFile Parse(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            RelaxationCheckpointFile? file =
                JsonSerializer.Deserialize(stream, RelaxationCheckpointJson.Default.RelaxationCheckpointFile);
            return file?.Format == Format ? file : throw Damaged(path, null);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(path, e);
        }
    }

    static InsInputException Damaged(string path, Exception? cause) =>
        new(path, null, $"is not a readable checkpoint of a relaxation{(cause is null ? "" : $" ({cause.Message})")}",
            "delete it to start anew", cause);

    static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    static T[] Values<T>(byte[] bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes).ToArray();
}

/// <summary>The file: arrays are little-endian doubles in base 64, so that nothing is rounded.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RelaxationCheckpointFile(
    string Format, string Key, int Steps, int Evaluations, double Energy, byte[] Coordinates, byte[] Forces,
    byte[] StrainGradient, byte[] History, RelaxationGain Gain);

/// <summary>Serialisation without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RelaxationCheckpointFile))]
internal sealed partial class RelaxationCheckpointJson : JsonSerializerContext;
