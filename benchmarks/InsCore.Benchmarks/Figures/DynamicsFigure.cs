using InsCore.Dynamics;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>What molecular dynamics adds to the time of its forces.</summary>
internal static class DynamicsFigure
{
    /// <summary>Integrator, neighbours and output over the forces, in percent: the example crystal, default model, float32, flexible cell, two threads.</summary>
    public static Figure Measure()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"inscore-md-{Environment.ProcessId}");
        try
        {
            Crystal crystal = StructureFile.Read(Checkout.File("examples/diiodothiophene/dit-pbca.cif"));
            MacePotential potential = MacePotential.Load(precision: Precision.Float32);
            DynamicsOptions options = new() { Ensemble = Ensemble.Npt, Threads = 2, Equilibration = 500, Time = 500 };
            MolecularDynamics.Run(crystal, potential, options, folder); // compiles, and is not counted
            File.Delete(Path.Combine(folder, CostFile.Name));
            double overhead = MolecularDynamics.Run(crystal, potential, options with { Time = 4_500 }, folder).Cost.Overhead;
            return new("molecular dynamics, 72 atoms, default model, f32, flexible cell, 2 threads: integrator, neighbours and output over forces", 100 * overhead, 5, false, "0.0 '%'");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
