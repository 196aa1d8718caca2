namespace InsCore.Benchmarks;

/// <summary>The couplings of features and harmonics that MACE's messages consist of.</summary>
internal static class MessagePaths
{
    /// <summary>All l2 ⊗ l1 → l of even sum with l up to the harmonics' degree, sorted by l.</summary>
    /// <param name="featureDegree">Highest l2.</param>
    /// <param name="harmonicDegree">Highest l1 and l.</param>
    public static IEnumerable<(int Feature, int Harmonic, int Message)> Of(int featureDegree, int harmonicDegree) =>
        from message in Enumerable.Range(0, harmonicDegree + 1)
        from feature in Enumerable.Range(0, featureDegree + 1)
        from harmonic in Enumerable.Range(0, harmonicDegree + 1)
        where message >= Math.Abs(feature - harmonic) && message <= feature + harmonic && (feature + harmonic + message) % 2 == 0
        select (feature, harmonic, message);
}
