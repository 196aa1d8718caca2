using System.Text.Json.Nodes;
using InsCore.Kernels;

namespace InsCore.Potentials.Mace;

/// <summary>Reads e3nn's linear maps as one matrix for each degree, with the path weights 1/√(fan-in) folded in.</summary>
internal sealed class LinearMapReader(ArchiveReader archive)
{
    /// <summary>A linear map.</summary>
    /// <param name="path">The module.</param>
    /// <param name="inputGroup">Channels of one group of inputs.</param>
    /// <param name="outputGroup">Channels of one group of outputs.</param>
    /// <returns>By degree l; null where nothing leads to or from it.</returns>
    public GroupedMatrix?[] Read(string path, int inputGroup, int outputGroup)
    {
        if (archive.HasTensor($"{path}.bias"))
        {
            throw archive.Unsupported(path, "a linear map with a bias");
        }

        Irreps input = archive.Irreps($"{path}.irreps_in"), output = archive.Irreps($"{path}.irreps_out");
        double[] weights = archive.Tensor($"{path}.weight").Values;
        GroupedMatrix?[] matrices = Empty(path, input, output, inputGroup, outputGroup);
        int offset = 0;
        foreach (JsonObject instruction in archive.Instructions(path))
        {
            int from = Slot(instruction, "i_in", input, path), to = Slot(instruction, "i_out", output, path);
            double factor = archive.Field(instruction, "path_weight", path);
            int columns = output.Slots[to].Multiplicity;
            Fill(path, matrices, input, output, (from, to), (u, w) => factor * weights[offset + (u * columns) + w], weights.Length - offset);
            offset += input.Slots[from].Multiplicity * columns;
        }

        return matrices;
    }

    /// <summary>A fully connected tensor product with the one-hot elements: a linear map for each element.</summary>
    /// <param name="path">The module.</param>
    /// <param name="elements">Number of elements.</param>
    /// <param name="inputGroup">Channels of one group of inputs.</param>
    /// <param name="outputGroup">Channels of one group of outputs.</param>
    public Func<int, GroupedMatrix?[]> ReadByElement(string path, int elements, int inputGroup, int outputGroup)
    {
        Irreps input = archive.Irreps($"{path}.irreps_in1"), output = archive.Irreps($"{path}.irreps_out");
        JsonObject[] instructions = [.. archive.Instructions(path)];
        double[] weights = archive.Tensor($"{path}.weight").Values;
        return element =>
        {
            GroupedMatrix?[] matrices = Empty(path, input, output, inputGroup, outputGroup);
            int offset = 0;
            foreach (JsonObject instruction in instructions)
            {
                int from = Slot(instruction, "i_in1", input, path), to = Slot(instruction, "i_out", output, path);

                // The product with a scalar contains the symbol w(l,0,l) = 1/√(2l+1), which the path weight compensates.
                double factor = archive.Field(instruction, "path_weight", path) / Math.Sqrt((2 * input.Slots[from].Degree) + 1);
                int columns = output.Slots[to].Multiplicity;
                Fill(
                    path, matrices, input, output, (from, to),
                    (u, w) => factor * weights[offset + (((u * elements) + element) * columns) + w], (weights.Length - offset) / elements);
                offset += input.Slots[from].Multiplicity * elements * columns;
            }

            return matrices;
        };
    }

    int Slot(JsonObject instruction, string field, Irreps irreps, string path)
    {
        int slot = (int)archive.Field(instruction, field, path);
        return slot >= 0 && slot < irreps.Slots.Count ? slot : throw archive.Error(path, $"an instruction's {field} is out of range");
    }

    GroupedMatrix?[] Empty(string path, Irreps input, Irreps output, int inputGroup, int outputGroup)
    {
        GroupedMatrix?[] matrices = new GroupedMatrix?[Math.Max(input.MaxDegree, output.MaxDegree) + 1];
        for (int l = 0; l < matrices.Length; l++)
        {
            int rows = input.Channels(l), columns = output.Channels(l);
            if (rows % inputGroup != 0 || columns % outputGroup != 0)
            {
                throw archive.Unsupported(path, "a different number of channels for each degree");
            }

            if (rows > 0 && columns > 0)
            {
                matrices[l] = new GroupedMatrix(rows, columns, inputGroup, outputGroup, new double[rows * columns]);
            }
        }

        return matrices;
    }

    void Fill(
        string path, GroupedMatrix?[] matrices, Irreps input, Irreps output, (int From, int To) slots,
        Func<int, int, double> weight, int available)
    {
        (int rows, int degree) = input.Slots[slots.From];
        (int columns, int outputDegree) = output.Slots[slots.To];
        if (degree != outputDegree || rows * columns > available || matrices[degree] is not GroupedMatrix matrix)
        {
            throw archive.Error(path, "the weights do not fit the irreps");
        }

        int firstRow = input.ChannelsBefore(slots.From), firstColumn = output.ChannelsBefore(slots.To);
        for (int u = 0; u < rows; u++)
        {
            for (int w = 0; w < columns; w++)
            {
                matrix.Values[((firstRow + u) * matrix.Columns) + firstColumn + w] += weight(u, w);
            }
        }
    }
}
