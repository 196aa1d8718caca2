using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>A group as tensors see it: Cartesian rotations and the permutation of the atoms by each.</summary>
/// <param name="Rotations">[nOperations], Cartesian, acting on columns.</param>
/// <param name="Images">[nOperations][nAtoms]: operation o takes atom i to Images[o][i].</param>
internal sealed record SiteSymmetry(Matrix3d[] Rotations, IReadOnlyList<int[]> Images)
{
    /// <summary>Takes the rotations of a space group into the frame of the lattice.</summary>
    public static SiteSymmetry Of(SpaceGroup group, Crystal crystal) =>
        crystal.Lattice is { } lattice
            ? new([.. group.Operations.Select(o => o.CartesianRotation(lattice))], group.AtomImages)
            : new([Matrix3d.Identity], [Enumerable.Range(0, crystal.AtomCount).ToArray()]);

    /// <summary>The inequivalent atoms (the first of each orbit) and the sizes of their orbits.</summary>
    public IEnumerable<(int Atom, int Multiplicity)> InequivalentAtoms() =>
        Enumerable.Range(0, Images[0].Length)
            .GroupBy(i => Images.Min(image => image[i]))
            .Select(orbit => (orbit.Key, orbit.Count()));

    /// <summary>For each operation, the atom that it takes to the one given, and its rotation.</summary>
    public IEnumerable<(int Source, Matrix3d Rotation)> Arriving(int atom) =>
        Images.Select((image, o) => (Array.IndexOf(image, atom), Rotations[o]));
}
