namespace InsCore.BindGen;

/// <summary>C types in C#: a table for the plain ones, the response file's names for enumerations and structures.</summary>
sealed class TypeMap(IReadOnlyDictionary<string, string> remapped)
{
    static readonly Dictionary<string, string> Plain = new()
    {
        ["void"] = "void", ["char"] = "byte", ["float"] = "float", ["double"] = "double", ["int"] = "int",
        ["int8_t"] = "sbyte", ["int16_t"] = "short", ["int32_t"] = "int", ["int64_t"] = "long",
        ["uint8_t"] = "byte", ["uint16_t"] = "ushort", ["uint32_t"] = "uint", ["uint64_t"] = "ulong", ["size_t"] = "nuint",
    };

    /// <summary>A name of the header in C#.</summary>
    public string Name(string cName) => remapped.GetValueOrDefault(cName, cName);

    /// <summary>The blittable type, pointers as pointers.</summary>
    public string Blittable(string cType)
    {
        string type = cType.Replace("const ", "", StringComparison.Ordinal).Replace("*const", "*", StringComparison.Ordinal);
        type = type.Replace("enum ", "", StringComparison.Ordinal).Replace("struct ", "", StringComparison.Ordinal).Trim();
        if (type.EndsWith('*'))
        {
            return Blittable(type[..^1]) + "*";
        }

        return Plain.TryGetValue(type, out string? plain) ? plain
            : remapped.TryGetValue(type, out string? name) ? name
            : throw new BindGenException($"type '{cType}' is unknown; add it to --remap");
    }

    /// <summary>The type of a parameter: a span where the comment states a direction, else the blittable type.</summary>
    public string Managed(Parameter parameter)
    {
        string type = Blittable(parameter.Type);
        return !IsSpan(parameter) ? type : parameter.Direction == "in" ? $"ReadOnlySpan<{type[..^1]}>" : $"Span<{type[..^1]}>";
    }

    /// <summary>True for arrays, i.e. pointers with a direction.</summary>
    public static bool IsSpan(Parameter parameter) => parameter.Direction is not null && parameter.Type.EndsWith('*');
}
