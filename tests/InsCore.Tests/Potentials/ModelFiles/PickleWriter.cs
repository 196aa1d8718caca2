using System.Buffers.Binary;
using System.Text;
using InsCore.Potentials.ModelFiles;

namespace InsCore.Tests.Potentials.ModelFiles;

/// <summary>Writes passive values as a protocol 2 pickle; an object becomes a call of its class and a BUILD of its state.</summary>
internal sealed class PickleWriter
{
    readonly MemoryStream _bytes = new();

    public static byte[] Write(object? value)
    {
        PickleWriter writer = new();
        writer._bytes.Write([0x80, 2]);
        writer.Put(value);
        writer.Code('.');
        return writer._bytes.ToArray();
    }

    void Code(char code) => _bytes.WriteByte((byte)code);

    void Put(object? value)
    {
        switch (value)
        {
            case null: Code('N'); break;
            case bool b: _bytes.WriteByte((byte)(b ? 0x88 : 0x89)); break;
            case long i: PutInteger(i); break;
            case double x: PutFloat(x); break;
            case string s: PutSized('X', Encoding.UTF8.GetBytes(s)); break;
            case byte[] b: PutSized('B', b); break;
            case PickleName name: PutName(name.FullName); break;
            case PickleTuple tuple: Code('('); PutAll(tuple.Items); Code('t'); break;
            case PickleList list: Code(']'); Code('('); PutAll(list.Items); Code('e'); break;
            case PickleDictionary dictionary: Code('}'); Code('('); PutAll(dictionary.Items.SelectMany(pair => new[] { pair.Key, pair.Value })); Code('u'); break;
            case PickleReference reference: Put(reference.Id); Code('Q'); break;
            case PickleObject made: PutObject(made); break;
            default: throw new NotSupportedException(value.GetType().Name);
        }
    }

    void PutAll(IEnumerable<object?> values)
    {
        foreach (object? value in values)
        {
            Put(value);
        }
    }

    void PutObject(PickleObject made)
    {
        PutName(made.ClassName);
        Put(new PickleTuple(made.Arguments));
        Code('R');
        if (made.State is not null)
        {
            Put(made.State);
            Code('b');
        }
    }

    void PutName(string fullName)
    {
        int dot = fullName.LastIndexOf('.');
        Code('c');
        _bytes.Write(Encoding.UTF8.GetBytes($"{fullName[..dot]}\n{fullName[(dot + 1)..]}\n"));
    }

    void PutInteger(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _bytes.Write([0x8a, 8]);
        _bytes.Write(bytes);
    }

    void PutFloat(double value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        Code('G');
        _bytes.Write(bytes);
    }

    void PutSized(char code, byte[] content)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        Code(code);
        _bytes.Write(length);
        _bytes.Write(content);
    }
}
