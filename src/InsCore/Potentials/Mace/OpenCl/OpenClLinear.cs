using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>An <see cref="EquivariantLinear{T}"/> on a device.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class OpenClLinear<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly OpenClMaceProgram<T> program;
    readonly EquivariantLinear<T> map;
    readonly (Matrix Forward, Matrix Reverse)?[] matrices;

    /// <summary>Copies the matrices.</summary>
    public OpenClLinear(OpenClMaceProgram<T> program, EquivariantLinear<T> map)
    {
        (this.program, this.map) = (program, map);
        Matrix Copy(PackedMatrix<T> matrix) => new(
            matrix.Rows, matrix.Columns, new OpenClArray<T>(program.Device).Fill(program.Queue, matrix.Panels));
        matrices = [.. map.Matrices.Select(pair => pair is var (matrix, transpose) ? (Copy(matrix), Copy(transpose)) : default((Matrix, Matrix)?))];
    }

    /// <summary>y = x W, or y += x W, for all atoms.</summary>
    public void Compute(OpenClGraph<T> graph, OpenClArray<T> x, OpenClArray<T> y, bool add = false) =>
        Apply(graph, (0, graph.AtomCount), x, y, add, isReverse: false);

    /// <summary>dx = dy Wᵀ, or dx += dy Wᵀ, for all atoms.</summary>
    public void Reverse(OpenClGraph<T> graph, OpenClArray<T> dy, OpenClArray<T> dx, bool add = false) =>
        Apply(graph, (0, graph.AtomCount), dy, dx, add, isReverse: true);

    /// <summary>The same for atoms that follow one another when sorted by element.</summary>
    /// <param name="graph">The atoms.</param>
    /// <param name="atoms">Where they begin and how many they are.</param>
    /// <param name="from">x, or dy.</param>
    /// <param name="to">y, or dx; in and out.</param>
    /// <param name="add">Add to it; else it is overwritten, and cleared for all atoms in degrees without a matrix.</param>
    /// <param name="isReverse">Apply the transpose.</param>
    public void Apply(OpenClGraph<T> graph, (int First, int Count) atoms, OpenClArray<T> from, OpenClArray<T> to, bool add, bool isReverse)
    {
        (FeatureLayout input, FeatureLayout output) = isReverse ? (map.Output, map.Input) : (map.Input, map.Output);
        long all = graph.AtomCount;
        for (int l = 0; l <= output.MaxDegree; l++)
        {
            int width = (2 * l) + 1;
            if (matrices[l] is var (forward, reverse))
            {
                Matrix matrix = isReverse ? reverse : forward;
                int parts = matrix.Columns / program.Lanes;
                (int rows, int vectors, string kernel) = program.Tile(parts);
                program.RunChannels(
                    program.Call(kernel).Ints((int)all, atoms.Count, atoms.First, width, matrix.Rows, parts, add ? 1 : 0)
                        .Longs(all * input.Offsets[l], all * output.Offsets[l]).Array(graph.ByElement).Array(matrix.Panels).Array(from).Array(to),
                    (parts + vectors - 1) / vectors, ((atoms.Count * width) + rows - 1) / rows);
            }
            else if (!add)
            {
                program.Queue.Clear(to.Buffer, all * output.Offsets[l], all * width * output.Widths[l]);
            }
        }
    }

    sealed record Matrix(int Rows, int Columns, OpenClArray<T> Panels);
}
