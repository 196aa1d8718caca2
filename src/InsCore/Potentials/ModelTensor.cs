namespace InsCore.Potentials;

/// <summary>A tensor of a model file: shape, stored precision, and its values as doubles (exact for float32).</summary>
/// <param name="Shape">Extents; empty for a scalar.</param>
/// <param name="StoredType">Element type in the file: "F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8" or "BOOL".</param>
/// <param name="Values">Row-major, contiguous.</param>
public sealed record ModelTensor(int[] Shape, string StoredType, double[] Values);
