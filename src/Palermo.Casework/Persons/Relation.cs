using Palermo.Casework.Facts;

namespace Palermo.Casework.Persons;

/// <summary>What somebody is to the person.</summary>
public enum RelationKind
{
    NotRecorded,
    Parent,
    Child,
    Sibling,
    Spouse,
    Partner,
    OtherRelative,
    Friend,
    Carer,
    Employer,
    Other,
}

/// <summary>Whether being in touch with somebody protects the person or endangers them. Unknown is not neutral.</summary>
public enum RelationRisk
{
    Unknown,
    Protective,
    Neutral,
    Danger,
}

/// <summary>Somebody around the person. It names people, so it is sealed with the person's identity.</summary>
/// <param name="Who">As the person calls them; null: nobody was named.</param>
/// <param name="StatedBy">From whom it was heard; what a relative says of being harmless is not what the person says.</param>
public sealed record Relationship(Guid Id, string? Who, RelationKind Kind, RelationRisk Risk, HeardFrom StatedBy, DateTimeOffset RecordedAt, string? Note = null);
