using System.Collections.Immutable;
using Palermo.Records.Dialects;

namespace Palermo.Records.Crosswalks;

/// <summary>How the recorded value relates to the fact it sets.</summary>
public enum Relation
{
    /// <summary>The value says the fact.</summary>
    Exact,

    /// <summary>The value says less than the fact: the fact is one of the things it may mean.</summary>
    Broader,

    /// <summary>The value says more than the fact.</summary>
    Narrower,

    /// <summary>The value is evidence of the fact, not the fact itself.</summary>
    Evidence,
}

/// <summary>How sure the mapping's authors are.</summary>
public enum Confidence
{
    Low,
    Medium,
    High,
}

/// <summary>What happens to a fact that a row both states and denies.</summary>
public enum Conflict
{
    /// <summary>Neither side stands; the ledger counts the row.</summary>
    NotRecorded,

    /// <summary>The statement stands.</summary>
    TrueWins,
}

/// <summary>One cited line of a crosswalk: this value of this column sets this fact.</summary>
public sealed record CrosswalkRow
{
    public required string Column { get; init; }

    public required string Value { get; init; }

    public required string Fact { get; init; }

    /// <summary>Whether the fact is set true or false.</summary>
    public bool Sets { get; init; } = true;

    public required Relation Relation { get; init; }

    public required Confidence Confidence { get; init; }

    public required string Why { get; init; }

    public required string Source { get; init; }
}

/// <summary>Columns that were considered and set no fact, and why.</summary>
public sealed record NotMapped(ImmutableArray<string> Columns, string Why);

/// <summary>
/// A versioned, cited mapping from a dialect's recorded values to facts, at the standard of proof "recorded". Whoever
/// uses it names <see cref="Id"/> and <see cref="Version"/> in the output.
/// </summary>
public sealed record Crosswalk
{
    public required string Id { get; init; }

    public required string Version { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>Always "recorded": somebody wrote it down; nobody has found it.</summary>
    public required string Standard { get; init; }

    /// <summary>Whether a lawyer has reviewed it, in words.</summary>
    public required string Status { get; init; }

    public required string Dialect { get; init; }

    /// <summary>Set when every column named as a fact states that fact by itself: 1 or true, 0 or false.</summary>
    public bool Identity { get; init; }

    public ImmutableArray<CrosswalkRow> Rows { get; init; } = [];

    public ImmutableArray<NotMapped> NotMapped { get; init; } = [];

    /// <summary>Facts for which a row's contradiction is settled otherwise than by "not recorded".</summary>
    public ImmutableDictionary<string, Conflict> Conflicts { get; init; } = ImmutableDictionary<string, Conflict>.Empty;

    /// <summary>The facts, in the order of their bits.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public FactList Facts { get; private set; } = null!;

    /// <summary>The mapping as outputs name it.</summary>
    public string Name => $"{Id} {Version} (standard: {Standard})";

    /// <summary>The newest crosswalk of a dialect in its catalogue.</summary>
    public static Crosswalk For(Dialect dialect, DialectCatalog catalog)
    {
        var folder = Path.Combine(catalog.Folder, dialect.Id);
        var file = Directory.GetFiles(folder, "crosswalk.v*.json")
            .OrderByDescending(f => Number(f))
            .FirstOrDefault() ?? throw new RecordsException(new RecordsError(RecordsErrorCode.Definition, "the dialect has no crosswalk to facts",
                new Place(folder), "Its values cannot be read as facts of a case.", "Use a dialect with a crosswalk, or write one."));
        var crosswalk = DataFile.Read<Crosswalk>(file) with { Facts = FactList.Read(catalog.Folder) };
        CrosswalkRules.Check(crosswalk, dialect, file);
        return crosswalk;
    }

    /// <summary>Whether the catalogue has a crosswalk for the dialect.</summary>
    public static bool Exists(Dialect dialect, DialectCatalog catalog) =>
        Directory.EnumerateFiles(Path.Combine(catalog.Folder, dialect.Id), "crosswalk.v*.json").Any();

    private static int Number(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return int.TryParse(name["crosswalk.v".Length..], System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : 0;
    }
}
