using System.Xml.Linq;

// dotnet cake --target=Test [--configuration=Release] [--filter=*Name*] [--rid=linux-x64]; ./build.sh installs what this needs.
var target = Argument("target", "Test");
var configuration = Argument("configuration", "Release");
var filter = Argument("filter", "*");
var rid = Argument("rid", "linux-x64");

var testResults = MakeAbsolute(Directory("artifacts/test-results"));
var testProjects = new[] { "InsCore.Tests", "InsCore.Cli.Tests" };

void Run(string program, string arguments, string folder = ".")
{
    var settings = new ProcessSettings { Arguments = arguments, WorkingDirectory = MakeAbsolute(Directory(folder)) };
    if (StartProcess(program, settings) is not 0 and var exitCode)
    {
        throw new CakeException(exitCode, $"{program} {arguments}: exit code {exitCode}");
    }
}

string Binary(string project) => $"artifacts/bin/{project}/{configuration.ToLowerInvariant()}/{project}";

void RunProject(string project, string arguments) => Run("dotnet", $"run -c {configuration} --project {project} -- {arguments}");

Task("Clean")
    .Description("Deletes everything that was built.")
    .Does(() => CleanDirectory("artifacts"));

Task("Native")
    .Description("Builds libinscore by CMake.")
    .WithCriteria(() => Context.Tools.Resolve("cmake") is not null, "cmake is missing; the managed kernels will serve")
    .Does(() =>
    {
        Run("cmake", "--preset release", "native");
        Run("cmake", "--build --preset release --parallel", "native");
    });

Task("Build")
    .Description("Builds everything.")
    .IsDependentOn("Native")
    .Does(() => DotNetBuild("InsCore.sln", new DotNetBuildSettings { Configuration = configuration }));

Task("Bind")
    .Description("Makes the bindings anew from the headers; needs clang.")
    .Does(() => RunProject(
        "bindings/InsCore.BindGen",
        string.Join(" ", GetFiles("bindings/*.rsp").Where(f => f.GetFilename().ToString() != "common.rsp")
            .Select(f => $"bindings/{f.GetFilename()}"))));

Task("Sanitize")
    .Description("Builds libinscore with address and undefined-behaviour sanitizers, for Test.")
    .WithCriteria(() => Context.Tools.Resolve("cmake") is not null, "cmake is missing")
    .Does(() =>
    {
        Run("cmake", "--preset sanitize", "native");
        Run("cmake", "--build --preset sanitize --parallel", "native");
    });

// Tests that reach native kernels, once more on every other way that this processor can go; without libinscore all but those of itself.
const string VariantClasses = "-class \"InsCore.Tests.Kernels.*\" -class \"InsCore.Tests.Potentials.*\" -class \"InsCore.Tests.Phonons.*\" -class \"InsCore.Tests.Scattering.*\"";
IEnumerable<(string Name, string Value)> Variants()
{
    var flags = FileExists("/proc/cpuinfo") ? System.IO.File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags")) ?? "" : "";
    yield return ("INSCORE_NATIVE_PATH", "none");
    foreach (var (isa, flag) in new[] { ("generic", ""), ("avx2", " avx2"), ("avx512", " avx512dq") }.Where(_ => FileExists("artifacts/native/libinscore.so")))
    {
        if (flags.Contains(flag)) yield return ("INSCORE_NATIVE_ISA", isa);
    }
}

// Runs a test program that leaves its results in a file of this name; the environment adds a variable.
void RunTests(string program, string arguments, string name, (string Name, string Value)? variable = null) =>
    StartProcess(program, new ProcessSettings
    {
        Arguments = $"{arguments} {testResults}/{name}.xml",
        WorkingDirectory = MakeAbsolute(Directory(program == "ctest" ? "native" : ".")),
        EnvironmentVariables = variable is var (key, value) ? new Dictionary<string, string> { [key] = value } : new Dictionary<string, string>(),
    });

