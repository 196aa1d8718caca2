using InsCore.Dynamics;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>What molecular dynamics adds to the time of its forces.</summary>
internal static class DynamicsFigure
{
    /// <summary>Integrator, neighbours and output over the forces, in percent: the example crystal, default model, float32, flexible cell, one thread.</summary>
    public static double Overhead()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"inscore-md-{Environment.ProcessId}");
        try
        {
            Crystal crystal = StructureFile.Read(Checkout.File("examples/diiodothiophene/dit-pbca.cif"));
            MacePotential potential = MacePotential.Load(precision: Precision.Float32);
            DynamicsOptions options = new() { Ensemble = Ensemble.Npt, Threads = 1, Equilibration = 500, Time = 500 };
            MolecularDynamics.Run(crystal, potential, options, folder); // compiles, and is not counted
            return 100 * MolecularDynamics.Run(crystal, potential, options with { Time = 4_500 }, folder).Cost.Overhead;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
