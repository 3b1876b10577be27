using System.CommandLine;
using System.Globalization;
using Palermo.Cli.Inputs;
using Palermo.Law.Determinations;
using Palermo.Law.Renderings;

namespace Palermo.Cli;

/// <summary><c>palermo questions CASE</c>: what to ask next, over all the texts asked about, and what each answer would do.</summary>
internal static class QuestionsVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("CASE") { Description = "A case (.json, .yaml)" };
        var output = new Option<string>("--output", "-o") { Description = "text, markdown, html or json", DefaultValueFactory = _ => "text" };
        var law = new LawOptions();
        var command = new Command("questions", "Rank the open questions by what they decide against what they cost the person.") { file, output };
        law.AddTo(command);
        command.SetAction(parsed =>
        {
            var library = Lawbook.Library;
            var question = law.Read(parsed, library, "un-palermo");
            var facts = CaseInput.One(InputFile.Of(parsed.GetValue(file)!), library);
            var determinations = question.For(facts).Select(i => Determiner.Determine(facts.Findings, i, question.Query)).ToList();
            var ranked = OpenQuestions.Across(determinations);
            var how = parsed.GetValue(output)!;
            if (how == "json")
            {
                AssessVerb.Print(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("id", facts.Id);
                    json.WriteStartArray("questions");
                    foreach (var (asked, yes, no, asking) in ranked)
                    {
                        json.WriteStartObject();
                        json.WriteString("id", asked.Id);
                        json.WriteStartArray("atoms");
                        foreach (var atom in asked.Atoms)
                        {
                            json.WriteStringValue(atom.Value);
                        }

                        json.WriteEndArray();
                        json.WriteNumber("settledByYes", yes);
                        json.WriteNumber("settledByNo", no);
                        json.WriteNumber("openIn", asking);
                        json.WriteNumber("of", determinations.Count(d => d.IsComputed));
                        json.WriteNumber("minutes", asked.Minutes);
                        json.WriteNumber("harm", asked.Harm);
                        json.WriteNumber("worth", asked.Worth);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                });
                return ExitCode.Done;
            }

            List<Block> blocks = [new Heading(1, $"{facts.Id}: {ranked.Length} open questions")];
            if (ranked.IsEmpty)
            {
                blocks.Add(new Paragraph(Phrasebook.For(question.Language).Say("settled")));
            }
            else
            {
                blocks.Add(new Grid(
                    ["Question", "About", "Yes settles", "No settles", "Minutes", "Cost of telling (0-4)"],
                    [.. ranked.Select(r => System.Collections.Immutable.ImmutableArray.Create(
                        r.Question.Id,
                        string.Join(", ", r.Question.Atoms.Take(4).Select(a => a.Value)) + (r.Question.Atoms.Length > 4 ? " …" : ""),
                        $"{r.SettledByYes} of {r.Asking}",
                        $"{r.SettledByNo} of {r.Asking}",
                        r.Question.Minutes.ToString("0.#", CultureInfo.InvariantCulture),
                        r.Question.Harm.ToString("0.#", CultureInfo.InvariantCulture)))]));
                foreach (var determination in determinations.Where(d => d.IsComputed && d.Result.IsUnknown))
                {
                    blocks.Add(new Heading(2, ComparisonWords.Title(determination.Instrument, question.Language)));
                    blocks.Add(new Paragraph(Phrasebook.For(question.Language).Say("settle.met")));
                    blocks.Add(new Bullets([.. determination.Open.ToMet.Select(w => Reasons.Words(w, determination.Instrument, question.Language))]));
                    blocks.Add(new Paragraph(Phrasebook.For(question.Language).Say("settle.not_met")));
                    blocks.Add(new Bullets([.. determination.Open.ToNotMet.Select(w => Reasons.Words(w, determination.Instrument, question.Language))]));
                }
            }

            AssessVerb.PrintBlocks(blocks, how, facts.Id, question.Language);
            return ExitCode.Done;
        });
        return command;
    }
}
