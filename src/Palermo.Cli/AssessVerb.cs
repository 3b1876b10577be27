using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Palermo.Cli.Assessing;
using Palermo.Cli.Inputs;
using Palermo.Law.Bulk;
using Palermo.Law.Cases;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Renderings;
using Palermo.Records.Facts;
using Palermo.Records.Ledgers;
using Palermo.Records.Tables;
using Palermo.Statistics.Determinations;

namespace Palermo.Cli;

/// <summary><c>palermo assess FILE</c>: what the facts of one case, or of many records, establish under which text.</summary>
internal static class AssessVerb
{
    private static readonly string[] Outputs = ["text", "markdown", "html", "json", "jsonl", "csv"];

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A case (.json, .yaml), many cases (.jsonl), or a table (.csv, .tsv): the project's own columns or a known dialect" };
        var output = new Option<string>("--output", "-o") { Description = "text, markdown, html, json, jsonl or csv", DefaultValueFactory = _ => "text" };
        var assume = new Option<string[]>("--assume") { Description = "Take an element as given (act): a conditional result, said so in every line", AllowMultipleArgumentsPerToken = true };
        var full = new Option<bool>("--full") { Description = "One case: the whole proof tree as well" };
        var sentence = new Option<bool>("--sentence") { Description = "One case: one sentence an instrument" };
        var law = new LawOptions();
        var command = new Command("assess", "Determine what facts establish, element by element, with reasons and open questions.") { file, output, assume, full, sentence };
        law.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var how = parsed.GetValue(output)!;
            if (!Outputs.Contains(how))
            {
                throw Refusal.Usage("--output is one of " + string.Join(", ", Outputs) + ".");
            }

