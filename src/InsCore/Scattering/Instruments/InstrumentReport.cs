using System.Globalization;
using InsCore.Spectra;
using InsCore.Units;

namespace InsCore.Scattering.Instruments;

/// <summary>Tables and figures of what an instrument sees and how sharply.</summary>
public sealed class InstrumentReport
{
    const int CurvePoints = 200;
    const double MeV = Constants.MillielectronvoltInWavenumbers;

    // Where widths are shown: cm⁻¹ of indirect geometry, shares of E_i of direct geometry.
    static readonly double[] IndirectEnergies = [0, 50, 100, 200, 500, 1000, 2000, 4000];
    static readonly double[] DirectShares = [0, 0.2, 0.4, 0.6, 0.8, 0.9];

    readonly IReadOnlyList<Instrument> compared;

    /// <summary>Reports on an instrument.</summary>
    /// <param name="instrument">The instrument, with its settings chosen.</param>
    /// <param name="resolution">A resolution model to show alone; null for all that come with the instrument.</param>
    /// <param name="compared">The instrument in all its settings, for the figure; null for a figure of its banks and models.</param>
    /// <exception cref="InsInputException">There is no such resolution model.</exception>
    public InstrumentReport(Instrument instrument, string? resolution = null, IReadOnlyList<Instrument>? compared = null)
    {
        (Instrument, this.compared) = (instrument, compared ?? []);
        Resolutions = resolution is null ? instrument.Resolutions : [instrument.Resolution(resolution)];
        Rows = [.. instrument.Banks.SelectMany(b => Energies(b).Select(e => Row(b, e)))];
    }

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; }

    /// <summary>The resolution models shown.</summary>
    public IReadOnlyList<ResolutionModel> Resolutions { get; }

    /// <summary>Widths and ranges of Q at some energies, bank by bank.</summary>
    public IReadOnlyList<WidthRow> Rows { get; }

    /// <summary>Unit of energies in figures and tables: meV of direct, cm⁻¹ of indirect geometry.</summary>
    public string Unit => Instrument.Geometry == InstrumentGeometry.Direct ? "meV" : "cm⁻¹";

    /// <summary>cm⁻¹ of one <see cref="Unit"/>.</summary>
    public double UnitInWavenumbers => Instrument.Geometry == InstrumentGeometry.Direct ? MeV : 1;

    /// <summary>σ(E) in <see cref="Unit"/>: of every bank and model, or of the usual model of every setting where settings are compared.</summary>
    public IReadOnlyList<Spectrum1D> Curves() => compared.Count > 1
        ? [.. compared.Select(i => Curve(i.Resolution(Resolutions[0].Name), i.Banks[0], Label(i)))]
        : [.. Resolutions.SelectMany(Curves)];

    // Banks that agree share a curve.
    IEnumerable<Spectrum1D> Curves(ResolutionModel model)
    {
        Spectrum1D[] curves = [.. Instrument.Banks.Select(b => Curve(model, b, $"{model.Name}, {b.Name}"))];
        bool agree = curves.All(c => c.Intensities.AsSpan().SequenceEqual(curves[0].Intensities) && c.Energies[^1] == curves[0].Energies[^1]);
        return agree ? [curves[0] with { Label = model.Name }] : curves;
    }

    string Label(Instrument instrument)
    {
        string setting = instrument.Name[(instrument.Name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        bool differ = compared.Any(i => i.Banks[0].Name != compared[0].Banks[0].Name);
        return differ ? $"{setting}, {instrument.Banks[0].Name}" : setting;
    }

    /// <summary>Writes the instrument file, to be edited, and the figure and table of its widths.</summary>
    /// <param name="folder">Where NAME.yml, NAME.png, .svg and .csv go.</param>
    /// <returns>The files, without folder.</returns>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public IReadOnlyList<string> Write(string folder)
    {
        string name = Instrument.Definition?.Name ?? "instrument", path = Path.Combine(folder, name);
        List<string> written = [];
        if (Instrument.Definition is { } definition)
        {
            AtomicFile.WriteAllText(path + ".yml", definition.Text);
            written.Add(name + ".yml");
        }

        string title = compared.Count > 1 ? $"{name.ToUpperInvariant()}, model {Resolutions[0].Name}" : name.ToUpperInvariant();
        string conditions = Conditions().Replace("E_i", "incident energy", StringComparison.Ordinal).Replace("E_f", "final energy", StringComparison.Ordinal);
        new WidthFigure($"{title}: {conditions}", Unit).Write(path, Curves());
        AtomicFile.WriteAllText(path + ".csv", Table());
        return [.. written, name + ".png", name + ".svg", name + ".csv"];
    }

    /// <summary>One line: incident energies and frequencies, or final energies.</summary>
    public string Conditions()
    {
        string energies = Instrument.Geometry == InstrumentGeometry.Direct
            ? "E_i " + string.Join(", ", Instrument.Banks.Select(b => Text(b.Kinematics.FixedEnergy / MeV))) + " meV"
            : "E_f " + string.Join(", ", Instrument.Banks.Select(b => b.Kinematics.FixedEnergy.ToString("0.0#", CultureInfo.InvariantCulture)).Distinct()) + " cm⁻¹";
        return Instrument.Frequencies.Count == 0 ? energies : $"{energies}, {string.Join(" and ", Instrument.Frequencies.Select(Text))} Hz";
    }

    string Table()
    {
        List<string> lines =
        [
            $"# {Instrument.Name}: {Conditions()}",
            $"# energies and widths (standard deviations) in {Unit}, Q in 1/Å",
            string.Join(",", ["bank", "energy", .. Resolutions.Select(r => $"sigma {r.Name.Replace(',', ' ')}"), "least Q", "most Q", "sigma Q"]),
        ];
        foreach (WidthRow row in Rows)
        {
            lines.Add(string.Join(",", [
                row.Bank, Text(row.Energy / UnitInWavenumbers), .. row.Sigmas.Select(s => Text(s / UnitInWavenumbers)),
                Text(row.LeastQ), Text(row.MostQ), row.SigmaQ is { } q ? Text(q) : ""]));
        }

        return string.Join('\n', lines) + "\n";
    }

    Spectrum1D Curve(ResolutionModel model, DetectorBank bank, string label)
    {
        double from = bank.LowestMeasured, to = Last(bank);
        double[] energies = [.. Enumerable.Range(0, CurvePoints).Select(k => from + ((to - from) * k / (CurvePoints - 1)))];
        return new(
            label, Array.ConvertAll(energies, e => e / UnitInWavenumbers), Array.ConvertAll(energies, e => model.Sigma(e, bank) / UnitInWavenumbers));
    }

    WidthRow Row(DetectorBank bank, double energy)
    {
        double[] sigmas = [.. Resolutions.Select(r => r.Sigma(energy, bank))];
        (double least, double most) = bank.QRange(energy);
        return new(bank.Name, energy, sigmas, least, most, bank.SigmaQ(energy, bank.Angle, sigmas[0]));
    }

    static IEnumerable<double> Energies(DetectorBank bank) => bank.Kinematics.Geometry == InstrumentGeometry.Direct
        ? DirectShares.Select(s => s * bank.Kinematics.FixedEnergy)
        : IndirectEnergies.Where(e => e >= bank.LowestMeasured && e <= bank.HighestEnergy);

    static double Last(DetectorBank bank) => bank.Kinematics.Geometry == InstrumentGeometry.Direct
        ? DirectShares[^1] * bank.Kinematics.FixedEnergy
        : Math.Min(IndirectEnergies[^1], bank.HighestEnergy);

    static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
