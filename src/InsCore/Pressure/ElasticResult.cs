using System.Text.Json.Nodes;

namespace InsCore.Pressure;

/// <summary>Elastic constants of a crystal, and how far they can be trusted.</summary>
public sealed record ElasticResult
{
    /// <summary>With atoms that follow the strain: what is measured.</summary>
    public required ElasticTensor Tensor { get; init; }

    /// <summary>With atoms held at their fractional coordinates.</summary>
    public required ElasticTensor Clamped { get; init; }

    /// <summary>Largest change of a component by averaging over the point group, GPa.</summary>
    public required double SymmetryResidual { get; init; }

    /// <summary>Largest |B_ij - B_ji| before averaging, GPa.</summary>
    public required double ExchangeResidual { get; init; }

    /// <summary>Smallest force constant against a motion of the atoms at Γ, eV/Å²; negative if the structure is not a minimum.</summary>
    public required double SoftestMotion { get; init; }

    /// <summary>kg/m³.</summary>
    public required double Density { get; init; }

    /// <summary>The group whose rotations were averaged over.</summary>
    public required string SpaceGroup { get; init; }

    /// <summary>Speeds of sound compared with the slopes of the acoustic branches; empty if not compared.</summary>
    public IReadOnlyList<SoundCheck> Sound { get; init; } = [];

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            List<string> warnings = [];
            if (!Tensor.IsStable)
            {
                warnings.Add(FormattableString.Invariant($"the crystal is elastically unstable (Born): the softest strain has a stiffness of {Tensor.Eigenvalues()[0]:F2} GPa"));
            }

            if (SoftestMotion < 0)
            {
                warnings.Add(FormattableString.Invariant($"the atoms are not at a minimum (a force constant at Γ is {SoftestMotion:G2} eV/Å²), so elastic constants with free atoms mean little"));
            }

            return warnings;
        }
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = Tensor.ToJson();
        json["pressure"] = Tensor.Pressure;
        json["clampedStiffness"] = ElasticTensor.Rows(Clamped.Values.ToArray());
        json["symmetryResidual"] = SymmetryResidual;
        json["exchangeResidual"] = ExchangeResidual;
        json["softestMotion"] = double.IsFinite(SoftestMotion) ? SoftestMotion : null;
        json["density"] = Density;
        json["spaceGroup"] = SpaceGroup;
        json["sound"] = new JsonArray([.. Sound.Select(s => s.ToJson())]);
        json["warnings"] = new JsonArray([.. Warnings.Select(w => JsonValue.Create(w))]);
        JsonObject units = json["units"]!.AsObject();
        (units["pressure"], units["residuals"], units["softestMotion"], units["density"], units["sound"]) = ("GPa", "GPa", "eV/Å²", "kg/m³", "m/s, ascending; directions in a*, b*, c*");
        return json;
    }

    /// <summary>What was written by <see cref="ToJson"/>.</summary>
    internal static ElasticResult FromJson(JsonObject json)
    {
        double pressure = (double)json["pressure"]!;
        static double[] Tensor(JsonNode node) => [.. node.AsArray().SelectMany(row => row!.AsArray().Select(v => (double)v!))];
        return new()
        {
            Tensor = new(Tensor(json["stiffness"]!), pressure),
            Clamped = new(Tensor(json["clampedStiffness"]!), pressure),
            SymmetryResidual = (double)json["symmetryResidual"]!,
            ExchangeResidual = (double)json["exchangeResidual"]!,
            SoftestMotion = (double?)json["softestMotion"] ?? double.PositiveInfinity,
            Density = (double)json["density"]!,
            SpaceGroup = (string)json["spaceGroup"]!,
            Sound = [.. json["sound"]!.AsArray().Select(s => SoundCheck.FromJson(s!))],
        };
    }

    /// <summary>Lines for people.</summary>
    public IEnumerable<string> Lines()
    {
        PolycrystalModuli m = Tensor.Polycrystal();
        double[] eigenvalues = Tensor.Eigenvalues();
        yield return FormattableString.Invariant($"elastic constants at {Tensor.Pressure:0.000;-0.000;0.000} GPa, stress–strain coefficients in GPa (xx, yy, zz, yz, xz, xy)");
        for (int row = 1; row <= 6; row++)
        {
            yield return "  " + string.Concat(Enumerable.Range(1, 6).Select(c => FormattableString.Invariant($"{Tensor[row, c],9:0.000;-0.000;0.000}")));
        }

        yield return FormattableString.Invariant($"  changed by averaging over {SpaceGroup} by {SymmetryResidual:0.0e+00} GPa at most; exchange of indices {ExchangeResidual:0.0e+00} GPa");
        yield return FormattableString.Invariant($"  bulk modulus {m.BulkReuss:F3} (Reuss) {m.Bulk:F3} (Hill) {m.BulkVoigt:F3} (Voigt), shear modulus {m.ShearReuss:F3} {m.Shear:F3} {m.ShearVoigt:F3} GPa");
        yield return FormattableString.Invariant($"  Young {m.Young:F3} GPa, Poisson {m.Poisson:F3}, anisotropy {m.Anisotropy:F2}; softest strain {eigenvalues[0]:F3} GPa: {(Tensor.IsStable ? "stable" : "UNSTABLE")}");
        foreach (SoundCheck s in Sound)
        {
            yield return FormattableString.Invariant(
                $"  sound along [{s.Direction.X:0} {s.Direction.Y:0} {s.Direction.Z:0}]*: {s.Elastic.X:F1} {s.Elastic.Y:F1} {s.Elastic.Z:F1} m/s, from D(q) {s.Phonons.X:F1} {s.Phonons.Y:F1} {s.Phonons.Z:F1}, difference {s.Difference:0.0e+00}");
        }
    }
}
