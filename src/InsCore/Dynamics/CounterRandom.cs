namespace InsCore.Dynamics;

/// <summary>Random numbers that are a function of a seed, a purpose, a step and their place in the sequence: there is no state to be saved.</summary>
/// <remarks>
/// Philox4x32-10: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11,
/// doi:10.1145/2063384.2063405.
/// </remarks>
internal struct CounterRandom
{
    const int Rounds = 10;

    readonly uint key0, key1, purpose, step0, step1;
    uint index;
    double spare;
    bool hasSpare;

    /// <summary>Begins a sequence.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="purpose">Sequences of different purposes at one step are independent.</param>
    /// <param name="step">The step.</param>
    public CounterRandom(ulong seed, uint purpose, long step)
    {
        (key0, key1) = ((uint)seed, (uint)(seed >> 32));
        (this.purpose, step0, step1) = (purpose, (uint)step, (uint)(step >> 32));
    }

    /// <summary>A number from the standard normal distribution (G. E. P. Box, M. E. Muller, Ann. Math. Stat. 29 (1958) 610).</summary>
    public double Normal()
    {
        if (hasSpare)
        {
            hasSpare = false;
            return spare;
        }

        (double u, double v) = Uniforms();
        double r = Math.Sqrt(-2 * Math.Log(u));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * v);
        (spare, hasSpare) = (r * sine, true);
        return r * cosine;
    }

    /// <summary>A number from the gamma distribution of a shape ≥ 1 and scale 1 (G. Marsaglia, W. W. Tsang, ACM TOMS 26 (2000) 363).</summary>
    public double Gamma(double shape)
    {
        double d = shape - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(), t = 1 + (c * x);
            double v = t * t * t, u = Uniforms().First;
            if (v > 0 && Math.Log(u) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    /// <summary>Two numbers in (0, 1).</summary>
    public (double First, double Second) Uniforms()
    {
        (uint a, uint b, uint c, uint d) = Block((index++, purpose, step0, step1), (key0, key1));
        return (Uniform(a, b), Uniform(c, d));
    }

    /// <summary>The four numbers of a counter and a key.</summary>
    internal static (uint, uint, uint, uint) Block((uint, uint, uint, uint) counter, (uint, uint) key)
    {
        (uint a, uint b, uint c, uint d) = counter;
        (uint k, uint l) = key;
        for (int round = 0; round < Rounds; round++)
        {
            ulong p = 0xD2511F53ul * a, q = 0xCD9E8D57ul * c;
            (a, b, c, d) = ((uint)(q >> 32) ^ b ^ k, (uint)q, (uint)(p >> 32) ^ d ^ l, (uint)p);
            k += 0x9E3779B9;
            l += 0xBB67AE85;
        }

        return (a, b, c, d);
    }

    // The middles of 2⁵³ equal parts: never 0 or 1.
    static double Uniform(uint low, uint high) => ((((ulong)high << 32 | low) >> 11) + 0.5) * (1.0 / (1L << 53));
}
