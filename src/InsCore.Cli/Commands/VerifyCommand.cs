using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Results;

namespace InsCore.Cli.Commands;

/// <summary>`inscore verify RESULT`: whether results are what was written, and whether a sample of their numbers comes out again.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        Argument<string> result = new("result") { Description = "Folder of results with its manifest.json, or a file of them." };
        Option<string[]> inputs = new("--inputs") { Description = "Folder in which inputs are looked for by name, beside that of the results and the one around it; may be given several times.", DefaultValueFactory = _ => [] };
        Option<string?> model = new("--model", "-m") { Description = "The model file of the results, where it is not the embedded one and not among the inputs." };
        Option<bool> hashes = new("--hashes-only") { Description = "Compare files with their hashes alone; compute nothing." };
        Option<int> samples = new("--samples") { Description = "Wave vectors computed again at each pressure (default 3).", DefaultValueFactory = _ => 3 };
        Option<int> seed = new("--seed") { Description = "Seed that chooses them (default 1).", DefaultValueFactory = _ => 1 };
        Option<int> threads = new("--threads") { Description = "Threads (default: all cores)." };
        Command command = new("verify", "Check results: hashes of files and inputs, and a sample of the numbers computed again.") { result, inputs, model, hashes, samples, seed, threads };
        Invocation.Attach(command, (invocation, parse, cancellation) =>
        {
            if (parse.GetValue(samples) < 0 || parse.GetValue(threads) < 0)
            {
                throw new InsInputException("--samples, --threads", null, "must not be negative", "give 0 or more");
            }

            VerificationOptions options = new()
            {
                Settings = json => StudyFile.ReadText("settings of the provenance", json.ToJsonString(), new()),
                Inputs = parse.GetValue(inputs)!,
                Model = parse.GetValue(model),
                Recompute = !parse.GetValue(hashes),
                Samples = parse.GetValue(samples),
                Seed = parse.GetValue(seed),
                Threads = parse.GetValue(threads),
            };
            ResultVerification verification = ResultVerification.Run(parse.GetValue(result)!, options, invocation.Progress, cancellation);
            Show(invocation, verification);
            invocation.ExitCode = verification.IsSound ? ExitCode.Done : ExitCode.NumericalFailure;
            return verification.ToJson();
        });
        return command;
    }

    static void Show(Invocation invocation, ResultVerification verification)
    {
        foreach (VerificationItem item in verification.Items.OrderBy(i => i.Outcome == VerificationOutcome.Differs))
        {
            invocation.WriteLine(Plain($"{item.Outcome.ToString().ToLowerInvariant(),-9} {item.What}: {item.Detail}"));
        }

        string verdict = verification.IsSound ? "sound" : "NOT SOUND";
        invocation.WriteLine($"{verdict}: {verification.Count(VerificationOutcome.Agrees)} agree, {verification.Count(VerificationOutcome.Differs)} differ, {verification.Count(VerificationOutcome.Unchecked)} not checked");
    }

    // Names come from the manifest: no codes that a terminal obeys.
    static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
