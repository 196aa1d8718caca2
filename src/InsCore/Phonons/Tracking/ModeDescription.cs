using System.Numerics;
using System.Text.Json.Nodes;
using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>What moves in a mode: whole molecules, bonds, angles, planes.</summary>
/// <remarks>Shares are those of the kinetic energy, divided among orthogonal motions in the order of <see cref="InternalMotion"/>; they sum to 1.</remarks>
public sealed class ModeDescription
{
    // A second kind is named if it has at least this share of what the first has: motions of a ring that also changes its outer bonds then name both.
    const double WorthNaming = 0.5;

    // Smaller shares are rounding.
    const double LeastShare = 1e-6;

    ModeDescription(IReadOnlyList<MotionShare> shares)
    {
        Shares = shares;
        Name = MakeName();
    }

    /// <summary>All shares, the largest first.</summary>
    public IReadOnlyList<MotionShare> Shares { get; }

    /// <summary>A few words, e.g. "C–I stretch", "ring out-of-plane", "libration".</summary>
    public string Name { get; }

    /// <summary>Share of one kind of motion.</summary>
    public double this[InternalMotion motion] => Shares.Where(s => s.Motion == motion).Sum(s => s.Share);

    /// <summary>Share of motions within molecules.</summary>
    public double Internal => 1 - this[InternalMotion.Translation] - this[InternalMotion.Libration];

    /// <summary>Describes a mode.</summary>
    /// <param name="molecules">The molecules of the crystal with their motions.</param>
    /// <param name="vector">[nAtoms × 3], eigenvector of unit norm at Γ.</param>
    internal static ModeDescription Of(IReadOnlyList<(Molecule Molecule, MotionSpaces Spaces)> molecules, ReadOnlySpan<Complex> vector)
    {
        Dictionary<(InternalMotion, string), double> shares = [];
        foreach ((Molecule molecule, MotionSpaces spaces) in molecules)
        {
            Complex[] components = new Complex[3 * molecule.Atoms.Count];
            for (int k = 0; k < molecule.Atoms.Count; k++)
            {
                vector.Slice(3 * molecule.Atoms[k], 3).CopyTo(components.AsSpan(3 * k));
            }

            spaces.AddShares(components, shares);
        }

        return new(
        [
            .. shares.Where(s => s.Value > LeastShare).OrderByDescending(s => s.Value).ThenBy(s => s.Key.Item1).ThenBy(s => s.Key.Item2, StringComparer.Ordinal)
                .Select(s => new MotionShare(s.Key.Item1, s.Key.Item2, s.Value)),
        ]);
    }

    /// <summary>The molecules of a crystal with their motions.</summary>
    internal static IReadOnlyList<(Molecule Molecule, MotionSpaces Spaces)> Prepare(Crystal crystal, Molecules molecules) =>
    [
        .. molecules.All.Select(m => (m, new MotionSpaces(crystal, m, m.Positions(crystal.Lattice?.Vectors, crystal.Positions)))),
    ];

    /// <summary>The description as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["translation"] = this[InternalMotion.Translation],
        ["libration"] = this[InternalMotion.Libration],
        ["internal"] = Internal,
        ["stretch"] = this[InternalMotion.Stretch],
        ["bend"] = this[InternalMotion.Bend],
        ["outOfPlane"] = this[InternalMotion.OutOfPlane],
        ["torsion"] = this[InternalMotion.Torsion],
        ["other"] = this[InternalMotion.Other],
        ["motions"] = new JsonArray([.. Shares.Where(s => s.Share > 0.01).Select(s => new JsonObject
        {
            ["motion"] = Word(s.Motion), ["of"] = s.Label, ["share"] = s.Share,
        })]),
    };

    /// <summary>Name.</summary>
    public override string ToString() => Name;

    string MakeName()
    {
        if (Internal < 0.5)
        {
            double translation = this[InternalMotion.Translation], libration = this[InternalMotion.Libration];
            return Math.Min(translation, libration) > WorthNaming * Math.Max(translation, libration)
                ? (translation > libration ? "translation + libration" : "libration + translation")
                : translation > libration ? "translation" : "libration";
        }

        MotionShare[] inner = [.. Shares.Where(s => s.Motion > InternalMotion.Libration)];
        return inner.Length > 1 && inner[1].Share > WorthNaming * inner[0].Share
            ? (inner[0].Motion == inner[1].Motion ? $"{inner[0].Label}, {Words(inner[1])}" : $"{Words(inner[0])} + {Words(inner[1])}")
            : Words(inner[0]);
    }

    static string Words(MotionShare share) => share.Label.Length > 0 ? $"{share.Label} {Word(share.Motion)}" : Word(share.Motion);

    static string Word(InternalMotion motion) => motion switch
    {
        InternalMotion.OutOfPlane => "out-of-plane",
        InternalMotion.Other => "other deformation",
        _ => motion.ToString().ToLowerInvariant(),
    };
}
