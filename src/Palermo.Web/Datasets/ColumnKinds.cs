using System.Collections.Frozen;
using System.Collections.Immutable;
using Palermo.Records.Dialects;

namespace Palermo.Web.Datasets;

/// <summary>What the columns of a dialect hold, and which of them make a flow. Read off the dialect where it says so, else by the names that the field's files use.</summary>
internal static class ColumnKinds
{
    private static readonly FrozenSet<string> Sexes = new[] { "gender", "sex" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly ImmutableArray<(string Origin, string? Transit, string Destination, bool Citizenship)> Flows =
    [
        ("origin", "transit", "destination", false),
        ("citizenship", null, "CountryOfExploitation", true),
        ("citizenship", null, "country_of_exploitation", true),
    ];

    /// <summary>The columns of a dialect that may be asked for: codes and countries, never identifiers, names or free text.</summary>
    public static ImmutableArray<DatasetColumn> Of(Dialect dialect, IEnumerable<string> present) =>
        [.. present.Select(p => dialect.Columns.FirstOrDefault(c => c.Name == p)).OfType<DialectColumn>().Where(c => c.Kind is not ("id" or "text")).Select(c => new DatasetColumn(c.Name, KindOf(c)))];

    public static FlowColumns? FlowOf(IReadOnlyCollection<DatasetColumn> columns)
    {
        string? Named(string? name) => name is null ? null : columns.FirstOrDefault(c => c.Name == name && c.Kind == ColumnKind.Country)?.Name;
        return Flows.Where(f => Named(f.Origin) is not null && Named(f.Destination) is not null)
            .Select(f => new FlowColumns(f.Origin, Named(f.Transit), f.Destination, f.Citizenship)).FirstOrDefault();
    }

    private static ColumnKind KindOf(DialectColumn column) => column switch
    {
        { Countries: not null } => ColumnKind.Country,
        { Kind: "open" } when column.Name.Contains("year", StringComparison.OrdinalIgnoreCase) => ColumnKind.Year,
        _ when column.Name.StartsWith("age", StringComparison.OrdinalIgnoreCase) => ColumnKind.Age,
        _ when Sexes.Contains(column.Name) => ColumnKind.Sex,
        { Kind: "flag" or "truth" } => ColumnKind.Flag,
        _ => ColumnKind.Category,
    };
}
