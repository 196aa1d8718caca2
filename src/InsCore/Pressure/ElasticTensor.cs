using System.Text.Json.Nodes;
using InsCore.Kernels;
using InsCore.Structures;
using InsCore.Units;
using MathNet.Numerics.LinearAlgebra;

namespace InsCore.Pressure;

/// <summary>The stiffness of a crystal under a pressure: how its stress answers to strain.</summary>
/// <remarks>
/// B_ijkl = ∂σ_ij/∂ε_kl, σ the Cauchy stress, ε a small strain from the compressed state without rotation: the stress–strain coefficients of
/// D. C. Wallace, Thermodynamics of Crystals (1972), section 2; also called Birch's. They decide about stability, sound and compressibility.
/// The second derivatives of the energy by Lagrangian strain, C_ijkl = B_ijkl - P(δ_ij δ_kl - δ_ik δ_jl - δ_il δ_jk), differ from them under pressure.
/// </remarks>
public sealed class ElasticTensor
{
    readonly double[] values;

    /// <summary>Makes a tensor.</summary>
    /// <param name="values">B, [6 × 6] in Voigt's order xx, yy, zz, yz, xz, xy, GPa, symmetric.</param>
    /// <param name="pressure">GPa.</param>
    public ElasticTensor(double[] values, double pressure)
    {
        if (values.Length != 36 || !Array.TrueForAll(values, double.IsFinite))
        {
            throw new ArgumentException("an elastic tensor has 36 finite components", nameof(values));
        }

        (this.values, Pressure) = (values, pressure);
    }

    /// <summary>Component, 1 to 6 each, GPa.</summary>
    public double this[int row, int column] => values[(6 * (row - 1)) + column - 1];

    /// <summary>B, [6 × 6], GPa.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>GPa.</summary>
    public double Pressure { get; }

    /// <summary>C = (1/V) ∂²E/∂η∂η, [6 × 6], GPa: equal to B at no pressure.</summary>
    public double[] SecondDerivatives()
    {
        double[] c = [.. values];
        for (int i = 0; i < 6; i++)
        {
            c[7 * i] += Pressure;
            for (int j = 0; j < 3 && i < 3; j++)
            {
                c[(6 * i) + j] -= i == j ? 0 : Pressure;
            }
        }

        return c;
    }

    /// <summary>The compliance S = B⁻¹, [6 × 6], 1/GPa.</summary>
    public double[] Compliance()
    {
        Matrix<double> inverse = Matrix<double>.Build.Dense(6, 6, (i, j) => values[(6 * i) + j]).Inverse();
        return [.. from i in Enumerable.Range(0, 6) from j in Enumerable.Range(0, 6) select inverse[i, j]];
    }

    /// <summary>Eigenvalues, ascending, GPa, of the tensor as a map of strains on stresses; the same in every frame.</summary>
    public double[] Eigenvalues() => Eigen().Values;

    /// <summary>True if every small deformation costs enthalpy: all eigenvalues are positive (Born's criterion under pressure).</summary>
    public bool IsStable => Eigenvalues()[0] > 0;

    /// <summary>The strain that costs least, of unit norm, Cartesian.</summary>
    public Matrix3d SoftestStrain()
    {
        double[] v = Eigen().Vectors;
        double r = Math.Sqrt(0.5);
        return new(v[0], r * v[5], r * v[4], r * v[5], v[1], r * v[3], r * v[4], r * v[3], v[2]);
    }

    /// <summary>The tensor of linear compressibility -dε/dP, 1/TPa.</summary>
    public Matrix3d LinearCompressibility()
    {
        double[] s = Compliance();
        double[] sum = [.. Enumerable.Range(0, 6).Select(i => 1e3 * (s[6 * i] + s[(6 * i) + 1] + s[(6 * i) + 2]))];
        return new(sum[0], sum[5] / 2, sum[4] / 2, sum[5] / 2, sum[1], sum[3] / 2, sum[4] / 2, sum[3] / 2, sum[2]);
    }

