using System.Collections.Immutable;
using Palermo.Records.Countries;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;

namespace Palermo.Records.Quality;

/// <summary>
/// A column of countries or citizenships, read: what each of its texts means, how sure that is, and the same column as codes.
/// The frame itself keeps the texts.
/// </summary>
/// <param name="Texts">The column as it stands in the frame.</param>
/// <param name="Answers">The answer to each code text of <paramref name="Texts"/>, in order; null for one that stands only where the column means something else.</param>
/// <param name="Rows">How many rows have each text, in the same order, where it means a country.</param>
/// <param name="Codes">
/// The column as lasting country codes (ISO 3166-1 alpha-2, 3166-3 alpha-4 for former countries), several joined by a semicolon.
/// Not recorded, no country and waiting for review are all code 0 here; <paramref name="Answers"/> tells them apart.
/// </param>
public sealed record CountryColumn(FrameColumn Texts, ImmutableArray<CountryAnswer?> Answers, ImmutableArray<long> Rows, FrameColumn Codes)
{
    private Func<int, bool> counts = static _ => true;

    public const string Joiner = ";";

    public string Name => Texts.Name;

    /// <summary>Whether the field of a row is meant as a country.</summary>
    public bool IsCountry(int row) => counts(row);

    /// <summary>The texts that wait for a person, the most frequent first.</summary>
    public CountryReview Review =>
        new([.. Answers
            .Select((a, i) => (Answer: a as Queued, Text: Texts.Codes[i], Count: Rows[i]))
            .Where(a => a.Answer is not null)
            .OrderByDescending(a => a.Count)
            .ThenBy(a => a.Text, StringComparer.Ordinal)
            .Select(a => new CountryReviewItem(a.Text, a.Count, a.Answer!))]);

    /// <summary>Reads every column of countries of a frame.</summary>
    public static ImmutableArray<CountryColumn> Of(Frame frame, CountryNormaliser? normaliser = null) =>
    [
        .. from declared in frame.Dialect.Columns
           where declared.Countries is not null
           let texts = frame.Find(declared.Name)
           where texts is not null
           select Of(frame, texts, declared.Countries!, normaliser ?? CountryNormaliser.Default),
    ];

    private static CountryColumn Of(Frame frame, FrameColumn texts, CountryTexts declared, CountryNormaliser normaliser)
    {
        var means = Means(frame, declared.Only);
        var rows = new long[texts.Codes.Length];
        for (var row = 0; row < texts.Rows; row++)
        {
            if (texts[row] is > 0 and var code && means(row))
            {
                rows[code - 1]++;
            }
        }

        ImmutableArray<CountryAnswer?> answers = [.. texts.Codes.Select((text, i) => rows[i] == 0 ? null : Answer(text, declared.Form, normaliser))];
        var codes = new Dictionary<string, ushort>(StringComparer.Ordinal);
        var codeOf = new ushort[answers.Length + 1];
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i] is MappedCountry mapped)
            {
                var text = string.Join(Joiner, mapped.Countries.Select(m => m.Country.Code));
                codes.TryAdd(text, (ushort)(codes.Count + 1));
                codeOf[i + 1] = codes[text];
            }
        }

        var values = new ushort[texts.Rows];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = means(row) ? codeOf[texts[row]] : (ushort)0;
        }

        ImmutableArray<string> names = [.. codes.OrderBy(c => c.Value).Select(c => c.Key)];
        var coded = names.Length <= byte.MaxValue
            ? new FrameColumn(texts.Name, names, Array.ConvertAll(values, v => (byte)v), Joiner)
            : new FrameColumn(texts.Name, names, values, Joiner);
        return new CountryColumn(texts, answers, [.. rows], coded) { counts = means };
    }

    private static CountryAnswer Answer(string text, CountryTextForm form, CountryNormaliser normaliser)
    {
        if (form == CountryTextForm.Name)
        {
            return normaliser.Read(text);
        }

        var kind = form == CountryTextForm.Alpha2 ? CodeKind.Alpha2 : CodeKind.Alpha3;
        var parts = text.Split(Joiner, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(p => normaliser.ReadCode(kind, p)).ToArray();
        var mapped = parts.OfType<MappedCountry>().ToArray();
        return parts.Length > 1 && mapped.Length == parts.Length
            ? new MappedCountry([.. mapped.SelectMany(m => m.Countries).DistinctBy(m => m.Country.Code)], mapped.Min(m => m.Confidence), [.. mapped.SelectMany(m => m.Because)], [])
            : parts.FirstOrDefault(p => p is not MappedCountry) ?? parts.FirstOrDefault() ?? normaliser.Read("");
    }

    private static Func<int, bool> Means(Frame frame, RowCondition? only)
    {
        if (only is null)
        {
            return static _ => true;
        }

        if (frame.Find(only.Columns[0]) is not { } column)
        {
            return static _ => false;
        }

        var wanted = column.Codes.Select(c => only.Values.Contains(c)).Prepend(false).ToArray();
        return row => wanted[column[row]];
    }
}
