namespace InsCore.Structures;

/// <summary>The special points of a Brillouin zone by name, and the standard path that joins them.</summary>
/// <param name="Points">Coordinates in the reciprocal basis of <see cref="StandardLattice.Primitive"/>.</param>
/// <param name="Path">Names joined by -, with | where the path jumps, e.g. "Γ-X-W|K-Γ".</param>
/// <remarks>
/// Tables 2 to 21 of W. Setyawan and S. Curtarolo, Comput. Mater. Sci. 49, 299 (2010), doi:10.1016/j.commatsci.2010.05.010, with Greek letters in
/// that paper's meaning.
/// </remarks>
public sealed partial record SpecialPoints(IReadOnlyDictionary<string, Vector3d> Points, string Path)
{
    /// <summary>The points of a lattice.</summary>
    public static SpecialPoints Of(StandardLattice lattice)
    {
        double a = lattice.Lengths.X, b = lattice.Lengths.Y, c = lattice.Lengths.Z, cos = lattice.CosAlpha;
        return lattice.Type switch
        {
            BravaisLattice.CUB => new(Table(("M", H, H, 0), ("R", H, H, H), ("X", 0, H, 0)), "Γ-X-M-Γ-R-X|M-R"),
            BravaisLattice.FCC => new(
                Table(("K", 0.375, 0.375, 0.75), ("L", H, H, H), ("U", 0.625, 0.25, 0.625), ("W", H, 0.25, 0.75), ("X", H, 0, H)),
                "Γ-X-W-K-Γ-L-U-W-L-K|U-X"),
            BravaisLattice.BCC => new(Table(("H", H, -H, H), ("P", 0.25, 0.25, 0.25), ("N", 0, 0, H)), "Γ-H-N-Γ-P-H|P-N"),
            BravaisLattice.TET => new(
                Table(("A", H, H, H), ("M", H, H, 0), ("R", 0, H, H), ("X", 0, H, 0), ("Z", 0, 0, H)), "Γ-X-M-Γ-Z-R-A-Z|X-R|M-A"),
            BravaisLattice.BCT1 => BodyCentredTetragonal1(a, c),
            BravaisLattice.BCT2 => BodyCentredTetragonal2(a, c),
            BravaisLattice.ORC => new(
                Table(("R", H, H, H), ("S", H, H, 0), ("T", 0, H, H), ("U", H, 0, H), ("X", H, 0, 0), ("Y", 0, H, 0), ("Z", 0, 0, H)),
                "Γ-X-S-Y-Γ-Z-U-R-T-Z|Y-T|U-X|S-R"),
            BravaisLattice.ORCF1 => FaceCentred13(a, b, c, "Γ-Y-T-Z-Γ-X-A1-Y|T-X1|X-A-Z|L-Γ"),
            BravaisLattice.ORCF3 => FaceCentred13(a, b, c, "Γ-Y-T-Z-Γ-X-A1-Y|X-A-Z|L-Γ"),
            BravaisLattice.ORCF2 => FaceCentred2(a, b, c),
            BravaisLattice.ORCI => BodyCentredOrthorhombic(a, b, c),
            BravaisLattice.ORCC => BaseCentredOrthorhombic(a, b),
            BravaisLattice.HEX => new(
                Table(("A", 0, 0, H), ("H", 1.0 / 3, 1.0 / 3, H), ("K", 1.0 / 3, 1.0 / 3, 0), ("L", H, 0, H), ("M", H, 0, 0)),
                "Γ-M-K-Γ-A-L-H-A|L-M|K-H"),
            BravaisLattice.RHL1 => Rhombohedral1(cos),
            BravaisLattice.RHL2 => Rhombohedral2(cos),
            BravaisLattice.MCL => Monoclinic(b, c, cos),
            BravaisLattice.MCLC1 => BaseCentredMonoclinic12(a, b, c, cos, "Γ-Y-F-L-I|I1-Z-F1|Y-X1|X-Γ-N|M-Γ"),
            BravaisLattice.MCLC2 => BaseCentredMonoclinic12(a, b, c, cos, "Γ-Y-F-L-I|I1-Z-F1|N-Γ-M"),
            BravaisLattice.MCLC3 => BaseCentredMonoclinic34(a, b, c, cos, "Γ-Y-F-H-Z-I-F1|H1-Y1-X-Γ-N|M-Γ"),
            BravaisLattice.MCLC4 => BaseCentredMonoclinic34(a, b, c, cos, "Γ-Y-F-H-Z-I|H1-Y1-X-Γ-N|M-Γ"),
            BravaisLattice.MCLC5 => BaseCentredMonoclinic5(a, b, c, cos),
            BravaisLattice.TRIa => new(
                Table(("L", H, H, 0), ("M", 0, H, H), ("N", H, 0, H), ("R", H, H, H), ("X", H, 0, 0), ("Y", 0, H, 0), ("Z", 0, 0, H)),
                "X-Γ-Y|L-Γ-Z|N-Γ-M|R-Γ"),
            _ => new(
                Table(("L", H, -H, 0), ("M", 0, 0, H), ("N", -H, -H, H), ("R", 0, -H, H), ("X", 0, -H, 0), ("Y", H, 0, 0), ("Z", -H, 0, H)),
                "X-Γ-Y|L-Γ-Z|N-Γ-M|R-Γ"),
        };
    }

    const double H = 0.5;

    static Dictionary<string, Vector3d> Table(params (string Name, double X, double Y, double Z)[] points)
    {
        Dictionary<string, Vector3d> table = new() { ["Γ"] = default };
        foreach ((string name, double x, double y, double z) in points)
        {
            table.Add(name, new(x, y, z));
        }

        return table;
    }
}
