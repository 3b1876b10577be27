using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Palermo.Law.Instruments;
using Palermo.Law.Renderings;

namespace Palermo.Cli;

/// <summary><c>palermo instruments [list|show|check|diff]</c>: the texts, their coverage, and how two of them differ.</summary>
internal static class InstrumentsVerb
{
    public static Command Create()
    {
        var language = new Option<string>("--lang") { Description = "Language of the words: en or ar", DefaultValueFactory = _ => "en", Recursive = true };
        var command = new Command("instruments", "List, show, check and compare the legal texts.") { language };

        var list = new Command("list", "All versions with their dates and whether they are verified.");
        list.SetAction(parsed => Print(List(Lawbook.Library, parsed.GetValue(language)!)));

        var key = new Argument<string>("INSTRUMENT") { Description = "id or id/version" };
        var show = new Command("show", "One text with every word bound to the definition or said to decide nothing.") { key };
        show.SetAction(parsed => Print(InstrumentWords.Of(Find(parsed.GetValue(key)!), parsed.GetValue(language)!)));

        var folder = new Argument<string?>("FOLDER") { Description = "A folder of instruments; default: the shipped ones", Arity = ArgumentArity.ZeroOrOne };
        var check = new Command("check", "Check every file: dates, atoms, nodes, citations, text coverage, labels.") { folder };
        check.SetAction(parsed => Check(parsed.GetValue(folder) ?? Lawbook.Folder));

        var (a, b) = (new Argument<string>("A") { Description = "id or id/version" }, new Argument<string>("B") { Description = "id or id/version" });
        var diff = new Command("diff", "How two texts differ: acts, means, purposes, rules, words.") { a, b };
        diff.SetAction(parsed => Print(InstrumentDifferences.Of(Find(parsed.GetValue(a)!), Find(parsed.GetValue(b)!), parsed.GetValue(language)!)));

        var index = new Command("index", "The hashes of all versions, as index.json holds them for released ones.");
        index.SetAction(_ =>
        {
            AssessVerb.Print(json =>
            {
                json.WriteStartObject();
                foreach (var version in Lawbook.Library.Versions)
                {
                    json.WriteString(version.Key, version.Hash);
                }

                json.WriteEndObject();
            });
            return ExitCode.Done;
        });

        command.Subcommands.Add(list);
        command.Subcommands.Add(show);
        command.Subcommands.Add(check);
        command.Subcommands.Add(diff);
        command.Subcommands.Add(index);
        command.SetAction(parsed => Print(List(Lawbook.Library, parsed.GetValue(language)!)));
        return command;
    }

    private static int Check(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw Refusal.Usage($"There is no folder '{folder}'.");
        }

        var (library, problems) = InstrumentLibrary.Check(folder);
        if (library is null)
        {
            throw Refusal.Problems([.. problems.Select(p => p.ToString())], $"{problems.Count} problems.");
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{library.Versions.Length} versions of {library.Versions.Select(v => v.Id).Distinct().Count()} instruments; every check passes. Verified: {library.Versions.Count(v => v.IsVerified)}."));
        return ExitCode.Done;
    }

    private static int Print(IReadOnlyList<Block> blocks)
    {
        Console.Out.Write(BlockWriter.Text(blocks));
        return ExitCode.Done;
    }

    private static InstrumentVersion Find(string name) => Lawbook.Library.Find(name, null) ?? throw Refusal.Usage($"There is no instrument '{name}'. 'palermo instruments list' shows the names.");

    private static ImmutableArray<Block> List(InstrumentLibrary library, string language) =>
    [
        new Grid(
            ["Instrument", "Title", "In force", "Verified", "Means", "Child", "Purposes"],
            [.. library.Versions.Select(v => ImmutableArray.Create(
                v.Key,
                v.ShortTitle.In(language),
                Days(v.InForce),
                v.IsVerified ? "yes" : "no: not computed",
                v.Kind == InstrumentKind.SubDefinition ? "sub-definition" : v.Means is null ? "none" : "element",
                v.Parameters.ChildAge is { } age ? $"under {age}" : "-",
                v.Parameters.PurposeList.ToString().ToLowerInvariant()))]),
    ];

    private static string Days(InForce dates)
    {
        var from = dates.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "not recorded";
        var to = dates.To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
        return $"{from} - {to}{(dates.IsVerified ? "" : " (not verified)")}".TrimEnd();
    }
}
