using System.Text.Json.Nodes;

namespace InsCore.Dynamics;

/// <summary>What the steps of a trajectory cost, in all runs that ended by themselves or by a signal.</summary>
/// <param name="Steps">Steps taken and measured.</param>
/// <param name="Forces">Time spent on energy, forces and stress.</param>
/// <param name="Lists">Time spent on lists of neighbours.</param>
/// <param name="Searches">How often all neighbours were searched for.</param>
/// <param name="Total">All of it, output included.</param>
public readonly record struct DynamicsCost(long Steps, TimeSpan Forces, TimeSpan Lists, int Searches, TimeSpan Total)
{
    /// <summary>Integrator, lists of neighbours and output, as a share of the time of the forces.</summary>
    public double Overhead => Forces > TimeSpan.Zero ? (Total - Forces) / Forces : 0;

    /// <summary>Both together.</summary>
    public static DynamicsCost operator +(DynamicsCost a, DynamicsCost b) => new(a.Steps + b.Steps, a.Forces + b.Forces, a.Lists + b.Lists, a.Searches + b.Searches, a.Total + b.Total);

    /// <summary>The cost as JSON; null where no step was taken, so that nothing was measured.</summary>
    public JsonObject? ToJson() => Steps == 0 ? null : new()
    {
        ["steps"] = Steps,
        ["forces"] = Forces.TotalSeconds,
        ["neighbourLists"] = Lists.TotalSeconds,
        ["searches"] = Searches,
        ["total"] = Total.TotalSeconds,
        ["overhead"] = Overhead,
    };

    /// <summary>One line for people.</summary>
    public override string ToString() => Steps == 0
        ? "not known, the steps were taken by an earlier run"
        : FormattableString.Invariant(
            $"{Forces.TotalMilliseconds / Steps:F2} ms of forces per step; integrator, neighbours and output take {100 * Overhead:F1} % of that");
}
