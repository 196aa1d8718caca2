using System.Numerics;
using System.Runtime.InteropServices;
using InsCore.Hdf5;
using InsCore.Phonons.Files;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons;

/// <summary>Phonon modes in an HDF5 file.</summary>
/// <remarks>
/// Groups: "crystal" (lattice [3 × 3], positions [nAtoms × 3], atomic_numbers [nAtoms], masses [nAtoms]) and "modes" (q [nQ × 3], weights [nQ],
/// energies and wavenumbers [nQ × nModes], eigenvectors_re and eigenvectors_im [nQ × nModes × nAtoms × 3]). Every dataset has an attribute
/// "units"; the root has "format", "version" and "provenance". Phases as in <see cref="IDynamicalMatrix"/>.
/// </remarks>
public static class PhononFile
{
    internal const string Format = "inscore phonon modes";
    const int Version = 1;
    const string Remedy = "write the file again with `inscore phonons`";

    // Eigenvectors are written as computed, of unit norm to rounding; anything else is a damaged or foreign file.
    const double NormTolerance = 1e-6;

    /// <summary>Writes modes, all or nothing.</summary>
    /// <param name="path">The file, usually *.h5.</param>
    /// <param name="modes">The modes.</param>
    /// <param name="provenance">How they came about: versions, inputs, settings.</param>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void Write(string path, PhononModes modes, string provenance)
    {
        Crystal crystal = modes.Crystal;
        ulong atoms = (ulong)crystal.AtomCount, points = (ulong)modes.QPoints.Length, count = (ulong)modes.ModeCount;
        ReadOnlySpan<Matrix3d> lattice = [crystal.PeriodicLattice.Vectors];
        Hdf5Group file = new()
        {
            ["crystal"] = new Hdf5Group
            {
                ["lattice"] = Dataset("angstrom", MemoryMarshal.Cast<Matrix3d, double>(lattice).ToArray(), 3, 3),
                ["positions"] = Dataset("angstrom", MemoryMarshal.Cast<Vector3d, double>(crystal.Positions).ToArray(), atoms, 3),
                ["atomic_numbers"] = Dataset("1", crystal.AtomicNumbers.ToArray(), atoms),
                ["masses"] = Dataset("u", crystal.Masses.ToArray(), atoms),
            },
            ["modes"] = new Hdf5Group
            {
                ["q"] = Dataset(
                    "reciprocal lattice vectors", MemoryMarshal.Cast<Vector3d, double>(modes.QPoints.AsSpan()).ToArray(), points, 3),
                ["weights"] = Dataset("1", modes.Weights, points),
                ["energies"] = Dataset("eV", modes.Energies, points, count),
                ["wavenumbers"] = Dataset("1/cm", Array.ConvertAll(modes.Energies, e => e * Constants.EvInWavenumbers), points, count),
                ["eigenvectors_re"] = Dataset("1", Array.ConvertAll(modes.Eigenvectors, z => z.Real), points, count, atoms, 3),
                ["eigenvectors_im"] = Dataset("1", Array.ConvertAll(modes.Eigenvectors, z => z.Imaginary), points, count, atoms, 3),
            },
        };
        file.Attributes["format"] = Format;
        file.Attributes["version"] = Version;
        file.Attributes["provenance"] = provenance;
        file.Write(path);
    }

    /// <summary>Reads modes and checks them.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The modes, and the provenance text as written.</returns>
    /// <exception cref="InsInputException">The file is missing, is no such file, is cut short, or holds impossible values.</exception>
    public static (PhononModes Modes, string Provenance) Read(string path)
    {
        PhononSource source = PhononSource.Open(path);
        if (!Hdf5File.Recognises(source))
        {
            throw new InsInputException(path, null, "is not a readable HDF5 file", Remedy);
        }

        Hdf5File file = new(source);
        return Read(source, file);
    }

