using InsCore.Phonons;
using InsCore.Structures;

namespace InsCore.Scattering.Compatibility;

/// <summary>Spectra as AbINS (Mantid) computes them: almost-isotropic fundamentals, isotropic higher orders, energy loss alone.</summary>
/// <remarks>
/// For comparison with published AbINS spectra; <see cref="InsCalculator"/> is exact. Order 1 sums w_q Q² tr(B)/3 exp(-Q² α) into bins, with Q at
/// the energy of each mode. Order n is Q²ⁿ/n! h_n(E) exp(-Q² tr(A)/3), with Q at the centre of the bin. K. Dymkowski et al., Physica B 551 (2018)
/// 443, doi:10.1016/j.physb.2018.02.034.
/// </remarks>
public static class AbinsCalculator
{
    // Atoms computed at the same time; they are added up in their order, so that results do not depend on the threads.
    const int Block = 16;

    /// <summary>Computes a spectrum.</summary>
    /// <param name="modes">Modes on a mesh; AbINS assumes one that is not reduced by symmetry.</param>
    /// <param name="group">The space group, for <see cref="AbinsOptions.Symmetrise"/>; null for none.</param>
    /// <param name="options">Settings; null for those of AbINS.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="InsInputException">A setting is out of range, or no mode is left.</exception>
    public static AbinsSpectrum Compute(
        PhononModes modes, SpaceGroup? group = null, AbinsOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        options.Check();
        Instrument instrument = Instrument.ByName(options.Instrument, options.IncidentEnergies, options.Frequencies);
        options = Within(instrument, options);
        AbinsTensors tensors = Tensors(modes, group, options);
        ResolutionModel resolution = instrument.Resolution(options.Resolution);
        AbinsBank[] banks = Banks(modes.Crystal, tensors, instrument, resolution, options, cancellation);
        AbinsBank[] all = banks.Length > 1 ? [.. banks, AbinsBank.Mean("all", banks)] : [banks[0], banks[0] with { Name = "all" }];
        return new(AbinsGrid.Centres(options), all, options, instrument, resolution, modes.Energies.Length - tensors.Kept);
    }

    /// <summary>The tensors of the modes that are kept.</summary>
    /// <exception cref="InsInputException">None is.</exception>
    internal static AbinsTensors Tensors(PhononModes modes, SpaceGroup? group, AbinsOptions options)
    {
        AbinsTensors tensors = new(modes, SiteSymmetry.Of(group ?? SpaceGroup.Trivial(modes.Crystal), modes.Crystal), options);
        return tensors.Kept > 0 ? tensors : throw new InsInputException(
            "phonon modes",
            null,
            FormattableString.Invariant($"no mode lies above {options.LowestEnergy} cm⁻¹"),
            "relax the structure first, or choose another lowest energy");
    }

    // No farther than the highest incident energy.
    static AbinsOptions Within(Instrument instrument, AbinsOptions options)
    {
        double end = Math.Min(options.MaximumEnergy, instrument.Banks.Max(b => b.HighestEnergy));
        options = options with { MaximumEnergy = options.BinWidth * Math.Ceiling((end / options.BinWidth) - 1e-9) };
        options.Check();
        return options;
    }

    static AbinsBank[] Banks(
        Crystal crystal,
        AbinsTensors tensors,
        Instrument instrument,
        ResolutionModel resolution,
        AbinsOptions options,
        CancellationToken cancellation)
    {
        CrossSection[] sections = [.. Enumerable.Range(0, crystal.AtomCount).Select(i => CrossSections.Of(crystal.AtomicNumbers[i], crystal.Masses[i]))];
        string[] species = [.. sections.Select(s => s.Label).Distinct()];
        double[][][][] sums = [.. instrument.Banks.Select(_ => Empty(species.Length, options.Orders, AbinsGrid.Count(options)))];
        AbinsOrders orders = new(tensors, options);
        double[][][][] parts = new double[Block][][][];
        for (int start = 0; start < crystal.AtomCount; start += Block)
        {
            int count = Math.Min(Block, crystal.AtomCount - start), from = start;
            ParallelLoop.For(
                count,
                options.Threads,
                () => 0,
                (k, _) =>
                {
                    double[][] bare = orders.Of(from + k);
                    parts[k] = [.. instrument.Banks.Select(bank => Scattered(tensors, from + k, bare, bank, options))];
                },
                cancellation);
            for (int k = 0; k < count; k++)
            {
                CrossSection section = sections[start + k];
                for (int b = 0; b < instrument.Banks.Count; b++)
                {
                    Add(sums[b][Array.IndexOf(species, section.Label)], parts[k][b], section.Value(options.Weighting) / options.BinWidth);
                }
            }
        }

        return [.. instrument.Banks.Select((bank, b) => Broadened(bank, species, sums[b], resolution, options))];
    }

