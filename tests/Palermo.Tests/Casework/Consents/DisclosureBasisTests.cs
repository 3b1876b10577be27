using CsCheck;
using Palermo.Casework.Consents;
using Palermo.Casework.Vault;

namespace Palermo.Tests.Casework.Consents;

public sealed class DisclosureBasisTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Guid Worker = new(1, 0, 0, new byte[8]);

    private static readonly Guid Second = new(2, 0, 0, new byte[8]);

    private static readonly string[] Words = ["a", "b", "c"];

    [Fact]
    public void Consent_WithdrawnOrEndedOrForSomethingElse_NeverCoversADisclosure() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[1, 100], Gen.Int[-1, 200], Gen.Int[0, 250], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Enum<Tier>()).Sample((from, days, withdrawn, asked, purpose, recipient, tier) =>
        {
            var consent = Consent(from, from + days);
            if (withdrawn >= 0)
            {
                consent.Withdraw(Start.AddDays(withdrawn), Worker);
            }

            var basis = DisclosureBasis.Find([consent], [], Words[purpose], Words[recipient], tier, Start.AddDays(asked));
            var holds = asked >= from && asked < from + days && !(withdrawn >= 0 && asked >= withdrawn) && purpose == 0 && recipient == 1 && (tier is Tier.Facts or Tier.Identity);
            Assert.Equal(holds, basis is ByConsent);
        });

    [Fact]
    public void Override_WithoutASecondPersonOrAfterItsReview_HasNoForce()
    {
        var exception = Override();
        Assert.Null(Find(exception, 1));
        Assert.False(exception.Approve(Worker, Start.AddDays(1)));
        Assert.Null(Find(exception, 1));
        Assert.True(exception.Approve(Second, Start.AddDays(2)));
        Assert.Null(Find(exception, 1));
        Assert.IsType<ByOverride>(Find(exception, 3));
        Assert.Null(Find(exception, 30));
        Assert.False(exception.Approve(Second, Start.AddDays(3)));
    }

    [Fact]
    public void Override_OfThePrivilegedTier_NeverCovers()
    {
        var exception = Override();
        exception.Approve(Second, Start);
        Assert.Null(DisclosureBasis.Find([], [exception], "a", "b", Tier.Privileged, Start.AddDays(1)));
    }

    [Fact]
    public void Consent_WithdrawnTwice_KeepsTheFirstWithdrawal()
    {
        var consent = Consent(0, 10);
        consent.Withdraw(Start.AddDays(1), Worker);
        consent.Withdraw(Start.AddDays(5), Second);
        Assert.Equal(Start.AddDays(1), consent.WithdrawnAt);
        Assert.Equal(Worker, consent.WithdrawnRecordedBy);
    }

    private static DisclosureBasis? Find(Override exception, int day) => DisclosureBasis.Find([], [exception], "a", "b", Tier.Facts, Start.AddDays(day));

    private static Consent Consent(int from, int to) => new()
    {
        Id = Guid.Empty, CaseId = Guid.Empty, GivenBy = ConsentGivenBy.ThePerson, Purposes = ["a"], Recipients = ["b"], Tiers = [nameof(Tier.Facts), nameof(Tier.Identity)], Channel = ConsentChannel.Spoken, Language = "en",
        Wording = "w/1", WordingHash = "", From = Start.AddDays(from), To = Start.AddDays(to), RecordedAt = Start, RecordedBy = Worker,
    };

    private static Override Override() => new()
    {
        Id = Guid.Empty, CaseId = Guid.Empty, Purpose = "a", Recipient = "b", Tiers = [nameof(Tier.Facts), nameof(Tier.Privileged)], Grounds = [1], AskedBy = Worker, AskedAt = Start, ReviewBy = Start.AddDays(30),
    };
}
