using System.Numerics;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Phonons.Tracking;

/// <summary>Follows modes through pressures by their eigenvectors: at Γ symmetry by symmetry, at the other wave vectors of the mesh by continuity.</summary>
/// <remarks>
/// All eigenvectors are brought into the frame of the first structure (<see cref="CommonFrame"/>). Dynamical matrices, D = Σ λ e eᴴ of the modes, fall
/// into one block for each irreducible representation of the symmetry that all structures share; degenerate modes are one level of their
/// block. Levels are paired by <see cref="LevelPairing"/> and their confidence found by <see cref="LevelTree"/>.
/// </remarks>
public static class ModeTracker
{
    /// <summary>Follows modes.</summary>
    /// <param name="points">At least two pressures, in the order to be followed.</param>
    /// <param name="threads">Wave vectors treated at the same time; 0 for all cores.</param>
    /// <param name="progress">Told after each wave vector.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="ArgumentException">Atoms differ, Γ is missing, or there are no eigenvectors.</exception>
    public static ModeTracking Follow(
        IReadOnlyList<TrackingPoint> points, int threads = 0, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        Crystal[] crystals = [.. points.Select(p => p.Modes.Crystal)];
        CommonFrame[] frames = Array.ConvertAll(crystals, c => new CommonFrame(crystals[0], c));
        SpaceGroup[] groups = Array.ConvertAll(crystals, c => SpaceGroup.Find(c));
        FactorGroup group = FactorGroup.Common(crystals, groups);
        IReadOnlyList<Irrep> irreps = IrrepTable.Find(group);
        GammaModes[] gamma = [.. points.Select((p, k) => GammaModes.Of(p.Modes, frames[k]))];
        List<IrrepTrack> tracks = [];
        foreach (Irrep irrep in irreps)
        {
            cancellation.ThrowIfCancellationRequested();
            SymmetryAdaptedBasis basis = SymmetryAdaptedBasis.Of(group, irrep, crystals[0].Masses);
            if (basis.Count > 0)
            {
                tracks.Add(new IrrepTrack(basis, gamma));
            }
        }

        int[][][] numbers = Number(tracks, points.Count);
        double[] volumes = Array.ConvertAll(crystals, c => c.Volume);
        TrackedMode[] modes = [.. tracks.SelectMany((t, b) => t.Modes(numbers[b], volumes)).OrderBy(m => m.Number)];
        ShiftAnalysis analysis = new(points, frames, gamma, group, cancellation);
        foreach (TrackedMode mode in modes)
        {
            cancellation.ThrowIfCancellationRequested();
            analysis.Complete(mode);
        }

        ModeCrossing[] crossings =
        [
            .. tracks.SelectMany((t, b) => t.Crossings(numbers[b][0], [.. points.Select(p => p.Pressure)])).OrderBy(c => c.Pressure).ThenBy(c => c.First),
        ];
        return new ModeTracking(
            [.. points.Select(p => p.Pressure)],
            crystals,
            new MullikenNames(group).PointGroup,
            irreps,
            modes,
            crossings,
            Residual(tracks, gamma),
            [.. Notes(groups, group), .. analysis.Notes])
        {
            Waves = WaveTracker.Follow(points, frames, threads, progress, cancellation),
        };
    }

    // [block][pressure][level]: the first number of each level in the order of all energies, three translations of energy 0 included.
    static int[][][] Number(List<IrrepTrack> tracks, int points)
    {
        int[][][] numbers = [.. tracks.Select(_ => new int[points][])];
        for (int k = 0; k < points; k++)
        {
            List<(double Value, int Block, int Level)> all = [(0, -1, 0), (0, -1, 0), (0, -1, 0)];
            for (int b = 0; b < tracks.Count; b++)
            {
                double[] values = tracks[b].Path.At(k).Values;
                numbers[b][k] = new int[values.Length];
                all.AddRange(values.Select((v, level) => (v, b, level)));
            }

            int next = 1;
            foreach ((_, int block, int level) in all.OrderBy(a => a.Value).ThenBy(a => a.Block).ThenBy(a => a.Level))
            {
                if (block >= 0)
                {
                    numbers[block][k][level] = next;
                }

                next += block < 0 ? 1 : tracks[block].Basis.Irrep.Degeneracy;
            }
        }

        return numbers;
    }

    static double Residual(List<IrrepTrack> tracks, GammaModes[] gamma)
    {
        double worst = 0;
        for (int k = 0; k < gamma.Length; k++)
        {
            double[] own =
            [
                .. tracks.SelectMany(t => t.Path.At(k).Values.SelectMany(v => Enumerable.Repeat(PhononSolver.ModeEnergy(v), t.Basis.Irrep.Degeneracy)))
                    .Concat([0, 0, 0]).Order(),
            ];
            double[] given = [.. gamma[k].Values.Select(PhononSolver.ModeEnergy).Order()];
            int[] acoustic = gamma[k].Acoustic;
            for (int n = 0; n < own.Length; n++)
            {
                worst = acoustic.Contains(n) ? worst : Math.Max(worst, Math.Abs(own[n] - given[n]) * Constants.EvInWavenumbers);
            }
        }

        return worst;
    }

    static IEnumerable<string> Notes(SpaceGroup[] groups, FactorGroup common)
    {
        if (groups.Any(g => g.Number != groups[0].Number))
        {
            yield return $"the space group changes ({string.Join(" → ", groups.Select(g => g.Symbol))}); symmetry labels belong to the {common.Order} operations that all structures share";
        }

        if (groups.FirstOrDefault(g => g.Warning is not null)?.Warning is { } warning)
        {
            yield return $"symmetry labels: {warning}";
        }

        if (Enumerable.Range(1, common.Order - 1).Any(common.IsTranslation))
        {
            yield return "the cell is not primitive: modes named q belong to other wave vectors of the primitive cell";
        }
    }
}
