using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;
using Palermo.Disclosure.Gates;
using Palermo.Web.Datasets;

namespace Palermo.Web.Features.Publish;

/// <summary>What the page of publishing was asked: a dataset, one or two columns, an audience.</summary>
public sealed record PublishQuery(DatasetInfo? Dataset, string? Rows, string? Columns, Audience Audience, string? Way, bool Prepared)
{
    public static PublishQuery Of(IEnumerable<KeyValuePair<string, StringValues>> given, ImmutableArray<DatasetInfo> shelf)
    {
        var values = given.ToDictionary(g => g.Key, g => g.Value.ToString(), StringComparer.Ordinal);
        string? Value(string key) => values.TryGetValue(key, out var v) && v.Length > 0 ? v : null;
        var dataset = shelf.FirstOrDefault(d => d.Name == Value("data")) ?? shelf.FirstOrDefault();
        var rows = dataset?.Find(Value("rows") ?? "")?.Name;
        return new PublishQuery(
            dataset,
            rows,
            rows is not null && dataset!.Find(Value("columns") ?? "")?.Name is { } columns && columns != rows ? columns : null,
            AudienceOf(Value("audience")),
            Value("way"),
            Value("prepared") is not null);
    }

    /// <summary>The audience of a form; anyone, where it names none.</summary>
    public static Audience AudienceOf(string? key) => key switch
    {
        "research_partner" => Audience.ResearchPartner,
        "internal" => Audience.Internal,
        _ => Audience.Public,
    };

    public TableQuestion? ToQuestion() => Dataset is null || Rows is null ? null : TableQuestion.Of(Dataset.Name, Rows, Columns);
}
