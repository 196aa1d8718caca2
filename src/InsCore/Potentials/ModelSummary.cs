using System.Globalization;
using System.Text.RegularExpressions;
using InsCore.Potentials.Mace;
using InsCore.Structures;

namespace InsCore.Potentials;

/// <summary>What a model is, in pairs of a name and a value for people, units included.</summary>
internal static partial class ModelSummary
{
    /// <summary>Summarises a model.</summary>
    /// <param name="archive">The model as read.</param>
    /// <param name="model">The same, interpreted.</param>
    public static IReadOnlyList<(string Name, string Value)> Of(ModelArchive archive, MaceModel model)
    {
        string[] elements = Array.ConvertAll(model.AtomicNumbers, Element.Symbol);
        List<(string, string)> pairs =
        [
            ("class", ClassName(archive, "")),
            ("stored precision", model.StoredType == "F64" ? "float64" : model.StoredType == "F32" ? "float32" : model.StoredType),
            ("parameters", ParameterCount(archive).ToString(CultureInfo.InvariantCulture)),
            ("elements", $"{elements.Length}: {string.Join(' ', elements)}"),
            ("cutoff", Text($"{model.Radial.CutoffRadius} Å")),
            ("radial basis", Radial(model.Radial)),
            ("pair repulsion", model.Repulsion is null ? "none" : Text($"ZBL, envelope p = {model.Repulsion.EnvelopePower}")),
            ("l_max", model.HarmonicDegree.ToString(CultureInfo.InvariantCulture)),
        ];
        pairs.AddRange(model.Layers.Select((layer, t) => ($"layer {t + 1}", Layer(ClassName(archive, $"interactions.{t}."), layer))));
        pairs.AddRange(model.Heads.Select((head, h) => ($"head {h}", $"{head}, E0 of {model.AtomicEnergies[h].Length} elements")));
        return pairs;
    }

    static string ClassName(ModelArchive archive, string prefix) => $"{archive.Settings[$"{prefix}__class__"]}".Split('.')[^1];

    static string Radial(RadialBasis radial)
    {
        string transform = radial.Transform is null ? "of the distance" : "of the distance after Agnesi's transform";
        string place = radial.EnvelopeOnBasis ? "" : " on the weights";
        return Text($"{radial.Frequencies.Length} Bessel functions {transform}, envelope p = {radial.EnvelopePower}{place}");
    }

    static string Layer(string kind, MaceLayer layer)
    {
        string irreps = Irreps.Natural(layer.Channels.Node, layer.Degrees.Output);
        string neighbours = layer.Normalization.Slope == 0
            ? Text($"{layer.Normalization.Constant:0.###} neighbours on average")
            : "divided by the density";
        return Text($"{kind}, hidden {irreps}, correlation {Correlation(layer.Contraction)}, messages up to l = {layer.Degrees.Message}, ")
            + neighbours;
    }

    static int Correlation(SymmetricContraction contraction) =>
        contraction.Monomials.Max(monomial => monomial.R >= 0 ? 3 : monomial.Q >= 0 ? 2 : 1);

    // Tensors that training changes, by the names MACE gives them; the others are constants and statistics.
    static long ParameterCount(ModelArchive archive) =>
        archive.Tensors.Where(pair => Parameter().IsMatch(pair.Key)).Sum(pair => (long)pair.Value.Values.Length);

    static string Text(FormattableString text) => FormattableString.Invariant(text);

    [GeneratedRegex(@"\.(weight|bias|weights_max|weights\.\d+|alpha|beta)$")]
    private static partial Regex Parameter();
}
