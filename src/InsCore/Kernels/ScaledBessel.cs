namespace InsCore.Kernels;

/// <summary>Modified Bessel functions of the first kind, exponentially scaled, for x ≥ 0.</summary>
internal static class ScaledBessel
{
    // The power series has positive terms only, so it is accurate to the last digits; beyond this the asymptotic
    // series is, its smallest term being of order exp(-2x).
    const double AsymptoticFrom = 30;

    /// <summary>exp(-x) I_0(x) and exp(-x) I_1(x).</summary>
    public static (double I0, double I1) Evaluate(double x) =>
        x < AsymptoticFrom ? PowerSeries(x) : (Asymptotic(0, x), Asymptotic(1, x));

    // I_0 = Σ (x²/4)^k / k!²,  I_1 = (x/2) Σ (x²/4)^k / (k! (k+1)!)        [Abramowitz & Stegun 9.6.10]
    static (double I0, double I1) PowerSeries(double x)
    {
        double square = x * x / 4;
        double term = 1, i0 = 1, i1 = 1;
        for (int k = 1; term > 1e-18 * i0; k++)
        {
            term *= square / ((double)k * k);
            i0 += term;
            i1 += term / (k + 1);
        }

        double scale = Math.Exp(-x);
        return (scale * i0, scale * i1 * x / 2);
    }

    // I_ν ~ e^x / √(2πx) · Σ_k (-1)^k Π_{j≤k} (4ν² - (2j-1)²) / (k! (8x)^k)   [Abramowitz & Stegun 9.7.1]
    static double Asymptotic(int order, double x)
    {
        double term = 1, sum = 1;
        for (int k = 1; k < 40; k++)
        {
            double odd = (2 * k) - 1;
            double next = -term * ((4 * order * order) - (odd * odd)) / (k * 8 * x);
            if (Math.Abs(next) < 1e-17 || Math.Abs(next) > Math.Abs(term))
            {
                break;
            }

            term = next;
            sum += term;
        }

        return sum / Math.Sqrt(2 * Math.PI * x);
    }
}
