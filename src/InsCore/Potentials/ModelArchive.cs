using System.Text.Json.Nodes;

namespace InsCore.Potentials;

/// <summary>
/// A model file as read, before anything is interpreted: every tensor and every plain setting by the dotted path of its
/// module, e.g. tensor "interactions.0.linear.weight", setting "interactions.0.avg_num_neighbors".
/// </summary>
/// <remarks>
/// Settings: "__class__" (root) and "interactions.0.__class__" hold full class names; irreps are strings ("16x0e+16x1o");
/// "interactions.0.conv_tp.instructions" is an array of objects with the fields of the instruction (i_in1, i_in2, i_out,
/// path_weight, path_shape; i_in, i_out, … for linear maps); numbers, strings, booleans and lists are as in the file.
/// </remarks>
/// <param name="Tensors">Parameters, buffers and constants.</param>
/// <param name="Settings">Plain attributes.</param>
public sealed record ModelArchive(
    IReadOnlyDictionary<string, ModelTensor> Tensors, IReadOnlyDictionary<string, JsonNode?> Settings);
