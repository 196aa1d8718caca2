using InsCore.Structures;

namespace InsCore.Phonons.Files;

/// <summary>Collects the cell of a phonon file and makes a crystal of it, once it has been checked.</summary>
internal sealed class CellBuilder(PhononSource source)
{
    /// <summary>Å: no cell is larger.</summary>
    const double LargestLength = 1e5;

    /// <summary>Å: no cell is thinner.</summary>
    const double SmallestHeight = 0.2;

    readonly List<int> numbers = [];
    readonly List<Vector3d> fractional = [];
    readonly List<double> masses = [];

    /// <summary>Lattice vectors in rows, Å.</summary>
    public Matrix3d Vectors { get; set; }

    /// <summary>Number of atoms so far.</summary>
    public int Count => numbers.Count;

    /// <summary>Adds an atom.</summary>
    /// <param name="symbol">Element or isotope; what follows a colon is a label (CASTEP).</param>
    /// <param name="position">Fractional coordinates.</param>
    /// <param name="mass">u; 0 for that of the symbol.</param>
    /// <param name="place">Where it stands, for the message.</param>
    public void Add(ReadOnlySpan<char> symbol, Vector3d position, double mass, string place)
    {
        int colon = symbol.IndexOf(':');
        symbol = (colon >= 0 ? symbol[..colon] : symbol).TrimEnd("0123456789");
        if (!Species.TryParse(symbol, out Species species))
        {
            throw source.Error(place, $"{Structures.Files.StructureText.Quote(symbol)} is not a chemical element", "write a symbol such as C, Cl, D or 13C");
        }

        if (!(mass >= 0) || !(position.Norm < LargestLength))
        {
            throw source.Error(place, "the mass or the coordinates of the atom are impossible", "correct them, or copy the file again");
        }

        numbers.Add(species.AtomicNumber);
        fractional.Add(position);
        masses.Add(mass > 0 ? mass : species.Mass);
    }

    /// <summary>Makes the crystal.</summary>
    public Crystal Build()
    {
        try
        {
            Lattice lattice = new(Vectors);
            Vector3d heights = lattice.Heights;
            return lattice.Lengths.Norm < LargestLength && Math.Min(heights.X, Math.Min(heights.Y, heights.Z)) > SmallestHeight
                ? new Crystal(lattice, [.. numbers], [.. fractional.Select(lattice.ToCartesian)], [.. masses])
                : throw new ArgumentException(FormattableString.Invariant($"the cell is longer than {LargestLength} Å or thinner than {SmallestHeight} Å"));
        }
        catch (ArgumentException e)
        {
            throw source.Error("cell", e.Message, "copy the file again, or write it anew", e);
        }
    }
}
