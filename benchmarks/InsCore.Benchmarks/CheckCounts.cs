using System.Xml.Linq;

namespace InsCore.Benchmarks;

/// <summary>Compares, prints and counts.</summary>
internal sealed class CheckCounts
{
    int passed, failed, skipped;

    /// <summary>Compares a number with what is expected, within a relative tolerance.</summary>
    public void Compare(string name, double actual, double expected, double tolerance)
    {
        bool isClose = Math.Abs(actual - expected) <= tolerance * Math.Abs(expected);
        Console.WriteLine($"{(isClose ? "passed" : "FAILED")} {name}: {actual}, expected {expected}");
        (passed, failed) = isClose ? (passed + 1, failed) : (passed, failed + 1);
    }

    /// <summary>Notes what could not be compared.</summary>
    public void Skip(string name, string reason)
    {
        Console.WriteLine($"skipped {name}: {reason}");
        skipped++;
    }

    /// <summary>Prints the counts, and writes them as a JUnit file.</summary>
    /// <param name="file">Path; null for none.</param>
    /// <returns>Exit code.</returns>
    public int Finish(string? file)
    {
        Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        if (file is not null)
        {
            new XElement(
                "testsuite", new XAttribute("name", "benchmarks"), new XAttribute("tests", passed + failed + skipped),
                new XAttribute("failures", failed), new XAttribute("skipped", skipped)).Save(file);
        }

        return failed == 0 && passed > 0 ? 0 : 1;
    }
}
