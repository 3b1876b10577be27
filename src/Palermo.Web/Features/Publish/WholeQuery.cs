using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Primitives;
using Palermo.Disclosure.Gates;
using Palermo.Web.Datasets;

namespace Palermo.Web.Features.Publish;

/// <summary>What the page of whole datasets was asked: a dataset, its columns, an audience, and how many rows one person has at most.</summary>
public sealed record WholeQuery(DatasetInfo? Dataset, ImmutableArray<string> Offered, ImmutableArray<string> Columns, Audience Audience, int RowsPerPerson)
{
    public const int MostRowsPerPerson = 20;

    public static WholeQuery Of(IEnumerable<KeyValuePair<string, StringValues>> given, ImmutableArray<DatasetInfo> shelf, PublicBook books)
    {
        var values = given.ToDictionary(g => g.Key, g => g.Value, StringComparer.Ordinal);
        string Value(string key) => values.GetValueOrDefault(key).ToString();
        var dataset = shelf.FirstOrDefault(d => d.Name == Value("data")) ?? shelf.FirstOrDefault();
        ImmutableArray<string> offered = dataset is null ? [] : books.Columns(dataset);
        var asked = values.GetValueOrDefault("c").ToHashSet(StringComparer.Ordinal);
        ImmutableArray<string> chosen = [.. offered.Where(asked.Contains)];
        return new WholeQuery(
            dataset, offered, chosen.IsEmpty ? offered : chosen, PublishQuery.AudienceOf(Value("audience")),
            int.TryParse(Value("rows"), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? Math.Clamp(rows, 1, MostRowsPerPerson) : 1);
    }

    /// <summary>Whether anything can be released of it.</summary>
    public bool CanBeReleased => Dataset is not null && !Columns.IsEmpty;
}
