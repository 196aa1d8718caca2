using System.Text;

namespace InsCore.Cli;

/// <summary>Breaks long text into lines that fit a terminal of 100 columns.</summary>
internal static class TextWrap
{
    const int Columns = 98;

    /// <summary>The text with each line indented and no longer than the width, unless a single word is.</summary>
    public static string Wrap(string text, string indent)
    {
        StringBuilder wrapped = new();
        int column = 0;
        foreach (string word in text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > Columns)
            {
                wrapped.Append('\n');
                column = 0;
            }

            string piece = column == 0 ? indent + word : " " + word;
            wrapped.Append(piece);
            column += piece.Length;
        }

        return wrapped.ToString();
    }
}
