using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Palermo.Cli.Records;
using Palermo.Records.Frames;

namespace Palermo.Cli;

/// <summary><c>palermo describe FILE</c>: the columns of a record file or stored dataset, how full they are, and how often each code occurs.</summary>
internal static class DescribeVerb
{
    public static Command Create()
    {
        var input = new FileOrDataset();
        var json = new Option<bool>("--json") { Description = "One JSON object instead of text" };
        var open = new Option<bool>("--open") { Description = "Also list the values of open columns (countries, years, categories)" };
        var command = new Command("describe", "Show a record file's columns, how full they are, and how often each code occurs.") { json, open };
        input.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(input, parsed, parsed.GetValue(json), parsed.GetValue(open), cancellation)));
        return command;
    }

    private static int Run(FileOrDataset input, ParseResult parsed, bool json, bool open, CancellationToken cancellation)
    {
        var given = input.Given(parsed);
        var frame = given.Read(cancellation);
        if (json)
        {
            WriteJson(given, frame, open);
        }
        else
        {
            WriteText(given, frame, open);
        }

        return ExitCode.Done;
    }

    private static bool IsOpen(Frame frame, FrameColumn column) => frame.Dialect.Columns.Any(c => c.Name == column.Name && c.Kind == "open");

    private static void WriteText(RecordsGiven given, Frame frame, bool open)
    {
        var output = Console.Out;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{given.Shown}: {frame.Dialect.Title} ({frame.Dialect.Id} {frame.Dialect.Version}), {frame.Rows:N0} rows, one a {frame.Dialect.Unit}."));
        foreach (var column in frame.Columns)
        {
            var histogram = column.Histogram();
            output.WriteLine();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{column.Name}: {column.Codes.Length} codes, recorded in {frame.Rows - histogram[0]:N0}, not recorded in {histogram[0]:N0}"));
            if (IsOpen(frame, column) && !open)
            {
                continue;
            }

            foreach (var (code, count) in column.Codes.Select((c, i) => (c, histogram[i + 1])))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,12:N0}  {code}"));
            }
        }
    }

    private static void WriteJson(RecordsGiven given, Frame frame, bool open)
    {
        using var output = Console.OpenStandardOutput();
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("file", given.Shown);
        writer.WriteString("sha256", given.Sha256);
        writer.WriteString("dialect", frame.Dialect.Id);
        writer.WriteString("dialect_version", frame.Dialect.Version);
        writer.WriteNumber("rows", frame.Rows);
        writer.WriteStartArray("columns");
        foreach (var column in frame.Columns)
        {
            var histogram = column.Histogram();
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteNumber("not_recorded", histogram[0]);
            writer.WriteNumber("codes", column.Codes.Length);
            if (!IsOpen(frame, column) || open)
            {
                writer.WriteStartObject("counts");
                for (var i = 0; i < column.Codes.Length; i++)
                {
                    writer.WriteNumber(column.Codes[i], histogram[i + 1]);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
