using static InsCore.Reports.Markup;

namespace InsCore.Reports;

/// <summary>The spectra, one above the other with one energy axis.</summary>
internal static class SpectraSection
{
    /// <summary>Renders it.</summary>
    public static Markup Render(ReportSource source)
    {
        string settings = ReportSource.Text(source.Point(source.Pressures[0])["spectrum"]?["settings"]) ?? "";
        return Element(
            "section id=spectra",
            Element("h2", source.Pressures.Count > 1 ? "Spectra at each pressure" : "Spectrum"),
            Element(
                "p class=controls",
                Element("button type=button id=zoom-fingerprint", "0–1200 cm⁻¹"),
                Element("button type=button id=zoom-all", "Whole range"),
                Element("button type=button id=zoom-in", "Zoom in"),
                Element("button type=button id=zoom-out", "Zoom out"),
                Element("button type=button id=zoom-left", [("aria-label", "To lower energies")], "←"),
                Element("button type=button id=zoom-right", [("aria-label", "To higher energies")], "→"),
                Element("span class=dim", "Drag over a spectrum to zoom all of them; double-click to go back.")),
            Element("div id=panels class=chart"),
            Element("p class=dim", settings));
    }
}
