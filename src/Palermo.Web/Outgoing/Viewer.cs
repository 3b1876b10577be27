using Palermo.Disclosure.Gates;
using Palermo.Web.Security;

namespace Palermo.Web.Outgoing;

/// <summary>What the gate may tell the person who asks.</summary>
public static class Viewer
{
    /// <summary>The audience of a request: visitors are the public; who may read counts works inside, under the same noise, with finer tables.</summary>
    public static Audience Audience(this HttpContext context) =>
        context.Holds(Right.ReadCounts) || context.Holds(Right.PrepareRelease) || context.Holds(Right.SignOffRelease) ? Palermo.Disclosure.Gates.Audience.ResearchPartner : Palermo.Disclosure.Gates.Audience.Public;

    /// <summary>The right to exact counts goes with the right to prepare or sign off a release; null without it.</summary>
    public static InsideReader? Inside(this HttpContext context) =>
        context.Holds(Right.PrepareRelease) || context.Holds(Right.SignOffRelease) ? InsideReader.WhoseRightWasChecked(context.User.Identity?.Name ?? "") : null;

    public static bool Holds(this HttpContext context, Right right) => context.User.Holds(right);
}
