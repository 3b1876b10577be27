using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Primitives;
using Palermo.Web.Datasets;

namespace Palermo.Web.Features.Explore;

/// <summary>What is shown beside the table.</summary>
public enum PictureKind
{
    /// <summary>What suits the columns.</summary>
    Fitting,
    Bars,
    Trend,
    Map,
    Pyramid,
    Flow,
    None,
}

/// <summary>
/// A question as it stands in the address, which is the permanent link: <c>data</c>, <c>rows</c>, <c>columns</c>, <c>measure</c>,
/// <c>show</c>, and <c>is.COLUMN</c> a filter: <c>=CODE</c>, <c>-</c> for "not recorded", empty for a filter not yet chosen.
/// </summary>
/// <param name="Data">The dataset's name, or null.</param>
/// <param name="Rows">A column, or null.</param>
/// <param name="Columns">Another, or null.</param>
/// <param name="Filters">Columns and the text of their filter.</param>
/// <param name="Share">Shares of those recorded, in percent, in place of counts.</param>
/// <param name="Show">The picture.</param>
public sealed record ExploreQuery(string? Data, string? Rows, string? Columns, ImmutableArray<(string Column, string Value)> Filters, bool Share, PictureKind Show)
{
    private const string Prefix = "is.";

    /// <summary>Columns whose filters a question may have at once.</summary>
    private const int MostFilters = 4;

    public static ExploreQuery Of(IQueryCollection query)
    {
        var filters = query.Where(q => q.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(q => (Column: q.Key[Prefix.Length..], Value: First(q.Value) ?? ""));
        if (First(query["add"]) is { } added)
        {
            filters = filters.Append((added, ""));
        }

        return new(
            First(query["data"]), First(query["rows"]), First(query["columns"]),
            [.. filters.DistinctBy(f => f.Column).OrderBy(f => f.Column, StringComparer.Ordinal).Take(MostFilters)],
            First(query["measure"]) == "share",
            Enum.TryParse<PictureKind>(First(query["show"]), ignoreCase: true, out var show) && Enum.IsDefined(show) ? show : PictureKind.Fitting);
    }

    /// <summary>The question to the desk; null while no rows are chosen.</summary>
    public TableQuestion? ToQuestion() => Data is null || Rows is null ? null : new(Data, Rows, Columns,
        [.. Filters.Where(f => f.Value.Length > 0).Select(f => (f.Column, f.Value[0] == '=' ? f.Value[1..] : null))]);

    /// <summary>The query part of the permanent link, in one order whatever the order it came in.</summary>
    public string ToQueryString()
    {
        var text = new StringBuilder();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Append(text.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        Add("data", Data);
        Add("rows", Rows);
        Add("columns", Columns);
        foreach (var (column, value) in Filters)
        {
            Add(Prefix + column, value);
        }

        Add("measure", Share ? "share" : null);
        Add("show", Show == PictureKind.Fitting ? null : Show.ToString().ToLowerInvariant());
        return text.ToString();
    }

    private static string? First(StringValues values) => values.FirstOrDefault() is { Length: > 0 } first ? first : null;
}
