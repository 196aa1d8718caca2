using System.Globalization;
using InsCore.Units;

namespace InsCore.Scattering.Instruments;

/// <summary>Makes an instrument from what its file says and from what the user chose.</summary>
internal static class InstrumentBuilder
{
    const double Unit = Constants.MillielectronvoltInWavenumbers;

    /// <summary>Checks the choices and builds banks and resolution models.</summary>
    public static Instrument Build(
        InstrumentDefinition definition, string setting, InstrumentParts parts, IReadOnlyList<double> incidentEnergies, IReadOnlyList<double> frequencies)
    {
        string name = setting.Length == 0 ? definition.Name : $"{definition.Name}:{setting}";
        double[] hertz = Frequencies(name, parts, frequencies);
        double[] energies = IncidentEnergies(name, definition, parts, incidentEnergies);
        DetectorBank[] banks = definition.Geometry == InstrumentGeometry.Indirect
            ? [.. parts.Banks]
            : [.. energies.Select(e => DirectBank(parts, e))];
        Dictionary<double, ChopperWidth> widths = [];
        if (parts.Spectrometer is { } spectrometer)
        {
            foreach (DetectorBank bank in banks)
            {
                double energy = bank.Kinematics.FixedEnergy / Unit;
                CheckTransmission(name, spectrometer, energy, hertz);
                widths[bank.Kinematics.FixedEnergy] = new(spectrometer, energy, hertz);
            }
        }

        return new Instrument
        {
            Name = name,
            Description = definition.Title,
            Banks = banks,
            Resolutions = [.. parts.Widths.Select(w => Model(w, widths))],
            Frequencies = hertz,
            Definition = definition,
        };
    }

    static double[] Frequencies(string name, InstrumentParts parts, IReadOnlyList<double> given)
    {
        if (given.Count > 0 && given.Count != parts.Frequencies.Count)
        {
            string names = string.Join(", ", parts.Frequencies.Select(f => f.Name));
            throw new InsInputException(
                name, null, $"{given.Count} frequencies are given", parts.Frequencies.Count == 0 ? "give none: the instrument has no choppers to set" : $"give {parts.Frequencies.Count}: {names}");
        }

        return [.. parts.Frequencies.Select((f, k) => given.Count == 0 ? f.Usual : f.Check(given[k], name))];
    }

    static double[] IncidentEnergies(string name, InstrumentDefinition definition, InstrumentParts parts, IReadOnlyList<double> given)
    {
        if (definition.Geometry == InstrumentGeometry.Indirect)
        {
            return given.Count == 0
                ? []
                : throw new InsInputException(name, null, "has no incident energy to set: a white beam comes in", "leave the incident energies out");
        }

        if (given.Distinct().Count() != given.Count)
        {
            throw new InsInputException(name, null, "an incident energy is given twice", "give each once");
        }

        return given.Count == 0 ? [parts.IncidentEnergy!.Usual] : [.. given.Select(e => parts.IncidentEnergy!.Check(e, name))];
    }

    static DetectorBank DirectBank(InstrumentParts parts, double incident) => new()
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"{incident} meV"),
        Kinematics = new(InstrumentGeometry.Direct, incident * Unit),
        Coverage = parts.Detectors.Coverage,
        Angles = parts.Detectors.Angles,
        AngularSigma = parts.Spectrometer?.AngularSigma,
    };

    static void CheckTransmission(string name, ChopperSpectrometer spectrometer, double energy, double[] hertz)
    {
        if (spectrometer.Fermi is { } fermi && fermi.Mismatch(energy, hertz[0]) is var gamma && !(gamma < FermiChopper.Closed))
        {
            throw new InsInputException(
                name, null, FormattableString.Invariant($"the chopper lets no neutron of {energy} meV pass at {hertz[0]} Hz (γ = {gamma:g4}, closed from {FermiChopper.Closed} on)"),
                "choose another frequency, incident energy or chopper package");
        }
    }

    static ResolutionModel Model(WidthModel width, Dictionary<double, ChopperWidth> choppers)
    {
        Func<double, DetectorBank, double> sigma = width.Kind switch
        {
            WidthKind.Polynomial => (energy, bank) => width.Polynomial!.Sigma(energy / Unit, bank.Kinematics.InitialEnergy(energy) / Unit) * Unit,
            WidthKind.Analyser => (energy, bank) => bank.Analyser!.Sigma(Math.Max(energy, 0)),
            WidthKind.Chopper => (energy, bank) => choppers[bank.Kinematics.FixedEnergy].Sigma(energy / Unit) * Unit,
            _ => (energy, bank) => choppers[bank.Kinematics.FixedEnergy].FittedSigma(energy / Unit) * Unit,
        };
        return new ResolutionModel(width.Name, sigma).Times(width.Factor);
    }
}
