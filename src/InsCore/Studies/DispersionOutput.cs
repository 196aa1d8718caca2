using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Scattering;
using InsCore.Spectra;
using InsCore.Structures;
using InsCore.Units;

namespace InsCore.Studies;

/// <summary>Writes bands and densities of states: figures, tables, and a JSON summary.</summary>
public static class DispersionOutput
{
    /// <summary>
    /// Writes bands.csv, bands.json, bands.png, bands.svg, band.yaml as phonopy has it, and where eigenvectors were kept bands-euphonic.json, Euphonic's
    /// QpointPhononModes.
    /// </summary>
    /// <param name="study">What they were computed from.</param>
    /// <param name="bands">The bands.</param>
    /// <param name="unit">Unit of figure and table.</param>
    /// <param name="folder">The folder.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="InsInputException">A file cannot be written.</exception>
    public static JsonObject WriteBands(DispersionStudy study, BandStructure bands, EnergyUnit unit, string folder)
    {
        double scale = Constants.EvInWavenumbers / unit.Wavenumbers;
        string formula = bands.Crystal.Formula;
        AtomicFile.WriteAllText(Path.Combine(folder, "bands.csv"), BandTable(study, bands, unit));
        PhononOutput.WritePhonopyBands(Path.Combine(folder, "band.yaml"), bands);
        if (bands.Modes is { } modes)
        {
            PhononOutput.WriteEuphonic(Path.Combine(folder, "bands-euphonic.json"), modes);
        }

        new DispersionFigure($"Phonon dispersion, {StudyNames.Formula(bands.Crystal)}", unit).WriteBands(
            Path.Combine(folder, "bands"),
            [
                .. bands.Lines.SelectMany(line => Enumerable.Range(0, line.ModeCount)
                    .Select(n => (line.Distances, Array.ConvertAll(line.Branch(n), e => e * scale)))),
            ],
            bands.Labels);
        JsonObject summary = Summary(study, formula);
        summary["path"] = string.Join(" ", bands.Lines.Select(l => $"{l.Segment.From}-{l.Segment.To}"));
        summary["convention"] = bands.Path.Origin;
        summary["lowestWavenumber"] = bands.Range.Lowest * Constants.EvInWavenumbers;
        summary["highestWavenumber"] = bands.Range.Highest * Constants.EvInWavenumbers;
        summary["points"] = new JsonArray([.. bands.Labels.Select(l => new JsonObject { ["name"] = l.Name, ["distance"] = l.Distance })]);
        Finish(study, summary, Path.Combine(folder, "bands.json"));
        return summary;
    }

    /// <summary>Writes dos.csv, dos.json, dos.png, dos.svg, and dos-euphonic.json, a Spectrum1DCollection.</summary>
    /// <param name="study">What it was computed from.</param>
    /// <param name="density">The density.</param>
    /// <param name="settings">Unit and broadening.</param>
    /// <param name="folder">The folder.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="InsInputException">A file cannot be written, or an element has no cross section.</exception>
    public static JsonObject WriteDensity(DispersionStudy study, DensityOfStates density, DispersionOptions settings, string folder)
    {
        double[] energies = settings.Unit.FromWavenumbers(density.Centres);
        int[] elements = density.HasShares ? [.. density.Crystal.AtomicNumbers.ToArray().Distinct().Order()] : [];
        (string Label, double[] Values)[] plain =
            [("total", density.Total), .. elements.Select(z => (Element.Symbol(z), density.OfElement(z)))];
        (string Label, double[] Values)[] neutron = !density.HasShares ? [] :
        [
            ("neutron_coherent", NeutronWeightedDos.Of(density, Weighting.Coherent)),
            ("neutron_incoherent", NeutronWeightedDos.Of(density, Weighting.Incoherent)),
            ("neutron_total", NeutronWeightedDos.Of(density, Weighting.Total)),
        ];
        (string Label, double[] Values)[] all =
            [.. plain.Concat(neutron).Select(c => (c.Label, settings.Unit.DensityFromWavenumbers(c.Values)))];
        EuphonicSpectra.Write(
            Path.Combine(folder, "dos-euphonic.json"), "centimeter", [.. plain.Select(c => new Spectrum1D(c.Label, density.Centres, c.Values))]);
        AtomicFile.WriteAllText(Path.Combine(folder, "dos.csv"), DensityTable(study, settings.Unit, energies, all));
        new DispersionFigure($"Phonon density of states, {StudyNames.Formula(density.Crystal)}", settings.Unit).WriteDensities(
            Path.Combine(folder, "dos"),
            [.. all.Take(plain.Length).Select(c => (c.Label, energies, c.Values))],
            $"Density of states (modes per {settings.Unit.Symbol} per cell)");
        if (density.HasShares)
        {
            new DispersionFigure($"Neutron-weighted density of states of {density.Crystal.Formula}", settings.Unit).WriteDensities(
                Path.Combine(folder, "dos-neutron"),
                [.. all.Skip(plain.Length).Reverse().Select(c => (c.Label.Replace("neutron_", "", StringComparison.Ordinal), energies, c.Values))],
                $"Density of states × σ⟨M⟩/M (barn per {settings.Unit.Symbol} per cell)");
        }

        JsonObject summary = Summary(study, density.Crystal.Formula);
        summary["mesh"] = study.Mesh is var (a, b, c) ? new JsonArray(a, b, c) : null;
        summary["broadening"] = settings.Widths is { } width
            ? $"{settings.Shape}, FWHM {string.Join(" ", width.Select(w => w.ToString("R", CultureInfo.InvariantCulture)))} {settings.Unit.Name}"
            : "adaptive, by the gradients of the modes";
        summary["crossSections"] = density.HasShares ? CrossSections.TableName : null;
        Finish(study, summary, Path.Combine(folder, "dos.json"));
        return summary;
    }

