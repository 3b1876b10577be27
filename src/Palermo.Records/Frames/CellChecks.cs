using Palermo.Records.Dialects;
using Palermo.Records.Ledgers;

namespace Palermo.Records.Frames;

/// <summary>Checks on one spelling of a value, whatever the column; run once a distinct spelling.</summary>
internal static class CellChecks
{
    public static IEnumerable<Check> Of(string raw, DialectColumn column)
    {
        if (raw.Contains('\uFFFD'))
        {
            yield return TableChecks.LostLetters;
        }
        else if (HasDoubleEncoding(raw))
        {
            yield return TableChecks.DoubleEncoding;
        }

        if (column.Kind == "open" && (char.IsWhiteSpace(raw[0]) || char.IsWhiteSpace(raw[^1])))
        {
            yield return TableChecks.OuterSpaces;
        }

        if (raw.AsSpan().IndexOfAnyInRange('\0', '\u001F') >= 0 && raw.AsSpan().ContainsAnyExcept("\t\r\n") && raw.AsSpan().ContainsAnyInRange('\0', '\u0008'))
        {
            yield return TableChecks.ControlCharacters;
        }
    }

    // UTF-8 read as Latin-1 and saved again: a letter of C3/C2 followed by one of the continuation range.
    private static bool HasDoubleEncoding(string text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] is 'Ã' or 'Â' && text[i + 1] is >= '\u0080' and <= '\u00BF')
            {
                return true;
            }
        }

        return false;
    }
}