    /// <summary>Bulk and shear moduli of a polycrystal: Voigt's and Reuss's bounds and Hill's mean.</summary>
    public PolycrystalModuli Polycrystal()
    {
        double[] b = values, s = Compliance();
        static double Diagonal(double[] m) => m[0] + m[7] + m[14];
        static double Off(double[] m) => m[1] + m[2] + m[8];
        static double Shear(double[] m) => m[21] + m[28] + m[35];
        return new(
            (Diagonal(b) + (2 * Off(b))) / 9,
            1 / (Diagonal(s) + (2 * Off(s))),
            (Diagonal(b) - Off(b) + (3 * Shear(b))) / 15,
            15 / ((4 * (Diagonal(s) - Off(s))) + (3 * Shear(s))));
    }

    /// <summary>Speeds of sound, ascending, m/s; negative where ρ v² is, and the crystal unstable.</summary>
    /// <param name="direction">Of the wave vector, Cartesian, of any length but zero.</param>
    /// <param name="density">kg/m³.</param>
    /// <remarks>ρ v² u_i = Σ_jkl B_ijkl n_j n_l u_k (Christoffel); under pressure it holds for B, not for C.</remarks>
    public Vector3d SoundSpeeds(Vector3d direction, double density)
    {
        Vector3d n = (1 / direction.Norm) * direction;
        double[] m = new double[9];
        for (int i = 0; i < 3; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                for (int jl = 0; jl < 9; jl++)
                {
                    m[(3 * i) + k] += values[(6 * Voigt.Of(i, jl / 3)) + Voigt.Of(k, jl % 3)] * n[jl / 3] * n[jl % 3];
                }
            }
        }

        double[] eigenvalues = new double[3];
        Lapack.Current.SymmetricEigen(3, m, eigenvalues, vectors: false);
        double Speed(double stiffness) => Math.Sign(stiffness) * Math.Sqrt(Math.Abs(stiffness) * 1e9 / density);
        return new(Speed(eigenvalues[0]), Speed(eigenvalues[1]), Speed(eigenvalues[2]));
    }

    /// <summary>The tensor and what follows from it, as JSON.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["stiffness"] = Rows(values),
            ["secondDerivatives"] = Rows(SecondDerivatives()),
            ["compliance"] = Rows(Compliance()),
            ["eigenvalues"] = new JsonArray([.. Eigenvalues().Select(e => JsonValue.Create(e))]),
            ["isStable"] = IsStable,
            ["units"] = new JsonObject { ["stiffness"] = "GPa, Voigt's order xx, yy, zz, yz, xz, xy, Cartesian axes of the relaxed structure", ["compliance"] = "1/GPa", ["eigenvalues"] = "GPa", ["polycrystal"] = "GPa", ["linearCompressibility"] = "1/TPa" },
        };
        Matrix3d beta = LinearCompressibility();
        json["linearCompressibility"] = new JsonArray(Three(beta.Row0), Three(beta.Row1), Three(beta.Row2));
        json["polycrystal"] = Polycrystal().ToJson();
        return json;
    }

    internal static JsonArray Rows(double[] values) =>
        [.. values.Chunk(6).Select(row => (JsonNode)new JsonArray([.. row.Select(v => JsonValue.Create(v))]))];

    static JsonArray Three(Vector3d v) => new(v.X, v.Y, v.Z);

    // In Kelvin's normalisation, shears times √2, in which eigenvalues do not depend on the frame.
    (double[] Values, double[] Vectors) Eigen()
    {
        double[] matrix = new double[36], eigenvalues = new double[6];
        for (int k = 0; k < 36; k++)
        {
            matrix[k] = values[k] * (k / 6 > 2 ? Math.Sqrt(2) : 1) * (k % 6 > 2 ? Math.Sqrt(2) : 1);
        }

        Lapack.Current.SymmetricEigen(6, matrix, eigenvalues);
        return (eigenvalues, matrix);
    }
}
