using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Pressure;

/// <summary>Speeds of sound along one direction, by two independent ways.</summary>
/// <param name="Direction">Of the wave vector, in multiples of a*, b*, c*.</param>
/// <param name="Elastic">From the elastic tensor (Christoffel's equation), ascending, m/s.</param>
/// <param name="Phonons">From the slopes of the acoustic branches at Γ, m/s.</param>
public sealed record SoundCheck(Vector3d Direction, Vector3d Elastic, Vector3d Phonons)
{
    /// <summary>Largest difference, relative to the fastest wave.</summary>
    public double Difference
    {
        get
        {
            Vector3d d = Elastic - Phonons;
            return Math.Max(Math.Abs(d.X), Math.Max(Math.Abs(d.Y), Math.Abs(d.Z))) / Math.Max(Math.Abs(Elastic.Z), Math.Abs(Phonons.Z));
        }
    }

    /// <summary>Compares along the axes of the reciprocal cell and a diagonal.</summary>
    /// <param name="elastic">The tensor.</param>
    /// <param name="matrices">Dynamical matrices of the same crystal.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    public static IReadOnlyList<SoundCheck> Of(ElasticResult elastic, IDynamicalMatrix matrices, CancellationToken cancellation = default)
    {
        Vector3d[] directions = [new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), new(1, 1, 1)];
        return
        [
            .. directions.Select(d =>
            {
                Vector3d cartesian = d * matrices.Crystal.PeriodicLattice.Reciprocal;
                return new SoundCheck(d, elastic.Tensor.SoundSpeeds(cartesian, elastic.Density), SoundWaves.Speeds(matrices, cartesian, cancellation));
            }),
        ];
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["direction"] = new JsonArray(Direction.X, Direction.Y, Direction.Z),
        ["elastic"] = new JsonArray(Elastic.X, Elastic.Y, Elastic.Z),
        ["phonons"] = new JsonArray(Phonons.X, Phonons.Y, Phonons.Z),
        ["difference"] = Difference,
    };

    internal static SoundCheck FromJson(JsonNode json) => new(Three(json["direction"]!), Three(json["elastic"]!), Three(json["phonons"]!));

    static Vector3d Three(JsonNode node) => new((double)node[0]!, (double)node[1]!, (double)node[2]!);
}
