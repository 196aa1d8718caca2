using InsCore.Structures;
using InsCore.Studies;
using Xunit;

namespace InsCore.Tests.Studies;

public sealed class StepKeyTests
{
    [Fact]
    public void Of_SameInputs_IsTheSame() => Assert.Equal(Key(0, 1e-4), Key(0, 1e-4));

    [Fact]
    public void Of_OneBitOfAPosition_ChangesIt() => Assert.NotEqual(Key(1, 1e-4), Key(Math.BitIncrement(1), 1e-4));

    [Fact]
    public void Of_OtherSetting_ChangesIt() => Assert.NotEqual(Key(0, 1e-4), Key(0, 1e-5));

    [Fact]
    public void Load_DamagedOrForeignFile_IsNotUsed()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "{ \"key\": \"a\", \"x\": 1 }");
            Assert.NotNull(StepKey.Load(path, "a"));
            Assert.Null(StepKey.Load(path, "b"));
            File.WriteAllText(path, "{ \"key\": ");
            Assert.Null(StepKey.Load(path, "a"));
            File.WriteAllText(path, "[]");
            Assert.Null(StepKey.Load(path, "a"));
            Assert.Null(StepKey.Load(path + ".absent", "a"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    static string Key(double x, double tolerance) =>
        StepKey.Of("relax", new Crystal(new Lattice(Matrix3d.Diagonal(5, 5, 5)), [6], [new Vector3d(x, 0, 0)]), tolerance, (2, 1, 2));
}
