using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Palermo.Cli.Statistics;
using Palermo.Law.Instruments;
using Palermo.Records.Dialects;
using Palermo.Records.Facts;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Determinations;
using Palermo.Statistics.Tables;

namespace Palermo.Cli;

/// <summary><c>palermo determinations FILE -i TEXT,...</c>: one population under several texts and dates, and what is missing to decide.</summary>
internal static class DeterminationsVerb
{
    public static Command Create()
    {
        var input = new CountInput();
        var output = new TableOutput();
        var texts = new Option<string[]>("--instrument", "-i") { Description = "Texts to judge by: id, or id/version; the first is the one that the others are set beside and that the questions are asked of", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["un-palermo"] };
        var days = new Option<string[]>("--as-of") { Description = "The law of these days (yyyy-mm-dd), separated by commas; the newest verified text when not given", AllowMultipleArgumentsPerToken = true };
        var assume = new Option<bool>("--assume-act") { Description = "Take an act as given wherever the record does not exclude it: a conditional result, and every table says so" };
        var command = new Command("determinations", "Count one population under several texts and dates: who counts in one and not the other, and which answers would settle most of the undetermined.") { texts, days, assume };
        input.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var library = Lawbook.Library;
            var chosen = Chosen(library, Names(parsed.GetValue(texts)), [.. Names(parsed.GetValue(days)).Select(Day)]);
            var (source, _) = await input.OpenAsync(parsed, cancel);
            if (source is not FrameCounts frame)
            {
                throw Refusal.Usage("--database: determinations are made of a file or a stored dataset, not of a database.");
            }

            var dialect = DialectCatalog.Default[source.Origin.Dialect.Split(' ')[0]];
            if (!CodedFacts.Covers(dialect))
            {
                throw Refusal.Usage($"Records of the dialect '{dialect.Id}' have no mapping to facts, so no text can be applied to them. 'palermo describe' names the dialects that do.");
            }

            var records = frame.Vectors(frame.Columns, input.Where(parsed), cancel);
            var facts = LawFacts.Of(dialect, records.Dimensions, library.Vocabulary, parsed.GetValue(assume));
            output.Write(parsed, Tables(facts, records, chosen, input.Where(parsed)), source.Origin.Name);
            return ExitCode.Done;
        });
        return command;
    }

    private static List<StatTable> Tables(LawFacts facts, DistinctVectors records, ImmutableArray<InstrumentVersion> chosen, Filter where)
    {
        var population = facts.Count(records);
        var statistics = DeterminationStatistics.Of(population, chosen, records.Origin, facts.Mapping);
        var provenance = statistics.Results.Provenance with { Query = "determinations" + (where == Filter.All ? "" : " where " + where) };
        ImmutableArray<InstrumentVersion> computed = [.. chosen.Where(t => t.IsVerified)];
        ImmutableArray<string> notes = ["Facts were set by the mapping " + facts.Mapping + "; nobody has weighed them.", .. statistics.NotComputed.Select(t => t + " is unverified: nothing is computed with it.")];
        List<StatTable> tables =
        [
            DeterminationTables.Results(computed, (t, c) => Cell.Of(c == 0 ? population.Total : statistics.Results.Keep(DeterminationStatistics.Column(t))[c]), provenance, notes),
        ];
        foreach (var other in computed.Skip(1))
        {
            var between = statistics.Between(computed[0], other);
            tables.Add(DeterminationTables.Between(computed[0], other, (r, c) => Cell.Of(Sum(between, r, c)), provenance, notes));
        }

        if (computed.FirstOrDefault() is { } first)
        {
            var missing = DeterminationStatistics.Missing(population, first).ToDictionary(m => m.Question);
            tables.Add(DeterminationTables.Missing(first, [.. missing.Keys], (q, s) => Cell.Of(s switch { Settling.Either => missing[q].Either, Settling.OnlyYes => missing[q].OnlyYes, Settling.OnlyNo => missing[q].OnlyNo, _ => missing[q].Neither }), provenance, notes));
        }

        return tables;
    }

    private static long Sum(CountTable table, int row, int column) =>
        table.Entries.Where(e => (row == 0 || e.Code(0) == row) && (column == 0 || e.Code(1) == column)).Sum(e => e.Value);

    /// <summary>The versions in force on each day, or the newest; one text stands once.</summary>
    private static ImmutableArray<InstrumentVersion> Chosen(InstrumentLibrary library, IEnumerable<string> names, ImmutableArray<DateOnly> days) =>
    [
        .. names.SelectMany(n => library.Find(n, null) is null ? throw Refusal.Usage($"There is no instrument '{n}'. 'palermo instruments list' shows the names.")
            : days.IsEmpty ? [library.Find(n, null)!]
            : days.Select(d => library.Find(n, d) ?? throw new Refusal(ExitCode.Findings, $"No version of {n} was in force on {d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}. 'palermo instruments list' shows the dates."))).Distinct(),
    ];

    private static DateOnly Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw Refusal.Usage("--as-of takes days written yyyy-mm-dd.");

    private static IEnumerable<string> Names(string[]? given) => (given ?? []).SelectMany(n => n.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
