using System.CommandLine;
using System.Text.Json.Nodes;
using InsCore.Reports;

namespace InsCore.Cli.Commands;

/// <summary>`inscore report FOLDER`: the report of stored results, anew.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        Argument<string> folder = new("results") { Description = "Folder that `inscore run` wrote its results to." };
        Command command = new("report", "Write report.html anew from stored results: one file that opens without a network.") { folder };
        Invocation.Attach(command, (invocation, parse, _) =>
        {
            string results = parse.GetValue(folder)!, summary = Path.Combine(results, "summary.json");
            CommandLine.Identify(parse, File.Exists(summary) ? [summary] : [], results);
            string path = StudyReport.Write(results);
            invocation.WriteLine($"→ {path}");
            return new JsonObject { ["report"] = path };
        });
        return command;
    }
}
