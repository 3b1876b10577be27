using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Palermo.Law.Bulk;
using Palermo.Law.Renderings;
using Palermo.Records.Ledgers;

namespace Palermo.Cli.Assessing;

/// <summary>A summary as blocks (text, HTML) and as JSON (schema <c>summary.schema.json</c>).</summary>
internal static class SummaryWriter
{
    private static readonly (Want Want, string Word)[] Words = [(Want.Act, "act"), (Want.Means, "means"), (Want.Purpose, "purpose"), (Want.Age, "age"), (Want.Other, "other")];

    public static ImmutableArray<Block> Blocks(Summary summary)
    {
        var assuming = summary.Assumption.Heading;
        var blocks = ImmutableArray.CreateBuilder<Block>();
        blocks.Add(new Heading(1, $"{Number(summary.Records)} records{assuming}"));
        blocks.Add(new Paragraph($"{summary.Source}, SHA-256 {summary.SourceHash}; {Number(summary.Distinct)} distinct fact vectors."));
        if (summary.Mapping is not null)
        {
            blocks.Add(new Paragraph($"Facts were set by the mapping {summary.Mapping}; nobody has weighed them. A method of control is evidence of a means, not the means itself."));
        }

        if (!summary.Assumption.IsNone)
        {
            blocks.Add(new Paragraph($"Conditional result: {string.Join(" and ", summary.Assumption.Elements)} taken as given wherever the record does not exclude it. It is not on record."));
        }

        blocks.Add(new Heading(2, "Result" + assuming));
        blocks.Add(new Grid(
            ["Text", "Met", "Not met", "Undetermined"],
            [.. summary.Instruments.Select(i => Row(Title(i), i.Counts.IsComputed ? [i.Counts.Result.True, i.Counts.Result.False, i.Counts.Result.Unknown] : null))]));
        foreach (var instrument in summary.Instruments.Where(i => i.Counts.IsComputed))
        {
            AddInstrument(blocks, instrument, assuming);
        }

        blocks.Add(new Heading(2, "Age at the act, by what is on record" + assuming));
        blocks.Add(new Grid(
            ["Age at the act", "Records", "Purpose and means", "Purpose only", "Means only", "Neither"],
            [Recorded("Child", summary.Recorded.Child), Recorded("Adult", summary.Recorded.Adult), Recorded("Not known", summary.Recorded.AgeNotKnown)]));
        if (!summary.Ledger.IsEmpty)
        {
            blocks.Add(new Heading(2, "Quality ledger"));
            blocks.Add(new Bullets([.. summary.Ledger.Select(l => l.ToString())]));
        }

        blocks.Add(new Paragraph("Counts say what stated facts establish under a stated text. Undetermined is not \"not trafficked\": it names what the record does not say."));
        return blocks.ToImmutable();
    }