    /// <summary>The provenance text of a file of modes, or nothing for any other file.</summary>
    /// <exception cref="InsInputException">The file is missing, or is damaged HDF5.</exception>
    public static string ProvenanceOf(string path)
    {
        PhononSource source = PhononSource.Open(path);
        if (!Hdf5File.Recognises(source))
        {
            return "";
        }

        Hdf5File file = new(source);
        return file.Attribute("format") == Format ? file.Attribute("provenance") ?? "" : "";
    }

    /// <summary>Reads modes out of an open file.</summary>
    internal static (PhononModes Modes, string Provenance) Read(PhononSource source, Hdf5File file)
    {
        string path = source.Path;
        if (file.Attribute("format") != Format)
        {
            throw new InsInputException(path, null, "holds no phonon modes of InsCore", Remedy);
        }

        int version = file.IntegerAttribute("version");
        if (version != Version)
        {
            throw new InsInputException(path, "attribute version", $"is {version}, known is {Version}", Remedy);
        }

        int[] numbers = file.Integers("crystal/atomic_numbers", Single(path, file, "crystal/atomic_numbers"));
        int atoms = numbers.Length, points = Single(path, file, "modes/weights"), count = 3 * atoms;
        double[] weights = file.Doubles("modes/weights", points), q = file.Doubles("modes/q", points, 3);
        double[] energies = file.Doubles("modes/energies", points, count);
        double[] real = file.Doubles("modes/eigenvectors_re", points, count, atoms, 3);
        double[] imaginary = file.Doubles("modes/eigenvectors_im", points, count, atoms, 3);
        PhononModes modes = new(ReadCrystal(path, file, numbers), MemoryMarshal.Cast<double, Vector3d>(q).ToArray(), weights);
        energies.CopyTo(modes.Energies, 0);
        for (int k = 0; k < real.Length; k++)
        {
            modes.Eigenvectors[k] = new Complex(real[k], imaginary[k]);
        }

        Check(path, modes);
        return (modes, file.Attribute("provenance") ?? "");
    }

    static int Single(string path, Hdf5File file, string name) => file.Shape(name) is [<= int.MaxValue and var length]
        ? (int)length
        : throw new InsInputException(path, name, "has more than one dimension", Remedy);

    static Crystal ReadCrystal(string path, Hdf5File file, int[] numbers)
    {
        double[] lattice = file.Doubles("crystal/lattice", 3, 3), positions = file.Doubles("crystal/positions", numbers.Length, 3);
        double[] masses = file.Doubles("crystal/masses", numbers.Length);
        try
        {
            return new Crystal(
                new Lattice(MemoryMarshal.Cast<double, Matrix3d>(lattice)[0]), numbers, MemoryMarshal.Cast<double, Vector3d>(positions), masses);
        }
        catch (ArgumentException e)
        {
            throw new InsInputException(path, "crystal", e.Message, Remedy, e);
        }
    }

    static void Check(string path, PhononModes modes)
    {
        if (!Array.TrueForAll(modes.QPoints, q => q.IsFinite) || !Array.TrueForAll(modes.Energies, double.IsFinite))
        {
            throw new InsInputException(path, "modes", "hold a value that is not a finite number", Remedy);
        }

        if (!Array.TrueForAll(modes.Weights, w => w >= 0) || Math.Abs(modes.Weights.Sum() - 1) > NormTolerance)
        {
            throw new InsInputException(path, "modes/weights", "must be positive and sum to 1", Remedy);
        }

        int size = modes.ModeCount;
        for (int n = 0; n < modes.Energies.Length; n++)
        {
            double norm = 0;
            foreach (Complex z in modes.Eigenvectors.AsSpan(n * size, size))
            {
                norm += Eigenvector.Square(z);
            }

            if (!(Math.Abs(norm - 1) <= NormTolerance))
            {
                throw new InsInputException(path, "modes/eigenvectors_re", $"vector {n + 1} is not of unit length", Remedy);
            }
        }
    }

    static Hdf5Dataset Dataset(string units, Array data, params ulong[] shape)
    {
        Hdf5Dataset dataset = new(data, shape);
        dataset.Attributes["units"] = units;
        return dataset;
    }
}
