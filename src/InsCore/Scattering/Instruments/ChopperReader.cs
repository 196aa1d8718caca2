namespace InsCore.Scattering.Instruments;

/// <summary>Reads paths, choppers, moderator, sample and detector tubes of a direct-geometry instrument.</summary>
internal static class ChopperReader
{
    /// <summary>The sections chopper, moderator, sample and tubes.</summary>
    /// <param name="file">The keys of the file with those of the setting over them.</param>
    /// <param name="frequencies">How many frequencies the instrument has.</param>
    public static ChopperSpectrometer Read(InstrumentSection file, int frequencies)
    {
        InstrumentSection chopper = file.Section("chopper");
        bool isFermi = chopper.Choice("model", "fermi", "fermi", "disks") == "fermi";
        if (frequencies == 0)
        {
            throw file.Error("chopper", "choppers need a frequency", "add the section frequencies");
        }

        FermiChopper? fermi = isFermi ? Fermi(chopper) : null;
        (DiskChopper First, DiskChopper Last)? disks = isFermi ? null : Disks(chopper, frequencies);
        double distance = disks?.Last.Distance ?? chopper.Positive("distance", Quantity.Length);
        ChopperSpectrometer read = new()
        {
            ModeratorToChopper = distance,
            ApertureToChopper = chopper.Positive("aperture-distance", Quantity.Length, distance),
            ChopperToSample = chopper.Positive("sample-distance", Quantity.Length),
            SampleToDetector = chopper.Positive("detector-distance", Quantity.Length),
            ApertureWidth = chopper.Quantity("aperture-width", Quantity.Length, 0),
            Jitter = chopper.Quantity("jitter", Quantity.Time, 0),
            Fermi = fermi,
            Disks = disks,
            Moderator = Moderator(file.Section("moderator")),
        };
        chopper.Finish();
        return Tubes(file, Sample(file, read));
    }

    static FermiChopper Fermi(InstrumentSection chopper) => new(
        chopper.Positive("slit", Quantity.Length),
        chopper.Positive("radius", Quantity.Length),
        chopper.Positive("curvature", Quantity.Length));

    static (DiskChopper First, DiskChopper Last) Disks(InstrumentSection chopper, int frequencies)
    {
        DiskChopper first = Disk(chopper.Section("first"), frequencies), last = Disk(chopper.Section("last"), frequencies);
        return first.Distance < last.Distance
            ? (first, last)
            : throw chopper.Error("first", "the first disk is not before the last", "give distances from the moderator");
    }

    static DiskChopper Disk(InstrumentSection disk, int frequencies)
    {
        DiskChopper read = new(
            disk.Positive("distance", Quantity.Length),
            disk.Positive("slot", Quantity.Length),
            disk.Quantity("guide", Quantity.Length),
            disk.Positive("radius", Quantity.Length),
            (int)disk.Number("disks", 1, 1, 2),
            disk.Numbers("frequency", frequencies, frequencies, 0, 100));
        disk.Finish();
        return read.Frequency.Any(f => f > 0) ? read : throw disk.Error("frequency", "the disk stands still", "give a multiple above 0 of one frequency");
    }

    static Moderator Moderator(InstrumentSection section)
    {
        InstrumentSection? chi = section.Optional("chi-squared");
        Moderator read = new()
        {
            Angle = section.Quantity("angle", Quantity.Angle, 0, -89, 89),
            Measured = section.Has("measured") ? section.Table("measured", Quantity.Spacing, Quantity.Time) : [],
            ChiSquared = chi is null ? null : (chi.Quantity("constant", Quantity.Length), chi.Quantity("root", Quantity.Length)),
            SoftHat = chi is not null && chi.Has("soft-hat") ? chi.Numbers("soft-hat", 6, 6) : [],
            IkedaCarpenter = section.Has("ikeda-carpenter") ? section.Numbers("ikeda-carpenter", 5, 5, 1e-9) : [],
            Polynomial = section.Has("polynomial") ? section.Numbers("polynomial", 1, 10) : [],
        };
        chi?.Finish();
        section.Finish();
        if (read.SoftHat is { Count: > 0 } hat && !(hat[3] > hat[2] && hat[4] > 0 && hat[5] > 0))
        {
            throw chi!.Error("soft-hat", "the hat has no edges in order, or one without a width", "give height, slope, lower and upper edge, and their widths");
        }

        int laws = (chi is null ? 0 : 1) + (read.IkedaCarpenter.Count > 0 ? 1 : 0) + (read.Polynomial.Count > 0 ? 1 : 0);
        return laws == 1
            ? read
            : throw section.Error("angle", $"the moderator has {laws} laws for its width", "give one of chi-squared, ikeda-carpenter, polynomial");
    }

    static ChopperSpectrometer Sample(InstrumentSection file, ChopperSpectrometer read)
    {
        if (file.Optional("sample") is not { } sample)
        {
            return read;
        }

        // Variance across the beam of a uniform body of width w.
        double width = sample.Positive("width", Quantity.Length);
        double share = sample.Choice("shape", "plate", "plate", "annulus", "cylinder", "sphere") switch
        {
            "annulus" => 1.0 / 8,
            "cylinder" => 1.0 / 16,
            "sphere" => 1.0 / 20,
            _ => 1.0 / 12,
        };
        ChopperSpectrometer with = read with
        {
            SampleVariance = share * width * width,
            SampleAngle = sample.Quantity("angle", Quantity.Angle, 0, -90, 90),
        };
        sample.Finish();
        return with;
    }

    static ChopperSpectrometer Tubes(InstrumentSection file, ChopperSpectrometer read)
    {
        if (file.Optional("tubes") is not { } tubes)
        {
            return read;
        }

        ChopperSpectrometer with = read with
        {
            Detector = new(
                tubes.Positive("diameter", Quantity.Length),
                tubes.Number("pressure", 10, 1e-3, 1e3),
                tubes.Number("wall", 0.063, 0, 0.9)),
            DetectorAngle = tubes.Quantity("angle", Quantity.Angle, 0, -180, 180),
        };
        tubes.Finish();
        return with;
    }
}
