namespace InsCore.Potentials;

/// <summary>What evaluates a potential.</summary>
public enum Executor
{
    /// <summary>libinscore where it is found, else managed code; INSCORE_NATIVE_PATH=none asks for managed code.</summary>
    Automatic,

    /// <summary>Managed code: the readable definition, with the radial networks evaluated at every distance.</summary>
    Managed,

    /// <summary>libinscore, with the radial functions from tables whose error is that of rounding.</summary>
    Native,

    /// <summary>A device of OpenCL, chosen by INSCORE_OPENCL_DEVICE; radial functions from the same tables.</summary>
    OpenCl,
}
