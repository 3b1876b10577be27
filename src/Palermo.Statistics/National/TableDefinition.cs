using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.National;

/// <summary>A table that somebody is owed, as data: what it counts, divided how, and where that is written.</summary>
public sealed record TableDefinition
{
    public required string Id { get; init; }

    public required string Version { get; init; }

    public required string Title { get; init; }

    /// <summary>Who asks for it: <c>unodc-questionnaire</c>, <c>sdg-16.2.2</c>, <c>eurostat-crim-thb</c>, <c>eu-art-19a</c>, <c>uk-nrm</c>, <c>ctdc</c>, <c>ic-tip</c>.</summary>
    public required string Pack { get; init; }

    /// <summary>What a figure counts. Records of another unit cannot fill it, and its cells stay blank.</summary>
    public required string Unit { get; init; }

    /// <summary>Where the shape is taken from.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the shape was read in that source. A table that was not is shown so marked.</summary>
    public required bool Verified { get; init; }

    /// <summary>The variables it is divided by; none gives the total alone.</summary>
    public ImmutableArray<string> By { get; init; } = [];

    /// <summary>The code list of a variable where the table has its own (another grouping of forms of exploitation).</summary>
    public ImmutableDictionary<string, string> Lists { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Codes that a record must have, by variable.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Where { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Series codes of the asking body, by code of the first variable; <c>_T</c> for the total.</summary>
    public ImmutableDictionary<string, string> Series { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Asks for a rate per 100,000 inhabitants beside each figure.</summary>
    public bool Rate { get; init; }

    /// <summary>Divides by the records that fill the variable (at least one code) instead of by all records.</summary>
    public bool Share { get; init; }

    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>A closed code list of the tables; an empty one is open.</summary>
public sealed record CodeList(string Id, ImmutableArray<string> Codes, string Source);

/// <summary>How a variable is made of the columns of one dialect.</summary>
public sealed record VariableRule
{
    /// <summary>One column; <see cref="Codes"/> sends its codes to the list's (a code without an entry is not recorded).</summary>
    public string? Column { get; init; }

    /// <summary>Empty: the codes are the list's own.</summary>
    public ImmutableDictionary<string, string> Codes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Flag columns, each standing for a code; a person may have several.</summary>
    public ImmutableDictionary<string, string> Flags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How a set flag is written.</summary>
    public string Yes { get; init; } = "1";

    /// <summary><c>reporting-country</c> (reporting country, other EU, non-EU) or <c>same-country</c> (domestic, cross-border), over <see cref="Columns"/>.</summary>
    public string? Rule { get; init; }

    public ImmutableArray<string> Columns { get; init; } = [];

    public string? Why { get; init; }

    [JsonIgnore]
    public IEnumerable<string> Needs => Column is not null ? [Column] : Flags.IsEmpty ? Columns : Flags.Keys.Order(StringComparer.Ordinal);
}

/// <summary>A dialect's variables: named, versioned, in every figure's provenance.</summary>
public sealed record VariableMap
{
    public required string Id { get; init; }

    public required string Version { get; init; }

    public required string Dialect { get; init; }

    /// <summary>What one row is, in the words of <see cref="TableDefinition.Unit"/>.</summary>
    public required string Unit { get; init; }

    public required string Source { get; init; }

    /// <summary>Set when a row is a published figure: the column that holds it, which is summed.</summary>
    public string? Sum { get; init; }

    /// <summary>Rows that count at all, as a filter's text: leaves the totals out of published figures.</summary>
    public string? Filter { get; init; }

    /// <summary>By variable, or by <c>variable@list</c> where the variable has another rule for another list.</summary>
    public required ImmutableDictionary<string, VariableRule> Variables { get; init; }

    [JsonIgnore]
    public string Name => Id + " " + Version;

    public VariableRule? Rule(string variable, string? list) =>
        list is not null && Variables.TryGetValue(variable + "@" + list, out var own) ? own : Variables.GetValueOrDefault(variable);
}

/// <summary>The tables, lists and variable maps of a folder (<c>data/tables</c>).</summary>
public sealed class TablePack
{
    private static readonly Lazy<TablePack> Shipped = new(() => Load(Path.Combine(AppContext.BaseDirectory, "data", "tables")));

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    private TablePack(ImmutableArray<TableDefinition> tables, ImmutableDictionary<string, CodeList> lists, ImmutableArray<VariableMap> maps, ImmutableArray<Membership> unions)
    {
        Tables = tables;
        Lists = lists;
        Maps = maps;
        Union = unions;
    }

    /// <summary>Shipped with the program.</summary>
    public static TablePack Default => Shipped.Value;

    public ImmutableArray<TableDefinition> Tables { get; }

    public ImmutableDictionary<string, CodeList> Lists { get; }

    public ImmutableArray<VariableMap> Maps { get; }

    /// <summary>Members of the European Union by date.</summary>
    public ImmutableArray<Membership> Union { get; }

    /// <summary>The map of a dialect, or null.</summary>
    public VariableMap? Map(string dialect) => Maps.FirstOrDefault(m => m.Dialect == dialect);

    /// <exception cref="CountsException">A file is wrong; the message names it and the path in it.</exception>
    public static TablePack Load(string folder)
    {
        var lists = Read<ImmutableArray<CodeList>>(Path.Combine(folder, "lists.json"), "lists").ToImmutableDictionary(l => l.Id, StringComparer.Ordinal);
        ImmutableArray<TableDefinition> tables = [.. Files(folder, "packs").SelectMany(f => Read<ImmutableArray<TableDefinition>>(f, "tables"))];
        ImmutableArray<VariableMap> maps = [.. Files(folder, "variables").Select(f => Read<VariableMap>(f, null))];
        if (tables.GroupBy(t => t.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
        {
            throw Wrong(folder, $"two tables are called '{twice.Key}'");
        }

        foreach (var (table, list) in tables.SelectMany(t => t.Lists.Values.Concat(t.By.Where(v => !t.Lists.ContainsKey(v))).Select(l => (t, l))))
        {
            if (!lists.ContainsKey(list))
            {
                throw Wrong(folder, $"table '{table.Id}' names a code list '{list}' that is not there");
            }
        }

        return new TablePack(tables, lists, maps, Read<ImmutableArray<Membership>>(Path.Combine(folder, "eu-members.json"), "members"));
    }

    private static IEnumerable<string> Files(string folder, string below) => Directory.EnumerateFiles(Path.Combine(folder, below), "*.json").Order(StringComparer.Ordinal);

    private static T Read<T>(string file, string? property)
    {
        try
        {
            var root = JsonNode.Parse(File.ReadAllBytes(file), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!.AsObject();
            root.Remove("$schema");
            var node = property is null ? root : root[property] ?? throw new JsonException($"It has no '{property}'.");
            return node.Deserialize<T>(Options)!;
        }
        catch (JsonException e)
        {
            throw new CountsException(new CountsError(CountsErrorCode.Definition, "the definition cannot be read", Path.GetFileName(file) + (e.Path is null ? "" : " " + e.Path), e.Message, "Correct the file; its schema stands in the same folder."), e);
        }
    }

    private static CountsException Wrong(string folder, string what) => new(new CountsError(CountsErrorCode.Definition, what, folder, "The definitions contradict each other.", "Correct the file."));
}

/// <summary>A member state of the European Union.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day; null while a member.</param>
public sealed record Membership(string Country, DateOnly From, DateOnly? To);
