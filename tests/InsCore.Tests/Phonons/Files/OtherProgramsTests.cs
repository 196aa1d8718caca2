using System.Globalization;
using System.Text;
using InsCore.Phonons;
using InsCore.Phonons.Files;
using InsCore.Structures;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Phonons.Files;

/// <summary>VASP, Gaussian and CRYSTAL: files made here, in the layout that these programs document, of modes that are known.</summary>
public class OtherProgramsTests
{
    static readonly PhononModes Gamma = PhononSolver.Solve(SmallPhonons.ForceConstants, [default]);

    static PhononSource Source(string name, string content) => new(name, Encoding.UTF8.GetBytes(content));

    static PhononInput Read(string name, string content) => PhononFormats.Of(Source(name, content)).Read(Source(name, content), new());

    internal static string Vasprun(string version = "5.4.4")
    {
        Crystal crystal = SmallPhonons.ForceConstants.Crystal;
        double unit = version.StartsWith("6.4", StringComparison.Ordinal) ? Constants.HbarSquaredPerMass / (ForeignUnits.TerahertzInEv * ForeignUnits.TerahertzInEv) : 1;
        System.Numerics.Complex[] matrix = new System.Numerics.Complex[81];
        SmallPhonons.ForceConstants.Evaluate(default, matrix);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<modeling>\n <generator>\n  <i name=\"program\" type=\"string\">vasp </i>\n  <i name=\"version\" type=\"string\">{version}  </i>\n </generator>\n");
        text.Append(" <atominfo>\n  <atoms>  3 </atoms>\n  <types> 3 </types>\n  <array name=\"atoms\" >\n   <dimension dim=\"1\">ion</dimension>\n   <field type=\"string\">element</field>\n   <set>\n");
        for (int i = 0; i < 3; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    <rc><c>{Element.Symbol(crystal.AtomicNumbers[i]),-2}</c><c>   {i + 1}</c></rc>\n");
        }

        text.Append("   </set>\n  </array>\n  <array name=\"atomtypes\" >\n   <set>\n");
        for (int i = 0; i < 3; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    <rc><c>   1</c><c>{Element.Symbol(crystal.AtomicNumbers[i]),-2}</c><c>{crystal.Masses[i],16:F8}</c><c> 4.0</c><c> PAW_PBE </c></rc>\n");
        }

        text.Append("   </set>\n  </array>\n </atominfo>\n <structure name=\"finalpos\" >\n  <crystal>\n   <varray name=\"basis\" >\n");
        for (int k = 0; k < 3; k++)
        {
            Append(text, [crystal.PeriodicLattice.Vectors.Row(k).X, crystal.PeriodicLattice.Vectors.Row(k).Y, crystal.PeriodicLattice.Vectors.Row(k).Z]);
        }

        text.Append("   </varray>\n   <i name=\"volume\">     1.0 </i>\n  </crystal>\n  <varray name=\"positions\" >\n");
        foreach (Vector3d x in crystal.FractionalPositions())
        {
            Append(text, [x.X, x.Y, x.Z]);
        }

        text.Append("  </varray>\n </structure>\n <calculation>\n  <dynmat>\n   <varray name=\"hessian\" >\n");
        for (int row = 0; row < 9; row++)
        {
            Append(text, [.. Enumerable.Range(0, 9).Select(c => -unit * matrix[(9 * row) + c].Real)]);
        }

        return text.Append("   </varray>\n   <v name=\"eigenvalues\"> 1.0 </v>\n  </dynmat>\n </calculation>\n</modeling>\n").ToString();

