using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>What one worker collects of the second derivatives and, if wanted, of their derivatives by the wave vector.</summary>
internal sealed class CurvatureSums(int atoms, MaceLinearization linearization)
{
    readonly double[]?[] products = new double[4][];
    readonly Complex[]?[] halves = new Complex[4][];
    readonly double[][] senderGradients = Array.ConvertAll(
        linearization.Layers, layer => new double[layer.Number > 0 ? 3 * atoms * layer.Stages.SentLayout.Size : 0]);

    /// <summary>Shape of the tangents.</summary>
    public TangentShape Shape { get; private set; }

    /// <summary>Half of the rest of a set, [3·nAtoms × 3·nAtoms]: the other half is its adjoint.</summary>
    public Span<Complex> Half(int set) => halves[set];

    /// <summary>Real products of tangents of a set, [SlotRows·nAtoms × SlotRows·nAtoms].</summary>
    public Span<double> Products(int set) => products[set];

    /// <summary>Σ_e ∂(dE/dh)/∂r_ea over the edges e that leave an atom, of a layer, [nAtoms × 3 × sent].</summary>
    public Span<double> SenderGradients(int layer) => senderGradients[layer];

    /// <summary>Starts again.</summary>
    public void Clear(TangentShape shape)
    {
        Shape = shape;
        int rows = shape.SlotRows * atoms;
        for (int set = 0; set < shape.Sets; set++)
        {
            Array.Clear(products[set] is { } sums && sums.Length == rows * rows ? sums : products[set] = new double[rows * rows]);
            Array.Clear(halves[set] ??= new Complex[9 * atoms * atoms]);
        }

        Array.ForEach(senderGradients, Array.Clear);
    }

    /// <summary>Adds real products of tangents, (set's rows) · K (first set's rows), along the displacements of some atoms.</summary>
    /// <param name="set">The set.</param>
    /// <param name="weight">Their factor.</param>
    /// <param name="active">[slots], the atoms displaced, ascending.</param>
    /// <param name="block">[slots × SlotRows × slots × SlotRows]; in the first set only the second atom not before the first.</param>
    public void AddProducts(int set, double weight, int[] active, ReadOnlySpan<double> block)
    {
        int rows = Shape.SlotRows, width = active.Length * rows;
        for (int first = 0; first < active.Length; first++)
        {
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<double> from = block.Slice(((first * rows) + row) * width, width);
                Span<double> to = products[set].AsSpan(((active[first] * rows) + row) * atoms * rows, atoms * rows);
                for (int second = set == 0 ? first : 0; second < active.Length; second++)
                {
                    for (int column = 0; column < rows; column++)
                    {
                        to[(active[second] * rows) + column] += weight * from[(second * rows) + column];
                    }
                }
            }
        }
    }

    /// <summary>Adds conj(dr_e,a) V_a·dh_e of the receiver's displacement.</summary>
    /// <param name="set">The set.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="weight">Its factor.</param>
    /// <param name="active">[slots], the atoms displaced.</param>
    /// <param name="mixed">[slots × SlotRows × 3], V_a·dh.</param>
    public void AddReceiver(int set, int receiver, double weight, int[] active, ReadOnlySpan<double> mixed)
    {
        int size = 3 * atoms, parts = Shape.Parts, rows = Shape.SlotRows;
        for (int s = 0; s < active.Length; s++)
        {
            ReadOnlySpan<double> values = mixed.Slice(s * rows * 3, rows * 3);
            for (int a = 0; a < 3; a++)
            {
                for (int b = 0; b < 3; b++)
                {
                    Half(set)[(((3 * receiver) + a) * size) + (3 * active[s]) + b] += new Complex(
                        weight * values[(b * parts * 3) + a], parts == 2 ? weight * values[(((b * parts) + 1) * 3) + a] : 0);
                }
            }
        }
    }

    /// <summary>Adds -V_a·dh_j along each displacement of a sender: the phases of dr and dh cancel.</summary>
    /// <param name="set">The set.</param>
    /// <param name="sender">The sender j.</param>
    /// <param name="active">[slots], the atoms displaced.</param>
    /// <param name="values">[3 × slots × SlotRows], V_a·dh.</param>
    public void AddSender(int set, int sender, int[] active, ReadOnlySpan<double> values)
    {
        int size = 3 * atoms, parts = Shape.Parts, rows = active.Length * Shape.SlotRows;
        for (int k = 0; k < 3 * 3 * active.Length; k++)
        {
            (int a, int column) = Math.DivRem(k, 3 * active.Length);
            ReadOnlySpan<double> product = values.Slice((a * rows) + (column * parts), parts);
            Half(set)[(((3 * sender) + a) * size) + (3 * active[column / 3]) + (column % 3)] -= new Complex(product[0], parts == 2 ? product[1] : 0);
        }
    }

    /// <summary>Adds another worker's.</summary>
    public void Add(CurvatureSums other)
    {
        for (int set = 0; set < Shape.Sets; set++)
        {
            Add<double>(other.products[set], products[set]);
            Add<Complex>(other.halves[set], halves[set]);
        }

        for (int t = 0; t < senderGradients.Length; t++)
        {
            Add<double>(other.senderGradients[t], senderGradients[t]);
        }
    }

    /// <summary>Puts the parts of the first set together: Φ = H_cc + H_ss + i (H_cs - H_sc) of cosines c and sines s, plus the rest.</summary>
    /// <param name="matrix">[3·nAtoms × 3·nAtoms], out.</param>
    public void Fold(Span<Complex> matrix)
    {
        int size = 3 * atoms;
        for (int row = 0; row < size; row++)
        {
            for (int column = row; column < size; column++)
            {
                Complex value = Product(0, row, column) + Half(0)[(row * size) + column] + Complex.Conjugate(Half(0)[(column * size) + row]);
                matrix[(row * size) + column] = value;
                matrix[(column * size) + row] = Complex.Conjugate(value);
            }
        }
    }

    /// <summary>The same for a derivative by the wave vector: its products, too, are half of it.</summary>
    /// <param name="set">1, 2 or 3.</param>
    /// <param name="matrix">[3·nAtoms × 3·nAtoms], out.</param>
    public void FoldDerivative(int set, Span<Complex> matrix)
    {
        int size = 3 * atoms;
        for (int row = 0; row < size; row++)
        {
            for (int column = row; column < size; column++)
            {
                Complex value = Product(set, row, column) + Half(set)[(row * size) + column]
                    + Complex.Conjugate(Product(set, column, row) + Half(set)[(column * size) + row]);
                matrix[(row * size) + column] = value;
                matrix[(column * size) + row] = Complex.Conjugate(value);
            }
        }
    }

    // Row and column are (atom, axis).
    Complex Product(int set, int row, int column)
    {
        ReadOnlySpan<double> sums = products[set];
        int parts = Shape.Parts, width = atoms * Shape.SlotRows, at = (row * parts * width) + (column * parts), below = at + width;
        return parts == 1 ? sums[at] : new Complex(sums[at] + sums[below + 1], sums[at + 1] - sums[below]);
    }

    static void Add<T>(ReadOnlySpan<T> from, Span<T> to)
        where T : INumberBase<T>
    {
        for (int k = 0; k < to.Length; k++)
        {
            to[k] += from[k];
        }
    }
}
