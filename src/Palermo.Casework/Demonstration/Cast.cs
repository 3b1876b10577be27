using System.Collections.Immutable;
using Palermo.Casework.Access;
using Palermo.Casework.Work;

namespace Palermo.Casework.Demonstration;

/// <summary>Who acts in a script: one account a role, at the offices that the script works with.</summary>
public sealed record Cast(Actor FirstResponder, Actor Caseworker, Actor Supervisor, Actor Authority, Actor SecondReader, Actor Liaison)
{
    public const string Shelter = "demo-shelter";

    public const string AuthorityOffice = "demo-authority";

    public const string Police = "demo-police";

    /// <summary>The offices of the demonstration; their names say that they are none, and ZZ is no country.</summary>
    public static ImmutableArray<Office> Offices =>
    [
        new() { Key = Shelter, Name = "Demonstration support service", Kind = OfficeKind.Support, Country = "ZZ" },
        new() { Key = AuthorityOffice, Name = "Demonstration competent authority", Kind = OfficeKind.CompetentAuthority, Country = "ZZ" },
        new() { Key = Police, Name = "Demonstration liaison", Kind = OfficeKind.LawEnforcement, Country = "ZZ" },
    ];

    /// <param name="account">The account that holds a role, by the role's key.</param>
    public static Cast Of(Func<string, Guid> account)
    {
        return new(
            Player("first-responder", Shelter), Player("caseworker", Shelter), Player("supervisor", Shelter),
            Player("competent-authority", AuthorityOffice), Player("second-reviewer", AuthorityOffice), Player("law-enforcement-liaison", Police));

        Actor Player(string role, string office) => new(account(role), [role], office, null);
    }
}
