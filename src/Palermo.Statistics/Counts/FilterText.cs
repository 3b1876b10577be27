using System.Collections.Immutable;
using System.Text;

namespace Palermo.Statistics.Counts;

/// <summary>
/// Filters as text, for command lines, addresses and provenance: <c>gender=Female,Male &amp; !(year=2019) | age?</c>.
/// <c>column=a,b</c> code in; <c>column!=a</c> recorded as another; <c>column*</c> recorded; <c>column?</c> not recorded;
/// <c>!</c>, <c>&amp;</c>, <c>|</c> and parentheses as usual, <c>&amp;</c> before <c>|</c>. A name or code that holds a mark
/// or a space at its ends is written in double quotes, a quote in it doubled. The empty text is every record.
/// </summary>
public static class FilterText
{
    private const string Marks = "=,!&|()*?\"";

    private static readonly System.Buffers.SearchValues<char> AllMarks = System.Buffers.SearchValues.Create(Marks);

    public static string Write(Filter filter) => filter is AllOf { Parts.IsEmpty: true } ? "" : Write(filter, 0);

    /// <exception cref="CountsException">The text is not a filter.</exception>
    public static Filter Read(string text)
    {
        var reader = new Reader(text);
        return reader.ReadWhole();
    }

    private static string Write(Filter filter, int level) => filter switch
    {
        CodeIn f => Quote(f.Column) + "=" + string.Join(',', f.Codes.Select(Quote)),
        IsRecorded f => Quote(f.Column) + (f.Yes ? "*" : "?"),
        NotOf f => "!(" + Write(f.Part, 0) + ")",
        AllOf { Parts: [] } => "()",
        AllOf { Parts: [var one] } => Write(one, level),
        AllOf f => string.Join(" & ", f.Parts.Select(p => Write(p, 1))),
        AnyOf { Parts: [] } => "!()",
        AnyOf { Parts: [var one] } => Write(one, level),
        AnyOf f when level > 0 => "(" + Write(f, 0) + ")",
        AnyOf f => string.Join(" | ", f.Parts.Select(p => Write(p, 0))),
        _ => "",
    };

    private static string Quote(string text) =>
        text.Length > 0 && text.AsSpan().IndexOfAny(AllMarks) < 0 && text.Trim() == text ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private sealed class Reader(string text)
    {
        private int at;
        private int depth;

        public Filter ReadWhole()
        {
            Skip();
            if (at == text.Length)
            {
                return Filter.All;
            }

            var filter = ReadAny();
            return at == text.Length ? filter : throw Wrong("something is left over");
        }

        private Filter ReadAny()
        {
            var parts = ImmutableArray.Create(ReadAll());
            while (Take('|'))
            {
                parts = parts.Add(ReadAll());
            }

            return parts.Length == 1 ? parts[0] : new AnyOf(parts);
        }

        private Filter ReadAll()
        {
            var parts = ImmutableArray.Create(ReadOne());
            while (Take('&'))
            {
                parts = parts.Add(ReadOne());
            }

            return parts.Length == 1 ? parts[0] : new AllOf(parts);
        }

        private Filter ReadOne()
        {
            if (++depth > 64)
            {
                throw Wrong("it nests too deep");
            }

            try
            {
                if (Take('!'))
                {
                    var part = ReadOne();
                    return part is AllOf { Parts.IsEmpty: true } ? new AnyOf([]) : new NotOf(part);
                }

                if (Take('('))
                {
                    if (Take(')'))
                    {
                        return Filter.All;
                    }

                    var inner = ReadAny();
                    return Take(')') ? inner : throw Wrong("a parenthesis is not closed");
                }

                return ReadCondition();
            }
            finally
            {
                depth--;
            }
        }

        private Filter ReadCondition()
        {
            var column = ReadText();
            if (Take('*'))
            {
                return Filter.Recorded(column);
            }

            if (Take('?'))
            {
                return Filter.NotRecorded(column);
            }

            var not = Take('!');
            if (!Take('='))
            {
                throw Wrong("after a column stands =, !=, * or ?");
            }

            // No code at all: no record, though its negation is every record that says something.
            ImmutableArray<string> codes = at == text.Length || text[at] is '&' or '|' or ')' ? [] : [ReadText()];
            while (Take(','))
            {
                codes = codes.Add(ReadText());
            }

            Filter filter = new CodeIn(column, codes);
            return not ? new NotOf(filter) : filter;
        }

        private string ReadText()
        {
            Skip();
            if (at < text.Length && text[at] == '"')
            {
                return ReadQuoted();
            }

            var start = at;
            while (at < text.Length && !Marks.Contains(text[at], StringComparison.Ordinal))
            {
                at++;
            }

            var read = text[start..at].Trim();
            return read.Length > 0 ? read : throw Wrong("a name or code is missing");
        }

        private string ReadQuoted()
        {
            var read = new StringBuilder();
            for (at++; at < text.Length; at++)
            {
                if (text[at] != '"')
                {
                    read.Append(text[at]);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    read.Append('"');
                    at++;
                }
                else
                {
                    at++;
                    Skip();
                    return read.ToString();
                }
            }

            throw Wrong("a quote is not closed");
        }

        private bool Take(char mark)
        {
            Skip();
            if (at >= text.Length || text[at] != mark)
            {
                return false;
            }

            at++;
            Skip();
            return true;
        }

        private void Skip()
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }

        private CountsException Wrong(string why) => new(new CountsError(CountsErrorCode.Query, "the filter cannot be read",
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"character {at + 1}"), char.ToUpperInvariant(why[0]) + why[1..] + ".",
            "Write conditions such as gender=Female & year=2019,2020, age? or !(citizenship=UA)."));
    }
}
