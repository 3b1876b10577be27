using System.Globalization;

namespace Palermo.Records.Tables;

/// <summary>
/// One field of a comma-separated file that people open in a spreadsheet. A text that a spreadsheet would run as a formula is led by
/// an apostrophe, also where signs that nobody sees stand before it; a plain negative number is left as it is. A field that begins like a
/// line of sources (#) is quoted.
/// </summary>
public static class CsvField
{
    /// <returns>The field as it stands in the file, quoted where it must be.</returns>
    public static string Of(string text)
    {
        var safe = IsFormula(text.TrimStart('\'')) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 && !safe.StartsWith('#') ? safe : "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    /// <returns>The text of a field whose quotes are undone: without the apostrophe that <see cref="Of"/> put before it.</returns>
    public static string Read(string field) => field.StartsWith('\'') && IsFormula(field.TrimStart('\'')) ? field[1..] : field;

    private static bool IsFormula(string text)
    {
        var seen = 0;
        while (seen < text.Length && IsUnseen(text[seen]))
        {
            seen++;
        }

        return text is ['\t' or '\r', ..] || (seen < text.Length && text[seen] switch
        {
            '=' or '+' or '@' => true,
            '-' => !decimal.TryParse(text.AsSpan(seen), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _),
            _ => false,
        });
    }

    private static bool IsUnseen(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
