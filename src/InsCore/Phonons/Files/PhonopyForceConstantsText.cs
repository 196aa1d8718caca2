namespace InsCore.Phonons.Files;

/// <summary>phonopy's file FORCE_CONSTANTS: a line with the counts of rows and columns, then for each pair its numbers and three rows of three.</summary>
internal static class PhonopyForceConstantsText
{
    /// <summary>Whether a file is one: two counts, two numbers, three numbers.</summary>
    public static bool Recognises(PhononSource source)
    {
        string[] lines = source.Head.Split('\n', 5);
        return lines.Length >= 4 && Count(lines[0]) is 1 or 2 && Count(lines[1]) == 2 && Count(lines[2]) == 3 && !lines[0].Contains('.');

        // Fields if all are numbers, else 0.
        static int Count(string line)
        {
            ReadOnlySpan<char> rest = line.AsSpan().TrimEnd();
            int count = 0;
            while (!rest.IsWhiteSpace())
            {
                count++;
                if (!PhononText.TryDouble(PhononText.Field(ref rest), out _))
                {
                    return 0;
                }
            }

            return count;
        }
    }

    /// <summary>Reads a file.</summary>
    public static PhonopyRows Read(PhononSource source, PhonopyCells cells)
    {
        PhononText text = new(source);
        ReadOnlySpan<char> line = text.Require("the counts of atoms");
        int rows = text.Integer(ref line, "number of rows"), columns = line.IsWhiteSpace() ? rows : text.Integer(ref line, "number of columns");
        PhonopyRows constants = new(source, cells);
        if (columns != constants.SupercellAtoms || rows < 1 || rows > columns)
        {
            throw text.Error($"force constants of {rows} × {columns} atoms do not belong to a supercell of {constants.SupercellAtoms}", "give the phonopy.yaml of the same calculation");
        }

        double[] row = new double[9 * columns];
        for (int r = 0; r < rows; r++)
        {
            int atom = ReadRow(text, row, cells.Units.ForceConstant);
            constants.Take(atom, row);
        }

        return constants;
    }

    static int ReadRow(PhononText text, double[] row, double unit)
    {
        int atom = 0, columns = row.Length / 9;
        for (int s = 0; s < columns; s++)
        {
            ReadOnlySpan<char> line = text.Require("the last force constant");
            atom = text.Integer(ref line, "number of an atom") - 1;
            if (text.Integer(ref line, "number of an atom") != s + 1 || atom < 0 || atom >= columns)
            {
                throw text.Error($"the pair with supercell atom {s + 1} is expected here");
            }

            for (int k = 0; k < 9; k++)
            {
                if (k % 3 == 0)
                {
                    line = text.Require("the last force constant");
                }

                row[(9 * s) + k] = unit * text.Double(ref line, "force constant");
            }
        }

        return atom;
    }
}
