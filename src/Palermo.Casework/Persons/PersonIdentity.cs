using System.Collections.Immutable;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Persons;

/// <summary>Where a name comes from. A person may be known by several; none is the "real" one here.</summary>
public enum NameKind
{
    Told,
    Document,
    UsedInExploitation,
    Nickname,
}

public sealed record PersonName(string Value, NameKind Kind);

/// <summary>An exact identifier. Found again only by the whole of it.</summary>
/// <param name="Issuer">ISO 3166-1 alpha-2 of the issuing country; null when not recorded.</param>
public sealed record PersonIdentifier(IdentifierKind Kind, string Value, string? Issuer = null);

/// <summary>Everything that names a person, as it stands before sealing and after opening. Never logged, never part of a message.</summary>
/// <param name="Birth">When born, as precisely as known: <c>2009</c>, <c>2009-05</c>, <c>2009-05-17</c>, <c>2009~</c> (about); null when not recorded.</param>
/// <param name="BirthBasis">stated, document, assessment or estimate; null when not recorded.</param>
/// <param name="Gender">In the person's own words; null when not recorded.</param>
public sealed record PersonIdentity(
    ImmutableArray<PersonName> Names,
    string? Birth = null,
    string? BirthBasis = null,
    string? Gender = null)
{
    public ImmutableArray<PersonIdentifier> Identifiers { get; init; } = [];

    /// <summary>Who is around the person; kept when the rest is written anew.</summary>
    public ImmutableArray<Relationship> Relations { get; init; } = [];

    public static PersonIdentity None { get; } = new([]);

    /// <summary>The name to show: as told, else the first; null when there is none.</summary>
    public string? ShownName => (Names.FirstOrDefault(n => n.Kind == NameKind.Told) ?? Names.FirstOrDefault())?.Value;
}
