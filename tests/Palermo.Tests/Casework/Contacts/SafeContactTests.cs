using Palermo.Casework.Contacts;

namespace Palermo.Tests.Casework.Contacts;

public sealed class SafeContactTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, null, null, null, ContactRefusal.NeverVerified)]
    [InlineData(0, null, null, null, ContactRefusal.None)]
    [InlineData(30, null, null, null, ContactRefusal.None)]
    [InlineData(31, null, null, null, ContactRefusal.VerificationTooOld)]
    [InlineData(-1, null, null, null, ContactRefusal.NeverVerified)]
    [InlineData(1, 9, 12, null, ContactRefusal.OutsideHours)]
    [InlineData(1, 12, 13, null, ContactRefusal.None)]
    [InlineData(1, 22, 13, null, ContactRefusal.None)]
    [InlineData(1, 22, 6, null, ContactRefusal.OutsideHours)]
    [InlineData(1, 9, 18, 0, ContactRefusal.Ended)]
    public void Contact_AtNoon_IsSafeOrNot(int? verifiedDaysAgo, int? from, int? to, int? endedDaysAgo, ContactRefusal refusal)
    {
        var rule = new ContactRule
        {
            Id = Guid.Empty, CaseId = Guid.Empty, Channel = ContactChannel.Phone, Point = [], RecordedAt = Noon, RecordedBy = Guid.Empty,
            VerifiedAt = verifiedDaysAgo is { } days ? Noon.AddDays(-days) : null, SafeFrom = from is { } f ? new TimeOnly(f, 0) : null, SafeTo = to is { } t ? new TimeOnly(t, 0) : null,
            EndedAt = endedDaysAgo is { } ended ? Noon.AddDays(-ended) : null,
        };
        Assert.Equal(refusal, SafeContact.Check(rule, Noon));
    }
}
