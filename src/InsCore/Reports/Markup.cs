using System.Net;

namespace InsCore.Reports;

/// <summary>A piece of HTML that is safe by construction: text enters it encoded, tags and names of attributes are the program's own.</summary>
internal readonly struct Markup
{
    readonly string? html;

    Markup(string html) => this.html = html;

    /// <summary>True if there is nothing in it.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(html);

    /// <summary>Nothing.</summary>
    public static Markup None => default;

    /// <summary>Text of any origin.</summary>
    public static implicit operator Markup(string text) => new(WebUtility.HtmlEncode(string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c))));

    /// <summary>An element.</summary>
    /// <param name="tag">Its name, optionally with attributes as "name=value" separated by blanks; written in the program, never read.</param>
    /// <param name="content">What is in it.</param>
    public static Markup Element(string tag, params ReadOnlySpan<Markup> content) => Element(tag, [], content);

    /// <summary>An element with attributes whose values may be of any origin.</summary>
    public static Markup Element(string tag, IEnumerable<(string Name, string Value)> attributes, params ReadOnlySpan<Markup> content)
    {
        string[] words = tag.Split(' ');
        IEnumerable<string> own = words.Skip(1).Select(w => w.Split('=', 2)).Select(p => p.Length == 1 ? $" {p[0]}" : $" {p[0]}=\"{p[1]}\"");
        string all = string.Concat(own.Concat(attributes.Select(a => $" {a.Name}=\"{WebUtility.HtmlEncode(a.Value)}\"")));
        if (words[0] == "input")
        {
            return new($"<input{all}>");
        }

        return new($"<{words[0]}{all}>{string.Concat(content.ToArray().Select(c => c.ToString()))}</{words[0]}>");
    }

    /// <summary>Pieces one after the other.</summary>
    public static Markup Join(params IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(p => p.ToString())));

    /// <summary>A table with a caption and headings.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="headings">One for each column.</param>
    /// <param name="rows">Cells; columns whose cells begin with a digit or a sign are set to the right.</param>
    public static Markup Table(string caption, IReadOnlyList<string> headings, IEnumerable<IEnumerable<Markup>> rows)
    {
        Markup[][] cells = [.. rows.Select(r => r.ToArray())];
        bool[] isNumber = [.. headings.Select((_, k) => cells.Length > 0 && cells.All(r => k < r.Length && IsNumber(r[k])))];
        return Element(
            "div class=scroll",
            Element(
                "table",
                Element("caption", caption),
                Element("thead", Element("tr", [.. headings.Select((h, k) => Element(isNumber[k] ? "th class=n scope=col" : "th scope=col", h))])),
                Element("tbody", [.. cells.Select(r => Element("tr", [.. r.Select((c, k) => Element(k < isNumber.Length && isNumber[k] ? "td class=n" : "td", c))]))])));
    }

    /// <summary>The HTML.</summary>
    public override string ToString() => html ?? "";

    // What stands before the number is markup or a triangle.
    static bool IsNumber(Markup cell)
    {
        string text = cell.ToString();
        while (text.StartsWith('<'))
        {
            text = text[(text.IndexOf('>', StringComparison.Ordinal) + 1)..];
        }

        text = text.TrimStart('▲', '▼', ' ');
        return text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] is '+' or '−' or '–');
    }
}
