namespace InsCore.Phonons;

/// <summary>What is done about force constants that depend on the order of differentiation, which exact ones do not.</summary>
public enum IndexSymmetry
{
    /// <summary>Both are replaced by their mean: the smallest change. The default, and what phonopy does.</summary>
    Mean,

    /// <summary>The one with the smaller first index is taken for both.</summary>
    Upper,

    /// <summary>The one with the larger first index is taken for both: what a program gets that gives an eigensolver the lower triangle of D(q), as Euphonic does.</summary>
    Lower,

    /// <summary>Nothing: force constants stay as they were read, for handing them on. Modes are then those of one triangle of D(q).</summary>
    Keep,
}
