using System.Globalization;

namespace InsCore.Phonons.Files;

/// <summary>A value in a <see cref="YamlFile"/>: text, a sequence, a mapping, or nothing.</summary>
internal readonly struct YamlNode(YamlFile file, int index)
{
    /// <summary>False where a member was asked for that is absent.</summary>
    public bool Exists => file is not null;

    /// <summary>What it is.</summary>
    public YamlKind Kind => file is null ? YamlKind.Null : file.KindOf(index);

    /// <summary>Its text as it stands, without quotes; empty unless it is a scalar.</summary>
    public ReadOnlySpan<char> Text => file is null ? default : file.TextOf(index);

    /// <summary>Line where it begins, from 1.</summary>
    public int Line => file is null ? 0 : file.LineOf(index);

    /// <summary>The member of a mapping; one that does not exist where there is none.</summary>
    public YamlNode this[string key]
    {
        get
        {
            if (Kind == YamlKind.Mapping)
            {
                for (int child = file.FirstChild(index); child >= 0; child = file.NextSibling(file.NextSibling(child)))
                {
                    if (file.TextOf(child).SequenceEqual(key))
                    {
                        return new YamlNode(file, file.NextSibling(child));
                    }
                }
            }

            return default;
        }
    }

    /// <summary>Elements of a sequence; none of anything else.</summary>
    public IEnumerable<YamlNode> Items
    {
        get
        {
            if (Kind == YamlKind.Sequence)
            {
                for (int child = file.FirstChild(index); child >= 0; child = file.NextSibling(child))
                {
                    yield return new YamlNode(file, child);
                }
            }
        }
    }

    /// <summary>A member that must be there.</summary>
    public YamlNode Require(string key)
    {
        YamlNode member = this[key];
        return member.Exists ? member : throw Error($"{key} is missing");
    }

    /// <summary>Its value as a finite number.</summary>
    public double Number() => PhononText.TryDouble(Text, out double value) ? value : throw Error("a finite number is expected here");

    /// <summary>Its value as a whole number.</summary>
    public int Integer() => int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
        ? value
        : throw Error("a whole number is expected here");

    /// <summary>A sequence of three numbers.</summary>
    public Structures.Vector3d Vector()
    {
        Span<double> values = stackalloc double[3];
        Fill(values);
        return new Structures.Vector3d(values[0], values[1], values[2]);
    }

    /// <summary>A sequence of three sequences of three numbers.</summary>
    public Structures.Matrix3d Matrix()
    {
        Span<Structures.Vector3d> rows = stackalloc Structures.Vector3d[3];
        int count = 0;
        foreach (YamlNode row in Items)
        {
            rows[Math.Min(count++, 2)] = row.Vector();
        }

        return count == 3 ? new Structures.Matrix3d(rows[0], rows[1], rows[2]) : throw Error("three rows of three numbers are expected here");
    }

    /// <summary>A sequence of as many numbers as fit.</summary>
    public void Fill(Span<double> values)
    {
        int count = 0;
        for (int child = Kind == YamlKind.Sequence ? file.FirstChild(index) : -1; child >= 0; child = file.NextSibling(child))
        {
            double value = new YamlNode(file, child).Number();
            if (count < values.Length)
            {
                values[count] = value;
            }

            count++;
        }

        if (count != values.Length)
        {
            throw Error($"{values.Length} numbers are expected here");
        }
    }

    /// <summary>An error here.</summary>
    public InsInputException Error(string problem) =>
        file.Source.Error($"line {Line}", problem, "write the file again with the program it comes from");
}
