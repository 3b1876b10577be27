using System.CommandLine;
using System.Text;
using System.Text.Json;
using Palermo.Statistics.Reports;
using Palermo.Statistics.Tables;
using Palermo.Statistics.Thresholds;

namespace Palermo.Cli.Statistics;

/// <summary>The options of verbs that write tables.</summary>
internal sealed class TableOutput
{
    private static readonly string[] Formats = ["text", "markdown", "html", "csv", "json", "json-stat", "sdmx-csv", "xlsx"];

    /// <summary>What every table says that did not pass the gate: it is for whoever holds the data.</summary>
    public const string WorkingOutput = "Working output for those who hold the data: every count is shown, small ones too. It is not for publication; what leaves goes through 'palermo publish' or 'palermo report national'.";

    private readonly Option<string> output = new("--output", "-o") { Description = string.Join(", ", Formats), DefaultValueFactory = _ => "text" };
    private readonly Option<FileInfo?> to = new("--to") { Description = "Write to this file instead of the standard output (needed for xlsx)" };
    private readonly Option<int?> threshold = new("--threshold") { Description = "Do not show counts under this, nor what would give them away by subtraction" };

    public void AddTo(Command command)
    {
        output.AcceptOnlyFromAmong(Formats);
        command.Options.Add(output);
        command.Options.Add(to);
        command.Options.Add(threshold);
    }

    public string Format(ParseResult parsed) => parsed.GetValue(output)!;

    public int? Threshold(ParseResult parsed) => parsed.GetValue(threshold) is { } t ? t >= 2 ? t : throw Refusal.Usage("--threshold is 2 or more.") : null;

    /// <summary>Writes tables, protected where a threshold is given.</summary>
    public void Write(ParseResult parsed, IReadOnlyList<StatTable> tables, string title)
    {
        var exact = Threshold(parsed) is null;
        WriteAsTheyAre(parsed, [.. tables.Select(x => exact ? x with { Notes = x.Notes.Add(WorkingOutput) } : x.Unit == "country" ? x : Protect(parsed, x))], title);
    }

    /// <summary>The table under the threshold; itself where none is given. A table is not protected twice.</summary>
    public StatTable Protect(ParseResult parsed, StatTable table) => Threshold(parsed) is { } t ? PlainThreshold.Protect(table, t) : table;

    /// <summary>Writes tables that need nothing more.</summary>
    public void WriteAsTheyAre(ParseResult parsed, IReadOnlyList<StatTable> shown, string title)
    {
        switch (Format(parsed))
        {
            case "csv":
                Text(parsed, string.Join('\n', shown.Select(CsvTable.Write)));
                break;
            case "sdmx-csv":
                Text(parsed, string.Join('\n', shown.Select(SdmxCsv.Write)));
                break;
            case "json":
                Json(parsed, json => JsonTable.WriteAll(json, shown, JsonTable.Write));
                break;
            case "json-stat":
                Json(parsed, json => JsonTable.WriteAll(json, shown, JsonTable.WriteJsonStat));
                break;
            case "xlsx":
                Bytes(parsed, stream => WorkbookTable.Write(stream, shown));
                break;
            default:
                Blocks(parsed, [.. shown.SelectMany(ReportBlocks.Of)], title);
                break;
        }
    }

    public void Blocks(ParseResult parsed, IReadOnlyList<Palermo.Law.Renderings.Block> blocks, string title) => Text(parsed, Format(parsed) switch
    {
        "markdown" => Palermo.Law.Renderings.BlockWriter.Markdown(blocks),
        "html" => HtmlDocument.Of(title, "en", Palermo.Law.Renderings.BlockWriter.Html(blocks)),
        _ => Palermo.Law.Renderings.BlockWriter.Text(blocks),
    });

    public void Json(ParseResult parsed, Action<Utf8JsonWriter> write) => Bytes(parsed, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        stream.WriteByte((byte)'\n');
    });

    private void Text(ParseResult parsed, string text) => Bytes(parsed, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    public void Bytes(ParseResult parsed, Action<Stream> write)
    {
        // Made whole before anything is written: a failure leaves no half file.
        using var made = new MemoryStream();
        write(made);
        if (parsed.GetValue(to) is { } file)
        {
            File.WriteAllBytes(file.FullName, made.ToArray());
            return;
        }

        if (Format(parsed) == "xlsx")
        {
            throw Refusal.Usage("--output xlsx needs --to FILE.");
        }

        using var stream = Console.OpenStandardOutput();
        stream.Write(made.ToArray());
    }
}
