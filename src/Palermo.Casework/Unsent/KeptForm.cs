using System.Collections.Immutable;
using Palermo.Casework.Access;
using Palermo.Casework.Vault;

namespace Palermo.Casework.Unsent;

/// <summary>A form of a case in which people write for long, so that what they have begun is kept until they send it.</summary>
/// <param name="Key">Its name in the database.</param>
/// <param name="Tier">The tier of what it leads to, whose key seals what is kept.</param>
/// <param name="Right">What sending it takes; whoever may not send it keeps nothing in it.</param>
public sealed record KeptForm(string Key, Tier Tier, AccessRight Right)
{
    public static readonly KeptForm Evidence = new("evidence", Tier.Facts, AccessRight.Write);

    public static readonly KeptForm Finding = new("finding", Tier.Facts, AccessRight.Write);

    public static readonly KeptForm Consent = new("consent", Tier.Facts, AccessRight.Write);

    public static readonly KeptForm Override = new("override", Tier.Facts, AccessRight.Write);

    public static readonly KeptForm Move = new("move", Tier.Facts, AccessRight.Write);

    public static readonly KeptForm Decision = new("decision", Tier.Facts, AccessRight.Decide);

    public static readonly KeptForm SecondReading = new("second-reading", Tier.Facts, AccessRight.Decide);

    public static readonly KeptForm Note = new("note", Tier.Identity, AccessRight.Write);

    public static readonly KeptForm Person = new("person", Tier.Identity, AccessRight.Write);

    public static readonly KeptForm Relation = new("relation", Tier.Identity, AccessRight.Write);

    public static readonly KeptForm Party = new("party", Tier.Exploiter, AccessRight.Write);

    public static ImmutableArray<KeptForm> All { get; } = [Evidence, Finding, Consent, Override, Move, Decision, SecondReading, Note, Person, Relation, Party];
}
