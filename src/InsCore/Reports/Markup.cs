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
    public static implicit operator Markup(string text) => new(WebUtility.HtmlEncode(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c))));

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
        return new($"<{words[0]}{all}>{string.Concat(content.ToArray().Select(c => c.ToString()))}</{words[0]}>");
    }

    /// <summary>Pieces one after the other.</summary>
    public static Markup Join(params IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(p => p.ToString())));

    /// <summary>A table with a caption and headings.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="headings">One for each column.</param>
    /// <param name="rows">Cells; those that begin with a digit or sign are set to the right.</param>
    public static Markup Table(string caption, IEnumerable<string> headings, IEnumerable<IEnumerable<Markup>> rows) => Element(
        "div class=scroll",
        Element(
            "table",
            Element("caption", caption),
            Element("thead", Element("tr", [.. headings.Select(h => Element("th scope=col", h))])),
            Element("tbody", [.. rows.Select(r => Element("tr", [.. r.Select(c => Element(IsNumber(c) ? "td class=n" : "td", c))]))])));

    /// <summary>The HTML.</summary>
    public override string ToString() => html ?? "";

    static bool IsNumber(Markup cell) => cell.ToString() is { Length: > 0 } text && (char.IsAsciiDigit(text[0]) || text[0] is '+' or '−' or '–');
}