Task("Test")
    .Description("Runs all tests, native and managed, on every instruction set, and counts them; --filter='*Lapack*' chooses classes.")
    .IsDependentOn("Build")
    .IsDependentOn("Sanitize")
    .Does(() =>
    {
        EnsureDirectoryExists(testResults);
        CleanDirectory(testResults);
        CleanDirectory("artifacts/validation");
        var choice = (filter == "*" ? "" : $"-class \"{filter}\"") + (target == "Validation" ? " -explicit on -class- \"*.ValidationPageTests\"" : "");
        List<string> expected = [.. testProjects, "benchmarks"];
        foreach (var preset in new[] { "release", "sanitize" }.Where(_ => DirectoryExists("artifacts/native")))
        {
            RunTests("ctest", $"--preset {preset} --output-junit", $"native-{preset}");
            expected.Add($"native-{preset}");
        }

        testProjects.ToList().ForEach(project => RunTests(Binary(project), $"-noLogo -noColor {choice} -result-xml", project));
        RunTests(Binary("InsCore.Benchmarks"), "--check", "benchmarks");
        foreach (var variable in Variants())
        {
            expected.Add($"{testProjects[0]}-{variable.Value}");
            var others = (filter == "*" ? VariantClasses : choice) + " -preEnumerateTheories -trait- needs=opencl" + (variable.Value == "none" ? " -trait- needs=libinscore" : "");
            RunTests(Binary(testProjects[0]), $"-noLogo -noColor {others} -result-xml", expected[^1], variable);
        }

        int Count(string attribute, IEnumerable<XElement> from) => from.Sum(e => (int?)e.Attribute(attribute) ?? 0);
        var documents = GetFiles($"{testResults}/*.xml").Select(f => XDocument.Load(f.FullPath)).ToList();
        var suites = documents.Select(d => d.Root).Where(r => r.Name == "testsuite").ToList();
        var managed = documents.SelectMany(d => d.Root.Elements("assembly")).ToList();
        var failed = Count("failures", suites) + Count("failed", managed) + Count("errors", managed);
        var skipped = Count("skipped", suites) + Count("skipped", managed);
        var passed = Count("tests", suites) - Count("failures", suites) - Count("skipped", suites) + Count("passed", managed);
        var missing = expected.Where(name => !FileExists($"{testResults}/{name}.xml")).ToList();
        System.IO.File.WriteAllText($"{testResults}/counts.txt", $"{passed} passed, {failed} failed, {skipped} skipped\n");
        if (failed > 0 || missing.Count > 0)
        {
            throw new CakeException(failed > 0 ? $"{failed} tests failed" : $"no results of {string.Join(", ", missing)}");
        }
    });

Task("Api")
    .Description("Writes the public API as it is now into src/InsCore/PublicApi.txt.")
    .IsDependentOn("Native")
    .Does(() =>
    {
        DotNetBuild("tests/InsCore.Tests", new DotNetBuildSettings { Configuration = configuration });
        Run(Binary(testProjects[0]), "-noLogo -explicit only -class *.PublicApiTests");
    });

Task("Bench")
    .Description("Prints the figures that InsCore is held to, and writes them down; --filter='*Lapack*' times single benchmarks instead.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        RunProject("benchmarks/InsCore.Benchmarks", filter == "*" ? "--figures" : $"--filter \"{filter}\" --artifacts artifacts/benchmarks");
    });

Task("BenchCheck")
    .Description("Runs every benchmark once and checks its result, without measuring.")
    .IsDependentOn("Build")
    .Does(() => RunProject("benchmarks/InsCore.Benchmarks", "--check"));

Task("BenchCompare")
    .Description("Fails where a benchmark is slower than in --baseline=FILE by more than the noise of its repeats; --record=FILE makes such a file, --filter='*Lapack*' --repeats=5.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        var baseline = Argument("baseline", "");
        var record = Argument("record", "");
        var repeats = Argument("repeats", 5);
        if ((baseline == "") == (record == "")) throw new CakeException("give --baseline=FILE to compare with, or --record=FILE to make one");
        if (baseline != "" && !FileExists(baseline)) throw new CakeException($"{baseline} is missing");

        // The baseline says which benchmarks.
        var filtered = baseline == "" ? filter : (string)System.Text.Json.Nodes.JsonNode.Parse(System.IO.File.ReadAllText(baseline))["filter"];
        var now = record != "" ? record : "artifacts/benchmarks/ratios.json";
        RunProject("benchmarks/InsCore.Benchmarks", $"--ratios {now} \"{filtered}\" {repeats}");
        if (baseline != "") RunProject("build/InsCore.BuildTools", $"bench-compare {baseline} {now}");
    });

