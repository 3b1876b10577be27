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
    /// <summary>The sum of all shares, at most 1.</summary>
    public double Shares => Views.Sum(v => v.Share) + SinglesShare + PairsShare + TotalShare;
}
