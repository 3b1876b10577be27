using System.Collections.Immutable;
using System.Globalization;
using Palermo.Law.Renderings;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;

namespace Palermo.Statistics.Reports;

/// <summary>A report and its tables as blocks, which are written as text, Markdown or HTML with the same words.</summary>
public static class ReportBlocks
{
    private const int LongestGrid = 60;

    public static ImmutableArray<Block> Of(NationalReport report)
    {
        var scope = report.Request.Scope;
        return
        [
            new Palermo.Law.Renderings.Heading(1, "Trafficking in persons: national return" + (scope.Country is { } c ? ", " + c : "") + (scope.Period is { } y ? ", " + y : "")),
            new Palermo.Law.Renderings.Heading(2, "What may be said"),
            new Bullets([.. report.MayBeSaid.Select(s => s.English)]),
            new Palermo.Law.Renderings.Heading(2, "What may not be said"),
            new Bullets([.. report.MayNotBeSaid.Select(s => s.English)]),
            .. report.Tables.Concat(report.FlowTables).SelectMany(Of),
            new Palermo.Law.Renderings.Heading(2, "Quality of the data"),
            report.Completeness.IsEmpty ? new Paragraph("Not known for these data.") : new Grid(["variable", "recorded", "records"], [.. report.Completeness.Select(q => !q.IsHidden ? ImmutableArray.Create(q.Variable, NationalReport.Number(q.Recorded), NationalReport.Number(q.Records)) : ImmutableArray.Create(q.Variable, "✱", "✱"))]),
            .. report.Request.Ledger.IsEmpty ? [] : (IEnumerable<Block>)[new Bullets([.. ReportSentences.Quality(report.Request.Ledger)])],
            new Palermo.Law.Renderings.Heading(2, "Methods"),
            new Bullets([.. report.Methods.Select(s => s.English)]),
        ];
    }

    /// <summary>One table: heading, grid with the last axis as columns, source, notes. Rows without any figure, and in a
    /// long table those without a count from 1, are in the files and not here.</summary>
    public static IEnumerable<Block> Of(StatTable table)
    {
        yield return new Palermo.Law.Renderings.Heading(2, table.Title + (table.IsVerified ? "" : " (unverified)"));
        if (table.Observations.All(o => o.Cell.State == CellState.Blank))
        {
            yield return new Paragraph("No figures: " + string.Join(" ", table.Notes.DefaultIfEmpty("blank.")));
            yield return new Paragraph(Source(table));
            yield break;
        }

        yield return Grid(table);
        if (table.Denominator.IsNumber)
        {
            yield return new Paragraph("Shares are of the " + StateWords.Shown(table.Denominator) + " records that say something of it.");
        }

        if (!table.Notes.IsEmpty)
        {
            yield return new Bullets(table.Notes);
        }

        yield return new Paragraph(Source(table));
    }

    /// <summary>Where each figure comes from: definition, mapping, law, data hash and query.</summary>
    public static string Source(StatTable table)
    {
        var p = table.Provenance;
        return "Source: " + string.Join("; ", ((string[])
        [
            .. p.Definitions.Select(d => "table " + d), .. p.Mappings.Select(m => "mapping " + m), .. p.Laws.Select(l => "law " + l),
            .. p.Origins.Select(o => o.Name + (o.Sha256 is { } s ? " (SHA-256 " + s + ")" : "")), .. p.Query.Length > 0 ? (IEnumerable<string>)["query: " + p.Query] : [],
            .. table.Source is { } shape ? (IEnumerable<string>)["shape: " + shape] : [],
        ])) + ".";
    }

    private static Grid Grid(StatTable table)
    {
        if (table.Axes.IsEmpty)
        {
            return new Grid(["all"], [.. table.Observations.Select(o => ImmutableArray.Create(Text(o)))]);
        }

        var last = table.Axes[^1];
        var isLong = table.Observations.Length / last.Codes.Length > LongestGrid;
        var byCodes = table.Observations.ToDictionary(o => string.Join('\u001f', o.Codes), StringComparer.Ordinal);
        return new Grid([.. table.Axes.SkipLast(1).Select(a => a.Name), .. last.Codes.Select(Word)],
        [
            .. table.Observations.Select(o => o.Codes.RemoveAt(o.Codes.Length - 1)).DistinctBy(h => string.Join('\u001f', h), StringComparer.Ordinal)
                .Where(h => last.Codes.Any(c => byCodes.TryGetValue(string.Join('\u001f', h.Add(c)), out var o) && (isLong ? o.Cell.State is CellState.Value or CellState.Suppressed : o.Cell.State != CellState.Blank)))
                .Select(h => ImmutableArray.Create<string>([.. h.Select(Word), .. last.Codes.Select(c => byCodes.TryGetValue(string.Join('\u001f', h.Add(c)), out var o) ? Text(o) : "")])),
        ]);
    }

    private static string Text(Observation o) => StateWords.Shown(o.Cell)
        + (o.Share is { } share ? " (" + share.ToString("0.00", CultureInfo.InvariantCulture) + " %)" : "")
        + (o.Rate is { } rate ? " [" + rate.ToString("0.00", CultureInfo.InvariantCulture) + " per 100,000]" : "");

    private static string Word(string code) => code switch { Axis.Total => "total", Axis.NotRecorded => "not recorded", _ => code };
}
