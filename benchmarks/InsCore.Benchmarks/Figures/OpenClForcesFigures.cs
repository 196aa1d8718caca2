using InsCore.Backends;
using InsCore.Kernels.OpenCl;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Benchmarks;

/// <summary>How fast energies and forces are on the OpenCL device, against libinscore on all cores.</summary>
internal static class OpenClForcesFigures
{
    const int Rounds = 5;

    // Half a minute less than 1000 where it is only to be seen that all can be measured.
    const int Atoms = 1000, FewAtoms = 72;

    /// <summary>True if there is a device with double precision.</summary>
    public static bool HasDevice => !OpenClDevices.AreSwitchedOff && OpenClDevices.Problem is null && OpenClDevices.Choose().HasFloat64;

    /// <summary>Time of libinscore over time of the device, in both precisions; nothing where there is no device.</summary>
    public static IEnumerable<Figure> Measure(bool quick)
    {
        if (!HasDevice)
        {
            yield break;
        }

        int atoms = quick ? FewAtoms : Atoms;
        string device = OpenClChoice.Require(null, needsFloat64: true).Info.Name;
        foreach ((Precision precision, string name) in new[] { (Precision.Float64, "f64"), (Precision.Float32, "f32") })
        {
            BenchmarkModel model = BenchmarkModel.MpMedium;
            MacePotential native = model.Load(precision, Executor.Native), other = model.Load(precision, Executor.OpenCl);
            Crystal crystal = model.Structure(atoms);
            other.Evaluate(crystal);
            Series[] times = Interleaved.Measure(Rounds, () => native.Evaluate(crystal), () => other.Evaluate(crystal));
            yield return new(
                $"energy and forces, MP-medium, {atoms} atoms, {name}, all cores: speed of OpenCL on {device} over that of libinscore",
                times[0].RatioTo(times[1]), 0.5, true, "0.00");
        }
    }
}
