using System.Collections.Immutable;
using Palermo.Records.Countries;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;

namespace Palermo.Records.Quality;

/// <summary>
/// A column of countries or citizenships, read: the column as texts, what each text means, and the same column as codes.
/// The frame itself keeps the texts.
/// </summary>
/// <param name="Texts">The column as it stands in the frame.</param>
/// <param name="Reading">What its texts mean, and how many rows have each.</param>
/// <param name="Codes">
/// The column as lasting country codes (ISO 3166-1 alpha-2, 3166-3 alpha-4 for former countries), several joined by a semicolon.
/// Not recorded, no country and waiting for review are all code 0 here; <see cref="Answers"/> tells them apart.
/// </param>
public sealed record CountryColumn(FrameColumn Texts, CountryReading Reading, FrameColumn Codes)
{
    private Func<int, bool> counts = static _ => true;

    public const string Joiner = CountryReading.Joiner;

    public string Name => Texts.Name;

    /// <summary>The answer to each code text of <see cref="Texts"/>, in order; null for one that stands only where the column means something else.</summary>
    public ImmutableArray<CountryAnswer?> Answers => Reading.Answers;

    /// <summary>How many rows have each text, in the same order, where it means a country.</summary>
    public ImmutableArray<long> Rows => Reading.Rows;

    /// <summary>The texts that wait for a person, the most frequent first.</summary>
    public CountryReview Review => Reading.Review;

    /// <summary>Whether the field of a row is meant as a country.</summary>
    public bool IsCountry(int row) => counts(row);

    /// <summary>Reads every column of countries of a frame.</summary>
    public static ImmutableArray<CountryColumn> Of(Frame frame, CountryNormaliser? normaliser = null) =>
    [
        .. from declared in frame.Dialect.Columns
           where declared.Countries is not null
           let texts = frame.Find(declared.Name)
           where texts is not null
           select Of(frame, texts, declared.Countries!, normaliser ?? CountryNormaliser.Default),
    ];

    /// <summary>The columns of a stored frame by what was read of them when it was imported.</summary>
    public static ImmutableArray<CountryColumn> Of(Frame frame, ImmutableArray<CountryReading> readings) =>
    [
        .. from reading in readings
           let texts = frame.Find(reading.Column)
           where texts is not null
           select Of(texts, reading, Means(frame, frame.Dialect.Columns.First(c => c.Name == reading.Column).Countries?.Only)),
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

        return Of(texts, CountryReading.Of(texts.Name, texts.Codes, [.. rows], declared.Form, normaliser), means);
    }

    private static CountryColumn Of(FrameColumn texts, CountryReading reading, Func<int, bool> means)
    {
        var codes = new Dictionary<string, ushort>(StringComparer.Ordinal);
        var codeOf = new ushort[reading.Answers.Length + 1];
        for (var i = 0; i < reading.Answers.Length; i++)
        {
            if (reading.Answers[i] is MappedCountry mapped)
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
        return new CountryColumn(texts, reading, coded) { counts = means };
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
