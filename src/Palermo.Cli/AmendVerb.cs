using System.Collections.Immutable;
using System.CommandLine;
using Palermo.Cli.Inputs;
using Palermo.Law.Comparisons;
using Palermo.Law.Renderings;

namespace Palermo.Cli;

/// <summary><c>palermo amend DRAFT --against CASES</c>: a draft law run against a set of cases.</summary>
internal static class AmendVerb
{
    public static Command Create()
    {
        var draft = new Argument<string>("DRAFT") { Description = "An instrument file (.json)" };
        var against = new Option<string>("--against") { Description = "Cases (.jsonl, .json)", Required = true };
        var inForce = new Option<string?>("--in-force") { Description = "The text it would replace (id or id/version); default: the newest verified version with the draft's id, else the Protocol" };
        var output = new Option<string>("--output", "-o") { Description = "text, markdown, html or json", DefaultValueFactory = _ => "text" };
        var law = new LawOptions();
        var command = new Command("amend", "Run a draft law against cases: who would be newly covered, who lost, and by which clause.") { draft, against, inForce, output };
        law.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var library = Lawbook.Library;
            var question = law.Read(parsed, library);
            var file = InputFile.Of(parsed.GetValue(draft)!);
            var (version, problems) = library.Read(File.ReadAllBytes(file.Path), file.Name);
            if (version is null)
            {
                throw Refusal.Problems([.. problems.Select(p => p.ToString())], $"{file.Name} was not run.");
            }

            var current = parsed.GetValue(inForce) is { } name
                ? library.Find(name, question.AsOf) ?? throw Refusal.Usage($"There is no instrument '{name}'.")
                : library.Versions.LastOrDefault(v => v.Id == version.Id && v.IsVerified) ?? library.Protocol;

            // A draft is checked by nobody yet; running it is the point, and the output says that it is a draft.
            var amendment = Amendment.Run(current, version with { IsVerified = true }, CaseInput.Stream(InputFile.Of(parsed.GetValue(against)!), library, cancellation), question.Query, cancellation);
            var how = parsed.GetValue(output)!;
            if (how == "json")
            {
                AssessVerb.Print(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("draft", version.Key);
                    json.WriteString("inForce", current.Key);
                    json.WriteNumber("cases", amendment.Cases);
                    foreach (var (label, moved) in new[] { ("newlyCovered", amendment.NewlyCovered), ("lost", amendment.Lost), ("otherwiseMoved", amendment.OtherwiseMoved) })
                    {
                        json.WriteStartArray(label);
                        foreach (var one in moved)
                        {
                            json.WriteStartObject();
                            json.WriteString("id", one.CaseId);
                            json.WriteString("before", one.Before.ToString());
                            json.WriteString("after", one.After.ToString());
                            json.WriteStartArray("because");
                            foreach (var words in one.Because.Words)
                            {
                                json.WriteStringValue(ComparisonWords.Words(words, question.Language));
                            }

                            json.WriteEndArray();
                            json.WriteEndObject();
                        }

                        json.WriteEndArray();
                    }

                    json.WriteEndObject();
                });
            }
            else
            {
                AssessVerb.PrintBlocks(Blocks(amendment, question.Language), how, version.Key, question.Language);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static ImmutableArray<Block> Blocks(Amendment amendment, string language)
    {
        var blocks = ImmutableArray.CreateBuilder<Block>();
        blocks.Add(new Heading(1, $"Draft {amendment.Draft.Key} against {amendment.InForce.Key}: {amendment.Cases} cases"));
        blocks.Add(new Paragraph("The draft is not law. This says which cases would come out differently, and through which words."));
        blocks.Add(new Grid(["", "Cases"], [["Newly covered", $"{amendment.NewlyCovered.Length}"], ["No longer covered", $"{amendment.Lost.Length}"], ["Otherwise moved", $"{amendment.OtherwiseMoved.Length}"], ["Unchanged", $"{amendment.Cases - amendment.NewlyCovered.Length - amendment.Lost.Length - amendment.OtherwiseMoved.Length}"]]));
        foreach (var (title, moved) in new[] { ("Newly covered", amendment.NewlyCovered), ("No longer covered", amendment.Lost), ("Otherwise moved", amendment.OtherwiseMoved) })
        {
            if (moved.IsEmpty)
            {
                continue;
            }

            blocks.Add(new Heading(2, title));
            blocks.Add(new Tree([.. moved.Select(m => new Branch($"{m.CaseId}: {m.Before} -> {m.After}", [.. m.Because.Words.Select(w => new Branch(ComparisonWords.Words(w, language), []))]))]));
        }

        return blocks.ToImmutable();
    }
}
