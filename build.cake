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

Task("Test")
    .Description("Runs all tests, native and managed, and counts them; --filter='*Lapack*' chooses classes.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        EnsureDirectoryExists(testResults);
        CleanDirectory(testResults);
        CleanDirectory("artifacts/validation");
        if (DirectoryExists("artifacts/native"))
        {
            StartProcess("ctest", new ProcessSettings
            {
                Arguments = $"--preset release --output-junit {testResults}/native.xml", WorkingDirectory = "native",
            });
        }

        foreach (var project in testProjects)
        {
            var choice = (filter == "*" ? "" : $"-class \"{filter}\"") + (target == "Validation" ? " -explicit on" : "");
            var arguments = $"-noLogo -noColor {choice} -result-xml {testResults}/{project}.xml";
            StartProcess($"artifacts/bin/{project}/{configuration.ToLowerInvariant()}/{project}", arguments);
        }

        int Count(string attribute, IEnumerable<XElement> from) => from.Sum(e => (int?)e.Attribute(attribute) ?? 0);
        var documents = GetFiles($"{testResults}/*.xml").Select(f => XDocument.Load(f.FullPath)).ToList();
        var native = documents.Select(d => d.Root).Where(r => r.Name == "testsuite").ToList();
        var managed = documents.SelectMany(d => d.Root.Elements("assembly")).ToList();
        var failed = Count("failures", native) + Count("failed", managed) + Count("errors", managed);
        var skipped = Count("skipped", native) + Count("skipped", managed);
        var passed = Count("tests", native) - Count("failures", native) - Count("skipped", native) + Count("passed", managed);
        var complete = managed.Count == testProjects.Length;
        System.IO.File.WriteAllText($"{testResults}/counts.txt", $"{passed} passed, {failed} failed, {skipped} skipped\n");
        if (failed > 0 || !complete)
        {
            throw new CakeException(complete ? $"{failed} tests failed" : "a test program ended without its results");
        }
    });

Task("Bench")
    .Description("Measures: --filter='*Lapack*'. The tables go to benchmarks/results, in a folder named for the processor.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        RunProject("benchmarks/InsCore.Benchmarks", $"--filter \"{filter}\" --artifacts artifacts/benchmarks");
        var model = System.IO.File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name"))?.Split(": ")[1];
        var folder = Directory($"benchmarks/results/{(model ?? "unknown").Replace(' ', '-')}");
        EnsureDirectoryExists(folder);
        CopyFiles("artifacts/benchmarks/results/*-report-github.md", folder);
    });

Task("BenchCheck")
    .Description("Runs every benchmark once and checks its result, without measuring.")
    .IsDependentOn("Build")
    .Does(() => RunProject("benchmarks/InsCore.Benchmarks", "--check"));

Task("Demo")
    .Description("Predicts the spectra of 2,5-diiodothiophene at two pressures.")
    .IsDependentOn("Native")
    .Does(() => RunProject("src/InsCore.Cli", "run examples/diiodothiophene/study.yml"));

Task("Validation")
    .Description("Runs the tests, also the long ones, and writes the table of achieved errors into docs/validation.md.")
    .IsDependentOn("Test")
    .Does(() =>
    {
        var files = GetFiles("artifacts/validation/*.txt").Select(f => f.FullPath).OrderBy(f => f, StringComparer.Ordinal);
        var table = "| quantity | against | achieved | tolerance |\n|---|---|---|---|\n" + string.Concat(files.Select(System.IO.File.ReadAllText));
        var document = System.IO.File.ReadAllText("docs/validation.md").Split("<!-- table -->");
        System.IO.File.WriteAllText("docs/validation.md", string.Join("<!-- table -->", document[0], $"\n{table}", document[2]));
        Console.WriteLine(table);
    });

Task("Pack")
    .Description("Makes the NuGet packages.")
    .IsDependentOn("Build")
    .Does(() =>
    {
        foreach (var project in new[] { "bindings/InsCore.Native", "src/InsCore", "src/InsCore.Cli" })
        {
            DotNetPack(project, new DotNetPackSettings { Configuration = configuration, OutputDirectory = "artifacts/packages" });
        }
    });

Task("Publish")
    .Description("Makes a folder that runs without .NET: --rid=linux-x64.")
    .IsDependentOn("Native")
    .Does(() =>
    {
        var folder = $"artifacts/publish/{rid}";
        DotNetPublish("src/InsCore.Cli", new DotNetPublishSettings
        {
            Configuration = configuration, Runtime = rid, SelfContained = true, PublishSingleFile = true, OutputDirectory = folder,
            ArgumentCustomization = args => args.Append("-p:DebugType=none -p:PublishDocumentationFiles=false"),
        });
        if (FileExists($"{folder}/InsCore.Cli"))
        {
            MoveFile($"{folder}/InsCore.Cli", $"{folder}/inscore");
        }
    });

RunTarget(target);
