using System.Text.Json.Nodes;
using InsCore.Phonons;
using InsCore.Pressure;
using InsCore.Structures;

namespace InsCore.Studies;

/// <summary>Computes the elastic constants of a relaxed structure, or finds that it was done before.</summary>
internal static class ElasticStep
{
    // Forces in float32 carry errors of about 1e-6 eV/Å; a larger strain keeps their share in the differences small.
    const double SingleStep = 5e-3;

    public static ElasticResult Run(StudyContext context, Crystal crystal, string folder, string place)
    {
        double step = context.Options.Precision == "float32" ? SingleStep : ElasticConstants.DefaultStep;
        string key = StepKey.Of("elastic", crystal, context.PotentialIdentity, step), json = Path.Combine(folder, "elastic.json");
        if (context.Stored(json, key) is { } stored)
        {
            return ElasticResult.FromJson(stored);
        }

        int threads = context.Options.Threads;
        context.ProgressAt(place)?.Report(new StepProgress("elastic constants", 0, 0, "24 strains, second derivatives at Γ, sound along 4 directions"));
        SpaceGroup group = SpaceGroup.Find(crystal, MaceDynamicalMatrix.SymmetryTolerance);
        MaceDynamicalMatrix matrices = new(context.Potential!, crystal, threads, context.Cancellation, group);
        ElasticResult result = ElasticConstants.Compute(context.Potential!, matrices, step, threads, context.Cancellation);
        result = result with { Sound = SoundCheck.Of(result, matrices, context.Cancellation) };
        context.Finish(json, key, result.ToJson());
        return result;
    }
}
