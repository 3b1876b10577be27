using System.Collections.Immutable;
using Palermo.Casework.Access;
using Palermo.Casework.Work;

namespace Palermo.Casework.Demonstration;

/// <summary>Who acts in a script: one account a role, and the offices that the script works with.</summary>
public sealed record Cast(Actor FirstResponder, Actor Caseworker, Actor Supervisor, Actor Authority, Actor SecondReader, Actor Liaison)
{
    public const string Shelter = "demo-shelter";

    public const string AuthorityOffice = "demo-authority";

    public const string Police = "demo-police";

    /// <summary>The offices of the cast; their names say that they are none, and ZZ is no country.</summary>
    public ImmutableArray<Office> Offices =>
    [
        .. new[] { (Caseworker.Office, OfficeKind.Support), (Authority.Office, OfficeKind.CompetentAuthority), (Liaison.Office, OfficeKind.LawEnforcement) }
            .GroupBy(o => o.Office, StringComparer.Ordinal)
            .Select(g => new Office { Key = g.Key, Name = $"Demonstration {g.Key}", Kind = g.Count() == 1 ? g.First().Item2 : OfficeKind.CompetentAuthority, Country = "ZZ" }),
    ];

    /// <param name="account">The account that holds a role, by the role's key.</param>
    /// <param name="office">One office for all of them, as a small demonstration has it; null: one each for support, authority and police.</param>
    public static Cast Of(Func<string, Guid> account, string? office = null)
    {
        return new(
            Player("first-responder", Shelter), Player("caseworker", Shelter), Player("supervisor", Shelter),
            Player("competent-authority", AuthorityOffice), Player("second-reviewer", AuthorityOffice), Player("law-enforcement-liaison", Police));

        Actor Player(string role, string own) => new(account(role), [role], office ?? own, null);
    }
}
