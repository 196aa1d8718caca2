namespace InsCore.Scattering.Instruments;

/// <summary>A width as polynomials in energy transfer E, incident energy E_i and their product, constant first.</summary>
/// <param name="Unit">meV of one unit of energy.</param>
/// <param name="Scale">Standard deviation over what the polynomials give.</param>
/// <param name="Energy">Coefficients of powers of E.</param>
/// <param name="Incident">Coefficients of powers of E_i; may be empty.</param>
/// <param name="Product">Coefficients of powers of E E_i; may be empty.</param>
/// <param name="Below">Energy transfer below which the width is constant, and that width, meV; null for none.</param>
internal sealed record PolynomialWidth(
    double Unit,
    double Scale,
    IReadOnlyList<double> Energy,
    IReadOnlyList<double> Incident,
    IReadOnlyList<double> Product,
    (double Energy, double Width)? Below)
{
    /// <summary>Standard deviation, meV; that of elastic scattering for energy gain.</summary>
    /// <param name="energy">Energy transfer, meV.</param>
    /// <param name="incident">E_i, meV.</param>
    public double Sigma(double energy, double incident)
    {
        if (Below is var (end, width) && energy < end)
        {
            return Scale * width;
        }

        double e = Math.Max(energy, 0) / Unit, ei = incident / Unit;
        return Scale * Unit * Math.Abs(Value(Energy, e) + Value(Incident, ei) + Value(Product, e * ei));
    }

    static double Value(IReadOnlyList<double> coefficients, double x)
    {
        double sum = 0;
        for (int k = coefficients.Count - 1; k >= 0; k--)
        {
            sum = (sum * x) + coefficients[k];
        }

        return sum;
    }
}