            var input = InputFile.Of(parsed.GetValue(file)!);
            var library = input.Kind == InputKind.Table && !law.Names(parsed).Contains("all") ? Lawbook.Only(law.Names(parsed)) : Lawbook.Library;
            var question = law.Read(parsed, library, "un-palermo");
            var assumption = Assumption.Of(parsed.GetValue(assume) ?? [], library.Vocabulary);
            return input.Kind == InputKind.Table ? Table(input, question, assumption, how, cancellation)
                : CaseInput.IsOne(input) && how is not ("jsonl" or "csv") ? Task.FromResult(One(input, question, assumption, how, parsed.GetValue(full), parsed.GetValue(sentence)))
                : Many(input, question, assumption, how, cancellation);
        });
        return command;
    }

    private static int One(InputFile input, LawQuestion question, Assumption assumption, string how, bool full, bool sentence)
    {
        var facts = CaseInput.One(input, question.Library);
        var findings = assumption.IsNone ? facts.Findings : facts.Findings.Add(new Finding("act_any", InputState.True) { Standard = StandardOfProof.BeyondDoubt, Origin = FindingOrigin.Mapping, By = "assumption of the command line" });
        var determinations = question.For(facts).Select(i => Determiner.Determine(findings, i, question.Query)).ToList();
        if (how == "json")
        {
            Print(json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("determinations");
                foreach (var determination in determinations)
                {
                    DeterminationJson.Write(json, facts.Id, determination, question.Language);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
            return ExitCode.Done;
        }

        IEnumerable<Block> blocks = determinations.SelectMany(d => sentence ? [new Paragraph(Reasons.Sentence(d, question.Language))] : full ? Reasons.Full(d, question.Language) : Reasons.Page(d, question.Language));
        if (!assumption.IsNone)
        {
            blocks = [new Paragraph("Conditional result" + assumption.Heading + "."), .. blocks];
        }

        PrintBlocks([.. blocks], how, $"{facts.Id}{assumption.Heading}", question.Language);
        return ExitCode.Done;
    }

    private static async Task<int> Many(InputFile input, LawQuestion question, Assumption assumption, string how, CancellationToken cancellation)
    {
        if (how is "jsonl" or "csv")
        {
            // A first pass over the whole file finds every problem before the first line is printed.
            foreach (var _ in CaseInput.Stream(input, question.Library, cancellation, new RowProgress(new FileInfo(input.Path).Length)))
            {
            }

            using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
            var lines = new RecordLines(output, how == "csv", assumption);
            lines.Header();
            foreach (var facts in CaseInput.Stream(input, question.Library, cancellation))
            {
                foreach (var instrument in question.For(facts))
                {
                    lines.Write(facts.Id, instrument, Facts(facts, instrument, question, assumption));
                }
            }

            return ExitCode.Done;
        }

        var hash = Task.Run(() => Hash(input), cancellation);
        var counts = new Dictionary<InstrumentVersion, VectorCounts>();
        var recorded = new VectorCounts();
        string? mapping = null;
        foreach (var facts in CaseInput.Stream(input, question.Library, cancellation, new RowProgress(new FileInfo(input.Path).Length)))
        {
            mapping ??= facts.Mapping;
            recorded.Add(Projection.Of(facts.Findings, question.Library.Protocol, question.Query).Facts);
            foreach (var instrument in question.For(facts))
            {
                if (!counts.TryGetValue(instrument, out var count))
                {
                    counts[instrument] = count = new VectorCounts();
                }

                count.Add(Facts(facts, instrument, question, assumption));
            }
        }

        ImmutableList(counts, out var instruments);
        PrintSummary(
            new Summary(input.Name, await hash, recorded.Total, recorded.Distinct, null, mapping is null ? null : mapping + " (standard: recorded)", assumption, instruments, RecordedTable.Of(recorded, question.Library.Vocabulary), []),
            how,
            question.Language);
        return ExitCode.Done;

        static void ImmutableList(Dictionary<InstrumentVersion, VectorCounts> counts, out System.Collections.Immutable.ImmutableArray<InstrumentSummary> instruments) =>
            instruments = [.. counts.SelectMany(c => Summary.Judge(c.Value, [c.Key]))];
    }

    private static FactVector Facts(CaseFacts facts, InstrumentVersion instrument, LawQuestion question, Assumption assumption) =>
        assumption.Apply(Projection.Of(facts.Findings, instrument, question.Query).Facts, question.Library.Vocabulary);

    private static async Task<int> Table(InputFile input, LawQuestion question, Assumption assumption, string how, CancellationToken cancellation)
    {
        // The file is hashed beside the reading, not after it.
        var hash = Task.Run(() => Hash(input), cancellation);
        var options = new FactTableOptions { Table = new TableOptions { FileName = input.Name } };
        var progress = new RowProgress(new FileInfo(input.Path).Length);
        DistinctFacts distinct;
        using (var stream = input.Open())
        {
            distinct = FactTable.CountDistinct(stream, options, new Relay(progress), cancellation);
        }

        progress.Done();
        var vocabulary = question.Library.Vocabulary;
        var translator = new FactTranslator(distinct.Crosswalk.Facts, vocabulary);
        var instruments = question.For(null);
        if (question.Query.Standard > StandardOfProof.Recorded)
        {
            throw Refusal.Usage("A table's facts stand at standard 'recorded'; nothing is left at a higher one.");
        }

        if (how is "jsonl" or "csv")
        {
            PrintRows(input, options, translator, instruments, assumption, vocabulary, how == "csv", cancellation);
        }
        else
        {
            var (recorded, judged) = (new VectorCounts(), new VectorCounts());
            foreach (var vector in distinct.Vectors)
            {
                var facts = translator.Translate(vector.True, vector.False);
                recorded.Add(facts, vector.Count);
                judged.Add(assumption.Apply(facts, vocabulary), vector.Count);
            }

            PrintSummary(
                new Summary(input.Name, await hash, recorded.Total, judged.Distinct, distinct.Dialect.Id, distinct.Crosswalk.Name, assumption, Summary.Judge(judged, instruments), RecordedTable.Of(recorded, vocabulary), distinct.Ledger.Lines),
                how,
                question.Language);
        }

        return Verdict(distinct, how);
    }

    /// <summary>A table in the project's own columns must be clean; another's may hold doubts, which the ledger counts.</summary>
    private static int Verdict(DistinctFacts distinct, string how)
    {
        var worst = distinct.Crosswalk.Identity ? Severity.Warning : Severity.Wrong;
        var findings = distinct.Ledger.Lines.Where(l => l.Check.Severity >= worst).ToList();
        if (findings.Count > 0 || how is "jsonl" or "csv")
        {
            foreach (var line in how is "jsonl" or "csv" ? distinct.Ledger.Lines.Where(l => l.Check.Severity > Severity.Note) : findings)
            {
                Console.Error.WriteLine(line);
            }
        }

        return findings.Count > 0 ? ExitCode.Findings : ExitCode.Done;
    }

    private static void PrintRows(InputFile input, FactTableOptions options, FactTranslator translator, IReadOnlyList<InstrumentVersion> instruments, Assumption assumption, Vocabulary vocabulary, bool csv, CancellationToken cancellation)
    {
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        var lines = new RecordLines(output, csv, assumption);
        lines.Header();
        using var table = FactTable.Read(input.Open(), options);
        while (table.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            var row = table.Current;
            var facts = assumption.Apply(translator.Translate(row.True, row.False), vocabulary);
            var id = row.Id.IsEmpty ? row.Row.ToString(System.Globalization.CultureInfo.InvariantCulture) : System.Text.Encoding.UTF8.GetString(row.Id);
            foreach (var instrument in instruments)
            {
                lines.Write(id, instrument, facts);
            }
        }
    }

    private static void PrintSummary(Summary summary, string how, string language)
    {
        if (how == "json")
        {
            Print(json => SummaryWriter.Json(json, summary));
            return;
        }

        PrintBlocks(SummaryWriter.Blocks(summary), how, summary.Source, language);
    }

    internal static void PrintBlocks(IReadOnlyList<Block> blocks, string how, string title, string language) => Console.Out.Write(how switch
    {
        "markdown" => BlockWriter.Markdown(blocks),
        "html" => HtmlDocument.Of(title, language, BlockWriter.Html(blocks)),
        _ => BlockWriter.Text(blocks),
    });

    internal static void Print(Action<Utf8JsonWriter> write)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        output.Write("\n"u8);
    }

    private static string Hash(InputFile input)
    {
        using var stream = input.Open();
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private sealed class Relay(RowProgress progress) : IProgress<FactProgress>
    {
        public void Report(FactProgress value) => progress.Report((value.Rows, value.Bytes));
    }
}