    public static void Json(Utf8JsonWriter json, Summary summary)
    {
        json.WriteStartObject();
        json.WriteStartObject("summary");
        json.WriteString("source", summary.Source);
        json.WriteString("sha256", summary.SourceHash);
        json.WriteNumber("records", summary.Records);
        json.WriteNumber("distinctVectors", summary.Distinct);
        json.WriteString("dialect", summary.Dialect);
        json.WriteString("mapping", summary.Mapping);
        json.WriteStartArray("assumed");
        foreach (var element in summary.Assumption.Elements)
        {
            json.WriteStringValue(element);
        }

        json.WriteEndArray();
        if (!summary.Instruments.IsEmpty)
        {
            Counts(json, summary.Instruments[0]);
        }

        json.WriteStartArray("instruments");
        foreach (var instrument in summary.Instruments)
        {
            json.WriteStartObject();
            Counts(json, instrument);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("ageAtActByRecorded");
        Recorded(json, "child", summary.Recorded.Child);
        Recorded(json, "adult", summary.Recorded.Adult);
        Recorded(json, "unknown", summary.Recorded.AgeNotKnown);
        json.WriteEndObject();
        json.WriteStartArray("ledger");
        foreach (var line in summary.Ledger)
        {
            Ledger(json, line);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void AddInstrument(ImmutableArray<Block>.Builder blocks, InstrumentSummary instrument, string assuming)
    {
        var counts = instrument.Counts;
        blocks.Add(new Heading(2, $"{Title(instrument)}: by element{assuming}"));
        blocks.Add(new Grid(
            ["Element", "Established", "Excluded", "Not known"],
            [
                Row("Act", counts.Instrument.Act is null ? null : [counts.Act.True, counts.Act.False, counts.Act.Unknown], "not in this text"),
                Row("Means", counts.Instrument.Means is null ? null : [counts.Means.True, counts.Means.False, counts.Means.Unknown], "not in this text"),
                Row("Purpose", counts.Instrument.Purpose is null ? null : [counts.Purpose.True, counts.Purpose.False, counts.Purpose.Unknown], "not in this text"),
            ]));
        if (instrument.Undetermined.Count > 0)
        {
            blocks.Add(new Heading(2, $"{Title(instrument)}: what the undetermined lack{assuming}"));
            blocks.Add(new Grid(["Lacks", "Records"], [.. instrument.Undetermined.OrderByDescending(u => u.Value).Select(u => ImmutableArray.Create(Lacks(u.Key, ", "), Number(u.Value)))]));
        }
    }

    private static void Counts(Utf8JsonWriter json, InstrumentSummary instrument)
    {
        var counts = instrument.Counts;
        json.WriteString("instrument", counts.Instrument.Key);
        if (!counts.IsComputed)
        {
            json.WriteString("notComputed", "unverified");
        }

        Truths(json, "byResult", counts.Result);
        json.WriteStartObject("byElement");
        Truths(json, "act", counts.Act);
        Truths(json, "means", counts.Means);
        Truths(json, "purpose", counts.Purpose);
        json.WriteEndObject();
        json.WriteStartObject("undeterminedFor");
        json.WriteNumber("act", counts.WantAct);
        json.WriteNumber("means", counts.WantMeans);
        json.WriteNumber("purpose", counts.WantPurpose);
        json.WriteNumber("age", counts.WantAge);
        json.WriteEndObject();
        json.WriteStartObject("undeterminedLacking");
        foreach (var (want, cases) in instrument.Undetermined)
        {
            json.WriteNumber(Lacks(want, "+"), cases);
        }

        json.WriteEndObject();
    }

    private static void Truths(Utf8JsonWriter json, string name, TruthCounts counts)
    {
        json.WriteStartObject(name);
        json.WriteNumber("true", counts.True);
        json.WriteNumber("false", counts.False);
        json.WriteNumber("unknown", counts.Unknown);
        json.WriteEndObject();
    }

    private static void Recorded(Utf8JsonWriter json, string name, RecordedRow row)
    {
        json.WriteStartObject(name);
        json.WriteNumber("total", row.Total);
        json.WriteNumber("purposeAndMeans", row.PurposeAndMeans);
        json.WriteNumber("purposeOnly", row.PurposeOnly);
        json.WriteNumber("meansOnly", row.MeansOnly);
        json.WriteNumber("neither", row.Neither);
        json.WriteEndObject();
    }

    private static void Ledger(Utf8JsonWriter json, LedgerLine line)
    {
        json.WriteStartObject();
        json.WriteString("check", line.Check.Id);
        json.WriteString("severity", line.Check.Severity.ToString());
        json.WriteString("handling", line.Check.Handling.ToString());
        json.WriteString("what", line.Check.What);
        json.WriteString("column", line.Column);
        json.WriteNumber("count", line.Count);
        json.WriteStartArray("firstRows");
        foreach (var row in line.FirstRows)
        {
            json.WriteNumberValue(row);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ImmutableArray<string> Recorded(string name, RecordedRow row) =>
        [name, Number(row.Total), Number(row.PurposeAndMeans), Number(row.PurposeOnly), Number(row.MeansOnly), Number(row.Neither)];

    private static ImmutableArray<string> Row(string name, long[]? counts, string otherwise = "not computed: unverified") =>
        [name, .. counts?.Select(Number) ?? [otherwise, "", ""]];

    private static string Title(InstrumentSummary instrument) => ComparisonWords.Title(instrument.Counts.Instrument, "en");

    private static string Lacks(Want want, string separator) => string.Join(separator, Words.Where(w => want.HasFlag(w.Want)).Select(w => w.Word));

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(int number) => Number((long)number);
}
