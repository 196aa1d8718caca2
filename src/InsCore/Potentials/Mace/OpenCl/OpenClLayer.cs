using System.Numerics;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>One layer on a device: weights, tables, couplings, copied once.</summary>
/// <typeparam name="T">double or float.</typeparam>
internal sealed class OpenClLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly OpenClMaceProgram<T> program;
    readonly Dictionary<int, OpenClElement<T>> elements = [];
    T[] copied = [];

    /// <summary>Copies what does not depend on elements.</summary>
    public OpenClLayer(OpenClMaceProgram<T> program, NativeLayer<T> plan, MaceLayer layer, int head, double scale)
    {
        (this.program, Plan, GateScales) = (program, plan, layer.Gate is null ? default : (layer.Gate.ScalarScale, layer.Gate.GateScale));
        Up = Copy(plan.Up);
        Mix = Copy(plan.Mix);
        GateResidual = Copy(plan.GateResidual);
        GateOutput = Copy(plan.GateOutput);
        ProductMap = Copy(plan.ProductMap)!;
        ContractionPlan = Array<int>().Fill(program.Queue, plan.Contraction.Plan);
        Readout = layer.Readout is null ? null : new(program, layer.Readout, head, scale, plan.OutputLayout.Widths[0]);
        Degrees = OpenClDegree<T>.Of(program, plan);
        (FirstRows, Table, Densities) = (Array<int>(), Array<T>(), Array<T>());
    }

    /// <summary>Layouts and what else the processor's executors know of the layer.</summary>
    public NativeLayer<T> Plan { get; }

    /// <summary>Features → sent features; null where it is in the table.</summary>
    public OpenClLinear<T>? Up { get; }

    /// <summary>Message sums → node features (or the gate's input); null where it is in the table.</summary>
    public OpenClLinear<T>? Mix { get; }

    /// <summary>The receiver's sent features → gate input.</summary>
    public OpenClLinear<T>? GateResidual { get; }

    /// <summary>Gate output → node features.</summary>
    public OpenClLinear<T>? GateOutput { get; }

    /// <summary>Products → features that leave.</summary>
    public OpenClLinear<T> ProductMap { get; }

    /// <summary>Normalisations of silu and sigmoid in the gate.</summary>
    public (double Scalar, double Gate) GateScales { get; }

    /// <summary>What the contraction goes through.</summary>
    public OpenClArray<int> ContractionPlan { get; }

    /// <summary>Features that leave → energies.</summary>
    public OpenClReadout<T>? Readout { get; }

    /// <summary>Paths by the degree of their harmonics.</summary>
    public OpenClDegree<T>[] Degrees { get; }

    /// <summary>[nElements × nElements], first row of each pair of sender and receiver that occurs.</summary>
    public OpenClArray<int> FirstRows { get; }

    /// <summary>Path weights, [blocks × paths × TableRows × terms × block].</summary>
    public OpenClArray<T> Table { get; }

    /// <summary>Densities, [TableRows × terms].</summary>
    public OpenClArray<T> Densities { get; }

    /// <summary>Rows of the tables.</summary>
    public int TableRows { get; private set; }

    /// <summary>What depends on an atom's element; copied when first asked for.</summary>
    public OpenClElement<T> Of(int element)
    {
        if (!elements.TryGetValue(element, out OpenClElement<T>? own))
        {
            elements.Add(element, own = new(program, Plan.Of(element)));
        }

        return own;
    }

    /// <summary>Brings the tables to the device, with all pairs of some elements.</summary>
    public void Prepare(int[] atomElements, GrowingArray<int> firstRows)
    {
        (T[] values, TableRows) = Plan.Table.For(atomElements, firstRows);
        FirstRows.Fill(program.Queue, firstRows.Span);
        if (ReferenceEquals(values, copied))
        {
            return;
        }

        Table.Fill(program.Queue, values);
        if (Plan.Table.HasDensity)
        {
            Densities.Fill(program.Queue, Plan.Table.DensityValues());
        }

        copied = values;
    }

    OpenClLinear<T>? Copy(EquivariantLinear<T>? map) => map is null ? null : new(program, map);

    OpenClArray<TElement> Array<TElement>()
        where TElement : unmanaged => new(program.Device);
}

/// <summary>Parts of one layer for atoms of one element, on a device.</summary>
internal sealed class OpenClElement<T>(OpenClMaceProgram<T> program, NativeElement<T> element)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The receiver's own map of its message sum.</summary>
    public OpenClLinear<T>? Mix { get; } = element.Mix is null ? null : new(program, element.Mix);

    /// <summary>Features that enter → added to the features that leave.</summary>
    public OpenClLinear<T>? Skip { get; } = element.Skip is null ? null : new(program, element.Skip);

    /// <summary>Coefficients of the contraction, packed.</summary>
    public OpenClArray<T> Coefficients { get; } = new OpenClArray<T>(program.Device).Fill(program.Queue, element.Coefficients);
}

/// <summary>The readout of one head on a device.</summary>
internal sealed class OpenClReadout<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Copies the weights, the scale of the interaction energy in the last of them.</summary>
    public OpenClReadout(OpenClMaceProgram<T> program, Readout readout, int head, double scale, int channels)
    {
        ReadoutHead part = readout.Heads[head];
        GroupedMatrix? matrix = part.Hidden;
        Units = matrix?.Columns ?? 0;
        ActivationScale = readout.ActivationScale;
        T[] hidden = new T[Units * channels], weights = new T[matrix is null ? channels : Units];
        for (int u = 0; u < Units; u++)
        {
            for (int c = 0; c < matrix!.Rows; c++)
            {
                hidden[(u * channels) + c] = T.CreateTruncating(matrix.Values[(c * matrix.Columns) + u]);
            }
        }

        for (int k = 0; k < part.Output.Length; k++)
        {
            weights[k] = T.CreateTruncating(scale * part.Output[k]);
        }

        Hidden = new OpenClArray<T>(program.Device).Fill(program.Queue, hidden);
        Weights = new OpenClArray<T>(program.Device).Fill(program.Queue, weights);
    }

    /// <summary>Hidden units; 0 for a linear readout.</summary>
    public int Units { get; }

    /// <summary>Normalisation of silu.</summary>
    public double ActivationScale { get; }

    /// <summary>[Units × channels].</summary>
    public OpenClArray<T> Hidden { get; }

    /// <summary>[Units], or [channels].</summary>
    public OpenClArray<T> Weights { get; }
}