    // One atom at one bank: Q dependence and Debye–Waller factors, mean over the angles.
    static double[][] Scattered(AbinsTensors tensors, int atom, double[][] bare, DetectorBank bank, AbinsOptions options)
    {
        double[] centres = AbinsGrid.Centres(options);
        double[][] result = [.. bare.Select(_ => new double[centres.Length])];
        double share = 1.0 / bank.Angles.Count, damping = tensors.Displacements[atom].Trace / 3;
        int first = options.Fundamentals == AbinsPowderAverage.Isotropic ? 0 : 1;
        foreach (double angle in bank.Angles)
        {
            for (int k = 0; k < centres.Length && bank.Kinematics.Allows(centres[k]); k++)
            {
                double qSquared = bank.Kinematics.QSquared(centres[k], angle), weight = share * Math.Exp(-qSquared * damping);
                for (int n = 0; n < bare.Length; n++)
                {
                    weight *= qSquared / (n + 1);
                    result[n][k] += n >= first ? weight * bare[n][k] : 0;
                }
            }

            if (first == 1)
            {
                AddFundamentals(result[0], tensors, atom, bank, angle, share, options);
            }
        }

        return result;
    }

    static void AddFundamentals(
        double[] sum, AbinsTensors tensors, int atom, DetectorBank bank, double angle, double share, AbinsOptions options)
    {
        for (int q = 0; q < tensors.Weights.Length; q++)
        {
            ReadOnlySpan<SymmetricTensor> amplitudes = tensors.Amplitudes(q, atom);
            SymmetricTensor displacement = options.OwnWaveVector ? tensors.Own(q, atom) : tensors.Displacements[atom];
            for (int n = 0; n < amplitudes.Length; n++)
            {
                double energy = tensors.Energies[q][n];
                int bin = AbinsGrid.BinOf(energy, options.BinWidth, sum.Length);
                if (bin >= 0 && bank.Kinematics.Allows(energy))
                {
                    double qSquared = bank.Kinematics.QSquared(energy, angle);
                    sum[bin] += share * tensors.Weights[q] * Fundamental(displacement, amplitudes[n], qSquared, options.Fundamentals);
                }
            }
        }
    }

    /// <summary>The one-phonon intensity of a mode, without cross section.</summary>
    internal static double Fundamental(SymmetricTensor displacement, SymmetricTensor amplitude, double qSquared, AbinsPowderAverage average) => average switch
    {
        AbinsPowderAverage.Exact => OnePhonon.Exact(displacement, amplitude, qSquared),
        AbinsPowderAverage.Isotropic => qSquared * amplitude.Trace / 3 * Math.Exp(-qSquared * displacement.Trace / 3),
        _ => OnePhonon.AlmostIsotropic(displacement, amplitude, qSquared),
    };

    static AbinsBank Broadened(DetectorBank bank, string[] species, double[][][] parts, ResolutionModel resolution, AbinsOptions options)
    {
        double[] centres = AbinsGrid.Centres(options), lines = new double[centres.Length];
        foreach (double[][] orders in parts)
        {
            Add([lines], [orders[0]], 1);
        }

        double[] sigma = Array.ConvertAll(centres, e => resolution.Sigma(bank.Nearest(e), bank));
        return new(
            bank.Name,
            species,
            Array.ConvertAll(parts, orders => Array.ConvertAll(orders, o => AbinsBroadening.Apply(o, centres, sigma, options.Broadening))),
            lines);
    }

    static double[][][] Empty(int species, int orders, int bins) =>
        [.. Enumerable.Range(0, species).Select(_ => Enumerable.Range(0, orders).Select(_ => new double[bins]).ToArray())];

    static void Add(double[][] sums, double[][] parts, double factor)
    {
        for (int n = 0; n < sums.Length; n++)
        {
            for (int k = 0; k < sums[n].Length; k++)
            {
                sums[n][k] += factor * parts[n][k];
            }
        }
    }
}
