using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>How far each atom moves: displacement tensors, and a CIF that holds them.</summary>
public sealed record ThermalDisplacements
{
    /// <summary>The structure.</summary>
    public required Crystal Crystal { get; init; }

    /// <summary>Its space group.</summary>
    public required SpaceGroup Group { get; init; }

    /// <summary>K.</summary>
    public required double Temperature { get; init; }

    /// <summary>⟨u uᵀ⟩ of the first atom of each orbit, Cartesian, Å².</summary>
    public required IReadOnlyDictionary<int, SymmetricTensor> Tensors { get; init; }

    /// <summary>Sums the modes of a mesh.</summary>
    /// <param name="modes">A whole mesh, or one reduced by the group.</param>
    /// <param name="group">The space group.</param>
    /// <param name="temperature">T ≥ 0, K.</param>
    /// <param name="imaginary">What to do with imaginary modes.</param>
    /// <exception cref="InsInputException">The temperature is negative, or a mode is imaginary and that is to be an error.</exception>
    public static ThermalDisplacements Of(PhononModes modes, SpaceGroup group, double temperature, ImaginaryModes imaginary = ImaginaryModes.Exclude)
    {
        SpectralTensors tensors = SpectralTensors.FromModes(modes, group, temperature, imaginary);
        return new()
        {
            Crystal = modes.Crystal,
            Group = group,
            Temperature = temperature,
            Tensors = tensors.Atoms.ToDictionary(a => a.Atom, a => a.Displacement(temperature)),
        };
    }

    /// <summary>Writes the structure with U_ij in the convention of CIF.</summary>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public void WriteCif(string path) => AtomicFile.WriteAllText(path, Structures.Files.CifWriter.Write(
        Crystal, Group, Tensors.ToDictionary(t => t.Key, t => t.Value.ToMatrix()), Temperature));

    /// <summary>The tensors as JSON, with units.</summary>
    public JsonObject ToJson() => new()
    {
        ["temperature"] = Temperature,
        ["atoms"] = new JsonArray([.. Tensors.OrderBy(t => t.Key).Select(t => new JsonObject
        {
            ["atom"] = t.Key + 1,
            ["element"] = Element.Symbol(Crystal.AtomicNumbers[t.Key]),
            ["uEquivalent"] = t.Value.Trace / 3,
            ["cartesian"] = new JsonArray(t.Value.Xx, t.Value.Yy, t.Value.Zz, t.Value.Yz, t.Value.Xz, t.Value.Xy),
        })]),
        ["units"] = new JsonObject { ["temperature"] = "K", ["cartesian"] = "Å², xx, yy, zz, yz, xz, xy", ["uEquivalent"] = "Å²" },
    };
}
