namespace InsCore.Scattering.Coherent;

/// <summary>Collects the amplitude |E| S(Q, ν) of branches that are linear between known directions, and its first moment, by energy.</summary>
/// <remarks>
/// Over a triangle of corners with E₁ ≤ E₂ ≤ E₃ on which energy and amplitude A are linear, what lies below E is, with t = (E - E₁)/(E₂ - E₁) and
/// s = (E - E₁)/(E₃ - E₁), C(E) = ts [A₁ + (t(A₂ - A₁) + s(A₃ - A₁))/3] up to E₂, and the same counted from E₃ down beyond: the method of
/// tetrahedra (Lehmann and Taut, phys. stat. sol. (b) 54 (1972) 469) in two dimensions. Along a segment C = t [A₁ + t(A₂ - A₁)/2]. The moment follows
/// from ∫ E dC = E C - ∫ C dE. Thermal factors and 1/E, which vary most where branches are steep, are taken at the mean energy of each bin.
/// </remarks>
internal sealed class EnergyMoments
{
    readonly EnergyBins bins;
    readonly double[] cells;          // Edges of the bins of gain and loss together, |E|, ascending from the first to the last.
    readonly double[] zeroth, first;

    /// <summary>Begins with nothing.</summary>
    /// <param name="bins">The bins that the spectrum is wanted in.</param>
    public EnergyMoments(EnergyBins bins)
    {
        this.bins = bins;
        double same = 1e-9 * bins.Width(0);
        List<double> edges = [];
        bool holdsZero = bins.Edges[0] < 0 && bins.Edges[^1] > 0;
        double[] magnitudes = [.. bins.Edges.ToArray().Select(Math.Abs), .. holdsZero ? (double[])[0] : []];
        foreach (double edge in magnitudes.Order().Where(edge => edges.Count == 0 || edge - edges[^1] > same))
        {
            edges.Add(edge);
        }

        cells = [.. edges];
        (zeroth, first) = (new double[cells.Length - 1], new double[cells.Length - 1]);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(zeroth);
        Array.Clear(first);
    }

    /// <summary>Adds one branch over a triangle.</summary>
    /// <param name="weight">Share of the average that the triangle stands for.</param>
    /// <param name="a">Energy at a corner, eV, not negative, and amplitude there.</param>
    /// <param name="b">The same at another corner.</param>
    /// <param name="c">The same at the third.</param>
    public void AddTriangle(double weight, (double Energy, double Amplitude) a, (double Energy, double Amplitude) b, (double Energy, double Amplitude) c)
    {
        (a, b) = a.Energy <= b.Energy ? (a, b) : (b, a);
        (b, c) = b.Energy <= c.Energy ? (b, c) : (c, b);
        (a, b) = a.Energy <= b.Energy ? (a, b) : (b, a);
        double total = (a.Amplitude + b.Amplitude + c.Amplitude) / 3;
        (double Below, double Integral) middle = Corner(b.Energy - a.Energy, a, b, c);
        (double Below, double Integral) Up(double energy)
        {
            if (energy <= a.Energy)
            {
                return default;
            }

            if (energy >= c.Energy)
            {
                // From the middle to the top, the rest above it integrated over the energy.
                return (total, middle.Integral + ((energy - b.Energy) * total) - Corner(c.Energy - b.Energy, c, b, a).Integral);
            }

            if (energy < b.Energy)
            {
                return Corner(energy - a.Energy, a, b, c);
            }

            (double above, double integral) = Corner(c.Energy - energy, c, b, a);
            return (total - above, middle.Integral + ((energy - b.Energy) * total) - (Corner(c.Energy - b.Energy, c, b, a).Integral - integral));
        }

        Add(weight, a.Energy, c.Energy, total, Up);
    }

    /// <summary>Adds one branch along a segment.</summary>
    /// <param name="weight">Share of the average that the segment stands for.</param>
    /// <param name="a">Energy at one end, eV, not negative, and amplitude there.</param>
    /// <param name="b">The same at the other end.</param>
    public void AddSegment(double weight, (double Energy, double Amplitude) a, (double Energy, double Amplitude) b)
    {
        (a, b) = a.Energy <= b.Energy ? (a, b) : (b, a);
        double span = b.Energy - a.Energy, rise = b.Amplitude - a.Amplitude, total = 0.5 * (a.Amplitude + b.Amplitude);
        (double, double) Up(double energy)
        {
            double t = span > 0 ? Math.Clamp((energy - a.Energy) / span, 0, 1) : energy > a.Energy ? 1 : 0;
            return (t * (a.Amplitude + (0.5 * t * rise)), (span * t * t * ((0.5 * a.Amplitude) + (t * rise / 6))) + (Math.Max(0, energy - b.Energy) * total));
        }

        Add(weight, a.Energy, b.Energy, total, Up);
    }

    /// <summary>What was collected: (n + 1) A/E at +E and n A/E at -E, over the width of the bin.</summary>
    /// <param name="temperature">K.</param>
    /// <param name="scale">Factor on everything.</param>
    /// <returns>[nBins], per eV.</returns>
    public double[] Spectrum(double temperature, double scale = 1)
    {
        double[] spectrum = new double[bins.Count];
        for (int k = 0; k < zeroth.Length; k++)
        {
            if (!(zeroth[k] > 0))
            {
                continue;
            }

            // A bin at zero holds nothing at zero itself: there is no motion without energy.
            double energy = Math.Clamp(first[k] / zeroth[k], Math.Max(cells[k], 1e-6 * cells[k + 1]), cells[k + 1]);
            double occupation = BoseEinstein.Occupation(energy, temperature), centre = 0.5 * (cells[k] + cells[k + 1]);
            Put(centre, scale * (occupation + 1) * zeroth[k] / energy, spectrum);
            Put(-centre, scale * occupation * zeroth[k] / energy, spectrum);
        }

        return spectrum;
    }

    void Put(double energy, double intensity, double[] spectrum)
    {
        int bin = bins.IndexOf(energy);
        if (bin >= 0 && bin < bins.Count)
        {
            spectrum[bin] += intensity / bins.Width(bin);
        }
    }

    void Add(double weight, double from, double to, double total, Func<double, (double Below, double Integral)> up)
    {
        if (total == 0 || to < cells[0] || from >= cells[^1])
        {
            return;
        }

        int place = Array.BinarySearch(cells, from), cell = Math.Max(0, place >= 0 ? place : ~place - 1);
        (double below, double integral) = up(cells[cell]);
        for (; cell < zeroth.Length && cells[cell] <= to; cell++)
        {
            double low = cells[cell], high = cells[cell + 1];
            (double nextBelow, double nextIntegral) = up(high);
            zeroth[cell] += weight * (nextBelow - below);
            first[cell] += weight * ((high * nextBelow) - (low * below) - (nextIntegral - integral));
            (below, integral) = (nextBelow, nextIntegral);
        }
    }

    // The part of a triangle within x of the energy of its corner p, and the integral of it over x.
    static (double Part, double Integral) Corner(double x, (double Energy, double Amplitude) p, (double Energy, double Amplitude) q, (double Energy, double Amplitude) r)
    {
        if (!(x > 0))
        {
            return default;
        }

        double t = x / Math.Abs(q.Energy - p.Energy), s = x / Math.Abs(r.Energy - p.Energy);
        double change = (t * (q.Amplitude - p.Amplitude)) + (s * (r.Amplitude - p.Amplitude));
        return (t * s * (p.Amplitude + (change / 3)), x * t * s * ((p.Amplitude / 3) + (change / 12)));
    }
}
