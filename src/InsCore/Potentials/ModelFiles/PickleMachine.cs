namespace InsCore.Potentials.ModelFiles;

/// <summary>
/// Reads a pickle into passive values. It has no way to import, call or instantiate anything: whatever a pickle wants
/// made becomes a <see cref="PickleObject"/> that says so.
/// </summary>
/// <remarks>
/// Memory and time are linear in the length of the pickle: no operation copies more than it takes off the stack.
/// Integers, names and structure as described in Python's pickletools module.
/// </remarks>
internal sealed class PickleMachine
{
    // A published model needs about ten thousand; each costs up to some hundred bytes.
    const int MaxOperations = 4_000_000;

    readonly PickleBytes _input;
    readonly PickleStack _stack;
    readonly Dictionary<long, object?> _memo = [];

    PickleMachine(PickleBytes input)
    {
        _input = input;
        _stack = new PickleStack(input);
    }

    /// <summary>Reads the value that a pickle describes.</summary>
    /// <param name="pickle">The bytes.</param>
    /// <param name="file">File, for messages.</param>
    /// <param name="entry">Entry of the file, for messages.</param>
    /// <exception cref="InsInputException">Not a pickle, damaged, or beyond the limits.</exception>
    public static object? Load(ReadOnlyMemory<byte> pickle, string file, string entry) =>
        new PickleMachine(new PickleBytes(pickle, file, entry)).Run();

    object? Run()
    {
        for (int done = 0; done < MaxOperations; done++)
        {
            PickleCode code = (PickleCode)_input.Byte();
            if (code == PickleCode.Stop)
            {
                return _stack.Pop();
            }

            if (!PushPlain(code) && !PushText(code) && !UseStack(code) && !Collect(code) && !Make(code))
            {
                throw _input.Error($"unknown operation 0x{(byte)code:x2}");
            }
        }

        throw _input.Error($"more than {MaxOperations} operations");
    }

    bool PushPlain(PickleCode code)
    {
        switch (code)
        {
            case PickleCode.None: Push(null); break;
            case PickleCode.NewTrue: Push(true); break;
            case PickleCode.NewFalse: Push(false); break;
            case PickleCode.BinInt: Push((long)_input.Int32()); break;
            case PickleCode.BinInt1: Push((long)_input.Byte()); break;
            case PickleCode.BinInt2: Push((long)_input.UInt16()); break;
            case PickleCode.Long1: Push(_input.Integer(_input.Byte())); break;
            case PickleCode.BinFloat: Push(_input.Float64()); break;
            case PickleCode.EmptyList or PickleCode.EmptySet: Push(new PickleList()); break;
            case PickleCode.EmptyDict: Push(new PickleDictionary()); break;
            case PickleCode.EmptyTuple: Push(new PickleTuple([])); break;
            default: return false;
        }

        return true;
    }

    bool PushText(PickleCode code)
    {
        switch (code)
        {
            case PickleCode.BinUnicode or PickleCode.BinString: Push(_input.Text(_input.UInt32())); break;
            case PickleCode.ShortBinUnicode or PickleCode.ShortBinString: Push(_input.Text(_input.Byte())); break;
            case PickleCode.BinUnicode8: Push(_input.Text(_input.UInt64())); break;
            case PickleCode.BinBytes: Push(_input.Bytes(_input.UInt32())); break;
            case PickleCode.ShortBinBytes: Push(_input.Bytes(_input.Byte())); break;
            case PickleCode.BinBytes8 or PickleCode.ByteArray8: Push(_input.Bytes(_input.UInt64())); break;
            case PickleCode.PersId: Push(new PickleReference(_input.Line())); break;
            case PickleCode.Global: Push(new PickleName(_input.Line(), _input.Line())); break;
            default: return false;
        }

        return true;
    }

    bool UseStack(PickleCode code)
    {
        switch (code)
        {
            case PickleCode.Proto: _input.Byte(); break;
            case PickleCode.Frame: _input.UInt64(); break;
            case PickleCode.Mark: _stack.Mark(); break;
            case PickleCode.Pop: _stack.Drop(); break;
            case PickleCode.PopMark: _stack.PopToMark(); break;
            case PickleCode.Dup: Push(_stack.Top()); break;
            case PickleCode.BinPut: _memo[_input.Byte()] = _stack.Top(); break;
            case PickleCode.LongBinPut: _memo[_input.UInt32()] = _stack.Top(); break;
            case PickleCode.Memoize: _memo[_memo.Count] = _stack.Top(); break;
            case PickleCode.BinGet: Push(Recall(_input.Byte())); break;
            case PickleCode.LongBinGet: Push(Recall(_input.UInt32())); break;
            default: return false;
        }

        return true;
    }

