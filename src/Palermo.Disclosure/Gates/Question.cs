using System.Collections.Immutable;

namespace Palermo.Disclosure.Gates;

/// <summary>
/// A table asked for: how many people, by these columns, among those with these values. A filter names one value of a column (null:
/// "not recorded"), never a set of values put together at will: the cells that can be asked for are then the cube's own.
/// </summary>
public sealed record Question(ImmutableArray<string> By, ImmutableArray<(string Column, string? Label)> Where)
{
    public static Question Of(params ReadOnlySpan<string> by) => new([.. by], []);

    public Question Among(string column, string? label) => this with { Where = Where.Add((column, label)) };

    /// <summary>The columns that the answer tells of, in one order: what the ledger keeps.</summary>
    internal ImmutableArray<string> Shape => [.. By.Concat(Where.Select(w => w.Column)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>Why the gate refused.</summary>
public enum Refused
{
    NoSuchColumn = 1,
    NoSuchValue = 2,

    /// <summary>More columns at once than this audience may combine.</summary>
    TooManyColumns = 3,

    /// <summary>As many different tables of this version as may be asked for have been.</summary>
    LedgerFull = 4,

    /// <summary>More cells than one answer holds.</summary>
    TooManyCells = 5,

    /// <summary>Rests on too few people.</summary>
    TooFewPeople = 6,

    /// <summary>The attack on it found something.</summary>
    NotSafe = 7,
}

/// <summary>The gate lets this not out. The message names columns, never counts or values.</summary>
public sealed class GateRefusal(Refused reason, string message) : InvalidOperationException(message)
{
    public Refused Reason { get; } = reason;
}

/// <summary>What an audience may ask.</summary>
/// <param name="Noise">Cell-key noise; the same for all audiences, so that no two of them can compare answers.</param>
/// <param name="PublicColumns">Columns combined at once, filters included, for the public.</param>
/// <param name="PartnerColumns">The same for a research partner.</param>
/// <param name="Tables">Different sets of columns that may be asked of one version of a dataset, by all askers together.</param>
/// <param name="Cells">Cells of one answer.</param>
/// <param name="Reports">Reports of different countries and years that may be made of one version of a dataset.</param>
/// <param name="FewestPeople">People on whom a released statistic that is not a count must rest.</param>
public sealed record ExplorePolicy(CellKeyNoise Noise, int PublicColumns = 3, int PartnerColumns = 4, int Tables = 120, int Cells = 50_000, int Reports = 60, int FewestPeople = 10)
{
    public static ExplorePolicy Default { get; } = new(new CellKeyNoise());

    /// <summary>Columns at once for an audience.</summary>
    public int Columns(Audience audience) => audience == Audience.Public ? PublicColumns : PartnerColumns;
}

/// <summary>Cell-key noise at the gate.</summary>
/// <param name="Maximum">Greatest absolute noise.</param>
/// <param name="Variance">Its variance where the count leaves room for it.</param>
/// <param name="SmallestShown">Counts that come out below this are shown as few or none.</param>
public sealed record CellKeyNoise(int Maximum = 5, double Variance = 3, int SmallestShown = 5);
