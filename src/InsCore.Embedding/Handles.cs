using System.Collections.Concurrent;

namespace InsCore.Embedding;

/// <summary>What callers hold by number. Numbers are never used twice, so that a stale one is known as such.</summary>
internal static class Handles
{
    static readonly ConcurrentDictionary<ulong, object> Objects = [];
    static ulong last;

    /// <summary>Keeps an object until it is freed.</summary>
    public static ulong Add(object kept)
    {
        ulong handle = Interlocked.Increment(ref last);
        Objects[handle] = kept;
        return handle;
    }

    /// <summary>The object of a handle.</summary>
    /// <exception cref="InsInputException">There is none, or one of another kind.</exception>
    public static T Get<T>(ulong handle)
        where T : class =>
        !Objects.TryGetValue(handle, out object? kept) ? throw Unknown(handle)
        : kept as T ?? throw new InsInputException("handle", null, $"{handle} is {Name(kept.GetType())}, not {Name(typeof(T))}", "pass the right one");

    /// <summary>Lets go of an object.</summary>
    /// <exception cref="InsInputException">There is none.</exception>
    public static void Free(ulong handle)
    {
        if (!Objects.TryRemove(handle, out _))
        {
            throw Unknown(handle);
        }
    }

    static InsInputException Unknown(ulong handle) =>
        new("handle", null, handle == 0 ? "0 stands for nothing" : $"{handle} was never given out, or is freed", "pass one that is in use");

    static string Name(Type type) => type == typeof(Model) ? "a model" : type == typeof(Modes) ? "modes" : "a spectrum";
}
