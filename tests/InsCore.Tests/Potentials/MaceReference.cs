using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using InsCore.Kernels;
using InsCore.Kernels.OpenCl;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Potentials;

/// <summary>The reference models and structures of tests/data/mace.</summary>
internal static class MaceReference
{
    /// <summary>Residual, density, plain, multi-head and gated blocks.</summary>
    public static readonly string[] Models = ["res_L1", "density_zbl_agnesi_L1", "off_L0", "twohead_L2", "gated_mh_L1"];

    /// <summary>A molecule, a cell shorter than the cutoff, a triclinic cell.</summary>
    public static readonly string[] Structures = ["molecule", "cell9", "cell36"];

    static readonly ConcurrentDictionary<(string, Precision, Executor), MacePotential> Potentials = new();

    /// <summary>All pairs.</summary>
    public static TheoryData<string, string> ModelsAndStructures
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string model in Models)
            {
                foreach (string structure in Structures)
                {
                    data.Add(model, structure);
                }
            }

            return data;
        }
    }

    /// <summary>True if an OpenCL device with double precision can be had here.</summary>
    public static bool HasOpenCl => !OpenClDevices.AreSwitchedOff && OpenClDevices.Problem is null && OpenClDevices.Choose().HasFloat64;

    /// <summary>All pairs, with each executor that can be had here.</summary>
    public static TheoryData<string, string, Executor> ModelsStructuresAndExecutors
    {
        get
        {
            TheoryData<string, string, Executor> data = [];
            foreach (TheoryDataRow<string, string> row in ModelsAndStructures)
            {
                data.Add(row.Data.Item1, row.Data.Item2, Executor.Managed);
                if (NativeKernels.AreAvailable)
                {
                    data.Add(row.Data.Item1, row.Data.Item2, Executor.Native);
                }

                if (HasOpenCl)
                {
                    data.Add(new TheoryDataRow<string, string, Executor>(row.Data.Item1, row.Data.Item2, Executor.OpenCl).WithTrait("needs", "opencl"));
                }
            }

            return data;
        }
    }

    /// <summary>The potential in the head that the results were computed for.</summary>
    public static MacePotential Potential(
        string model, Precision precision = Precision.Float64, Executor executor = Executor.Automatic) => Potentials.GetOrAdd(
        (model, precision, executor),
        _ => MacePotential.Load(
            TestData.Own($"mace/{model}.safetensors"), precision, Results(model)["molecule"]!["head"]!.ToString(), executor));

    /// <summary>Reads a structure.</summary>
    public static Crystal Structure(string name)
    {
        JsonNode node = JsonNode.Parse(File.ReadAllText(TestData.Own("mace/structures.json")))![name]!;
        Vector3d[] cell = Vectors(node["cell"]!);
        Lattice? lattice = node["pbc"]![0]!.GetValue<bool>() ? new Lattice(new Matrix3d(cell[0], cell[1], cell[2])) : null;
        int[] numbers = [.. node["numbers"]!.AsArray().Select(z => z!.GetValue<int>())];
        return new Crystal(lattice, numbers, Vectors(node["positions"]!));
    }

    /// <summary>Results of a model, by structure.</summary>
    public static JsonNode Results(string model) => JsonNode.Parse(File.ReadAllText(TestData.Own($"mace/{model}.results.json")))!;

    /// <summary>A list of triples.</summary>
    public static Vector3d[] Vectors(JsonNode node) =>
        [.. node.AsArray().Select(v => new Vector3d(v![0]!.GetValue<double>(), v[1]!.GetValue<double>(), v[2]!.GetValue<double>()))];

    /// <summary>A list of numbers.</summary>
    public static double[] Numbers(JsonNode node) => [.. node.AsArray().Select(v => v!.GetValue<double>())];

    /// <summary>Largest deviation of any component, relative to the largest component expected.</summary>
    public static double RelativeError(IEnumerable<Vector3d> expected, IEnumerable<Vector3d> actual) => RelativeError(
        expected.SelectMany(v => new[] { v.X, v.Y, v.Z }), actual.SelectMany(v => new[] { v.X, v.Y, v.Z }));

    /// <summary>Largest deviation, relative to the largest value expected.</summary>
    public static double RelativeError(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        double[] a = [.. expected], b = [.. actual];
        Assert.Equal(a.Length, b.Length);
        double error = a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
        double largest = a.Max(Math.Abs);
        return double.IsNaN(error) ? double.PositiveInfinity : largest == 0 ? error : error / largest;
    }

    /// <summary>Rows of a matrix.</summary>
    public static Vector3d[] Rows(Matrix3d m) => [m.Row0, m.Row1, m.Row2];
}
