using Xunit;

namespace InsCore.Tests;

public sealed class InsInputExceptionTests
{
    [Fact]
    public void Message_OfQuotedControlCharacters_IsOneHarmlessLine() => Assert.Equal(
        "a.model, tensor b c: is [31m bad; go",
        new InsInputException("a.model", "tensor b\nc", "is\u001b[31m\u2028bad", "go").Message);

    [Fact]
    public void Message_OfAnEndlessName_IsCut() =>
        Assert.InRange(new InsInputException("a.model", new string('x', 100_000), "is bad", "go").Message.Length, 1, 2100);
}
