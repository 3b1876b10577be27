using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Decisions;
using Palermo.Casework.Desks;
using Palermo.Casework.Facts;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Casework.Work;
using Palermo.Law.Facts;
using Palermo.Tests.Law;

namespace Palermo.Tests.Casework.Desks;

public sealed class DecisionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task Negative_IsNotMadeBeforeASecondPersonComesToTheSame(string database)
    {
        await using var house = await House.OpenAsync(database);
        var file = await Referred(house);
        var proposed = await Propose(house, file, "negative");
        Assert.Equal(ProposalState.AwaitingSecondReader, proposed.State);
        Assert.Null(proposed.DecisionId);
        Assert.Equal("referred", (await Authority(house, file)).Case.State);

        await house.Desk.AssignAsync(house.Cast.Authority, Purpose.IdentificationDecision, file.CaseId, house.Cast.SecondReader.UserId, AssignmentKind.SecondReader, Stop);
        var blind = await house.Desk.OpenAsync(house.Cast.SecondReader, Purpose.DecisionReview, file.CaseId, Stop);
        Assert.Empty(blind.Proposals);
        Assert.False(blind.MaySeeIdentity);
        Assert.Null(blind.Identity);
        await Assert.ThrowsAsync<DeskDenied>(() => house.Desk.ReadNotesAsync(house.Cast.SecondReader, Purpose.DecisionReview, file.CaseId, Tier.Identity, Stop));
        await Assert.ThrowsAsync<DeskDenied>(() => house.Desk.FilesAsync(house.Cast.SecondReader, Purpose.DecisionReview, file.CaseId, Stop));
        Assert.Empty((await house.Desk.AwaitingAsync(house.Cast.SecondReader, Purpose.DecisionReview, file.CaseId, Stop))!.Outcome);

        var read = await house.Desk.ReadSecondAsync(house.Cast.SecondReader, Purpose.DecisionReview, file.CaseId, proposed.ProposalId, "negative", "the same", Stop);
        Assert.Equal(ProposalState.Decided, read.State);
        var after = await Authority(house, file);
        Assert.Equal("reasonable_grounds_refused", after.Case.State);
        Assert.Equal(house.Cast.SecondReader.UserId, Assert.Single(after.Decisions).SecondReader);
        Assert.Equal(house.Cast.Authority.UserId, after.Decisions[0].DecidedBy);
    }

    [Fact]
    public async Task SecondReader_WhoDiffers_SendsItBack()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await Referred(house);
        var proposed = await Propose(house, file, "negative");
        await Second(house, file, proposed.ProposalId, "positive", ProposalState.Returned);
        var after = await Authority(house, file);
        Assert.Empty(after.Decisions);
        Assert.Equal("referred", after.Case.State);
        Assert.Contains(after.Work, w => w.Kind == WorkKind.ProposalReturned);

        // Whoever decides anew is told why.
        var (reading, reason) = Assert.Single(after.Readings);
        Assert.Equal(("positive", house.Cast.SecondReader.UserId), (reading.Outcome, reading.ReaderId));
        Assert.NotEmpty(reason);
    }

    [Fact]
    public async Task FindingsThatChangeMeanwhile_SendItBack()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await Referred(house);
        var proposed = await Propose(house, file, "negative");
        await house.AnswerAsync(file, ("deception", FactAnswer.Yes));
        await Second(house, file, proposed.ProposalId, "negative", ProposalState.Returned);
        Assert.Empty((await Authority(house, file)).Decisions);
    }

    [Fact]
    public async Task Proposer_CannotBeTheSecondReader()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await Referred(house);
        var proposed = await Propose(house, file, "negative");
        var both = house.Cast.Authority with { Roles = ["competent-authority", "second-reviewer"] };
        var refused = await Assert.ThrowsAsync<DeskRefused>(() => house.Desk.ReadSecondAsync(both, Purpose.IdentificationDecision, file.CaseId, proposed.ProposalId, "negative", "x", Stop));
        Assert.Equal([nameof(DeskProblem.SamePerson)], refused.Problems);
        refused = await Assert.ThrowsAsync<DeskRefused>(() => house.Desk.AssignAsync(both, Purpose.IdentificationDecision, file.CaseId, both.UserId, AssignmentKind.SecondReader, Stop));
        Assert.Equal([nameof(DeskProblem.SamePerson)], refused.Problems);
    }

    [Fact]
    public async Task OutcomeThatDepartsFromTheFindings_NeedsAReasonAndASecondReader()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await Referred(house);
        var refused = await Assert.ThrowsAsync<DeskRefused>(() => Propose(house, file, "positive"));
        Assert.Equal([nameof(ProposalProblem.DepartureWithoutReason)], refused.Problems);
        var proposed = await Propose(house, file, "positive", departure: "the authority knows the place");
        Assert.Equal(ProposalState.AwaitingSecondReader, proposed.State);
    }

    [Fact]
    public async Task Proposal_WithoutReasonsForAnElement_IsRefused()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await Referred(house);
        var draft = new ProposalDraft(file.EpisodeId, "reasonable_grounds", "negative", "un-palermo", new ProposalReasons([new("act", "words", [])], null, "en"));
        var refused = await Assert.ThrowsAsync<DeskRefused>(() => house.Desk.ProposeAsync(house.Cast.Authority, Purpose.IdentificationDecision, file.CaseId, draft, Stop));
        Assert.Equal([nameof(ProposalProblem.ElementWithoutReasons)], refused.Problems);
    }

    [Fact]
    public async Task Proposal_CitingEvidenceThatIsNotOnFile_IsRefused()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await Referred(house);
        var refused = await Assert.ThrowsAsync<DeskRefused>(() => Propose(house, file, "negative", evidence: "E9"));
        Assert.Equal([nameof(ProposalProblem.UnknownEvidence)], refused.Problems);
    }

    [Fact]
    public async Task Decision_ChangedThroughTheContext_IsRefusedByTheProgram()
    {
        await using var house = await House.OpenAsync("SQLite");
        await Decided(house);
        await using var context = house.Setting.Database.NewContext();
        var decision = await context.Set<Decision>().SingleAsync(Stop);
        context.Entry(decision).Property(d => d.Outcome).CurrentValue = "positive";
        await Assert.ThrowsAsync<RewriteException>(() => context.SaveChangesAsync(Stop));
        context.ChangeTracker.Clear();
        context.Remove(await context.Set<Decision>().SingleAsync(Stop));
        Assert.Throws<RewriteException>(() => context.SaveChanges());
    }

    [Theory]
    [InlineData("Outcome", "positive")]
    [InlineData("Result", "true")]
    [InlineData("InputHash", "00")]
    [InlineData("ContentHash", "00")]
    [InlineData("Instrument", "eu-2011-36/2024")]
    public async Task Decision_ChangedInTheDatabase_IsNotShown(string column, string value)
    {
        await using var house = await House.OpenAsync("SQLite");
        var (file, id) = await Decided(house);
        await using (var context = house.Setting.Database.NewContext())
        {
            var statement = "UPDATE \"Decisions\" SET \"" + column + "\" = {0}";
            await context.Database.ExecuteSqlRawAsync(statement, [value], Stop);
        }

        var tampered = await Assert.ThrowsAsync<VaultException>(() => house.Desk.ReadDecisionAsync(house.Cast.Authority, Purpose.IdentificationDecision, file.CaseId, id, Stop));
        Assert.Equal(VaultProblem.Tampered, tampered.Problem);
    }

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task NegativeReconsidered_IsSupersededAndStays(string database)
    {
        await using var house = await House.OpenAsync(database);
        var (file, first) = await Decided(house);
        var (authority, purpose) = (house.Cast.Authority, Purpose.IdentificationDecision);
        await house.Desk.MoveAsync(authority, purpose, file.CaseId, "ask_reconsideration", "new evidence", null, Stop);
        Assert.Equal(["new evidence"], (await Authority(house, file)).EventReasons.Values);
        await house.Desk.FindAsync(authority, purpose, file.CaseId,
        [
            Found(file, "recruitment"), Found(file, "deception"), Found(file, "forced_labour"),
        ], Stop);
        var second = await Propose(house, file, "positive");
        Assert.NotNull(second.DecisionId);
        var after = await Authority(house, file);
        Assert.Equal([first, second.DecisionId.Value], after.Decisions.Select(d => d.Id));
        Assert.Equal(first, after.Decisions[1].Supersedes);
        Assert.Equal("recovery", after.Case.State);

        // What was decided first is still what it was, on what was known then.
        var early = await house.Desk.ReadDecisionAsync(authority, purpose, file.CaseId, first, Stop);
        Assert.Equal(early.Decision.InputHash, early.Content.Replay(Laws.Library).InputHash);
        Assert.Equal(early.Decision.InputHash, after.Knowledge.At(early.Decision.DecidedAt).Determine(Laws.Library.Protocol, StandardOfProof.ReasonableGrounds, file.EpisodeId).InputHash);
    }

    [Fact]
    public async Task Move_OutOfTurnOrWithoutReason_IsRefused()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        var refused = await Assert.ThrowsAsync<DeskRefused>(() => house.Desk.MoveAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, "ask_reconsideration", "x", null, Stop));
        Assert.Equal([nameof(DeskProblem.NoSuchMove)], refused.Problems);
        refused = await Assert.ThrowsAsync<DeskRefused>(() => house.Desk.MoveAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, "close", " ", null, Stop));
        Assert.Equal([nameof(DeskProblem.ReasonMissing)], refused.Problems);
    }

    private static FindingDraft Found(OpenedCase file, string atom) =>
        new(file.EpisodeId, atom, InputState.True, StandardOfProof.ReasonableGrounds) { AcceptedBecause = "consistent" };

    private static async Task<OpenedCase> Referred(House house)
    {
        var file = await house.AdultAsync();
        await house.AnswerAsync(file, ("recruitment", FactAnswer.Yes), ("under_18", FactAnswer.No));
        await house.Desk.MoveAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, "refer", null, Palermo.Casework.Demonstration.Cast.AuthorityOffice, Stop);
        await house.Desk.AssignAsync(house.Cast.Authority, Purpose.IdentificationDecision, file.CaseId, house.Cast.Authority.UserId, AssignmentKind.Worker, Stop);
        return file;
    }

    private static async Task<(OpenedCase File, Guid Decision)> Decided(House house)
    {
        var file = await Referred(house);
        var proposed = await Propose(house, file, "negative");
        var made = await Second(house, file, proposed.ProposalId, "negative", ProposalState.Decided);
        return (file, made.DecisionId!.Value);
    }

    private static Task<ProposalResult> Propose(House house, OpenedCase file, string outcome, string? departure = null, string? evidence = null)
    {
        System.Collections.Immutable.ImmutableArray<string> cited = evidence is null ? [] : [evidence];
        var reasons = new ProposalReasons([new("act", "words", cited), new("means", "words", []), new("purpose", "words", [])], departure, "en");
        return house.Desk.ProposeAsync(house.Cast.Authority, Purpose.IdentificationDecision, file.CaseId, new ProposalDraft(file.EpisodeId, "reasonable_grounds", outcome, "un-palermo", reasons), Stop);
    }

    private static async Task<ProposalResult> Second(House house, OpenedCase file, Guid proposal, string outcome, ProposalState expected)
    {
        await house.Desk.AssignAsync(house.Cast.Authority, Purpose.IdentificationDecision, file.CaseId, house.Cast.SecondReader.UserId, AssignmentKind.SecondReader, Stop);
        var read = await house.Desk.ReadSecondAsync(house.Cast.SecondReader, Purpose.DecisionReview, file.CaseId, proposal, outcome, "read", Stop);
        Assert.Equal(expected, read.State);
        return read;
    }

    private static Task<CaseFile> Authority(House house, OpenedCase file) => house.Desk.OpenAsync(house.Cast.Authority, Purpose.IdentificationDecision, file.CaseId, Stop);
}
