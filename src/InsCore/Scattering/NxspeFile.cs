using InsCore.Hdf5;
using InsCore.Spectra;
using InsCore.Units;

namespace InsCore.Scattering;

/// <summary>Maps as NXSPE, the file of reduced data of direct-geometry spectrometers: intensity by detector angle and energy transfer.</summary>
/// <remarks>
/// Read by Mantid (LoadNXSPE), Horace, mslice and DAVE. Energies are edges of bins in meV, angles in degrees, one detector for each angle on a ring of
/// the powder; what the instrument cannot reach is NaN, which these programs mask. No factor k_i/k_f is applied, and the file says so.
/// </remarks>
public static class NxspeFile
{
    const double DetectorDistance = 1;

    /// <summary>Writes the part of S(|Q|, ω) of a powder that an instrument of direct geometry sees.</summary>
    /// <param name="path">The file, *.nxspe.</param>
    /// <param name="map">S(|Q|, ω); between the rows it is interpolated linearly in Q, beyond them it is NaN.</param>
    /// <param name="incidentEnergy">E_i, cm⁻¹.</param>
    /// <param name="angles">Scattering angles of the detectors, degrees, ascending and at least two.</param>
    /// <exception cref="InsInputException">The file cannot be written.</exception>
    public static void Write(string path, Spectrum2D map, double incidentEnergy, double[] angles)
    {
        if (!(incidentEnergy > 0) || angles.Length < 2)
        {
            throw new ArgumentException("a positive incident energy and at least two angles are needed", nameof(angles));
        }

        Write(path, Angular(map, incidentEnergy, angles), incidentEnergy);
    }

    /// <summary>S(θ, ω) at the angles of detectors.</summary>
    /// <returns>A map whose first axis is the angle, degrees.</returns>
    internal static Spectrum2D Angular(Spectrum2D map, double incidentEnergy, double[] angles)
    {
        Kinematics kinematics = new(InstrumentGeometry.Direct, incidentEnergy);
        int count = map.Energies.Length;
        double[] values = new double[angles.Length * count];
        for (int k = 0; k < values.Length; k++)
        {
            double energy = map.Energies[k % count];
            values[k] = kinematics.Allows(energy)
                ? AtQ(map, Math.Sqrt(kinematics.QSquared(energy, angles[k / count])), k % count)
                : double.NaN;
        }

        return map with { Q = angles, Intensities = values };
    }

    static double AtQ(Spectrum2D map, double q, int bin)
    {
        int above = Array.FindIndex(map.Q, x => x >= q);
        if (above < 0 || (above == 0 && map.Q[0] > q))
        {
            return double.NaN;
        }

        double high = map.Row(above)[bin];
        if (above == 0)
        {
            return high;
        }

        double share = (q - map.Q[above - 1]) / (map.Q[above] - map.Q[above - 1]);
        return ((1 - share) * map.Row(above - 1)[bin]) + (share * high);
    }

    static void Write(string path, Spectrum2D map, double incidentEnergy)
    {
        ulong detectors = (ulong)map.Q.Length, bins = (ulong)map.Energies.Length;
        double[] angleEdges = NexusFile.Edges(map.Q);
        double[] Constant(double value) => [.. Enumerable.Repeat(value, map.Q.Length)];
        Hdf5Group data = NexusFile.Group("NXdata"), info = NexusFile.Group("NXcollection");
        data["polar"] = NexusFile.Dataset("degrees", map.Q, detectors);
        data["azimuthal"] = NexusFile.Dataset("degrees", Constant(0), detectors);
        data["polar_width"] = NexusFile.Dataset("degrees", map.Q.Select((_, k) => angleEdges[k + 1] - angleEdges[k]).ToArray(), detectors);
        data["azimuthal_width"] = NexusFile.Dataset("degrees", Constant(1), detectors);
        data["distance"] = NexusFile.Dataset("metre", Constant(DetectorDistance), detectors);
        data["energy"] = NexusFile.Dataset(
            "meV", Array.ConvertAll(NexusFile.Edges(map.Energies), e => e / Constants.MillielectronvoltInWavenumbers), bins + 1);

        // Per cm⁻¹ becomes per meV, with the axis.
        data["data"] = NexusFile.Dataset("", Array.ConvertAll(map.Intensities, s => s * Constants.MillielectronvoltInWavenumbers), detectors, bins);
        data["error"] = NexusFile.Dataset("", Array.ConvertAll(map.Intensities, s => double.IsNaN(s) ? s : 0), detectors, bins);
        data.Attributes["signal"] = "data";
        info["fixed_energy"] = NexusFile.Dataset("meV", new[] { incidentEnergy / Constants.MillielectronvoltInWavenumbers }, 1);
        info["ki_over_kf_scaling"] = new Hdf5Dataset(new[] { 0 }, 1);
        info["psi"] = NexusFile.Dataset("degrees", new[] { double.NaN }, 1);
        Hdf5Group entry = NexusFile.Group("NXentry"), instrument = NexusFile.Group("NXinstrument");
        instrument["name"] = NexusFile.Text("calculated");
        Hdf5Dataset definition = NexusFile.Text("NXSPE");
        definition.Attributes["version"] = "1.1";
        entry["definition"] = definition;
        entry["program_name"] = NexusFile.Text($"InsCore {Provenance.Version}");
        entry["NXSPE_info"] = info;
        entry["data"] = data;
        entry["instrument"] = instrument;
        entry["sample"] = NexusFile.Group("NXsample");
        Hdf5Group file = new() { ["entry"] = entry };
        file.Write(path);
    }
}
