using System.ComponentModel;
using InsCore.BindGen;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Native;

public sealed class BindingsTests
{
    public static TheoryData<string> ResponseFiles =>
        [.. Directory.GetFiles(Path.Combine(TestData.Root, "bindings"), "*.rsp").Select(path => Path.GetFileName(path)!)
            .Where(name => name != "common.rsp").Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(ResponseFiles))]
    public void GeneratedFile_IsWhatItsHeaderGives(string responseFile)
    {
        ResponseFile options = ResponseFile.Read(TestData.Root, Path.Combine("bindings", responseFile));
        try
        {
            Assert.Equal(File.ReadAllText(options.Output), Generator.Generate(options));
        }
        catch (Win32Exception e)
        {
            Assert.Skip($"clang is not installed ({e.Message})");
        }
    }

    [Fact]
    public void ResponseFile_UnknownOption_IsAnError()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.rsp");
        File.WriteAllText(path, "--file\na.h\n--fancy\n");
        try
        {
            BindGenException error = Assert.Throws<BindGenException>(() => ResponseFile.Read(TestData.Root, path));
            Assert.Contains("--fancy", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Generator_StructsPointersAndUnknownTypes()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "a.h"), """
                #include <stdint.h>
                /** A cell. */
                typedef struct ins_cell { double vectors[9]; int32_t periodic; } ins_cell;
                /** Sum of x < y & z.
                 * @param[in] cell one
                 * @return the sum */
                double ins_sum(const ins_cell *cell, const double *raw);
                """);
            File.WriteAllText(
                Path.Combine(folder, "a.rsp"),
                "--file\na.h\n--traverse\na.h\n--output\na.cs\n--namespace\nA\n--methodClassName\nM\n--libraryPath\na\n--remap\nins_cell=Cell\n");
            string text = Generator.Generate(ResponseFile.Read(folder, "a.rsp"));
            Assert.Contains("public fixed double vectors[9];", text, StringComparison.Ordinal);
            Assert.Contains("double ins_sum(ReadOnlySpan<Cell> cell, double* raw);", text, StringComparison.Ordinal);
            Assert.Contains("<summary>Sum of x &lt; y &amp; z.</summary>", text, StringComparison.Ordinal);
            Assert.Contains("<returns>the sum</returns>", text, StringComparison.Ordinal);
        }
        catch (Win32Exception e)
        {
            Assert.Skip($"clang is not installed ({e.Message})");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
