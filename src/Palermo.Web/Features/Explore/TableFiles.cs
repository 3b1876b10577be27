using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Tables;
using Palermo.Web.Datasets;

namespace Palermo.Web.Features.Explore;

/// <summary>Files of a protected table, in the forms of the statistics library. Each says what it rests on and what was withheld.</summary>
public static class TableFiles
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The table as it is published: codes as the dataset has them, "not recorded" and totals along each side.</summary>
    public static StatTable ToStatTable(ProtectedTable table)
    {
        var pivot = table.Table;
        var rows = Side(pivot.RowDimensions[0], pivot.Rows);
        var across = table.Question.Columns is null ? null : Side(pivot.ColumnDimensions[0], pivot.Columns);
        var observations = ImmutableArray.CreateBuilder<Observation>();
        foreach (var (code, row) in rows.Places)
        {
            if (across is null)
            {
                observations.Add(new([code], row is null ? Cell.Suppressed : row < 0 ? pivot.Total : pivot.RowTotals[row.Value]));
                continue;
            }

            foreach (var (other, column) in across.Places)
            {
                observations.Add(new([code, other], (row, column) switch
                {
                    (null, _) or (_, null) => Cell.Suppressed,
                    ( < 0, < 0) => pivot.Total,
                    ( < 0, { } c) => pivot.ColumnTotals[c],
                    ({ } r, < 0) => pivot.RowTotals[r],
                    ({ } r, { } c) => pivot[r, c],
                }));
            }
        }

        var sample = table.Dataset.IsSample;
        return new StatTable(
            "explore-" + table.Question.Rows + (table.Question.Columns is null ? "" : "-" + table.Question.Columns),
            (sample ? "Made-up sample, nobody in it exists: " : "") + "persons by " + table.Question.Rows + (table.Question.Columns is null ? "" : " and " + table.Question.Columns),
            "person",
            across is null ? [rows.Axis] : [rows.Axis, across.Axis],
            observations.ToImmutable(),
            pivot.Provenance,
            [
                string.Create(CultureInfo.InvariantCulture, $"Counts below {table.Protection.Threshold} are not told from none and stand as suppressed; every count carries noise of at most {table.Protection.Noise}, the same for the same people in every table, so parts need not add up to their total."),
                "Persons recorded, never all who exist.",
            ],
            true);
    }

    /// <summary>One line a cell with its state; what each table rests on stands under it in lines that begin with #.</summary>
    public static byte[] Csv(params IReadOnlyList<StatTable> tables) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join('\n', tables.Select(CsvTable.Write)))];

    /// <summary>As JSON with everything a figure rests on, several tables as an array; or one as JSON-stat 2.0.</summary>
    public static byte[] Json(bool stat, params IReadOnlyList<StatTable> tables)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            JsonTable.WriteAll(json, tables, stat ? JsonTable.WriteJsonStat : JsonTable.Write);
        }

        return stream.ToArray();
    }

    public static byte[] Sdmx(StatTable table) => Encoding.UTF8.GetBytes(SdmxCsv.Write(table));

    public static byte[] Xlsx(params IReadOnlyList<StatTable> tables)
    {
        using var stream = new MemoryStream();
        WorkbookTable.Write(stream, tables);
        return stream.ToArray();
    }

    /// <summary>The codes of a side with the place of each in the pivot: null where none is shown, -1 for the total.</summary>
    private sealed record Of(Axis Axis, ImmutableArray<(string Code, int? Place)> Places);

    private static Of Side(Dimension dimension, ImmutableArray<Heading> headings)
    {
        var places = ImmutableArray.CreateBuilder<(string, int?)>();
        int? silent = null;
        for (var i = 0; i < headings.Length; i++)
        {
            if (dimension.Text(headings[i].Codes[0]) is { } text)
            {
                places.Add((text, i));
            }
            else
            {
                silent = i;
            }
        }

        places.Add((Axis.NotRecorded, silent));
        places.Add((Axis.Total, -1));
        return new(new Axis(dimension.Name, [.. places.Select(p => p.Item1)]), places.ToImmutable());
    }
}
