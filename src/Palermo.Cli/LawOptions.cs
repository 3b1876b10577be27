using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Palermo.Law.Cases;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Cli;

/// <summary>What a command asks of the law: which texts, at which day, at which standard, for whom.</summary>
/// <param name="Names">Instruments as given, or empty for the command's default.</param>
/// <param name="AsOf">The day whose law applies; null: the conduct's own day where it is recorded, else the newest verified text.</param>
internal sealed record LawQuestion(ImmutableArray<string> Names, DateOnly? AsOf, Query Query, InstrumentLibrary Library, string Language)
{
    /// <summary>The versions that apply to a case: the law of the time of the conduct, unless a day or a version is named.</summary>
    public ImmutableArray<InstrumentVersion> For(CaseFacts? facts) => [.. Names.Select(n => Resolve(n, AsOf ?? facts?.Conduct.From))];

    /// <summary>Whether the versions depend on the case.</summary>
    public bool DependsOnCase => AsOf is null && Names.Any(n => !n.Contains('/', StringComparison.Ordinal));

    private InstrumentVersion Resolve(string name, DateOnly? day) => Library.Find(name, day)
        ?? throw new Refusal(ExitCode.Findings, day is { } d
            ? $"No version of {name} was in force on {d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}. 'palermo instruments list' shows the dates."
            : $"There is no instrument '{name}'. 'palermo instruments list' shows the names.");
}

/// <summary>The options that every command on the law shares.</summary>
internal sealed class LawOptions
{
    private readonly Option<string[]> _instruments = new("--instrument", "-i") { Description = "Instrument (id or id/version), or 'all'; may be repeated or separated by commas", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _asOf = new("--as-of") { Description = "The law of this day (yyyy-mm-dd); default: of the conduct, else the newest verified" };
    private readonly Option<string> _standard = new("--standard") { Description = "Use findings at this standard of proof or above: " + string.Join(", ", CaseWords.Standards.OrderBy(s => s.Value).Select(s => s.Key)), DefaultValueFactory = _ => "recorded" };
    private readonly Option<string> _mode = new("--mode") { Description = "liability (nothing is presumed) or protection (a child is presumed where the text says so)", DefaultValueFactory = _ => "liability" };
    private readonly Option<string> _set = new("--facts") { Description = "found, or also: alleged, assumed", DefaultValueFactory = _ => "found" };
    private readonly Option<string?> _actor = new("--actor") { Description = "Only this actor's acts, means and purposes" };
    private readonly Option<string?> _victim = new("--person") { Description = "Only what concerns this person" };
    private readonly Option<string?> _reading = new("--reading") { Description = "A competing reading of the instrument" };
    private readonly Option<string> _language = new("--lang") { Description = "Language of the words: en or ar", DefaultValueFactory = _ => "en" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _instruments, _asOf, _standard, _mode, _set, _actor, _victim, _reading, _language })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The instruments named on the command line; empty when none is.</summary>
    public IReadOnlyList<string> Names(ParseResult parsed) =>
        [.. (parsed.GetValue(_instruments) ?? []).SelectMany(i => i.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <param name="names">Instruments when none is named.</param>
    public LawQuestion Read(ParseResult parsed, InstrumentLibrary library, params IEnumerable<string> names)
    {
        var given = Names(parsed);
        if (given.Contains("all"))
        {
            given = [.. library.Definitions.Select(d => d.Key)];
        }

        var query = new Query
        {
            Standard = Word(parsed, _standard, CaseWords.Standards),
            Mode = parsed.GetValue(_mode) switch { "liability" => Mode.Liability, "protection" => Mode.Protection, _ => throw Refusal.Usage("--mode is liability or protection.") },
            Set = Word(parsed, _set, CaseWords.Sets),
            Actor = parsed.GetValue(_actor),
            Victim = parsed.GetValue(_victim),
            Reading = parsed.GetValue(_reading),
            SubDefinitions = library.SubDefinitions,
        };
        var question = new LawQuestion([.. given.Count > 0 ? given : names], Day(parsed), query, library, parsed.GetValue(_language)!);
        foreach (var name in question.Names.Where(n => library.Find(n, null) is null))
        {
            throw Refusal.Usage($"There is no instrument '{name}'. 'palermo instruments list' shows the names.");
        }

        return question;
    }

    private DateOnly? Day(ParseResult parsed)
    {
        if (parsed.GetValue(_asOf) is not { } text)
        {
            return null;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Refusal.Usage("--as-of is a day written yyyy-mm-dd.");
    }

    private static T Word<T>(ParseResult parsed, Option<string> option, IReadOnlyDictionary<string, T> words) =>
        words.TryGetValue(parsed.GetValue(option)!, out var value) ? value : throw Refusal.Usage($"{option.Name} is one of {string.Join(", ", words.Keys.Order(StringComparer.Ordinal))}.");
}