        static void Append(StringBuilder text, double[] row) =>
            text.Append("    <v>").AppendJoin(' ', row.Select(x => x.ToString("F10", CultureInfo.InvariantCulture))).Append(" </v>\n");
    }

    [Theory]
    [InlineData("5.4.4")]
    [InlineData("6.4.1")]
    public void Vasp_SecondDerivatives_GiveTheModesAtGamma(string version)
    {
        PhononInput input = Read("vasprun.xml", Vasprun(version));
        Assert.Equal("VASP vasprun.xml", input.Format);
        Assert.InRange(ModesComparison.Energies(Gamma, input.Modes!), 0, 1e-6);
        Assert.InRange(ModesComparison.Matrices(Gamma, input.Modes!), 0, 1e-9);
        Assert.Equal(3, input.ForceConstants!.Crystal.AtomCount);
    }

    [Fact]
    public void Vasp_DocumentTypeOrMissingHessian_IsRefused()
    {
        Assert.Contains("XML", Assert.Throws<InsInputException>(() => Read("a.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><modeling>&b;</modeling>")).Message);
        string cut = Vasprun();
        cut = cut[..cut.IndexOf(" <calculation>", StringComparison.Ordinal)] + "</modeling>";
        Assert.Contains("hessian", Assert.Throws<InsInputException>(() => Read("a.xml", cut)).Message);
    }

    // Water-like: three atoms, three vibrations whose displacements are orthogonal once weighted by masses.
    internal static string Gaussian(bool isPrecise)
    {
        double[][] d = Vibrations();
        StringBuilder text = new();
        text.Append(" Entering Gaussian System, Link 0=g16\n Copyright (c) Gaussian, Inc.  All Rights Reserved.\n");
        text.Append("                         Standard orientation:\n ------------\n Center     Atomic      Atomic             Coordinates (Angstroms)\n Number     Number       Type             X           Y           Z\n ------------\n");
        text.Append("      1          8           0        0.000000    0.000000    0.117000\n      2          1           0        0.000000    0.757000   -0.469000\n      3          1           0        0.000000   -0.757000   -0.469000\n ------------\n");
        text.Append(" Harmonic frequencies (cm**-1), IR intensities (KM/Mole), Raman scattering\n activities (A**4/AMU)\n                      1                      2                      3\n                     A1                     A1                     B2\n");
        text.Append(isPrecise ? " Frequencies ---  1638.4321 3812.1234 3922.5678\n Reduced masses ---     1.0823    1.0450    1.0819\n Coord Atom Element:\n"
            : " Frequencies --   1638.4321              3812.1234              3922.5678\n Red. masses --      1.0823                 1.0450                 1.0819\n  Atom  AN      X      Y      Z        X      Y      Z        X      Y      Z\n");
        int[] numbers = [8, 1, 1];
        for (int i = 0; i < 3; i++)
        {
            for (int a = 0; isPrecise && a < 3; a++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{a + 1,4}{i + 1,6}{numbers[i],6}       {d[0][(3 * i) + a],10:F5}{d[1][(3 * i) + a],10:F5}{d[2][(3 * i) + a],10:F5}\n");
            }

            if (!isPrecise)
            {
                text.Append(CultureInfo.InvariantCulture, $"{i + 1,6}{numbers[i],4}").AppendJoin("", d.Select(v => string.Create(
                    CultureInfo.InvariantCulture, $"  {v[3 * i],7:F2}{v[(3 * i) + 1],7:F2}{v[(3 * i) + 2],7:F2}"))).Append('\n');
            }
        }

        text.Append("\n -------------------\n - Thermochemistry -\n -------------------\n Atom     1 has atomic number  8 and mass  15.99491\n Atom     2 has atomic number  1 and mass   2.01410\n Atom     3 has atomic number  1 and mass   1.00783\n");
        return text.ToString();
    }

    static double[][] Vibrations() =>
    [
        [0, 0, -0.06, 0, 0.4, 0.55, 0, -0.4, 0.55],
        [0, 0, 0.05, 0, -0.58, 0.42, 0, 0.58, 0.42],
        [0, 0.07, 0, 0, -0.55, 0.41, 0, -0.55, -0.41],
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gaussian_Displacements_BecomeEigenvectorsByTheMassesOfTheIsotopes(bool isPrecise)
    {
        PhononInput input = Read("water.log", Gaussian(isPrecise));
        PhononModes modes = input.Modes!;
        Assert.Equal(isPrecise ? 1 : 2, input.Notes.Count);
        Assert.Equal([15.99491, 2.0141, 1.00783], modes.Crystal.Masses.ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0], modes.Energies[..6]);
        Assert.Equal(1638.4321, modes.Energies[6] * Constants.EvInWavenumbers, 1e-9);
        for (int n = 0; n < 3; n++)
        {
            double[] weighted = [.. Vibrations()[n].Select((x, k) => x * Math.Sqrt(modes.Crystal.Masses[k / 3]))];
            double norm = Math.Sqrt(weighted.Sum(x => x * x));
            Assert.All(Enumerable.Range(0, 9), k => Assert.Equal(weighted[k] / norm, modes.EigenvectorsAt(0)[((6 + n) * 9) + k].Real, 1e-12));

            // What was added is orthogonal to what was there: oriented as given, not exactly orthogonal among themselves.
            Assert.All(Enumerable.Range(0, 6), m => Assert.InRange(
                Math.Abs(Enumerable.Range(0, 9).Sum(k => weighted[k] / norm * modes.EigenvectorsAt(0)[(m * 9) + k].Real)), 0, 1e-12));
        }
    }

    internal static string Crystal()
    {
        Crystal crystal = Gamma.Crystal;
        StringBuilder text = new();
        text.Append(" *******************************************************************************\n *                               CRYSTAL17                                     *\n *  Main Authors                                                               *\n EEEEEEEEEE STARTING  DATE 01 01 2020 TIME 00:00:00.0\n");
        text.Append(" DIRECT LATTICE VECTORS CARTESIAN COMPONENTS (ANGSTROM)\n          X                    Y                    Z\n");
        for (int k = 0; k < 3; k++)
        {
            Vector3d v = crystal.PeriodicLattice.Vectors.Row(k);
            text.Append(CultureInfo.InvariantCulture, $"  {v.X,19:0.000000000000E+00}  {v.Y,19:0.000000000000E+00}  {v.Z,19:0.000000000000E+00}\n");
        }

        text.Append("\n CARTESIAN COORDINATES - PRIMITIVE CELL\n *******************************************************************************\n *      ATOM          X(ANGSTROM)         Y(ANGSTROM)         Z(ANGSTROM)\n *******************************************************************************\n");
        for (int i = 0; i < 3; i++)
        {
            Vector3d r = crystal.Positions[i];
            text.Append(CultureInfo.InvariantCulture, $"{i + 1,7}{crystal.AtomicNumbers[i],6} {Element.Symbol(crystal.AtomicNumbers[i]).ToUpperInvariant(),-4}{r.X,20:0.000000000000E+00}{r.Y,20:0.000000000000E+00}{r.Z,20:0.000000000000E+00}\n");
        }

        text.Append("\n ATOMS ISOTOPIC MASS (AMU) FOR FREQUENCY CALCULATION \n\n");
        for (int i = 0; i < 3; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1,5} {Element.Symbol(crystal.AtomicNumbers[i]).ToUpperInvariant(),-2}{crystal.Masses[i],12:F4}");
        }

        text.Append("\n\n NORMAL MODES NORMALIZED TO CLASSICAL AMPLITUDES (IN BOHR)\n\n");
        for (int first = 0; first < 9; first += 6)
        {
            int[] columns = [.. Enumerable.Range(first, Math.Min(6, 9 - first))];
            text.Append(" FREQ(CM**-1)   ").AppendJoin("", columns.Select(n => (Gamma.Energies[n] * Constants.EvInWavenumbers).ToString("F4", CultureInfo.InvariantCulture).PadLeft(12))).Append("\n\n");
            for (int row = 0; row < 9; row++)
            {
                text.Append(row % 3 == 0 ? $" AT.{(row / 3) + 1,4} {Element.Symbol(crystal.AtomicNumbers[row / 3]).ToUpperInvariant(),-2} X  " : $"            {"XYZ"[row % 3]}  ");
                text.AppendJoin("", columns.Select(n => (0.1 * Gamma.Eigenvectors[(9 * n) + row].Real / Math.Sqrt(crystal.Masses[row / 3])).ToString("F8", CultureInfo.InvariantCulture).PadLeft(12))).Append('\n');
            }

            text.Append('\n');
        }

        return text.Append(" *******************************************************************************\n").ToString();
    }

    [Fact]
    public void Crystal_ClassicalAmplitudes_BecomeEigenvectors()
    {
        PhononInput input = Read("a.out", Crystal());
        Assert.Equal("CRYSTAL output", input.Format);
        Assert.InRange(ModesComparison.Energies(Gamma, input.Modes!) * Constants.EvInWavenumbers, 0, 1e-4);
        Assert.InRange(ModesComparison.Matrices(Gamma, input.Modes!), 0, 1e-6);
        Assert.InRange((input.Modes!.Crystal.Positions[1] - Gamma.Crystal.Positions[1]).Norm, 0, 1e-9);
    }

    // A chain of two cells' modes at the zone boundary and at a general point, with the two parts in blocks of their own.
    [Fact]
    public void Crystal_OtherWaveVectors_HaveRealAndImaginaryParts()
    {
        const string Content = """
             * CRYSTAL17  Main Authors *
             DIRECT LATTICE VECTORS CARTESIAN COMPONENTS (ANGSTROM)
                      X                    Y                    Z
               3.0 0.0 0.0
               0.0 4.0 0.0
               0.0 0.0 5.0

             *      ATOM          X(ANGSTROM)         Y(ANGSTROM)         Z(ANGSTROM)
             *******************************************************************************
                  1     6 C     0.0  0.0  0.0

             * WITH SHRINKING FACTORS: IS1 =     4 IS2 =     1 IS3 =     2                 *
              DISPERSION K POINT NUMBER     1 COORD:  R(  0  0  1 )    WEIGHT:    1.
             FREQ(CM**-1)     10.0  20.0  30.0

             AT.   1 C  X   0.3  0.0  0.0
                        Y   0.0  0.2  0.0
                        Z   0.0  0.0  0.1

              DISPERSION K POINT NUMBER     2 COORD:  C(  1  0  0 )    WEIGHT:    3.
             MODES IN PHASE
             FREQ(CM**-1)     11.0  21.0  31.0

             AT.   1 C  X   0.3  0.0  0.0
                        Y   0.0  0.2  0.0
                        Z   0.0  0.0  0.1

             MODES IN ANTI-PHASE
             FREQ(CM**-1)     11.0  21.0  31.0

             AT.   1 C  X   0.4  0.0  0.0
                        Y   0.0  0.0  0.0
                        Z   0.0  0.0  0.1
            """;
        PhononModes modes = Read("a.out", Content).Modes!;
        Assert.Equal([new Vector3d(0, 0, 0.5), new Vector3d(0.25, 0, 0)], modes.QPoints);
        Assert.Equal([0.25, 0.75], modes.Weights);
        Assert.Equal(21, modes.EnergiesAt(1)[1] * Constants.EvInWavenumbers, 1e-9);
        Assert.Equal(0.6, modes.EigenvectorsAt(1)[0].Real, 1e-12);
        Assert.Equal(0.8, modes.EigenvectorsAt(1)[0].Imaginary, 1e-12);
        Assert.Equal(Math.Sqrt(0.5), modes.EigenvectorsAt(1)[8].Imaginary, 1e-12);
    }
}
