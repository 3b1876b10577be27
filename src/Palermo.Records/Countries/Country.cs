using System.Collections.Immutable;

namespace Palermo.Records.Countries;

/// <summary>
/// A country or territory as ISO 3166 codes it: an element of ISO 3166-1, one formerly used (ISO 3166-3), or a user-assigned one.
/// </summary>
/// <param name="Alpha2">ISO 3166-1 alpha-2; withdrawn elements keep the code they had, which may since have been given to another country.</param>
/// <param name="Alpha3">ISO 3166-1 alpha-3.</param>
/// <param name="Numeric">Three digits (also the M49 code); null where none was assigned.</param>
/// <param name="Alpha4">ISO 3166-3 code of a formerly used element; null for one in use.</param>
/// <param name="Name">English short name, as the United Nations Statistics Division or ISO 3166-3 gives it.</param>
/// <param name="Valid">When the code element was in force.</param>
/// <param name="Successors">Codes (alpha-2, or alpha-4 where the successor was withdrawn too) that followed a withdrawn element.</param>
/// <param name="SovereignAlpha2">The state a dependent territory belongs to; null for states and disputed territories.</param>
/// <param name="UserAssigned">True for XK (Kosovo): ISO 3166 has no element, the code comes from its user-assigned range.</param>
public sealed record Country(
    string Alpha2,
    string Alpha3,
    string? Numeric,
    string? Alpha4,
    string Name,
    Validity Valid,
    ImmutableArray<string> Successors,
    string? SovereignAlpha2,
    bool UserAssigned)
{
    /// <summary>The code that names this element for ever: alpha-4 of ISO 3166-3 once withdrawn, else alpha-2.</summary>
    public string Code => Alpha4 ?? Alpha2;

    /// <summary>True when ISO 3166-1 no longer has the element.</summary>
    public bool IsFormer => Alpha4 is not null;

    /// <summary>Two values are the same element when their lasting codes are.</summary>
    public bool Equals(Country? other) => ReferenceEquals(this, other) || (other is not null && Code == other.Code);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{Code} {Name}";
}

/// <summary>
/// The interval in which a code element was in force. A bound known only to the year is kept as the whole year, so
/// <see cref="Includes"/> answers "possibly" there.
/// </summary>
/// <param name="From">Earliest possible first day.</param>
/// <param name="Until">Latest possible last day; null while in force.</param>
public readonly record struct Validity(DateOnly From, DateOnly? Until)
{
    /// <summary>True when the element was, or may have been, in force on the day.</summary>
    public bool Includes(DateOnly day) => day >= From && (Until is not { } until || day <= until);
}
