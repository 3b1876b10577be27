using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Palermo.Cli.Records;
using Palermo.Records.Countries;
using Palermo.Records.Frames;
using Palermo.Records.Quality;

namespace Palermo.Cli;

/// <summary><c>palermo check FILE</c>: whose file it is, and everything doubtful in it, by named checks with counts and places.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var input = new RecordsInput();
        var json = new Option<bool>("--json") { Description = "One JSON object instead of text" };
        var countries = new Option<bool>("--countries") { Description = "Also list the country and citizenship texts that wait for a person's decision" };
        var decisions = new DecisionsOption();
        var command = new Command("check", "Find what is wrong or doubtful in a record file; nothing is changed.") { json, countries };
        input.AddTo(command);
        decisions.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(input, parsed, parsed.GetValue(json), parsed.GetValue(countries), decisions.Normaliser(parsed), cancellation)));
        return command;
    }

    private static int Run(RecordsInput input, ParseResult parsed, bool json, bool countries, CountryNormaliser normaliser, CancellationToken cancellation)
    {
        var path = input.Path(parsed);
        var progress = input.Progress(parsed);
        var frame = Review.Of(Frame.Read(path, input.Options(parsed), progress, cancellation), normaliser);
        progress.Done();
        if (json)
        {
            using var output = Console.OpenStandardOutput();
            using var writer = new Utf8JsonWriter(output);
            writer.WriteStartObject();
            writer.WriteString("file", Path.GetFileName(path));
            writer.WriteString("sha256", RecordsInput.Hash(path));
            writer.WriteString("dialect", frame.Dialect.Id);
            writer.WriteString("dialect_version", frame.Dialect.Version);
            writer.WriteNumber("rows", frame.Rows);
            LedgerOutput.Write(writer, frame.Ledger);
            if (countries)
            {
                CountryOutput.Write(writer, Readings(frame, normaliser));
            }

            writer.WriteEndObject();
        }
        else
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}: {frame.Dialect.Title} ({frame.Dialect.Id} {frame.Dialect.Version}), {frame.Rows:N0} rows."));
            Console.Out.WriteLine("SHA-256 " + RecordsInput.Hash(path));
            Console.Out.WriteLine();
            LedgerOutput.Print(Console.Out, frame.Ledger);
            if (countries)
            {
                Console.Out.WriteLine();
                CountryOutput.Print(Console.Out, Readings(frame, normaliser));
            }
        }

        return LedgerOutput.ExitCodeOf(frame.Ledger);
    }

    private static ImmutableArray<CountryReading> Readings(Frame frame, CountryNormaliser normaliser) => [.. CountryColumn.Of(frame, normaliser).Select(c => c.Reading)];
}
