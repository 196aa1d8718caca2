using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace InsCore.Embedding;

/// <summary>Checks what a caller in C passes, and turns it into spans.</summary>
internal static unsafe class Argument
{
    /// <summary>Refuses an argument.</summary>
    public static void Check([DoesNotReturnIf(false)] bool holds, string name, string problem, string remedy)
    {
        if (!holds)
        {
            throw new InsInputException(name, null, problem, remedy);
        }
    }

    /// <summary>Refuses a null pointer.</summary>
    public static void NotNull(void* pointer, string name) => Check(pointer is not null, name, "is null", "pass the address of an array");

    /// <summary>Numbers that a function reads; every one must be finite.</summary>
    public static ReadOnlySpan<double> Finite(double* pointer, int length, string name)
    {
        NotNull(pointer, name);
        ReadOnlySpan<double> values = new(pointer, length);
        for (int k = 0; k < length; k++)
        {
            if (!double.IsFinite(values[k]))
            {
                throw new InsInputException(name, $"element {k}", FormattableString.Invariant($"{values[k]} is not a finite number"), "pass finite numbers");
            }
        }

        return values;
    }

    /// <summary>A text that a function reads.</summary>
    public static string Text(byte* pointer, string name)
    {
        NotNull(pointer, name);
        return Marshal.PtrToStringUTF8((nint)pointer)!;
    }

    /// <summary>Number of elements of an array, which must be one that .NET can hold.</summary>
    public static int Length(long length, string name)
    {
        Check(length <= Array.MaxLength, name, $"{length} elements are too many", "give a smaller structure or fewer wave vectors");
        return (int)length;
    }

    /// <summary>Copies results into an array that a caller may have left out.</summary>
    public static void CopyTo<T>(ReadOnlySpan<T> values, void* pointer)
        where T : unmanaged
    {
        if (pointer is not null)
        {
            values.CopyTo(new Span<T>(pointer, values.Length));
        }
    }
}
