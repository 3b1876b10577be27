using System.Collections.Immutable;

namespace Palermo.Records.Countries;

/// <summary>One text that waits for a person: how often it occurs, why it was queued, and what to consider.</summary>
public sealed record CountryReviewItem(string Text, long Occurrences, Queued Answer);

/// <summary>
/// The review queue of one column: every distinct queued text, the most frequent first. Decide each with a <see cref="CountryDecision"/>;
/// reading the column again with <see cref="CountryNormaliser.With"/> applies it everywhere the text occurs.
/// </summary>
public sealed record CountryReview(ImmutableArray<CountryReviewItem> Items)
{
    /// <summary>Reads a column's texts and keeps those that are queued.</summary>
    public static CountryReview Of(CountryNormaliser normaliser, IEnumerable<string?> texts)
    {
        var items = new Dictionary<string, (Queued? Answer, long Count)>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var key = text?.Trim() ?? "";
            if (!items.TryGetValue(key, out var item))
            {
                item = (normaliser.Read(key) as Queued, 0);
            }

            items[key] = (item.Answer, item.Count + 1);
        }

        return new([.. items
            .Where(p => p.Value.Answer is not null)
            .OrderByDescending(p => p.Value.Count)
            .ThenBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => new CountryReviewItem(p.Key, p.Value.Count, p.Value.Answer!))]);
    }
}
