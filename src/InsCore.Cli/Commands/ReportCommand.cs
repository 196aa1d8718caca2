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
            string path = StudyReport.Write(parse.GetValue(folder)!);
            invocation.WriteLine($"→ {path}");
            return new JsonObject { ["report"] = path };
        });
        return command;
    }
}
