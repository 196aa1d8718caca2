using System.Text.Json.Nodes;
using InsCore.Pressure;
using InsCore.Relaxation;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>A structure relaxed at a pressure, as a study keeps it.</summary>
public sealed record RelaxedStructure
{
    /// <summary>The pressure asked for, GPa.</summary>
    public required double TargetPressure { get; init; }

    /// <summary>The pressure that the stress gives, -tr σ/3, GPa.</summary>
    public required double Pressure { get; init; }

    /// <summary>Largest component of σ + P·1, GPa.</summary>
    public required double StressResidual { get; init; }

    /// <summary>Length of the largest force left, eV/Å.</summary>
    public required double LargestForce { get; init; }

    /// <summary>Energy of the cell, eV.</summary>
    public required double Energy { get; init; }

    /// <summary>Enthalpy of the cell, eV.</summary>
    public required double Enthalpy { get; init; }

    /// <summary>Space group of the result, e.g. Pbca (61).</summary>
    public required string SpaceGroup { get; init; }

    /// <summary>Space group of the start.</summary>
    public required string SpaceGroupBefore { get; init; }

    /// <summary>Steps taken.</summary>
    public required int Steps { get; init; }

    /// <summary>The structure.</summary>
    public required Crystal Crystal { get; init; }

    /// <summary>The pressure whose relaxed structure it was started from, GPa; null for the structure given.</summary>
    public double? StartedFrom { get; init; }

    /// <summary>True if an earlier run had computed it.</summary>
    public bool WasStored { get; init; }

    internal static RelaxedStructure From(RelaxationResult result)
    {
        Matrix3d residual = result.PressureTensor - (result.TargetPressure * Matrix3d.Identity);
        return new RelaxedStructure
        {
            TargetPressure = result.TargetPressure,
            Pressure = result.Pressure,
            StressResidual = Enumerable.Range(0, 9).Max(i => Math.Abs(residual[i / 3, i % 3])),
            LargestForce = result.LargestForce,
            Energy = result.Energy,
            Enthalpy = result.Enthalpy,
            SpaceGroup = Name(result.SpaceGroupAfter),
            SpaceGroupBefore = Name(result.SpaceGroupBefore),
            Steps = result.Steps,
            Crystal = result.Crystal,
        };
    }

    internal static RelaxedStructure FromJson(JsonObject json, Crystal crystal) => new()
    {
        TargetPressure = (double)json["targetPressure"]!,
        Pressure = (double)json["pressure"]!,
        StressResidual = (double)json["stressResidual"]!,
        LargestForce = (double)json["largestForce"]!,
        Energy = (double)json["energy"]!,
        Enthalpy = (double)json["enthalpy"]!,
        SpaceGroup = (string)json["spaceGroup"]!,
        SpaceGroupBefore = (string)json["spaceGroupBefore"]!,
        Steps = (int)json["steps"]!,
        Crystal = crystal,
        WasStored = true,
    };

    /// <summary>The figures as JSON, with a units object.</summary>
    public JsonObject ToJson()
    {
        Lattice lattice = Crystal.PeriodicLattice;
        return new JsonObject
        {
            ["targetPressure"] = TargetPressure,
            ["pressure"] = Pressure,
            ["stressResidual"] = StressResidual,
            ["largestForce"] = LargestForce,
            ["energy"] = Energy,
            ["enthalpy"] = Enthalpy,
            ["spaceGroup"] = SpaceGroup,
            ["spaceGroupBefore"] = SpaceGroupBefore,
            ["steps"] = Steps,
            ["startedFrom"] = StartedFrom,
            ["formula"] = Crystal.Formula,
            ["cell"] = new JsonArray(lattice.Lengths.X, lattice.Lengths.Y, lattice.Lengths.Z, lattice.Angles.X, lattice.Angles.Y, lattice.Angles.Z),
            ["volume"] = lattice.Volume,
            ["units"] = new JsonObject
            {
                ["pressure"] = "GPa",
                ["force"] = "eV/Å",
                ["energy"] = "eV per cell",
                ["cell"] = "Å, degrees",
                ["volume"] = "Å³",
            },
        };
    }

    /// <summary>As a point of a series.</summary>
    public SeriesPoint ToPoint() => new(TargetPressure, Pressure, StressResidual, Energy, Enthalpy, Crystal);

    /// <summary>One line for people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"relaxed   {SpaceGroup}{Change}, V = {Crystal.Volume:F2} Å³, pressure from stress {Pressure:F4} GPa, max force {LargestForce:0.0e+00} eV/Å, {Steps} steps{StudyNames.Stored(WasStored)}");

    string Change => SpaceGroup == SpaceGroupBefore ? "" : $" (was {SpaceGroupBefore})";

    static string Name(SpaceGroup group) => $"{group.Symbol} ({group.Number})";
}
