using System.Text;
using InsCore.Potentials.ModelFiles;
using Xunit;

namespace InsCore.Tests.Potentials.ModelFiles;

public sealed class PickleMachineTests
{
    static object? Load(params byte[] pickle) => PickleMachine.Load(pickle, "file.model", "data.pkl");

    static object? Load(string pickle) => Load(Encoding.Latin1.GetBytes(pickle));

    static string ErrorOf(string pickle) => Assert.Throws<InsInputException>(() => Load(pickle)).Message;

    [Theory]
    [InlineData("\u0080\u0002K\u00ff.", 255L)]
    [InlineData("\u0080\u0002M\u00ff\u00ff.", 65535L)]
    [InlineData("\u0080\u0002J\u00ff\u00ff\u00ff\u00ff.", -1L)]
    [InlineData("\u0080\u0002\u008a\u0000.", 0L)]
    [InlineData("\u0080\u0002\u008a\u0002\u00ff\u007f.", 32767L)]
    [InlineData("\u0080\u0002\u008a\u0001\u0080.", -128L)]
    [InlineData("\u0080\u0002G\u00bf\u00f8\u0000\u0000\u0000\u0000\u0000\u0000.", -1.5)]
    [InlineData("\u0080\u0004\u0095\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u008c\u0003a\u00c3\u00a9.", "aé")]
    [InlineData("\u0080\u0002\u0088.", true)]
    [InlineData("N.", null)]
    public void Load_PlainValue_IsThatValue(string pickle, object? expected) => Assert.Equal(expected, Load(pickle));

    // Each of these would run a command or read a file in Python.
    [Theory]
    [InlineData("cos\nsystem\n(X\u0004\u0000\u0000\u0000exittR.", "os.system")]
    [InlineData("cbuiltins\neval\n(X\u0003\u0000\u0000\u00001/0tR.", "builtins.eval")]
    [InlineData("(X\u0004\u0000\u0000\u0000exitios\nsystem\n.", "os.system")]
    [InlineData("(cos\nsystem\nX\u0004\u0000\u0000\u0000exito.", "os.system")]
    [InlineData("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093\u008c\u0004exit\u0085R.", "os.system")]
    [InlineData("\u0080\u0002cno.such\nThing\n)\u0081}b.", "no.such.Thing")]
    [InlineData("\u0080\u0004cno.such\nThing\n)}\u0092.", "no.such.Thing")]
    public void Load_CallOfAnything_OnlyNotesTheName(string pickle, string name) =>
        Assert.Equal(name, Assert.IsType<PickleObject>(Load(pickle)).ClassName);

    [Fact]
    public void Load_ListInItself_EndsAndIsOneObject()
    {
        PickleList list = Assert.IsType<PickleList>(Load("]q\u0000h\u0000a."));
        Assert.Same(list, Assert.Single(list.Items));
    }

    [Fact]
    public void Load_WrittenValues_ComeBack()
    {
        object value = SmallModel.Tuple(1L, "two", 3.5, null, true, new byte[] { 4 }, SmallModel.Dictionary(("key", SmallModel.Tuple())));
        object?[] items = Assert.IsType<PickleTuple>(Load(PickleWriter.Write(value))).Items;
        Assert.Equal([1L, "two", 3.5, null, true], items[..5]);
        Assert.Equal([4], Assert.IsType<byte[]>(items[5]));
        Assert.Empty(Assert.IsType<PickleTuple>(Assert.IsType<PickleDictionary>(items[6])["key"]).Items);
    }

    [Theory]
    [InlineData("", "byte 0", "1 bytes wanted, 0 left")]
    [InlineData(".", "byte 1", "nothing on the stack")]
    [InlineData("N", "byte 1", "1 bytes wanted")]
    [InlineData("X\u00ff\u00ff\u00ff\u007fabc.", "byte 5", "2147483647 bytes wanted, 4 left")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffabc.", "byte 9", "18446744073709551615 bytes wanted")]
    [InlineData("\u008a\u0009\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001.", "byte 11", "integer of 9 bytes")]
    [InlineData("t.", "byte 1", "no mark")]
    [InlineData("(a.", "byte 2", "nothing on the stack")]
    [InlineData("N(0a.", "byte 4", "nothing on the stack")]
    [InlineData("NNa.", "byte 3", "a list expected")]
    [InlineData("NNR.", "byte 3", "a tuple of arguments expected")]
    [InlineData("N)R.", "byte 3", "a class expected")]
    [InlineData("}(Nu.", "byte 4", "a key without a value")]
    [InlineData("h\u0007.", "byte 2", "memo 7 was never set")]
    [InlineData("cos", "byte 1", "a line without an end")]
    [InlineData("\u0082\u0001.", "byte 1", "unknown operation 0x82")]
    public void Load_Broken_NamesFilePlaceAndProblem(string pickle, string place, string problem)
    {
        string message = ErrorOf(pickle);
        Assert.StartsWith($"file.model, data.pkl, {place}: ", message);
        Assert.Contains(problem, message);
    }

    [Fact]
    public void Load_EndlessOperations_StopsAtTheLimit() =>
        Assert.Contains("more than 4000000 operations", ErrorOf(string.Concat(Enumerable.Repeat("N0", 2_000_001)) + "N."));
}
