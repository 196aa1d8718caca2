using System.Numerics;
using System.Numerics.Tensors;

namespace InsCore.Potentials.Mace;

/// <summary>The atoms of a chunk element by element, so that those of one element share what they read.</summary>
internal readonly ref struct ElementOrder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly ReadOnlySpan<int> elements;
    readonly NativeScratch<T> scratch;

    /// <summary>Sorts.</summary>
    public ElementOrder(Chunk chunk, NativeState<T> state, NativeScratch<T> scratch)
    {
        this.scratch = scratch;
        Span<int> order = scratch.Order.Resize(chunk.AtomCount), keys = scratch.OrderElements.Resize(chunk.AtomCount);
        state.Graph.Elements.Span.Slice(chunk.FirstAtom, chunk.AtomCount).CopyTo(keys);
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        keys.Sort(order);
        Rows = order;
        elements = keys;
    }

    /// <summary>Rows of the atoms in the chunk's arrays, [atoms].</summary>
    public ReadOnlySpan<int> Rows { get; }

    /// <summary>Number of atoms.</summary>
    public int Count => Rows.Length;

    /// <summary>Element of the atom at a place.</summary>
    public int Element(int place) => elements[place];

    /// <summary>How many atoms from a place on are of its element.</summary>
    public int CountSame(int place)
    {
        int end = place;
        while (end < elements.Length && elements[end] == elements[place])
        {
            end++;
        }

        return end - place;
    }

    /// <summary>Applies each element's own map to the rows of its atoms.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="choose">Which map.</param>
    /// <param name="isReverse">Apply its transpose.</param>
    /// <param name="source">[atoms × …].</param>
    /// <param name="target">[atoms × …], in and out.</param>
    /// <param name="add">Add to the target instead of overwriting it.</param>
    public void Map(
        NativeLayer<T> layer, Func<NativeElement<T>, EquivariantLinear<T>?> choose, bool isReverse, ReadOnlySpan<T> source, Span<T> target, bool add)
    {
        int from = source.Length / Count, to = target.Length / Count;
        for (int at = 0, count; at < Count; at += count)
        {
            count = CountSame(at);
            Span<T> gathered = scratch.Gathered.Resize(count * from), mapped = scratch.Mapped.Resize(count * to);
            for (int i = 0; i < count; i++)
            {
                source.Slice(Rows[at + i] * from, from).CopyTo(gathered[(i * from)..]);
            }

            EquivariantLinear<T> map = choose(layer.Of(elements[at]))!;
            if (isReverse)
            {
                map.Reverse(count, gathered, mapped);
            }
            else
            {
                map.Compute(count, gathered, mapped);
            }

            for (int i = 0; i < count; i++)
            {
                Span<T> row = target.Slice(Rows[at + i] * to, to);
                ReadOnlySpan<T> result = mapped.Slice(i * to, to);
                if (add)
                {
                    TensorPrimitives.Add(row, result, row);
                }
                else
                {
                    result.CopyTo(row);
                }
            }
        }
    }
}
