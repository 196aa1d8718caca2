using System.Text.Json.Nodes;
using Xunit;

namespace InsCore.Cli.Tests.OpenCl;

/// <summary>`inscore info` on what OpenCL there is, and what is said where there is none.</summary>
[Trait("needs", "opencl")]
public sealed class OpenClInfoTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Devices_AreListed()
    {
        JsonObject devices = Devices([]);
        Assert.SkipUnless(devices.ContainsKey("0:0"), $"OpenCL: {devices["none"]}");
        JsonObject first = devices["0:0"]!.AsObject();
        Assert.All(["name", "platform", "driver"], key => Assert.NotEqual("", first[key]!.GetValue<string>()));
        Assert.Contains(first["fp64"]!.GetValue<string>(), (string[])["yes", "no"]);
        Assert.Single(devices, d => d.Value!["chosen"]!.GetValue<string>() == "yes");
    }

    [Theory]
    [InlineData("INSCORE_OPENCL_PATH", "none", "INSCORE_OPENCL_PATH=none")]
    [InlineData("INSCORE_OPENCL_PATH", "/no/such/file", "no library there")]
    [InlineData("INSCORE_OPENCL_PATH", "libc.so.6", "not OpenCL")]
    [InlineData("OCL_ICD_VENDORS", "/no/such/folder", "no driver is installed")]
    public void WithoutOpenCl_TheReasonIsGiven(string variable, string value, string reason)
    {
        JsonObject devices = Devices([new(variable, value)]);
        Assert.SkipWhen(variable != "INSCORE_OPENCL_PATH" && devices["none"]?["reason"]?.GetValue<string>().Contains("loader", StringComparison.Ordinal) == true, "no loader");
        Assert.Contains(reason, devices["none"]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownDevice_ExitCode3_NamesThoseThatAreThere()
    {
        JsonObject devices = Devices([]);
        Assert.SkipUnless(devices.ContainsKey("0:0"), $"OpenCL: {devices["none"]}");
        InscoreProcess run = Info(new() { ["INSCORE_OPENCL_DEVICE"] = "no such device" });
        Assert.Equal(ExitCode.MissingBackend, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains("INSCORE_OPENCL_DEVICE \"no such device\"", run.Error, StringComparison.Ordinal);
        Assert.Contains(devices["0:0"]!["name"]!.GetValue<string>(), run.Error, StringComparison.Ordinal);
    }

    InscoreProcess Info(Dictionary<string, string> variables) => InscoreProcess.RunWith(folder.Path, variables, "info", "--json");

    JsonObject Devices(KeyValuePair<string, string>[] variables)
    {
        InscoreProcess run = Info(new(variables));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonNode.Parse(run.Output)!["opencl"]!.AsObject();
    }
}
