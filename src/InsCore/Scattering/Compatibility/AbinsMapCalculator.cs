using InsCore.Phonons;
using InsCore.Spectra;
using InsCore.Structures;

namespace InsCore.Scattering.Compatibility;

/// <summary>Maps S(|Q|, ω) as AbINS computes them for instruments of direct geometry, and for its ideal one.</summary>
/// <remarks>
/// At each |Q|, order 1 is Σ w_q Q² tr(B)/3 exp(-Q² α) in bins, broadened row by row; order n is Q²ⁿ/n! exp(-Q² tr(A)/3) times h_n(E), which is
/// broadened once, before Q enters. Q is that of the centre of the bin. No k_f/k_i; energy loss alone.
/// </remarks>
public static class AbinsMapCalculator
{
    const int UsualEnergyBins = 500, UsualQBins = 100, IdealEnergyBins = 1000, IdealQBins = 200;
    const double IdealQ = 20, QPadding = 0.05;

    /// <summary>Computes a map for each incident energy.</summary>
    /// <param name="modes">Modes on a mesh; AbINS assumes one that is not reduced by symmetry.</param>
    /// <param name="group">The space group, for <see cref="AbinsOptions.Symmetrise"/>; null for none.</param>
    /// <param name="options">Settings of AbINS.</param>
    /// <param name="instrument">Direct geometry: mask and resolution; null for the ideal instrument.</param>
    /// <param name="fromZero">True to begin the bins in |Q| at zero, as <see cref="QAxis"/> does.</param>
    /// <param name="progress">Told after each atom.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">A setting is out of range, the instrument is of indirect geometry, or no mode is left.</exception>
    public static IReadOnlyList<AbinsMap> Compute(
        PhononModes modes,
        SpaceGroup? group,
        AbinsOptions options,
        Instrument? instrument = null,
        bool fromZero = false,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options.Check();
        if (instrument is { Geometry: InstrumentGeometry.Indirect })
        {
            throw new InsInputException(
                "instrument", null, $"{instrument.Name} sees a line of the plane, of which AbINS makes a spectrum", "use `inscore ins`, or leave out the instrument");
        }

        AbinsTensors tensors = AbinsCalculator.Tensors(modes, group, options);
        ResolutionModel? resolution = instrument?.Resolution(options.Resolution);
        DetectorBank?[] banks = instrument is null ? [null] : [.. instrument.Banks];
        return [.. banks.Select(bank => Of(modes, tensors, options, bank, resolution, fromZero, progress, cancellation))];
    }

    static AbinsMap Of(
        PhononModes modes,
        AbinsTensors tensors,
        AbinsOptions options,
        DetectorBank? bank,
        ResolutionModel? resolution,
        bool fromZero,
        IProgress<StepProgress>? progress,
        CancellationToken cancellation)
    {
        double end = Math.Min(options.MaximumEnergy, bank?.HighestEnergy ?? double.PositiveInfinity);
        options = options with { MaximumEnergy = end, BinWidth = end / (options.EnergyBins ?? (bank is null ? IdealEnergyBins : UsualEnergyBins)) };
        options.Check();
        double[] centres = AbinsGrid.Centres(options);
        double[] edges = Edges(options, bank, fromZero);
        double[] q = [.. edges.Zip(edges.Skip(1), (a, b) => 0.5 * (a + b))];
        double[] sigma = Array.ConvertAll(centres, e => resolution is null ? 0 : resolution.Sigma(bank!.Nearest(e), bank));
        Crystal crystal = modes.Crystal;
        CrossSection[] sections = [.. Enumerable.Range(0, crystal.AtomCount).Select(i => CrossSections.Of(crystal.AtomicNumbers[i], crystal.Masses[i]))];
        string[] labels = [.. sections.Select(s => s.Label).Distinct()];
        double[][] species = [.. labels.Select(_ => new double[q.Length * centres.Length])], orders = [.. Enumerable.Range(0, options.Orders).Select(_ => new double[q.Length * centres.Length])];
        AbinsOrders bare = new(tensors, options);
        for (int atom = 0; atom < crystal.AtomCount; atom++)
        {
            AbinsMapRows rows = new(tensors, atom, bare.Of(atom), centres, sigma, options);
            double scale = sections[atom].Value(options.Weighting) / options.BinWidth;
            int kind = Array.IndexOf(labels, sections[atom].Label);
            ParallelLoop.For(
                q.Length,
                options.Threads,
                () => 0,
                (k, _) =>
                {
                    double[][] parts = rows.At(q[k] * q[k]);
                    for (int n = 0; n < parts.Length; n++)
                    {
                        for (int e = 0; e < centres.Length; e++)
                        {
                            species[kind][(k * centres.Length) + e] += scale * parts[n][e];
                            orders[n][(k * centres.Length) + e] += scale * parts[n][e];
                        }
                    }
                },
                cancellation);
            progress?.Report(new StepProgress("map like AbINS", atom + 1, crystal.AtomCount, bank?.Name ?? ""));
        }

        Spectrum2D Map(string label, double[] values) => Masked(new(label, q, centres, values), edges, bank, options.Mask);
        double[] total = new double[q.Length * centres.Length];
        foreach (double[] part in species)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(total, part, total);
        }

        return new(
            bank, Map("total", total), [.. labels.Select((l, s) => Map(l, species[s]))], [.. orders.Select((o, n) => Map($"order {n + 1}", o))],
            resolution, modes.Energies.Length - tensors.Kept);
    }

    // What the detectors see between no energy transfer and the largest, and a little more at both ends.
    static double[] Edges(AbinsOptions options, DetectorBank? bank, bool fromZero)
    {
        (double least, double most) = (0, options.QMaximum ?? IdealQ);
        if (bank is not null)
        {
            (double Least, double Most)[] ranges = [.. AbinsGrid.Centres(options).Where(bank.Allows).Select(bank.QRange)];
            (least, most) = (ranges.Min(r => r.Least), ranges.Max(r => r.Most));
            double padding = QPadding * (most - least);
            (least, most) = (fromZero ? 0 : Math.Max(0, least - padding), options.QMaximum ?? (most + padding));
        }

        int count = options.QBins ?? (bank is null ? IdealQBins : UsualQBins);
        return least < most
            ? [.. Enumerable.Range(0, count + 1).Select(k => least + (k * (most - least) / count))]
            : throw new InsInputException("maximum Q", null, FormattableString.Invariant($"{most} 1/Å is below what the detectors see"), FormattableString.Invariant($"give more than {least:0.##} 1/Å"));
    }

    static Spectrum2D Masked(Spectrum2D map, double[] edges, DetectorBank? bank, AbinsMask mask)
    {
        if (bank is null || mask == AbinsMask.None)
        {
            return map;
        }

        double half = mask == AbinsMask.Edges ? 0.5 * (edges[1] - edges[0]) : 0;
        return map.Masked((q, energy) => bank.Measures(q - half, q + half, energy));
    }
}
