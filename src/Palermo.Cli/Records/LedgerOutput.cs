using System.Globalization;
using System.Text.Json;
using Palermo.Records.Conversions;
using Palermo.Records.Ledgers;

namespace Palermo.Cli.Records;

/// <summary>The ledger and the loss report for people and for scripts.</summary>
internal static class LedgerOutput
{
    public static void Print(TextWriter output, Ledger ledger)
    {
        if (ledger.Lines.IsEmpty)
        {
            output.WriteLine("Nothing was found amiss.");
            return;
        }

        foreach (var line in ledger.Lines)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Word(line.Check.Severity),-8} {line.Count,12:N0}  {line.Check.Id}{(line.Column is null ? "" : " [" + line.Column + "]")}"));
            output.WriteLine($"{"",-23}{Sentence(line.Check.What)} {line.Check.Why}");
            output.WriteLine($"{"",-23}What was done: {Word(line.Check.Handling)}.{Rows(line)}");
        }
    }

    public static void Print(TextWriter output, LossReport losses, int most)
    {
        foreach (var line in losses.Lines.Take(most))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Word(line.Kind),-8} {line.Count,12:N0}  {line.Column}{(line.Value is null ? "" : " = " + line.Value)} ({line.From} to {line.To}): {line.Why}"));
        }

        if (losses.Lines.Length > most)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"... and {losses.Lines.Length - most} more lines; --losses FILE writes them all."));
        }
    }

    public static void Write(Utf8JsonWriter json, Ledger ledger)
    {
        json.WriteStartArray("ledger");
        foreach (var line in ledger.Lines)
        {
            json.WriteStartObject();
            json.WriteString("check", line.Check.Id);
            json.WriteString("severity", Word(line.Check.Severity));
            json.WriteString("handling", Word(line.Check.Handling));
            json.WriteString("column", line.Column);
            json.WriteNumber("count", line.Count);
            json.WriteStartArray("first_rows");
            foreach (var row in line.FirstRows)
            {
                json.WriteNumberValue(row);
            }

            json.WriteEndArray();
            json.WriteString("what", line.Check.What);
            json.WriteString("why", line.Check.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, LossReport losses)
    {
        json.WriteNumber("lost", losses.Lost);
        json.WriteStartArray("losses");
        foreach (var line in losses.Lines)
        {
            json.WriteStartObject();
            json.WriteString("kind", Word(line.Kind));
            json.WriteString("from", line.From);
            json.WriteString("to", line.To);
            json.WriteString("column", line.Column);
            json.WriteString("value", line.Value);
            json.WriteNumber("count", line.Count);
            json.WriteString("why", line.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Whether somebody must look: anything worse than a note.</summary>
    public static int ExitCodeOf(Ledger ledger) => ledger.Worst > Severity.Note ? ExitCode.Findings : ExitCode.Done;

    private static string Rows(LedgerLine line) =>
        line.FirstRows.IsEmpty ? "" : " First rows: " + string.Join(", ", line.FirstRows.Select(r => r.ToString(CultureInfo.InvariantCulture))) + ".";

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";

    private static string Word(Enum value) => value switch
    {
        Handling.SetToNotRecorded => "set to not recorded",
        _ => value.ToString().ToLowerInvariant(),
    };
}
