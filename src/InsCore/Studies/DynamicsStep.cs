using System.Text.Json.Nodes;
using InsCore.Dynamics;
using InsCore.Potentials;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Runs the molecular dynamics of a structure at one pressure, or goes on with it, and says what came out.</summary>
/// <remarks>A trajectory that is complete is read and not computed again.</remarks>
internal static class DynamicsStep
{
    /// <summary>Name of the folder within that of a pressure.</summary>
    public const string Folder = "md";

    public static DynamicsResult Run(StudyContext context, Crystal crystal, double pressure, string folder, string place)
    {
        DynamicsSettings settings = context.Options.Dynamics!;
        (int a, int b, int c) = (settings.Cells[0], settings.Cells[1], settings.Cells[2]);
        Crystal moving = a * b * c == 1 ? crystal : new Supercell(crystal, a, b, c).Crystal;
        DynamicsOptions options = settings.Run with { Pressure = pressure, Threads = context.Options.Threads };
        (MacePotential potential, string identity) = Potential(context, settings);
        if (context.Options.Force)
        {
            File.Delete(Path.Combine(folder, Trajectory.RestartName));
        }

        Trajectory trajectory = MolecularDynamics.Run(moving, potential, options, folder, identity, context.ProgressAt(place), context.Cancellation);
        DynamicsResult result = DynamicsResult.Of(trajectory);
        JsonObject values = result.ToJson();
        context.Finish(Path.Combine(folder, "md.json"), StepKey.Of("md", moving, identity, options), values);
        return result;
    }

    // Molecular dynamics may have an arithmetic of its own.
    static (MacePotential Potential, string Identity) Potential(StudyContext context, DynamicsSettings settings)
    {
        StudyOptions options = context.Options;
        if (settings.Precision is null || settings.Precision == options.Precision)
        {
            return (context.Potential!, context.PotentialIdentity);
        }

        StudyOptions own = options with { Precision = settings.Precision };
        ModelFile file = ModelFile.Read(options.Model);
        return (StudyChecks.Potential(file, own), Study.Identity(file, own));
    }
}
