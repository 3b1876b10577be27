using System.CommandLine;
using System.Text.Json;
using Palermo.Cli.Inputs;
using Palermo.Law.Comparisons;
using Palermo.Law.Renderings;

namespace Palermo.Cli;

/// <summary><c>palermo compare CASE</c>: the same facts under many texts and dates.</summary>
internal static class CompareVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("CASE") { Description = "A case (.json, .yaml)" };
        var output = new Option<string>("--output", "-o") { Description = "text, markdown, html or json", DefaultValueFactory = _ => "text" };
        var law = new LawOptions();
        var command = new Command("compare", "Compare what the same facts establish under many texts, and since when.") { file, output };
        law.AddTo(command);
        command.SetAction(parsed =>
        {
            var library = Lawbook.Library;
            var how = parsed.GetValue(output)!;
            if (how is not ("text" or "markdown" or "html" or "json"))
            {
                throw Refusal.Usage("--output is one of text, markdown, html, json.");
            }

            var question = law.Read(parsed, library, [library.Protocol.Key, .. library.Definitions.Where(d => d != library.Protocol).Select(d => d.Key)]);
            var facts = CaseInput.One(InputFile.Of(parsed.GetValue(file)!), library);
            var comparison = Comparison.Of(facts.Findings, question.For(facts), question.Query);
            if (how == "json")
            {
                AssessVerb.Print(json => Write(json, facts.Id, comparison, question.Language));
            }
            else
            {
                AssessVerb.PrintBlocks(ComparisonWords.Of(comparison, question.Language), how, facts.Id, question.Language);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(Utf8JsonWriter json, string id, Comparison comparison, string language)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteStartArray("results");
        foreach (var determination in comparison.Determinations)
        {
            DeterminationJson.WriteShort(json, id, determination);
        }

        json.WriteEndArray();
        json.WriteStartArray("changes");
        foreach (var change in comparison.Changes)
        {
            json.WriteStartObject();
            json.WriteString("instrument", change.InstrumentId);
            json.WriteString("since", change.Since.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("before", change.Before.Result.ToString());
            json.WriteString("after", change.After.Result.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("differences");
        foreach (var difference in comparison.Differences)
        {
            json.WriteStartObject();
            json.WriteString("first", difference.First.Instrument.Key);
            json.WriteString("second", difference.Second.Instrument.Key);
            json.WriteStartArray("words");
            foreach (var words in difference.Words)
            {
                json.WriteStringValue(ComparisonWords.Words(words, language));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
