using System.Text;
using System.Text.Json.Nodes;

namespace InsCore.Potentials.ModelFiles;

/// <summary>Turns the plain attributes of a pickled module into JSON; others (objects, tensors) are not settings.</summary>
internal sealed class SettingValues(string file)
{
    const int MaxDepth = 32;
    const int MaxNodes = 1_000_000;

    static readonly string[] LinearFields = ["i_in", "i_out", "path_shape", "path_weight"];
    static readonly string[] ProductFields = ["i_in1", "i_in2", "i_out", "connection_mode", "has_weight", "path_weight", "path_shape"];

    int _nodes;

    /// <summary>Converts an attribute.</summary>
    /// <param name="value">As read.</param>
    /// <param name="name">Dotted path, for messages.</param>
    /// <param name="setting">Its JSON; null for None.</param>
    /// <returns>False where it is, or contains, something that is not plain.</returns>
    /// <exception cref="InsInputException">Nested too deeply, or without end.</exception>
    public bool TryConvert(object? value, string name, out JsonNode? setting) => TryConvert(value, name, 0, out setting);

    bool TryConvert(object? value, string name, int depth, out JsonNode? setting)
    {
        if (depth > MaxDepth || ++_nodes > MaxNodes)
        {
            throw new InsInputException(file, $"setting {name}", "is nested too deeply or contains itself", "this is not a MACE model; give the .model file that MACE wrote");
        }

        setting = null;
        switch (value)
        {
            case null: return true;
            case bool b: setting = b; return true;
            case long i: setting = i; return true;
            case double x: setting = Number(x); return true;
            case string s: setting = s; return true;
            case PickleName function: setting = function.FullName; return true;
            case PickleTuple tuple: return TryConvertAll(tuple.Items, name, depth, out setting);
            case PickleList list: return TryConvertAll(list.Items, name, depth, out setting);
            case PickleDictionary dictionary: return TryConvertPairs(dictionary, name, depth, out setting);
            case PickleObject made: return TryConvertObject(made, name, depth, out setting);
            default: return false;
        }
    }

    bool TryConvertAll(IReadOnlyList<object?> items, string name, int depth, out JsonNode? setting)
    {
        JsonArray array = [];
        setting = array;
        foreach (object? item in items)
        {
            if (!TryConvert(item, name, depth + 1, out JsonNode? element))
            {
                return false;
            }

            array.Add(element);
        }

        return true;
    }

    bool TryConvertPairs(PickleDictionary dictionary, string name, int depth, out JsonNode? setting)
    {
        JsonObject result = [];
        setting = result;
        foreach ((object? key, object? value) in dictionary.Items)
        {
            if (key is not string property || !TryConvert(value, name, depth + 1, out JsonNode? element))
            {
                return false;
            }

            result[property] = element;
        }

        return true;
    }

    bool TryConvertObject(PickleObject made, string name, int depth, out JsonNode? setting)
    {
        setting = null;
        object?[] arguments = made.Arguments is [PickleTuple only] ? only.Items : made.Arguments;
        switch (made.ClassName)
        {
            case "e3nn.o3._irreps.Irreps":
                return TryFormatIrreps(arguments, out setting);
            case "e3nn.o3._linear.Instruction":
                return TryConvertFields(LinearFields, arguments, name, depth, out setting);
            case "e3nn.o3._tensor_product._instruction.Instruction":
                return TryConvertFields(ProductFields, arguments, name, depth, out setting);
            case "torch.Size":
                return TryConvertAll(arguments, name, depth, out setting);
            case "numpy.core.multiarray.scalar" or "numpy._core.multiarray.scalar":
                return TryConvertNumpyScalar(made.Arguments, out setting);
            default:
                return false;
        }
    }

    bool TryConvertFields(string[] fields, object?[] values, string name, int depth, out JsonNode? setting)
    {
        JsonObject result = [];
        setting = result;
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields.Length != values.Length || !TryConvert(values[i], name, depth + 1, out JsonNode? element))
            {
                return false;
            }

            result[fields[i]] = element;
        }

        return true;
    }

    // A tuple of (multiplicity, (l, parity)), each perhaps wrapped in its class: "16x0e+16x1o".
    bool TryFormatIrreps(object?[] blocks, out JsonNode? setting)
    {
        StringBuilder text = new();
        setting = null;
        _nodes += blocks.Length;
        foreach (object? block in blocks)
        {
            if (Unwrap(block) is not [long multiplicity, object irrep] || Unwrap(irrep) is not [long l, long parity])
            {
                return false;
            }

            text.Append(text.Length > 0 ? "+" : "").Append(multiplicity).Append('x').Append(l).Append(parity > 0 ? 'e' : 'o');
        }

        setting = text.ToString();
        return true;
    }

    static object?[] Unwrap(object? value) => value switch
    {
        PickleTuple tuple => tuple.Items,
        PickleObject { Arguments: [PickleTuple tuple] } => tuple.Items,
        PickleObject made => made.Arguments,
        _ => [],
    };

    // scalar(dtype(code, ...), bytes), the bytes perhaps as encode(text, "latin1")
    static bool TryConvertNumpyScalar(object?[] arguments, out JsonNode? setting)
    {
        setting = null;
        if (arguments is not [PickleObject { ClassName: "numpy.dtype", Arguments: [string code, ..] }, object content])
        {
            return false;
        }

        string type = code switch { "f8" => "F64", "f4" => "F32", "i8" => "I64", "i4" => "I32", "b1" => "BOOL", _ => "" };
        byte[]? bytes = content as byte[];
        if (content is PickleObject { ClassName: "_codecs.encode", Arguments: [string { Length: <= 8 } text, ..] })
        {
            bytes = Encoding.Latin1.GetBytes(text);
        }

        if (bytes is null || bytes.Length == 0 || bytes.Length != StoredElements.Size(type))
        {
            return false;
        }

        double value = StoredElements.Read(type, bytes);
        setting = type switch { "BOOL" => value != 0, "I64" or "I32" => (long)value, _ => Number(value) };
        return true;
    }

    // JSON has no infinities.
    static JsonNode Number(double value) => double.IsFinite(value) ? value : value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
