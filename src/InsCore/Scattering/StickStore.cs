using System.Numerics.Tensors;

namespace InsCore.Scattering;

/// <summary>Sticks with one tensor for each inequivalent atom: at energies of their own, or shared between the bins of a grid.</summary>
/// <param name="width">Doubles of one row: six for each inequivalent atom.</param>
internal sealed class StickStore(int width)
{
    readonly List<double> energies = [];
    readonly List<int> counts = [];
    double[] rows = new double[16 * width];

    /// <summary>Number of sticks.</summary>
    public int Count => energies.Count;

    /// <summary>Adds a stick.</summary>
    /// <param name="energy">eV.</param>
    /// <param name="scale">Factor of the tensors.</param>
    /// <param name="tensors">[width].</param>
    public void Append(double energy, double scale, ReadOnlySpan<double> tensors)
    {
        Extend(energy);
        AddTo(Count - 1, scale, tensors);
        counts[^1] = 1;
    }

    /// <summary>Adds to the stick of a bin, which is at the energy (bin + 1) times the spacing.</summary>
    public void AddToBin(int bin, double spacing, double scale, ReadOnlySpan<double> tensors, int modes)
    {
        while (Count <= bin)
        {
            Extend((Count + 1) * spacing);
        }

        AddTo(bin, scale, tensors);
        counts[bin] += modes;
    }

    /// <summary>Removes the sticks below an energy.</summary>
    /// <returns>How many modes they held, and the highest of their energies, eV.</returns>
    public (int Modes, double Highest) RemoveBelow(double limit)
    {
        int modes = 0, kept = 0;
        double highest = 0;
        for (int k = 0; k < Count; k++)
        {
            if (energies[k] < limit)
            {
                modes += counts[k];
                highest = counts[k] > 0 ? Math.Max(highest, energies[k]) : highest;
                continue;
            }

            (energies[kept], counts[kept]) = (energies[k], counts[k]);
            rows.AsSpan(k * width, width).CopyTo(rows.AsSpan(kept * width, width));
            kept++;
        }

        energies.RemoveRange(kept, Count - kept);
        counts.RemoveRange(kept, counts.Count - kept);
        return (modes, highest);
    }

    /// <summary>Copies out the sticks that hold something.</summary>
    /// <param name="stickEnergies">Gets the energies, eV.</param>
    /// <param name="tensors">[nInequivalentAtoms], get the tensors, Å².</param>
    public void CopyTo(List<double> stickEnergies, IReadOnlyList<List<SymmetricTensor>> tensors)
    {
        for (int k = 0; k < Count; k++)
        {
            ReadOnlySpan<double> row = rows.AsSpan(k * width, width);
            if (counts[k] == 0 && row.IndexOfAnyExcept(0.0) < 0)
            {
                continue;
            }

            stickEnergies.Add(energies[k]);
            for (int atom = 0; atom < tensors.Count; atom++)
            {
                ReadOnlySpan<double> t = row.Slice(6 * atom, 6);
                tensors[atom].Add(new(t[0], t[1], t[2], t[3], t[4], t[5]));
            }
        }
    }

    void Extend(double energy)
    {
        energies.Add(energy);
        counts.Add(0);
        int needed = energies.Count * width;
        if (rows.Length < needed)
        {
            Array.Resize(ref rows, Math.Max(needed, checked(2 * rows.Length)));
        }

        rows.AsSpan(needed - width, width).Clear();
    }

    void AddTo(int stick, double scale, ReadOnlySpan<double> tensors)
    {
        Span<double> row = rows.AsSpan(stick * width, width);
        TensorPrimitives.MultiplyAdd(tensors, scale, row, row);
    }
}
