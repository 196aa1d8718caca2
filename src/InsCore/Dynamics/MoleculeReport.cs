using System.Text.Json.Nodes;

namespace InsCore.Dynamics;

/// <summary>Whether molecules stayed what they were.</summary>
public sealed record MoleculeReport
{
    /// <summary>Molecules at the start and their formulas, e.g. 8 × C4H2I2S.</summary>
    public required string Start { get; init; }

    /// <summary>True if they are molecules: no chain, layer or framework, and more than single atoms.</summary>
    public required bool IsMolecular { get; init; }

    /// <summary>Bonds by kind.</summary>
    public required IReadOnlyList<BondKind> Bonds { get; init; }

    /// <summary>When the bonds were first not those of the start, ps; null if never.</summary>
    public required double? ChangedAt { get; init; }

    /// <summary>Which bonds broke or formed first, for people; empty if none.</summary>
    public required string Change { get; init; }

    /// <summary>Which bonds are broken or new where they were looked at last, for people; empty if they are those of the start.</summary>
    public required string ChangeAtEnd { get; init; }

    /// <summary>Mean distance of atoms from the best plane of their molecule, over those flat at the start, rms, Å; null if none is.</summary>
    public required double? OutOfPlane { get; init; }

    /// <summary>Largest such rms distance of one molecule at one time, Å.</summary>
    public required double? LargestOutOfPlane { get; init; }

    /// <summary>The report as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["start"] = Start,
        ["isMolecular"] = IsMolecular,
        ["changedAt"] = ChangedAt,
        ["change"] = Change,
        ["changeAtEnd"] = ChangeAtEnd,
        ["outOfPlane"] = OutOfPlane,
        ["largestOutOfPlane"] = LargestOutOfPlane,
        ["bonds"] = new JsonArray([.. Bonds.Select(b => new JsonObject
        {
            ["kind"] = b.Name,
            ["count"] = b.Count,
            ["start"] = b.Start,
            ["mean"] = b.Mean,
            ["deviation"] = b.Deviation,
            ["shortest"] = b.Shortest,
            ["longest"] = b.Longest,
        })]),
    };
}
