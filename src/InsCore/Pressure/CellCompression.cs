using InsCore.Structures;

namespace InsCore.Pressure;

/// <summary>The lattice as a smooth function of the volume, from which compressibilities follow.</summary>
/// <remarks>
/// Each component of A is a polynomial in s = ln V/⟨V⟩, of which it is nearly linear over pressures that change the bulk modulus severalfold;
/// pressure enters through dP = -B ds alone.
/// </remarks>
public sealed class CellCompression
{
    readonly double[][] coefficients;
    readonly double mean;

    CellCompression(double[][] coefficients, double mean) => (this.coefficients, this.mean) = (coefficients, mean);

    /// <summary>Degree of the polynomials.</summary>
    public int Degree => coefficients[0].Length - 1;

    /// <summary>Largest difference between a lattice component and its polynomial, Å.</summary>
    public double Residual { get; private init; }

    /// <summary>Fits the lattices of two or more points.</summary>
    /// <exception cref="ArgumentException">There are not two different volumes.</exception>
    public static CellCompression Fit(IReadOnlyList<Crystal> crystals)
    {
        double mean = crystals.Average(c => c.Volume);
        double[] s = [.. crystals.Select(c => Math.Log(c.Volume / mean))];
        int different = EquationOfStateFit.Different(crystals.Select(c => c.Volume));
        if (different < 2)
        {
            throw new ArgumentException("a compression needs two different volumes", nameof(crystals));
        }

        // Two degrees for curvature; a third only where enough points keep it from following their noise.
        int degree = Math.Min(different - 1, different > 5 ? 3 : 2);
        double[][] coefficients = new double[9][];
        double residual = 0;
        for (int k = 0; k < 9; k++)
        {
            double[] values = [.. crystals.Select(c => c.PeriodicLattice.Vectors[k / 3, k % 3])];
            coefficients[k] = LeastSquares.Polynomial(s, values, degree);
            residual = Math.Max(residual, values.Select((v, i) => Math.Abs(v - Value(coefficients[k], s[i]))).Max());
        }

        return new(coefficients, mean) { Residual = residual };
    }

    /// <summary>Lattice vectors at a volume, rows, Å: scaled so that the volume is exact.</summary>
    /// <param name="volume">Å³.</param>
    public Matrix3d LatticeAt(double volume)
    {
        double s = Math.Log(volume / mean);
        Matrix3d lattice = Matrix(c => Value(c, s));
        return Math.Cbrt(volume / Math.Abs(lattice.Determinant)) * lattice;
    }

    /// <summary>Compressibilities at a volume.</summary>
    /// <param name="pressure">The pressure there, GPa.</param>
    /// <param name="volume">Å³.</param>
    /// <param name="bulkModulus">-V dP/dV there, GPa.</param>
    public AxialCompressibility At(double pressure, double volume, double bulkModulus)
    {
        double s = Math.Log(volume / mean);
        return AxialCompressibility.Of(pressure, Matrix(c => Value(c, s)), Matrix(c => Slope(c, s)), bulkModulus);
    }

    Matrix3d Matrix(Func<double[], double> element)
    {
        double[] m = Array.ConvertAll(coefficients, c => element(c));
        return new(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);
    }

    static double Value(double[] c, double s) => c.Reverse().Aggregate(0.0, (sum, k) => (sum * s) + k);

    static double Slope(double[] c, double s) => Value([.. c.Skip(1).Select((k, n) => (n + 1) * k), 0], s);
}
