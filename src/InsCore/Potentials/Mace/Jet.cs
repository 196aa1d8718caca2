namespace InsCore.Potentials.Mace;

/// <summary>A function of one variable at one place, with its first two derivatives; arithmetic follows the chain rule.</summary>
/// <param name="Value">f.</param>
/// <param name="First">f'.</param>
/// <param name="Second">f''.</param>
internal readonly record struct Jet(double Value, double First, double Second)
{
    /// <summary>The variable itself.</summary>
    public static Jet Variable(double x) => new(x, 1, 0);

    /// <summary>A constant.</summary>
    public static implicit operator Jet(double constant) => new(constant, 0, 0);

    /// <summary>f + g.</summary>
    public static Jet operator +(Jet f, Jet g) => new(f.Value + g.Value, f.First + g.First, f.Second + g.Second);

    /// <summary>f - g.</summary>
    public static Jet operator -(Jet f, Jet g) => f + (-1 * g);

    /// <summary>f g.</summary>
    public static Jet operator *(Jet f, Jet g) => new(
        f.Value * g.Value, (f.First * g.Value) + (f.Value * g.First),
        (f.Second * g.Value) + (2 * f.First * g.First) + (f.Value * g.Second));

    /// <summary>f times a number.</summary>
    public static Jet operator *(double factor, Jet f) => new(factor * f.Value, factor * f.First, factor * f.Second);

    /// <summary>f / g.</summary>
    public static Jet operator /(Jet f, Jet g) => f * g.Power(-1);

    /// <summary>f^p of a positive f.</summary>
    public Jet Power(double p)
    {
        double power = Math.Pow(Value, p);
        return Then(power, p * power / Value, p * (p - 1) * power / (Value * Value));
    }

    /// <summary>exp f.</summary>
    public Jet Exp()
    {
        double exp = Math.Exp(Value);
        return Then(exp, exp, exp);
    }

    /// <summary>sin f.</summary>
    public Jet Sin()
    {
        (double sin, double cos) = Math.SinCos(Value);
        return Then(sin, cos, -sin);
    }

    /// <summary>tanh f.</summary>
    public Jet Tanh()
    {
        double tanh = Math.Tanh(Value), slope = 1 - (tanh * tanh);
        return Then(tanh, slope, -2 * tanh * slope);
    }

    // g(f) from g, g', g'' at f.
    Jet Then(double value, double first, double second) => new(value, first * First, (second * First * First) + (first * Second));
}
