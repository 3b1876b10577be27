using System.Collections.Immutable;

namespace Palermo.Disclosure.Synthesis;

/// <summary>Columns measured together as one sparse table: each person stands in one cell.</summary>
/// <param name="Name">What the statement calls it.</param>
/// <param name="Columns">Column indices.</param>
/// <param name="Share">Share of the budget.</param>
public sealed record ViewPlan(string Name, ImmutableArray<int> Columns, double Share);

/// <summary>
/// What is measured and with which share of the budget. A recipe depends on the data model alone, never on the data, so choosing it costs nothing.
/// </summary>
/// <param name="Views">Sparse joint tables, most detailed first.</param>
/// <param name="SinglesShare">Share for the count of each value.</param>
/// <param name="PairsShare">Share for the counts of pairs of values with at least one flag.</param>
/// <param name="TotalShare">Share for the number of people.</param>
/// <param name="MaximumFlags">Marks counted for one person in pairs; a random choice of a person's marks is taken beyond it.</param>
/// <param name="ThresholdDelta">Failure probability given to the thresholds of all sparse views together.</param>
public sealed record Recipe(ImmutableArray<ViewPlan> Views, double SinglesShare, double PairsShare, double TotalShare, int MaximumFlags, double ThresholdDelta)
{
    /// <summary>Below this epsilon a recipe measures fewer columns together: whole rows would not pass the threshold.</summary>
    public const double SmallEpsilon = 2.5;

    /// <summary>The sum of all shares, at most 1.</summary>
    public double Shares => Views.Sum(v => v.Share) + SinglesShare + PairsShare + TotalShare;

    /// <summary>Of the whole delta, the part for thresholds under <see cref="For"/>.</summary>
    public static double ThresholdPart(double epsilon) => epsilon < SmallEpsilon ? 0.3 : epsilon < 8 ? 0.3 : 0.1;

    /// <summary>
    /// A recipe for a data model. <paramref name="place"/>: the one or two categories that carry most of the structure (citizenship and
    /// country); <paramref name="core"/>: the marks known for nearly everyone (forms of exploitation, kinds of work).
    /// </summary>
    public static Recipe For(Domain domain, ImmutableArray<int> place, ImmutableArray<int> core, double epsilon, double thresholdDelta)
    {
        ArgumentNullException.ThrowIfNull(domain);
        var all = Enumerable.Range(0, domain.Width).ToImmutableArray();
        var people = all.Where(c => !domain.Columns[c].IsFlag).ToImmutableArray();
        var marks = all.Where(c => domain.Columns[c].IsFlag).ToImmutableArray();
        // Of the other categories the finest is left out of the small recipe's main view and joined by views of its own.
        var others = people.Except(place).OrderBy(c => domain.Columns[c].Size).ToArray();
        var maximumFlags = Math.Min(marks.Length, 10);
        if (epsilon >= SmallEpsilon || others.Length < 2 || place.IsEmpty)
        {
            return new Recipe(
                Some(
                    new("all columns", all, .20),
                    new("people and core marks", [.. people, .. core], .25),
                    new("place and marks", [.. place, .. marks], .13),
                    new("people", people, .04),
                    new("marks", marks, .04)),
                .10, .22, .005, maximumFlags, thresholdDelta);
        }

        var (finest, second) = (others[^1], others[^2]);
        return new Recipe(
            Some(
                new("people and first core marks", [.. people.Where(c => c != second), .. core.Take(3)], .20),
                new("place and marks", [place[^1], .. marks], .20),
                new("people without the finest", [.. people.Where(c => c != finest)], .12),
                new("the two finest", [Math.Min(finest, second), Math.Max(finest, second)], .04)),
            .18, .25, .005, maximumFlags, thresholdDelta);
    }

    private static ImmutableArray<ViewPlan> Some(params ReadOnlySpan<ViewPlan> views)
    {
        var kept = ImmutableArray.CreateBuilder<ViewPlan>();
        foreach (var view in views)
        {
            if (view.Columns.Length > 0 && !kept.Any(k => k.Columns.ToHashSet().SetEquals(view.Columns)))
            {
                kept.Add(view);
            }
        }

        return kept.ToImmutable();
    }
}