Task("Sbom")
    .Description("Writes artifacts/inscore.cdx.json, the bill of materials (CycloneDX): packages, native libraries of this machine, the embedded model.")
    .IsDependentOn("Build")
    .Does(() => RunProject("build/InsCore.BuildTools", "sbom artifacts/obj/InsCore.Cli/project.assets.json artifacts/inscore.cdx.json"));

Task("Docs")
    .Description("Makes a static site of docs/, README and the API reference in artifacts/site, and checks its links.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        var staging = MakeAbsolute(Directory("artifacts/docs"));
        RunProject("build/InsCore.BuildTools", $"site-prepare . artifacts/bin/InsCore/{configuration.ToLowerInvariant()} {staging}");
        CleanDirectory("artifacts/site");
        Run("dotnet", "tool restore");
        Run("dotnet", $"fsdocs build --clean --strict --input {staging}/docs --output artifacts/site --projects {MakeAbsolute(File("src/InsCore/InsCore.csproj"))}"
            + $" --properties Configuration={configuration} OutDir={staging}/bin/ --parameters root inscore-site-root/ fsdocs-collection-name InsCore fsdocs-logo-link inscore-site-root/");
        RunProject("build/InsCore.BuildTools", "site-finish artifacts/site");
    });

Task("Container")
    .Description("Publishes for linux-x64 and checks packaging/inscore.def, the definition of an Apptainer image, against the folder.")
    .IsDependentOn("Publish")
    .Does(() =>
    {
        if (rid != "linux-x64") throw new CakeException("the image is of linux-x64");
        RunProject("build/InsCore.BuildTools", $"container packaging/inscore.def artifacts/publish/{rid}");
    });

Task("Demo")
    .Description("Predicts the spectra of 2,5-diiodothiophene at two pressures.")
    .IsDependentOn("Native")
    .Does(() => RunProject("src/InsCore.Cli", "run examples/diiodothiophene/study.yml"));

Task("Validation")
    .Description("Runs the tests, also the long ones, and writes the table of achieved errors into docs/validation.md.")
    .IsDependentOn("Test")
    .Does(() =>
    {
        Run(Binary(testProjects[0]), "-noLogo -explicit only -class *.ValidationPageTests");
        CopyFile("artifacts/validation.md", "docs/validation.md");
        Run(Binary(testProjects[0]), "-noLogo -class *.ValidationPageTests");
    });

Task("Pack")
    .Description("Makes the NuGet packages, with symbols, in artifacts/packages: InsCore, InsCore.Native, and the tool InsCore.Cli.")
    .IsDependentOn("Native")
    .Does(() =>
    {
        CleanDirectory("artifacts/packages");
        foreach (var project in new[] { "bindings/InsCore.Native", "src/InsCore", "src/InsCore.Cli" })
        {
            DotNetPack(project, new DotNetPackSettings
            {
                Configuration = configuration, OutputDirectory = "artifacts/packages",
                ArgumentCustomization = args => args.Append("-p:ContinuousIntegrationBuild=true"), // no machine paths inside
            });
        }
    });

Task("Publish")
    .Description("Makes a folder that runs without .NET, artifacts/publish/RID: --rid=linux-x64.")
    .IsDependentOn("Native")
    .Does(() =>
    {
        var folder = $"artifacts/publish/{rid}";
        CleanDirectory(folder);
        DotNetPublish("src/InsCore.Cli", new DotNetPublishSettings
        {
            Configuration = configuration, Runtime = rid, OutputDirectory = folder,
            ArgumentCustomization = args => args.Append("-p:PublishProfile=Standalone -p:ContinuousIntegrationBuild=true"),
        });
    });

Task("Embed")
    .Description("Makes the shared library for C with its header, and the Python module: artifacts/embed.")
    .IsDependentOn("Native")
    .Does(() => DotNetPublish("src/InsCore.Embedding", new DotNetPublishSettings { Configuration = configuration, OutputDirectory = "artifacts/embed" }));

RunTarget(target);
