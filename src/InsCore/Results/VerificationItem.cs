using System.Text.Json.Nodes;

namespace InsCore.Results;

/// <summary>One thing that a verification looked at.</summary>
/// <param name="What">File or quantity.</param>
/// <param name="Outcome">What came out.</param>
/// <param name="Detail">Within what it agrees, how it differs, or why it was not checked.</param>
public sealed record VerificationItem(string What, VerificationOutcome Outcome, string Detail)
{
    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new() { ["what"] = What, ["outcome"] = Outcome.ToString().ToLowerInvariant(), ["detail"] = Detail };
}

/// <summary>What came out of checking one thing.</summary>
public enum VerificationOutcome
{
    /// <summary>It is what it is said to be.</summary>
    Agrees,

    /// <summary>It is not.</summary>
    Differs,

    /// <summary>It could not be checked.</summary>
    Unchecked,
}
