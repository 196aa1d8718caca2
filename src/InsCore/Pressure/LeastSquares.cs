using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace InsCore.Pressure;

/// <summary>Parameters that minimise the sum of squared residuals.</summary>
/// <param name="Parameters">[nParameters].</param>
/// <param name="StandardErrors">[nParameters]; null where there are no more points than parameters.</param>
/// <param name="Residuals">[nPoints], data less fit.</param>
internal sealed record LeastSquares(double[] Parameters, double[]? StandardErrors, double[] Residuals)
{
    const int MostSteps = 300;
    const double SmallestStep = 1e-11, Difference = 1e-5, LargestDamping = 1e12;

    /// <summary>Fits a function by the method of Levenberg and Marquardt.</summary>
    /// <param name="x">[nPoints].</param>
    /// <param name="y">[nPoints].</param>
    /// <param name="start">[nParameters], where to begin.</param>
    /// <param name="scale">[nParameters], natural sizes of the parameters.</param>
    /// <param name="model">The function of x and the parameters.</param>
    /// <remarks>
    /// D. Marquardt, J. Soc. Ind. Appl. Math. 11, 431 (1963), doi:10.1137/0111030; by QR, not by normal equations. Standard errors are the roots of
    /// the diagonal of s² (JᵀJ)⁻¹, s² the sum of squares per degree of freedom.
    /// </remarks>
    /// <exception cref="InsNumericalException">The fit does not converge.</exception>
    public static LeastSquares Fit(double[] x, double[] y, double[] start, double[] scale, Func<double, double[], double> model)
    {
        double[] parameters = start, residuals = Rest(parameters);
        double damping = 1e-3;
        for (int n = 0; n < MostSteps; n++)
        {
            Matrix<double> jacobian = Jacobian(x, parameters, scale, model);
            double[] step = Step(jacobian, residuals, damping), trial = Moved(parameters, step, scale), rest = Rest(trial);
            bool better = Square(rest) <= Square(residuals);
            if (better)
            {
                (parameters, residuals) = (trial, rest);
            }

            if (step.All(s => Math.Abs(s) < SmallestStep) || damping > LargestDamping)
            {
                return new(parameters, Errors(Jacobian(x, parameters, scale, model), residuals, scale), residuals);
            }

            damping = better ? damping / 10 : damping * 10;
        }

        throw new InsNumericalException($"the fit of {start.Length} parameters to {x.Length} points has not converged in {MostSteps} steps");

        double[] Rest(double[] p) => [.. x.Select((v, i) => y[i] - model(v, p))];
    }

    /// <summary>Coefficients of the polynomial of a degree, constant first.</summary>
    public static double[] Polynomial(double[] x, double[] y, int degree)
    {
        Matrix<double> powers = Matrix<double>.Build.Dense(x.Length, degree + 1, (i, k) => Math.Pow(x[i], k));
        return [.. powers.QR(QRMethod.Thin).Solve(Vector<double>.Build.Dense(y))];
    }

    static Matrix<double> Jacobian(double[] x, double[] parameters, double[] scale, Func<double, double[], double> model) =>
        Matrix<double>.Build.Dense(x.Length, parameters.Length, (i, k) =>
        {
            double[] unit = new double[parameters.Length];
            unit[k] = Difference;
            double above = model(x[i], Moved(parameters, unit, scale));
            unit[k] = -Difference;
            return (above - model(x[i], Moved(parameters, unit, scale))) / (2 * Difference);
        });

    // The rows below the Jacobian are the damping, in units of the columns' lengths.
    static double[] Step(Matrix<double> jacobian, double[] residuals, double damping)
    {
        int n = jacobian.RowCount, p = jacobian.ColumnCount;
        double[] lengths = [.. Enumerable.Range(0, p).Select(k => jacobian.Column(k).L2Norm())];
        Matrix<double> damped = Matrix<double>.Build.Dense(
            n + p, p, (i, k) => i < n ? jacobian[i, k] : i - n == k ? Math.Sqrt(damping) * lengths[k] : 0);
        return [.. damped.QR(QRMethod.Thin).Solve(Vector<double>.Build.Dense(n + p, i => i < n ? residuals[i] : 0))];
    }

    static double[]? Errors(Matrix<double> jacobian, double[] residuals, double[] scale)
    {
        int freedom = jacobian.RowCount - jacobian.ColumnCount;
        if (freedom <= 0)
        {
            return null;
        }

        // (JᵀJ)⁻¹ = R⁻¹ R⁻ᵀ.
        Matrix<double> inverse = jacobian.QR(QRMethod.Thin).R.Inverse();
        return [.. scale.Select((s, k) => s * inverse.Row(k).L2Norm() * Math.Sqrt(Square(residuals) / freedom))];
    }

    static double[] Moved(double[] parameters, double[] step, double[] scale) =>
        [.. parameters.Select((p, k) => p + (scale[k] * step[k]))];

    static double Square(double[] residuals)
    {
        double sum = residuals.Sum(r => r * r);
        return double.IsFinite(sum) ? sum : double.PositiveInfinity;
    }
}
