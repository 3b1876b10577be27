using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Palermo.Cli.Records;
using Palermo.Records.Conversions;
using Palermo.Records.Dialects;
using Palermo.Records.Sources;

namespace Palermo.Cli;

/// <summary><c>palermo convert FILE TO</c>: a record file or stored dataset in another dialect, with a report of everything that was lost.</summary>
internal static class ConvertVerb
{
    private const int LinesShown = 40;

    public static Command Create()
    {
        var input = new FileOrDataset();
        var target = new Argument<FileInfo>("TO") { Description = "The file to write: " + RecordWriters.Endings };
        var to = new Option<string>("--to") { Description = "The dialect to write", DefaultValueFactory = _ => RecordMapping.Records };
        var losses = new Option<FileInfo?>("--losses") { Description = "Write the ledger and the loss report as JSON to this file" };
        var command = new Command("convert", "Write records in another dialect, and say what that lost.");
        input.AddTo(command);
        command.Arguments.Add(target);
        command.Options.Add(to);
        command.Options.Add(losses);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(input, parsed, parsed.GetValue(target)!, parsed.GetValue(to)!, parsed.GetValue(losses), cancellation)));
        return command;
    }

    private static int Run(FileOrDataset input, ParseResult parsed, FileInfo target, string to, FileInfo? losses, CancellationToken cancellation)
    {
        if (RecordWriters.Of(target.Name) is not { } writerOf)
        {
            Console.Error.WriteLine($"'{target.Name}' has no known ending: {RecordWriters.Endings}.");
            return ExitCode.Usage;
        }

        var given = input.Given(parsed);
        var dialect = DialectCatalog.Default[to];
        var progress = new RowProgress(null);
        var result = RecordWriters.Whole(target, writerOf, writer => given switch
        {
            RecordsGiven.OfFile { File: var file, Options: var options } => Conversion.Run(Source.Open(file.FullName, new SourceOptions { Sheet = options.Sheet }), dialect, writer, new ConversionOptions { Table = options.Table, From = options.Dialect }, progress, cancellation),
            _ => Conversion.Run(given.Read(cancellation), dialect, writer, progress: progress, cancel: cancellation),
        });
        progress.Done();
        Report(given, target.Name, result);
        if (losses is not null)
        {
            WriteJson(losses, given, result);
        }

        return result.Losses.Lost > 0 ? ExitCode.Findings : LedgerOutput.ExitCodeOf(result.Ledger);
    }

    private static void Report(RecordsGiven given, string target, ConversionResult result)
    {
        var output = Console.Out;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{given.Shown} ({result.From.Id}) to {target} ({result.To.Id}): {result.Rows:N0} records."));
        output.WriteLine("Mappings: " + (result.Mappings.IsEmpty ? "none needed" : string.Join(", ", result.Mappings)) + ". SHA-256 of the input " + given.Sha256);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Lost: {result.Losses.Lost:N0} values."));
        output.WriteLine();
        LedgerOutput.Print(output, result.Losses, LinesShown);
        output.WriteLine();
        LedgerOutput.Print(output, result.Ledger);
    }

    private static void WriteJson(FileInfo file, RecordsGiven given, ConversionResult result)
    {
        using var stream = file.Create();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("file", given.Shown);
        json.WriteString("sha256", given.Sha256);
        json.WriteString("from", result.From.Id);
        json.WriteString("to", result.To.Id);
        json.WriteNumber("rows", result.Rows);
        json.WriteStartArray("mappings");
        foreach (var mapping in result.Mappings)
        {
            json.WriteStringValue(mapping);
        }

        json.WriteEndArray();
        LedgerOutput.Write(json, result.Losses);
        LedgerOutput.Write(json, result.Ledger);
        json.WriteEndObject();
    }
}
