using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.Reports;

/// <summary>A report as JSON, the same bytes for the same inputs.</summary>
public static class ReportJson
{
    public static void Write(Utf8JsonWriter json, NationalReport report)
    {
        json.WriteStartObject();
        json.WriteString("report", "national");
        json.WriteString("country", report.Request.Scope.Country);
        json.WriteString("year", report.Request.Scope.Period);
        Statements(json, "may_be_said", report.MayBeSaid);
        Statements(json, "may_not_be_said", report.MayNotBeSaid);
        foreach (var (name, tables) in (ReadOnlySpan<(string, ImmutableArray<StatTable>)>)[("tables", report.Tables), ("flows", report.FlowTables)])
        {
            json.WriteStartArray(name);
            foreach (var table in tables)
            {
                JsonTable.Write(json, table);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("completeness");
        foreach (var line in report.Completeness)
        {
            json.WriteStartObject();
            json.WriteString("variable", line.Variable);
            if (line.IsHidden)
            {
                json.WriteNull("recorded");
            }
            else
            {
                json.WriteNumber("recorded", line.Recorded);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("ledger");
        foreach (var line in ReportSentences.Quality(report.Request.Ledger))
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
        Statements(json, "methods", report.Methods);
        json.WriteEndObject();
    }

    private static void Statements(Utf8JsonWriter json, string name, ImmutableArray<Statement> statements)
    {
        json.WriteStartArray(name);
        foreach (var statement in statements)
        {
            json.WriteStartObject();
            json.WriteString("key", statement.Key);
            json.WriteStartArray("arguments");
            foreach (var argument in statement.Arguments)
            {
                json.WriteStringValue(argument);
            }

            json.WriteEndArray();
            json.WriteString("english", statement.English);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
