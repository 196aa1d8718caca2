using System.Runtime.InteropServices;

namespace InsCore.Potentials.ModelFiles;

/// <summary>The stack of a pickle machine. Values below the last mark belong to an unfinished collection and cannot be taken.</summary>
/// <param name="input">Names the place of errors.</param>
internal sealed class PickleStack(PickleBytes input)
{
    readonly List<object?> _values = [];
    readonly List<int> _marks = [];

    int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    public void Push(object? value) => _values.Add(value);

    public void Mark() => _marks.Add(_values.Count);

    public object? Top() => _values.Count > Floor ? _values[^1] : throw input.Error("nothing on the stack");

    public object? Pop() => PopMany(1)[0];

    /// <summary>Drops the top value, or the mark if that is on top.</summary>
    public void Drop()
    {
        if (_marks.Count > 0 && _values.Count == Floor)
        {
            PopToMark();
        }
        else
        {
            Pop();
        }
    }

    /// <summary>Takes values, the deepest first.</summary>
    public object?[] PopMany(int count)
    {
        if (_values.Count - count < Floor)
        {
            throw input.Error("nothing on the stack");
        }

        object?[] values = CollectionsMarshal.AsSpan(_values)[^count..].ToArray();
        _values.RemoveRange(_values.Count - count, count);
        return values;
    }

    /// <summary>Takes all values above the last mark, and the mark.</summary>
    public object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw input.Error("no mark on the stack");
        }

        object?[] values = PopMany(_values.Count - _marks[^1]);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }
}