    bool Collect(PickleCode code)
    {
        switch (code)
        {
            case PickleCode.Tuple1: Push(new PickleTuple(_stack.PopMany(1))); break;
            case PickleCode.Tuple2: Push(new PickleTuple(_stack.PopMany(2))); break;
            case PickleCode.Tuple3: Push(new PickleTuple(_stack.PopMany(3))); break;
            case PickleCode.Tuple or PickleCode.FrozenSet: Push(new PickleTuple(_stack.PopToMark())); break;
            case PickleCode.List: Push(Extend(new PickleList(), _stack.PopToMark())); break;
            case PickleCode.Dict: Push(Set(new PickleDictionary(), _stack.PopToMark())); break;
            case PickleCode.Append: object?[] one = _stack.PopMany(1); Extend(_stack.Top(), one); break;
            case PickleCode.Appends or PickleCode.AddItems: object?[] many = _stack.PopToMark(); Extend(_stack.Top(), many); break;
            case PickleCode.SetItem: object?[] pair = _stack.PopMany(2); Set(_stack.Top(), pair); break;
            case PickleCode.SetItems: object?[] pairs = _stack.PopToMark(); Set(_stack.Top(), pairs); break;
            default: return false;
        }

        return true;
    }

    bool Make(PickleCode code)
    {
        switch (code)
        {
            case PickleCode.StackGlobal:
                object?[] names = _stack.PopMany(2);
                Push(new PickleName(names[0] as string ?? throw NotA("name"), names[1] as string ?? throw NotA("name")));
                break;
            case PickleCode.Reduce or PickleCode.NewObj:
                object?[] call = _stack.PopMany(2);
                PushObject(call[0], Arguments(call[1]));
                break;
            case PickleCode.NewObjEx:
                object?[] extended = _stack.PopMany(3);
                PushObject(extended[0], Arguments(extended[1]));
                break;
            case PickleCode.Inst:
                Push(new PickleObject(new PickleName(_input.Line(), _input.Line()).FullName, _stack.PopToMark()));
                break;
            case PickleCode.Obj:
                object?[] parts = _stack.PopToMark();
                PushObject(parts.Length > 0 ? parts[0] : throw NotA("class"), parts[1..]);
                break;
            case PickleCode.Build:
                object? state = _stack.Pop();
                (_stack.Top() as PickleObject)?.State = state;
                break;
            case PickleCode.BinPersId:
                Push(new PickleReference(_stack.Pop()));
                break;
            default:
                return false;
        }

        return true;
    }

    void Push(object? value) => _stack.Push(value);

    // An ordered dictionary is a dictionary; every other class or function stays a note of what was asked for.
    void PushObject(object? maker, object?[] arguments)
    {
        string name = (maker as PickleName)?.FullName ?? throw NotA("class");
        Push(name == "collections.OrderedDict" && arguments.Length == 0
            ? new PickleDictionary()
            : new PickleObject(name, arguments));
    }

    object?[] Arguments(object? value) => (value as PickleTuple)?.Items ?? throw NotA("tuple of arguments");

    object Extend(object? target, object?[] items)
    {
        switch (target)
        {
            case PickleList list: list.Items.AddRange(items); break;
            case PickleObject made: Array.ForEach(items, made.Add); break;
            default: throw NotA("list");
        }

        return target;
    }

    object Set(object? target, object?[] keysAndValues)
    {
        if (keysAndValues.Length % 2 != 0)
        {
            throw _input.Error("a key without a value");
        }

        switch (target)
        {
            case PickleDictionary dictionary:
                for (int i = 0; i < keysAndValues.Length; i += 2)
                {
                    dictionary.Items.Add(new(keysAndValues[i], keysAndValues[i + 1]));
                }

                break;
            case PickleObject made: Array.ForEach(keysAndValues, made.Add); break;
            default: throw NotA("dictionary");
        }

        return target;
    }

    object? Recall(long index) =>
        _memo.TryGetValue(index, out object? value) ? value : throw _input.Error($"memo {index} was never set");

    InsInputException NotA(string what) => _input.Error($"a {what} expected");
}
