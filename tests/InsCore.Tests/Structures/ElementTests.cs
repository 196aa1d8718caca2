using InsCore.Structures;
using Xunit;

namespace InsCore.Tests.Structures;

public sealed class ElementTests
{
    [Theory]
    [InlineData("H", 1, 1.008)]
    [InlineData("C", 6, 12.011)]
    [InlineData("S", 16, 32.06)]
    [InlineData("Cl", 17, 35.45)]
    [InlineData("I", 53, 126.90447)]
    [InlineData("Lu", 71, 174.9668)]
    [InlineData("Pb", 82, 207.2)]
    [InlineData("U", 92, 238.02891)]
    [InlineData("Og", 118, 294.214)]
    public void A_symbol_has_its_number_and_standard_mass(string symbol, int number, double mass)
    {
        Assert.Equal(number, Element.AtomicNumber(symbol));
        Assert.Equal(symbol, Element.Symbol(number));
        Assert.Equal(mass, Element.Mass(number));
    }

    [Fact]
    public void Every_number_has_a_symbol_that_leads_back()
    {
        for (int z = 1; z <= Element.Count; z++)
        {
            Assert.Equal(z, Element.AtomicNumber(Element.Symbol(z)));
            Assert.InRange(Element.Mass(z), 0.9 * z, 3 * z);
        }
    }

    [Theory]
    [InlineData("D", 1)]
    [InlineData("T", 1)]
    [InlineData("cl", 17)]
    [InlineData("", 0)]
    [InlineData("Xx", 0)]
    [InlineData("C1", 0)]
    public void Other_spellings_are_known_or_zero(string symbol, int number) =>
        Assert.Equal(number, Element.AtomicNumber(symbol));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(119)]
    public void A_number_of_no_element_is_refused(int number)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Element.Symbol(number));
        Assert.Throws<ArgumentOutOfRangeException>(() => Element.Mass(number));
    }
}
