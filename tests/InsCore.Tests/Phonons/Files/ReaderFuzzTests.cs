using System.Diagnostics;
using System.Globalization;
using System.Text;
using InsCore.Phonons;
using InsCore.Phonons.Files;
using InsCore.TestSupport;
using InsCore.Tests.Structures.Files;
using Xunit;

namespace InsCore.Tests.Phonons.Files;

/// <summary>Whatever happens to a file, a reader gives its content or an input error of one line, soon and in memory in proportion.</summary>
public class ReaderFuzzTests
{
    const int Seed = 20261126;
    const int Few = 250;
    const int Many = 20_000;

    // Bytes allocated in all for each byte of the file, and whatever its size: exceptions, the readers of XML and HDF5, tables of the runtime.
    const double BytesPerByte = 64;
    const long ConstantBytes = 256 << 10;

    // Seconds.
    const double LongestRead = 1;

    // A read that takes so long does not end.
    static readonly TimeSpan Hang = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Phonons => [.. FuzzSeeds.Names];

    public static TheoryData<string, string> Structures => DamagedFileTests.Seeds;

    [Theory, MemberData(nameof(Phonons))]
    public void Phonons_AFewMutants_AreReadOrRefused(string format) => Run(format, Few);

    [Theory(Explicit = true), MemberData(nameof(Phonons))]
    public void Phonons_ManyMutants_AreReadOrRefused(string format) => Run(format, Many);

    [Theory(Explicit = true), MemberData(nameof(Structures))]
    public void Structures_ManyMutants_AreReadOrRefused(string name, string seed) =>
        Run(name, Encoding.UTF8.GetBytes(seed), true, s => FileText.Read(s.Path, s.Text), Many);

    [Theory, MemberData(nameof(Phonons))]
    public void Phonons_SoundFile_IsRead(string format)
    {
        (byte[] bytes, _, Func<PhononSource, object?> read) = FuzzSeeds.Of(format);
        object? content = read(new PhononSource(format, bytes));
        Assert.True(content is not null and not PhononInput || content is PhononInput { Modes: not null } or PhononInput { ForceConstants: not null });
    }

    [Theory, MemberData(nameof(Phonons))]
    public void Phonons_FileCutAnywhere_IsReadOrRefused(string format)
    {
        (byte[] bytes, _, Func<PhononSource, object?> read) = FuzzSeeds.Of(format);
        for (int length = 0; length < bytes.Length; length += Math.Max(1, bytes.Length / 100))
        {
            Exception? error = Record.Exception(() => read(new PhononSource(format, bytes[..length])));
            Assert.True(error is null or InsInputException, $"{length}: {error}");
        }
    }

    static void Run(string format, int count)
    {
        (byte[] bytes, bool isText, Func<PhononSource, object?> read) = FuzzSeeds.Of(format);
        Run(format, bytes, isText, read, count);
    }

    static void Run(string format, byte[] seed, bool isText, Func<PhononSource, object?> read, int count)
    {
        Random random = new(Seed);
        string text = isText ? Encoding.UTF8.GetString(seed) : "";
        Outcome outcome = new();
        int done = 0;
        Exception? failure = null;
        byte[] current = seed;

        // On a thread of its own, so that one that never ends is a failure and not a test run that never ends.
        Thread worker = new(() =>
        {
            try
            {
                outcome.Add(seed, format, read);
                for (; done < count; Volatile.Write(ref done, done + 1))
                {
                    current = isText ? Encoding.UTF8.GetBytes(FileMutator.Text(text, random)) : FileMutator.Binary(seed, random);
                    outcome.Add(current, format, read);
                }
            }
            catch (Exception e)
            {
                failure = e;
            }
        }) { IsBackground = true };
        worker.Start();
        for (int last = -1; !worker.Join(Hang); last = done)
        {
            Assert.True(Volatile.Read(ref done) != last, $"{format}: mutant {done} does not end; {Save(current)}");
        }

        Assert.True(failure is null, $"{format}: mutant {done}: {failure}; {Save(current)}");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{format}: {count} damaged files, {outcome.Read} still readable, {outcome.Ratio:G3} of the memory allowed, longest {outcome.Seconds:G3} s"));
        AchievedError.Check("Files: memory for reading a damaged file (share of 64 × its size + 256 KiB)", "bound, every reader", outcome.Ratio, 1);
        AchievedError.Check("Files: longest time for reading a damaged file (s)", "bound, every reader", outcome.Seconds, LongestRead);
    }

    static string Save(byte[] mutant)
    {
        string path = Path.Combine(TestData.Root, "artifacts", "fuzz.bin");
        File.WriteAllBytes(path, mutant);
        return path;
    }

    sealed class Outcome
    {
        public int Read { get; private set; }

        public double Ratio { get; private set; }

        public double Seconds { get; private set; }

        public void Add(byte[] file, string name, Func<PhononSource, object?> read)
        {
            double seconds = Time(file, name, read, count: true);

            // A pause of a busy machine does not come twice.
            Seconds = Math.Max(Seconds, seconds > LongestRead ? Math.Min(seconds, Time(file, name, read, count: false)) : seconds);
        }

        double Time(byte[] file, string name, Func<PhononSource, object?> read, bool count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            try
            {
                read(new PhononSource(name, file));
                Read += count ? 1 : 0;
            }
            catch (InsInputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                Assert.DoesNotContain('\r', e.Message);
            }

            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Ratio = Math.Max(Ratio, allocated / (ConstantBytes + (BytesPerByte * file.Length)));
            return seconds;
        }
    }
}
