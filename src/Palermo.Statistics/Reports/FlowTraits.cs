using Palermo.Statistics.Tables;

namespace Palermo.Statistics.Reports;

/// <summary>Traits that no single column tells: where somebody came from and where they were exploited, taken together.</summary>
public static class FlowTraits
{
    /// <summary>The code of those who were exploited in the country they came from.</summary>
    public const string Domestic = "Domestic";

    /// <summary>The code of those who were taken to another.</summary>
    public const string CrossBorder = "Cross-border";

    /// <summary>Of which corridor somebody is: one origin is recorded, and it is not the destination.</summary>
    public const string Corridors = "corridors";

    /// <summary>Those of any corridor.</summary>
    public static Trait OneOrigin { get; } = new(Corridors, ["one origin"]);

    /// <summary>Those who came from a country or were exploited in it.</summary>
    public const string FromOrTo = "from or to";

    /// <summary>Those for whom a country had any role.</summary>
    public const string AnyRole = "role " + Axis.Total;

    internal const string SameCountry = "same-country";

    /// <summary>The two columns that a trait compares; null where it compares none.</summary>
    public static (string One, string Other)? Compared(Trait trait)
    {
        ArgumentNullException.ThrowIfNull(trait);
        return trait.Of.StartsWith(SameCountry + "(", StringComparison.Ordinal) && trait.Of[(SameCountry.Length + 1)..^1].Split('|') is [var one, var other] ? (one, other) : null;
    }
}
