using System.Collections.Immutable;
using Palermo.Disclosure.Gates;
using Palermo.Disclosure.Release;
using Palermo.Web.Security;

namespace Palermo.Web.Features.Publish;

/// <summary>Where the releases for one audience are listed and fetched, and by whom. A release stands on the shelf of its audience and on no other.</summary>
/// <param name="Audience">For whom its releases were made.</param>
/// <param name="Path">Its address, without language.</param>
/// <param name="Right">The right that a reader must hold; null for the open register.</param>
public sealed record ReleaseShelf(Audience Audience, string Path, Right? Right)
{
    public static ReleaseShelf Open { get; } = new(Audience.Public, "releases", null);

    public static ImmutableArray<ReleaseShelf> All { get; } =
        [Open, new(Audience.ResearchPartner, "partner-releases", Security.Right.ReadPartnerReleases), new(Audience.Internal, "internal-releases", Security.Right.ReadCounts)];

    /// <summary>What stands on it: published or withdrawn, never what is only prepared or was put aside before anyone signed it.</summary>
    public ImmutableArray<RegisteredRelease> Of(ReleaseRegister register) => [.. register.List().Where(Holds)];

    /// <summary>A release of this shelf; null when it is none of it, which is not told from there being none.</summary>
    public RegisteredRelease? Find(ReleaseRegister register, string id) => register.Find(id) is { } release && Holds(release) ? release : null;

    /// <summary>Marks a route with who may use it.</summary>
    public void Guard(RouteHandlerBuilder route)
    {
        if (Right is { } right)
        {
            route.Needs(right);
        }
        else
        {
            route.Public();
        }
    }

    private bool Holds(RegisteredRelease release) => release.WasPublished && release.Audience == Audience;
}
