using InsCore.Batch;
using InsCore.Comparison;
using InsCore.Kernels.OpenCl;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Relaxation;
using InsCore.Scattering;

namespace InsCore.Studies;

/// <summary>Everything that defines a study. The defaults are those of the command line.</summary>
public sealed record StudyOptions
{
    /// <summary>Structure file: CIF, extxyz, POSCAR, CASTEP .cell.</summary>
    public string Structure { get; init; } = "";

    /// <summary>"default" for the embedded model, or the path of a model file.</summary>
    public string Model { get; init; } = "default";

    /// <summary>Several structures, each studied by itself in a folder of its own; empty for <see cref="Structure"/> alone.</summary>
    public IReadOnlyList<string> Structures { get; init; } = [];

    /// <summary>Several models, each with each structure; empty for <see cref="Model"/> alone.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Head of a multi-head model by name; null for the file's first.</summary>
    public string? Head { get; init; }

    /// <summary>Arithmetic of the potential's engine: "float64" or "float32".</summary>
    public string Precision { get; init; } = "float64";

    /// <summary>What evaluates the potential.</summary>
    public Executor Executor { get; init; }

    /// <summary>The OpenCL device that is asked for, see <see cref="ScatteringOptions.Device"/>; null if none is.</summary>
    public string? Device { get; init; }

    /// <summary>What executor and device together ask of the steps that an OpenCL device can do: null to leave it open, "none" for the processor.</summary>
    internal string? DeviceAsked => Device ?? Scattering.Device ?? Executor switch
    {
        Executor.Automatic => null,
        Executor.Managed or Executor.Native => OpenClDevices.None,
        _ => OpenClDevices.Automatic,
    };

    /// <summary>How the native executor evaluates the functions of the distance.</summary>
    public RadialMethod Radial { get; init; }

    /// <summary>Pressures, GPa.</summary>
    public IReadOnlyList<double> Pressures { get; init; } = [0.0];

    /// <summary>True to relax each pressure also on the way back from the highest and lowest one, and to compare.</summary>
    public bool Hysteresis { get; init; }

    /// <summary>True for elastic constants at each pressure.</summary>
    public bool Elastic { get; init; }

    /// <summary>Thermodynamics of the phonons.</summary>
    public ThermodynamicsSettings Thermodynamics { get; init; } = new();

    /// <summary>Settings of the relaxation.</summary>
    public RelaxationOptions Relaxation { get; init; } = new();

    /// <summary>Settings of the phonon calculation.</summary>
    public PhononSettings Phonons { get; init; } = new();

    /// <summary>Settings of the spectrum.</summary>
    public ScatteringOptions Scattering { get; init; } = new();

    /// <summary>The same with threads and device of the study.</summary>
    internal ScatteringOptions ScatteringHere => Scattering with { Threads = Threads, Device = DeviceAsked };

    /// <summary>Settings of molecular dynamics; null where none is wanted.</summary>
    public DynamicsSettings? Dynamics { get; init; }

    /// <summary>How a phonon file is read, and where its companions are.</summary>
    public PhononInputOptions PhononFile { get; init; } = new();

    /// <summary>Settings of maps of S(|Q|, ω).</summary>
    public MapSettings Map { get; init; } = new();

    /// <summary>Settings of bands and densities of states.</summary>
    public DispersionOptions Dispersion { get; init; } = new();

    /// <summary>The program whose spectrum is wanted, abins (with settings) or euphonic; null for the exact one.</summary>
    public string? Like { get; init; }

    /// <summary>True to compare the spectrum of that program with the exact one.</summary>
    public bool Difference { get; init; }

    /// <summary>Measured spectra that computed ones are compared with.</summary>
    public IReadOnlyList<ComparisonOptions> Comparisons { get; init; } = [];

    /// <summary>How the study is divided for a cluster.</summary>
    public BatchSettings Batch { get; init; } = new();

    /// <summary>Folder of the results.</summary>
    public string Output { get; init; } = "results";

    /// <summary>Threads; 0 for all cores.</summary>
    public int Threads { get; init; }

    /// <summary>True to compute again what the output folder already holds.</summary>
    public bool Force { get; init; }
}

/// <summary>Settings of the phonon calculation.</summary>
public sealed record PhononSettings
{
    /// <summary>Divisions of the q mesh along a*, b*, c*; null to choose them from <see cref="Spacing"/>.</summary>
    public IReadOnlyList<int>? Mesh { get; init; }

    /// <summary>Largest distance of neighbouring mesh points, Å⁻¹ (with the factor 2π).</summary>
    public double Spacing { get; init; } = 0.1;

    /// <summary>How the dynamical matrices are made.</summary>
    public PhononMethod Method { get; init; }

    /// <summary>Divisions of the supercell of the displacements; null to choose them from <see cref="SupercellDistance"/>.</summary>
    public IReadOnlyList<int>? Supercell { get; init; }

    /// <summary>Shortest distance wanted between an atom and its own images in the supercell, Å.</summary>
    public double SupercellDistance { get; init; } = 15.0;

    /// <summary>Length of the displacements, Å; null for 0.001, or 0.01 with the rounding of float32.</summary>
    public double? Displacement { get; init; }
}
