using InsCore.Scattering;
using InsCore.Scattering.Instruments;
using Xunit;

namespace InsCore.Tests.Scattering.Instruments;

/// <summary>Whatever happens to an instrument file, it is read soundly or refused in one line, within bounded memory and time.</summary>
public class DamagedInstrumentTests
{
    const int Mutants = 20_000;

    // Bytes per byte of a file, and whatever its size: parser, exceptions, messages. Each setting is read from the whole file.
    const long BytesPerByte = 64 * 8;
    const long ConstantBytes = 1 << 20;

    static readonly string[] Insertions =
    [
        "nan", "1e999", "-1", "0", "99999999999", "'", "\"", ": ", "\n", "- ", "{", "}", "[", "]", "&a ", "*a", "!!", "|", ">", "#", "? ", "%", "\t",
        " to ", " deg", " meV", "\0", "\u2028", "\uffff", "---\n", "...\n", "<<: ", "~", "null", "1.5 mm",
    ];

    [Fact]
    public void Mutants_AreReadOrRefused()
    {
        string[] seeds = [.. InstrumentDefinition.Names.Select(n => InstrumentDefinition.ByName(n).Text)];
        Random random = new(20);
        int read = 0;
        for (int n = 0; n < Mutants; n++)
        {
            string mutant = Mutate(seeds[n % seeds.Length], random);
            long before = GC.GetAllocatedBytesForCurrentThread(), start = Environment.TickCount64;
            try
            {
                InstrumentDefinition definition = InstrumentDefinition.Parse(mutant, "mutant.yml");
                Instrument instrument = definition.Configure();
                double width = instrument.Resolution().Sigma(instrument.Banks[0].Nearest(0), instrument.Banks[0]);
                Assert.True(width >= 0, $"width {width} of\n{mutant}");
                read++;
            }
            catch (InsInputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }

            Assert.InRange(Environment.TickCount64 - start, 0, 5000);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < (BytesPerByte * mutant.Length) + ConstantBytes, $"{allocated} bytes for {mutant.Length}");
        }

        Assert.InRange(read, Mutants / 50, Mutants * 49 / 50);
    }

    static string Mutate(string seed, Random random)
    {
        string text = seed;
        for (int n = random.Next(1, 4); n > 0 && text.Length > 2; n--)
        {
            int at = random.Next(text.Length), length = random.Next(1, Math.Min(30, text.Length - at) + 1);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, 1).Insert(at, ((char)random.Next(1, 128)).ToString()),
                1 => text.Remove(at, length),
                2 => text.Insert(at, text.Substring(at, length)),
                3 => text.Insert(at, Insertions[random.Next(Insertions.Length)]),
                _ => text[..at],
            };
        }

        return text;
    }
}
