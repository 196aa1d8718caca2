using CsCheck;
using InsCore.Scattering;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Tests.Scattering;

/// <summary>Random atoms, rotations and tensors for properties.</summary>
internal static class RandomAtoms
{
    /// <summary>A positive tensor of rank one or two and unit trace.</summary>
    public static readonly Gen<SymmetricTensor> Tensor = Gen.Double[-1, 1].Array[6].Where(x => x.Sum(c => c * c) > 0.1).Select(x =>
        1 / x.Sum(c => c * c) * SymmetricTensor.FromMatrix(
            Matrix3d.Outer(new(x[0], x[1], x[2]), new(x[0], x[1], x[2])) + Matrix3d.Outer(new(x[3], x[4], x[5]), new(x[3], x[4], x[5]))));

    /// <summary>A rotation, from a quaternion.</summary>
    public static readonly Gen<Matrix3d> Rotation = Gen.Double[-1, 1].Array[4].Where(q => q.Sum(c => c * c) > 0.1).Select(v =>
    {
        double norm = Math.Sqrt(v.Sum(c => c * c));
        (double w, double x, double y, double z) = (v[0] / norm, v[1] / norm, v[2] / norm, v[3] / norm);
        return new Matrix3d(
            1 - (2 * ((y * y) + (z * z))), 2 * ((x * y) - (w * z)), 2 * ((x * z) + (w * y)),
            2 * ((x * y) + (w * z)), 1 - (2 * ((x * x) + (z * z))), 2 * ((y * z) - (w * x)),
            2 * ((x * z) - (w * y)), 2 * ((y * z) + (w * x)), 1 - (2 * ((x * x) + (y * y))));
    });

    /// <summary>An atom with modes between 15 and 300 cm⁻¹.</summary>
    public static readonly Gen<AtomTensor> Atom = WithModes(15);

    /// <summary>An atom that may have modes far below one bin.</summary>
    public static readonly Gen<AtomTensor> SoftAtom = WithModes(0.05);

    /// <summary>Temperatures, the ground state among them.</summary>
    public static readonly Gen<double> Temperature = Gen.OneOf(Gen.Const(0.0), Gen.Double[1, 400]);

    /// <summary>An atom from wavenumbers and shapes of modes.</summary>
    public static AtomTensor Make(double[] wavenumbers, SymmetricTensor[] shapes, double mass)
    {
        double[] energies = Array.ConvertAll(wavenumbers, w => w * Constants.WavenumberInEv);
        SymmetricTensor[] amplitudes = [.. energies.Select((e, k) => Constants.HbarSquaredPerMass / (2 * mass * e * energies.Length) * shapes[k])];
        return new(0, 1, 1, mass, energies, amplitudes);
    }

    static Gen<AtomTensor> WithModes(double lowest) => Gen.Select(
        Gen.Double[lowest, 300].Array[1, 6], Tensor.Array[6], Gen.Double[20, 300]).Select(Make);

    /// <summary>The same atom in a rotated frame.</summary>
    public static AtomTensor Rotate(AtomTensor atom, Matrix3d rotation) =>
        new(0, 1, 1, atom.Mass, atom.Energies, Array.ConvertAll(atom.Amplitudes, b => b.Rotate(rotation)));
}
