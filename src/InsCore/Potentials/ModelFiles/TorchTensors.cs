namespace InsCore.Potentials.ModelFiles;

/// <summary>Turns the notes a pickle keeps of tensors into tensors, reading their storages from the archive.</summary>
internal sealed class TorchTensors(TorchZip zip, string file, AllocationBudget budget)
{
    const int MaxRank = 16;

    readonly Dictionary<string, byte[]> _storages = [];

    /// <summary>Whether a value is a tensor or parameter.</summary>
    public static bool IsTensor(object? value) => value is PickleObject made && made.ClassName is
        "torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor" or "torch._utils._rebuild_parameter"
        or "torch._utils._rebuild_parameter_with_state";

    /// <summary>Reads a tensor.</summary>
    /// <param name="value">A value for which <see cref="IsTensor"/> holds.</param>
    /// <param name="name">Its dotted path, for messages.</param>
    /// <exception cref="InsInputException">Its parts make no sense, or reach outside the storage.</exception>
    public ModelTensor Read(object? value, string name)
    {
        // _rebuild_parameter(tensor, requires_grad, hooks); once, because a parameter never wraps another.
        if (value is PickleObject { ClassName: "torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state" } parameter)
        {
            value = parameter.Arguments.FirstOrDefault();
        }

        // _rebuild_tensor_v2(storage, offset, size, stride, ...)
        if (value is not PickleObject { ClassName: "torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_tensor" } made
            || made.Arguments is not [PickleReference reference, long offset, _, _, ..])
        {
            throw Error(name, "is not a tensor as torch.save writes it");
        }

        (string type, string key, long count) = Storage(reference, name);
        long[] size = Extents(made.Arguments[2], name);
        long[] stride = Extents(made.Arguments[3], name);
        long elements = CheckView(offset, size, stride, count, name);
        budget.Take(checked(sizeof(double) * elements), name);
        byte[] bytes = elements > 0 ? Bytes(key, count * StoredElements.Size(type), name) : [];
        double[] values = Gather(type, bytes, offset, size, stride, elements);
        if (type == "I64" && Array.Exists(values, double.IsNaN))
        {
            throw Error(name, "holds an integer beyond 2^53");
        }

        return new ModelTensor([.. size.Select(extent => (int)extent)], type, values);
    }

    // ('storage', class, key, device, count)
    (string Type, string Key, long Count) Storage(PickleReference reference, string name)
    {
        if (reference.Id is not PickleTuple { Items: ["storage", PickleName storageClass, string key, _, long count, ..] })
        {
            throw Error(name, "its storage is not one of torch.save");
        }

        string type = storageClass.FullName[(storageClass.FullName.LastIndexOf('.') + 1)..] switch
        {
            "DoubleStorage" => "F64",
            "FloatStorage" => "F32",
            "HalfStorage" => "F16",
            "BFloat16Storage" => "BF16",
            "LongStorage" => "I64",
            "IntStorage" => "I32",
            "ShortStorage" => "I16",
            "CharStorage" => "I8",
            "ByteStorage" => "U8",
            "BoolStorage" => "BOOL",
            string other => throw Error(name, $"its element type ({other}) is not known"),
        };
        return count is >= 0 and <= int.MaxValue ? (type, key, count) : throw Error(name, $"a storage of {count} elements");
    }

    long[] Extents(object? value, string name)
    {
        // torch.Size(...) wraps the tuple in some versions.
        if (value is PickleObject { ClassName: "torch.Size", Arguments: [PickleTuple inner] })
        {
            value = inner;
        }

        if (value is not PickleTuple tuple || tuple.Items.Length > MaxRank)
        {
            throw Error(name, $"its shape or strides are not a tuple of at most {MaxRank} integers");
        }

        return [.. tuple.Items.Select(item => item is long extent and >= 0 and <= int.MaxValue
            ? extent
            : throw Error(name, "a negative or absurd extent or stride"))];
    }

    // Number of elements of the view; every one of them lies inside the storage.
    long CheckView(long offset, long[] size, long[] stride, long count, string name)
    {
        if (size.Length != stride.Length)
        {
            throw Error(name, $"{size.Length} extents but {stride.Length} strides");
        }

        // Doubles cannot overflow here, and are exact wherever the checks pass.
        double elements = 1;
        double last = offset;
        for (int i = 0; i < size.Length; i++)
        {
            elements *= size[i];
            last += (double)Math.Max(size[i] - 1, 0) * stride[i];
        }

        if (elements > 0 && (offset < 0 || last >= count))
        {
            throw Error(name, $"reaches element {last} of a storage of {count}");
        }

        return elements <= int.MaxValue ? (long)elements : throw Error(name, $"{elements} elements");
    }

    byte[] Bytes(string key, long expected, string name)
    {
        if (!_storages.TryGetValue(key, out byte[]? bytes))
        {
            bytes = zip.Read($"data/{key}");
            _storages.Add(key, bytes);
        }

        return bytes.LongLength >= expected
            ? bytes
            : throw Error(name, $"storage {key} holds {bytes.Length} bytes where {expected} are declared");
    }

    static double[] Gather(string type, byte[] bytes, long offset, long[] size, long[] stride, long elements)
    {
        double[] values = new double[elements];
        long[] index = new long[size.Length];
        long element = offset;
        int width = StoredElements.Size(type);
        for (long i = 0; i < elements; i++)
        {
            values[i] = StoredElements.Read(type, bytes.AsSpan(checked((int)(element * width))));
            for (int axis = size.Length - 1; axis >= 0; axis--)
            {
                element += stride[axis];
                if (++index[axis] < size[axis])
                {
                    break;
                }

                element -= size[axis] * stride[axis];
                index[axis] = 0;
            }
        }

        return values;
    }

    InsInputException Error(string tensor, string problem) =>
        new(file, $"tensor {tensor}", problem, "download or copy the file again, or save the model again with torch.save");
}
