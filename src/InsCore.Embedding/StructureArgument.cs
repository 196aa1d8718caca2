using System.Runtime.InteropServices;
using InsCore.Structures;

namespace InsCore.Embedding;

/// <summary>A structure as callers pass it: inscore_structure of the header.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StructureArgument
{
    public int Atoms;
    public fixed int Periodic[3];
    public int* Numbers;
    public double* Positions;
    public double* Cell;
    public double* Masses;

    /// <summary>The structure behind a pointer, checked and copied.</summary>
    /// <exception cref="InsInputException">It cannot be used; says why.</exception>
    public static Crystal Read(StructureArgument* structure)
    {
        Argument.NotNull(structure, "structure");
        int atoms = structure->Atoms;
        Argument.Check(atoms > 0, "atoms", $"{atoms} atoms are no structure", "give at least 1");
        int coordinates = Argument.Length(3L * atoms, "positions");
        Argument.NotNull(structure->Numbers, "numbers");
        ReadOnlySpan<int> numbers = new(structure->Numbers, atoms);
        CheckNumbers(numbers);
        ReadOnlySpan<double> positions = Argument.Finite(structure->Positions, coordinates, "positions");
        ReadOnlySpan<double> masses = structure->Masses is null ? [] : Argument.Finite(structure->Masses, atoms, "masses");
        return new Crystal(Lattice(structure), numbers, MemoryMarshal.Cast<double, Vector3d>(positions), masses);
    }

    static Lattice? Lattice(StructureArgument* structure)
    {
        (int a, int b, int c) = (structure->Periodic[0], structure->Periodic[1], structure->Periodic[2]);
        bool isPeriodic = a != 0;
        Argument.Check(
            isPeriodic == (b != 0) && isPeriodic == (c != 0), "periodic", $"{a} {b} {c} is periodic along some axes only",
            "give 0 0 0 for a molecule or 1 1 1 for a crystal; a slab or a wire takes an empty space in its cell and 1 1 1");
        return isPeriodic ? new Lattice(MemoryMarshal.Read<Matrix3d>(MemoryMarshal.AsBytes(Argument.Finite(structure->Cell, 9, "cell")))) : null;
    }

    static void CheckNumbers(ReadOnlySpan<int> numbers)
    {
        for (int k = 0; k < numbers.Length; k++)
        {
            if (numbers[k] is < 1 or > Element.Count)
            {
                throw new InsInputException("numbers", $"element {k}", $"no element has the atomic number {numbers[k]}", $"give 1 to {Element.Count}");
            }
        }
    }
}
