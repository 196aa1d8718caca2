using InsCore.Hdf5;
using InsCore.Phonons.Files;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Dynamics;

/// <summary>Segments of a trajectory as HDF5, in the layout of H5MD 1.1: each a file by itself, whole or absent.</summary>
/// <remarks>
/// P. de Buyl, P. H. Colberg, F. Höfling, Comput. Phys. Commun. 185, 1546 (2014). /particles/atoms holds position, velocity, box/edges, species
/// and mass; /observables the figures of <see cref="DynamicsSample"/>. Times in fs, lengths in Å, energies in eV.
/// </remarks>
internal static class SegmentFile
{
    const string Atoms = "particles/atoms", Observables = "observables";

    // Bytes of a segment in memory, and samples that it has in any case and at most.
    const int Bytes = 16 << 20, Fewest = 16, Most = 1000;

    /// <summary>What the names of segments look like.</summary>
    public const string Pattern = "trajectory-*.h5";

    /// <summary>Samples of a segment for a number of atoms.</summary>
    public static int Capacity(int atoms) => Math.Clamp(Bytes / (24 * atoms), Fewest, Most);

    /// <summary>Name of a segment, counted from 0.</summary>
    public static string Name(int segment) => FormattableString.Invariant($"trajectory-{segment + 1:D4}.h5");

    /// <summary>Writes a segment.</summary>
    public static void Write(string path, Crystal crystal, TrajectorySegment segment, double timeStep)
    {
        int count = segment.Count;
        ulong n = (ulong)count, atoms = (ulong)crystal.AtomCount;
        DynamicsSample[] samples = segment.Samples[..count];
        Hdf5Group Element(string unit, Array values, params ulong[] shape) => new()
        {
            ["step"] = new Hdf5Dataset(Array.ConvertAll(samples, s => s.Step), n),
            ["time"] = Dataset("fs", Array.ConvertAll(samples, s => s.Step * timeStep), [n]),
            ["value"] = Dataset(unit, values, shape),
        };
        Hdf5Group Scalar(string unit, Converter<DynamicsSample, double> value) => Element(unit, Array.ConvertAll(samples, value), n);

        Hdf5Group box = new() { ["edges"] = Element("Angstrom", Flat(samples, s => s.Cell), n, 3, 3) };
        box.Attributes["dimension"] = 3;
        box.Attributes["boundary"] = new[] { "periodic", "periodic", "periodic" };
        Hdf5Group author = new();
        author.Attributes["name"] = "unknown"; // the layout wants one
        Hdf5Group h5md = new() { ["author"] = author, ["creator"] = Creator() };
        h5md.Attributes["version"] = new[] { 1, 1 };
        Hdf5Group file = new()
        {
            ["h5md"] = h5md,
            ["particles"] = new Hdf5Group
            {
                ["atoms"] = new Hdf5Group
                {
                    ["box"] = box,
                    ["species"] = new Hdf5Dataset(crystal.AtomicNumbers.ToArray(), atoms),
                    ["mass"] = Dataset("u", crystal.Masses.ToArray(), [atoms]),
                    ["position"] = Element("Angstrom", segment.Positions[..(3 * count * crystal.AtomCount)], n, atoms, 3),
                    ["velocity"] = Element("Angstrom fs-1", segment.Velocities[..(3 * count * crystal.AtomCount)], n, atoms, 3),
                },
            },
            ["observables"] = new Hdf5Group
            {
                ["potential_energy"] = Scalar("eV", s => s.Potential),
                ["kinetic_energy"] = Scalar("eV", s => s.Kinetic),
                ["full_step_kinetic_energy"] = Scalar("eV", s => s.FullKinetic),
                ["conserved_energy"] = Scalar("eV", s => s.Conserved),
                ["pressure_tensor"] = Element("GPa", Flat(samples, s => Constants.EvPerCubicAngstromInGpa * s.Pressure), n, 3, 3),
            },
        };
        file.Write(path);
    }

    /// <summary>Reads a segment.</summary>
    /// <exception cref="InsInputException">The file is absent, damaged, or of other atoms.</exception>
    public static TrajectorySegment Read(string path, int atoms)
    {
        Hdf5File file = new(PhononSource.Open(path));
        if (file.Shape($"{Atoms}/position/value") is not [<= Most and var length, _, _])
        {
            throw new InsInputException(path, "position", "is no segment of a trajectory", "compute the trajectory again");
        }

        int n = (int)length;
        TrajectorySegment segment = new(atoms, n) { Count = n };
        file.Singles($"{Atoms}/position/value", n, atoms, 3).CopyTo(segment.Positions.AsSpan());
        file.Singles($"{Atoms}/velocity/value", n, atoms, 3).CopyTo(segment.Velocities.AsSpan());
        int[] steps = file.Integers($"{Atoms}/position/step", n);
        double[] Scalars(string name) => file.Doubles($"{Observables}/{name}/value", n);
        double[] potential = Scalars("potential_energy"), kinetic = Scalars("kinetic_energy");
        double[] full = Scalars("full_step_kinetic_energy"), conserved = Scalars("conserved_energy");
        double[] cells = file.Doubles($"{Atoms}/box/edges/value", n, 3, 3), pressures = file.Doubles($"{Observables}/pressure_tensor/value", n, 3, 3);
        for (int k = 0; k < n; k++)
        {
            segment.Samples[k] = new(
                steps[k], potential[k], kinetic[k], full[k], conserved[k], At(cells, k), 1 / Constants.EvPerCubicAngstromInGpa * At(pressures, k));
        }

        return segment;
    }

    static Hdf5Group Creator()
    {
        Hdf5Group creator = new();
        creator.Attributes["name"] = "InsCore";
        creator.Attributes["version"] = Provenance.Version;
        return creator;
    }

    static Hdf5Dataset Dataset(string unit, Array data, ulong[] shape)
    {
        Hdf5Dataset dataset = new(data, shape);
        dataset.Attributes["unit"] = unit;
        return dataset;
    }

    static double[] Flat(DynamicsSample[] samples, Func<DynamicsSample, Matrix3d> matrix) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<Matrix3d, double>(samples.Select(matrix).ToArray().AsSpan()).ToArray();

    static Matrix3d At(double[] values, int k) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<double, Matrix3d>(values.AsSpan(9 * k, 9))[0];
}
