using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Palermo.Records.Countries;
using Palermo.Records.Quality;

namespace Palermo.Cli.Records;

/// <summary>What was read from the columns of countries, and the texts that wait for a person.</summary>
internal static class CountryOutput
{
    private const int LongestShown = 80;

    public static void Print(TextWriter output, ImmutableArray<CountryReading> columns)
    {
        if (columns.IsEmpty)
        {
            output.WriteLine("No column of countries.");
        }

        foreach (var column in columns)
        {
            var (read, none, waiting) = Rows(column);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{column.Column}: {read:N0} rows read as {Countries(column):N0} countries or sets of countries, {none:N0} rows name no country, {waiting:N0} rows wait for review."));
            foreach (var item in column.Review.Items)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {item.Occurrences,12:N0}  {Shown(item.Text)}\t{item.Answer.Explain()}"));
            }
        }
    }

    public static void Write(Utf8JsonWriter json, ImmutableArray<CountryReading> columns)
    {
        json.WriteStartArray("countries");
        foreach (var column in columns)
        {
            var (read, none, waiting) = Rows(column);
            json.WriteStartObject();
            json.WriteString("column", column.Column);
            json.WriteNumber("rows_read", read);
            json.WriteNumber("rows_no_country", none);
            json.WriteNumber("rows_waiting", waiting);
            json.WriteStartArray("texts");
            for (var i = 0; i < column.Answers.Length; i++)
            {
                if (column.Answers[i] is not null and not Queued and var answer)
                {
                    json.WriteStartObject();
                    json.WriteString("text", Shown(column.Texts[i]));
                    json.WriteNumber("rows", column.Rows[i]);
                    json.WriteString(answer is MappedCountry ? "code" : "class", answer switch { MappedCountry m => string.Join(CountryReading.Joiner, m.Countries.Select(c => c.Country.Code)), NotACountry n => n.Class.ToString(), _ => null });
                    json.WriteNumber("confidence", answer.Confidence);
                    json.WriteString("rule", answer.Rule.ToString());
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
            json.WriteStartArray("review");
            foreach (var item in column.Review.Items)
            {
                json.WriteStartObject();
                json.WriteString("text", Shown(item.Text));
                json.WriteNumber("rows", item.Occurrences);
                json.WriteString("reason", item.Answer.Reason.ToString());
                json.WriteStartArray("consider");
                foreach (var country in item.Answer.Alternatives)
                {
                    json.WriteStringValue(country.Code);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static int Countries(CountryReading column) =>
        column.Answers.OfType<MappedCountry>().Select(m => string.Join(CountryReading.Joiner, m.Countries.Select(c => c.Country.Code))).Distinct(StringComparer.Ordinal).Count();

    private static (long Read, long None, long Waiting) Rows(CountryReading column)
    {
        long read = 0, none = 0, waiting = 0;
        for (var i = 0; i < column.Answers.Length; i++)
        {
            read += column.Answers[i] is MappedCountry ? column.Rows[i] : 0;
            none += column.Answers[i] is NotACountry ? column.Rows[i] : 0;
            waiting += column.Answers[i] is Queued ? column.Rows[i] : 0;
        }

        return (read, none, waiting);
    }

    private static string Shown(string text) => text.Length > LongestShown ? text[..LongestShown] + "…" : text;
}
