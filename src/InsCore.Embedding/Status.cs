namespace InsCore.Embedding;

/// <summary>What an exported function returns: inscore_status of the header.</summary>
internal enum Status
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>An argument, a handle, a structure, a setting or a file cannot be used.</summary>
    Argument = 1,

    /// <summary>No memory left.</summary>
    Memory = 2,

    /// <summary>The numbers allow no result.</summary>
    Numerical = 3,

    /// <summary>A library that was asked for is missing or broken.</summary>
    Backend = 4,

    /// <summary>A defect of this library.</summary>
    Internal = 255,
}
