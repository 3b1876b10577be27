using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Palermo.Records.Quality;

namespace Palermo.Cli.Records;

/// <summary><c>palermo country queue FILE|NAME</c>: the country texts that wait for a person, as decisions to be filled in.</summary>
internal static class QueueVerb
{
    // Read by people in a text editor, never put into a page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var given = new FileOrDataset();
        var decisions = new DecisionsOption();
        var output = new Option<FileInfo?>("--out", "-o") { Description = "Write there instead of to standard output" };
        var command = new Command("queue", "List the country texts of a record file or stored dataset that wait for a person, as JSON Lines: fill in countries or class, decidedBy and decidedOn, and give the file back with --decisions.") { output };
        given.AddTo(command);
        decisions.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var readings = given.Given(parsed) is RecordsGiven.OfStore stored && decisions.Read(parsed) is null
                ? [.. stored.Store.Countries(stored.Entry.Name)]
                : CountryColumn.Of(given.Given(parsed).Read(cancellation), decisions.Normaliser(parsed)).Select(c => c.Reading).ToList();
            var lines = Lines(readings).ToList();
            if (parsed.GetValue(output) is { } file)
            {
                File.WriteAllLines(file.FullName, lines, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }
            else
            {
                lines.ForEach(Console.Out.WriteLine);
            }

            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lines.Count} texts wait."));
            return Task.FromResult(lines.Count == 0 ? ExitCode.Done : ExitCode.Findings);
        });
        return command;
    }

    private static IEnumerable<string> Lines(IReadOnlyList<CountryReading> readings) =>
        from item in readings.SelectMany(r => r.Review.Items.Select(i => (r.Column, Item: i))).GroupBy(i => i.Item.Text, StringComparer.Ordinal)
        orderby item.Sum(i => i.Item.Occurrences) descending, item.Key
        select Line(item.Key, [.. item.Select(i => i.Column)], item.Sum(i => i.Item.Occurrences), item.First().Item.Answer);

    private static string Line(string text, IReadOnlyList<string> columns, long rows, Palermo.Records.Countries.Queued answer)
    {
        using var into = new MemoryStream();
        using (var json = new Utf8JsonWriter(into, Plain))
        {
            json.WriteStartObject();
            json.WriteString("text", text);
            List("countries", []);
            json.WriteNull("class");
            json.WriteString("decidedBy", "");
            json.WriteNull("decidedOn");
            json.WriteNull("note");
            List("columns", columns);
            json.WriteNumber("rows", rows);
            json.WriteString("reason", answer.Reason.ToString());
            List("consider", answer.Alternatives.Select(a => a.Code));
            json.WriteEndObject();

            void List(string name, IEnumerable<string> items)
            {
                json.WriteStartArray(name);
                foreach (var item in items)
                {
                    json.WriteStringValue(item);
                }

                json.WriteEndArray();
            }
        }

        return Encoding.UTF8.GetString(into.ToArray());
    }
}
