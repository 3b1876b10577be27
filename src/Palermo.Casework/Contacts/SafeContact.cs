namespace Palermo.Casework.Contacts;

public enum ContactRefusal
{
    None,

    /// <summary>Nobody has made sure that the way is safe.</summary>
    NeverVerified,

    /// <summary>It was verified too long ago.</summary>
    VerificationTooOld,

    /// <summary>Outside the hours that the person named.</summary>
    OutsideHours,

    Ended,
}

/// <summary>Whether the person may be contacted in a way at a moment. Every outbound message asks this first.</summary>
public static class SafeContact
{
    /// <summary>After this long, a verification no longer counts.</summary>
    public static readonly TimeSpan VerifiedFor = TimeSpan.FromDays(30);

    /// <param name="local">The moment, at the person's own clock.</param>
    public static ContactRefusal Check(ContactRule rule, DateTimeOffset local)
    {
        if (rule.EndedAt <= local)
        {
            return ContactRefusal.Ended;
        }

        if (rule.VerifiedAt is not { } verified || verified > local)
        {
            return ContactRefusal.NeverVerified;
        }

        if (local - verified > VerifiedFor)
        {
            return ContactRefusal.VerificationTooOld;
        }

        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        return rule.SafeFrom is { } from && rule.SafeTo is { } to && from != to && !time.IsBetween(from, to) ? ContactRefusal.OutsideHours : ContactRefusal.None;
    }
}
