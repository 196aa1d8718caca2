using System.Text.Json.Nodes;
using InsCore.Structures;

namespace InsCore.Pressure;

/// <summary>How the cell shrinks at a pressure.</summary>
/// <param name="Pressure">GPa.</param>
/// <param name="Axes">-d ln a/dP, -d ln b/dP, -d ln c/dP, 1/TPa.</param>
/// <param name="Angles">dα/dP, dβ/dP, dγ/dP, degrees/GPa.</param>
/// <param name="Tensor">The tensor of linear compressibility, -dε/dP, Cartesian, symmetric, 1/TPa.</param>
/// <param name="Principal">Its eigenvalues, ascending, 1/TPa; a negative one is a direction in which the crystal grows under pressure.</param>
/// <param name="PrincipalAxes">Their directions, Cartesian unit vectors in rows.</param>
public sealed record AxialCompressibility(
    double Pressure, Vector3d Axes, Vector3d Angles, Matrix3d Tensor, Vector3d Principal, Matrix3d PrincipalAxes)
{
    const double PerTerapascal = 1e3;

    /// <summary>-d ln V/dP = trace of the tensor, 1/TPa.</summary>
    public double Volume => Tensor.Trace;

    /// <summary>From a lattice and its change with the logarithm of the volume.</summary>
    /// <param name="pressure">GPa.</param>
    /// <param name="lattice">A, rows, Å.</param>
    /// <param name="slope">dA/d ln V, Å.</param>
    /// <param name="bulkModulus">-dP/d ln V, GPa.</param>
    /// <remarks>The strain of a change dA is the symmetric part of A⁻¹ dA; a rotation of the cell drops out.</remarks>
    internal static AxialCompressibility Of(double pressure, Matrix3d lattice, Matrix3d slope, double bulkModulus)
    {
        double factor = PerTerapascal / bulkModulus;
        Matrix3d rate = lattice.Inverse * slope, tensor = 0.5 * factor * (rate + rate.Transpose);
        (Vector3d values, Matrix3d axes) = Scattering.SymmetricTensor.FromMatrix(tensor).Eigen();
        Vector3d lengths = new(Stretch(0), Stretch(1), Stretch(2));
        return new(pressure, factor * lengths, new(Turn(1, 2), Turn(0, 2), Turn(0, 1)), tensor, values, axes);

        double Stretch(int i) => Vector3d.Dot(lattice.Row(i), slope.Row(i)) / Vector3d.Dot(lattice.Row(i), lattice.Row(i));

        // Degrees per GPa.
        double Turn(int i, int j)
        {
            double norms = lattice.Row(i).Norm * lattice.Row(j).Norm, cosine = Vector3d.Dot(lattice.Row(i), lattice.Row(j)) / norms;
            double change = ((Vector3d.Dot(slope.Row(i), lattice.Row(j)) + Vector3d.Dot(lattice.Row(i), slope.Row(j))) / norms) - (cosine * (Stretch(i) + Stretch(j)));
            return change / Math.Sqrt(1 - (cosine * cosine)) / bulkModulus * (180 / Math.PI);
        }
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["pressure"] = Pressure,
        ["axes"] = Three(Axes),
        ["angles"] = Three(Angles),
        ["volume"] = Volume,
        ["tensor"] = new JsonArray(Three(Tensor.Row0), Three(Tensor.Row1), Three(Tensor.Row2)),
        ["principal"] = Three(Principal),
        ["principalAxes"] = new JsonArray(Three(PrincipalAxes.Row0), Three(PrincipalAxes.Row1), Three(PrincipalAxes.Row2)),
        ["units"] = new JsonObject { ["pressure"] = "GPa", ["axes"] = "1/TPa", ["angles"] = "degrees/GPa", ["volume"] = "1/TPa", ["tensor"] = "1/TPa, Cartesian" },
    };

    static JsonArray Three(Vector3d v) => new(v.X, v.Y, v.Z);
}