    static JsonObject Summary(DispersionStudy study, string formula)
    {
        JsonObject summary = new() { ["formula"] = formula, ["spaceGroup"] = study.Group.Symbol, ["method"] = study.Method };
        if (study.Error is { } error)
        {
            summary["interpolationError"] = new JsonObject
            {
                ["points"] = error.Points, ["maximum"] = error.Maximum, ["rms"] = error.Rms, ["worst"] = new JsonArray(error.Worst.X, error.Worst.Y, error.Worst.Z),
            };
        }

        return summary;
    }

    static void Finish(DispersionStudy study, JsonObject summary, string path)
    {
        summary["units"] = new JsonObject { ["wavenumber"] = "cm-1", ["distance"] = "1/Å with 2π", ["interpolationError"] = "cm-1" };
        summary["provenance"] = study.Provenance.ToJson();
        AtomicFile.WriteAllText(path, summary.ToJsonString(StudyJson.Indented) + "\n");
        study.DeleteScratch();
    }

    static string BandTable(DispersionStudy study, BandStructure bands, EnergyUnit unit)
    {
        StringBuilder text = new();
        double scale = Constants.EvInWavenumbers / unit.Wavenumbers;
        text.Append(CultureInfo.InvariantCulture, $"# Phonon dispersion of {bands.Crystal.Formula}, {study.Method}\n");
        text.Append(CultureInfo.InvariantCulture, $"# path: {bands.Path.Origin}; distance in 1/Angstrom with 2 pi; q in fractions of the reciprocal cell; modes in {unit.Name}, negative for imaginary\n");
        text.Append("segment,distance,q1,q2,q3,").AppendJoin(',', Enumerable.Range(1, bands.Lines[0].ModeCount).Select(n => $"mode_{n}")).Append('\n');
        foreach (BandLine line in bands.Lines)
        {
            for (int k = 0; k < line.QPoints.Length; k++)
            {
                Vector3d q = line.QPoints[k];
                text.Append(CultureInfo.InvariantCulture, $"{line.Segment.From}-{line.Segment.To},{line.Distances[k]:G8},{q.X:G10},{q.Y:G10},{q.Z:G10}");
                for (int n = 0; n < line.ModeCount; n++)
                {
                    text.Append(CultureInfo.InvariantCulture, $",{line.Energies[(k * line.ModeCount) + n] * scale:G9}");
                }

                text.Append('\n');
            }
        }

        return text.ToString();
    }

    static string DensityTable(DispersionStudy study, EnergyUnit unit, double[] energies, (string Label, double[] Values)[] columns)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# Phonon density of states of {study.Crystal.Formula}, {study.Method}; 3N over all energies\n");
        text.Append(CultureInfo.InvariantCulture, $"# energy in {unit.Name} (centre of the bin), densities per {unit.Name}");
        text.Append(columns.Length > 1 ? $"; neutron columns in barn per {unit.Name}: sigma <m>/m of each atom, {CrossSections.TableName}\n" : "\n");
        text.Append("energy,").AppendJoin(',', columns.Select(c => c.Label)).Append('\n');
        for (int b = 0; b < energies.Length; b++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{energies[b]:G10}");
            foreach ((_, double[] values) in columns)
            {
                text.Append(CultureInfo.InvariantCulture, $",{values[b]:G9}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
