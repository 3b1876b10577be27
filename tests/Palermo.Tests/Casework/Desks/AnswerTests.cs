using CsCheck;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Desks;
using Palermo.Casework.Facts;
using Palermo.Casework.Work;

namespace Palermo.Tests.Casework.Desks;

public sealed class AnswerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task TwoEditors_OfOneField_KeepBothUntilAPersonChooses(string database)
    {
        await using var house = await House.OpenAsync(database);
        var file = await house.AdultAsync();
        var other = await Colleague(house, file);
        var seen = (await house.AnswerAsync(file, ("deception", FactAnswer.Unknown)))[0].FactId;

        var first = await Save(house, house.Cast.Caseworker, file, FactAnswer.Yes, seen);
        var second = await Save(house, other, file, FactAnswer.No, seen);
        Assert.False(first.InConflict);
        Assert.True(second.InConflict);

        var conflict = Assert.Single((await house.ReadAsync(file)).Knowledge.EditConflicts);
        Assert.Equal([FactAnswer.Yes, FactAnswer.No], conflict.Select(f => f.Answer));
        Assert.Contains((await house.ReadAsync(file)).Work, w => w.Kind == WorkKind.EditConflict);

        await house.Desk.ChooseAnswerAsync(other, Purpose.CasePlanning, file.CaseId, first.FactId, Stop);
        var settled = (await house.ReadAsync(file)).Knowledge;
        Assert.Empty(settled.EditConflicts);
        Assert.Equal(FactAnswer.Yes, Assert.Single(settled.Standing).Answer);
        Assert.Equal(4, settled.Facts.Length);
    }

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task EditorsAtTheSameMoment_LoseNothing(string database)
    {
        await using var house = await House.OpenAsync(database);
        var file = await house.AdultAsync();
        var others = new List<Actor> { house.Cast.Caseworker };
        for (var i = 0; i < 5; i++)
        {
            others.Add(await Colleague(house, file));
        }

        var saved = await Task.WhenAll(others.Select(o => Save(house, o, file, o == others[0] ? FactAnswer.No : FactAnswer.Yes, null)));
        var facts = (await house.ReadAsync(file)).Knowledge.Facts;
        Assert.All(saved, s => Assert.Contains(facts, f => f.Id == s.FactId));

        // Whoever came first, a yes and a no stand beside each other: nobody had seen the other's.
        Assert.Equal([FactAnswer.Yes, FactAnswer.No], (await house.ReadAsync(file)).Knowledge.Standing.Select(f => f.Answer).Distinct().Order());
    }

    [Fact]
    public async Task AnyOrderOfSaves_LosesNoAnswerThatNobodySaw()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        Actor[] editors = [house.Cast.Caseworker, await Colleague(house, file), await Colleague(house, file)];
        await Gen.Select(Gen.Int[0, 2], Gen.Enum<FactAnswer>(), Gen.Bool).Array[1, 12].SampleAsync(async steps =>
        {
            var opened = await house.Desk.StartInterviewAsync(editors[0], Purpose.Intake, file.CaseId, new InterviewDraft(file.EpisodeId, HeardFrom.ThePerson, new DateOnly(2026, 3, 3)), Stop);
            var onScreen = new Guid?[3];
            var acknowledged = new List<(Guid Id, int Editor, Guid? Seen)>();
            foreach (var (editor, answer, looksFirst) in steps)
            {
                if (looksFirst)
                {
                    onScreen[editor] = (await Standing(house, opened)).Select(f => (Guid?)f.Id).LastOrDefault();
                }

                var result = (await house.Desk.AnswerAsync(editors[editor], Purpose.Intake, file.CaseId, opened, [new AnswerDraft("deception", answer, null, onScreen[editor])], Stop))[0];
                acknowledged.Add((result.FactId, editor, onScreen[editor]));
                onScreen[editor] = result.FactId;
            }

            await using var context = house.Setting.Database.NewContext();
            var rows = await context.Set<StatedFact>().AsNoTracking().Where(f => f.InterviewId == opened).ToListAsync(Stop);
            Assert.All(acknowledged, a => Assert.Contains(rows, r => r.Id == a.Id));
            foreach (var row in rows.Where(r => r.SupersededBy is not null))
            {
                var by = rows.Single(r => r.Id == row.SupersededBy);
                Assert.True(by.RecordedBy == row.RecordedBy || acknowledged.Exists(a => a.Id == by.Id && a.Seen == row.Id), "an answer was superseded by somebody who had not seen it");
            }

            Assert.Contains(rows, r => r.SupersededBy is null);
        }, iter: 25, threads: 1);
    }

    [Fact]
    public async Task SameAnswer_SavedAgain_ChangesNothing()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        var first = await house.AnswerAsync(file, ("deception", FactAnswer.Yes));
        Assert.Equal(first, await house.AnswerAsync(file, ("deception", FactAnswer.Yes)));
        Assert.Single((await house.ReadAsync(file)).Knowledge.Facts);
    }

    [Theory]
    [InlineData("no_such_code")]
    [InlineData("means_any")]
    [InlineData("")]
    public async Task UnknownCode_IsRefused(string code)
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        var refused = await Assert.ThrowsAsync<DeskRefused>(() => house.AnswerAsync(file, (code, FactAnswer.Yes)));
        Assert.Equal([nameof(DeskProblem.UnknownCode)], refused.Problems);
    }

    [Fact]
    public async Task Note_IsKeptWithTheAnswerAndSealed()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        const string Words = "canary-note-4711";
        var saved = await house.Desk.AnswerAsync(house.Cast.Caseworker, Purpose.Intake, file.CaseId, file.InterviewId, [new AnswerDraft("deception", FactAnswer.Yes, Words)], Stop);
        Assert.Equal(Words, (await house.ReadAsync(file)).Knowledge.Notes[saved[0].FactId]);
        foreach (var part in Directory.GetFiles(Path.GetDirectoryName(house.File)!))
        {
            Assert.True((await File.ReadAllBytesAsync(part, Stop)).AsSpan().IndexOf("canary-note"u8) < 0, part);
        }
    }

    /// <summary>A page that shows no notes changes the answer; the note that was there stays with it.</summary>
    [Fact]
    public async Task Note_StaysWithAnAnswerThatIsChangedWhereNoNoteIsShown()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        await house.Desk.AnswerAsync(house.Cast.Caseworker, Purpose.Intake, file.CaseId, file.InterviewId, [new AnswerDraft("deception", FactAnswer.Yes, "a note")], Stop);
        foreach (var answer in new[] { FactAnswer.Yes, FactAnswer.Declined })
        {
            await house.Desk.AnswerAsync(house.Cast.Caseworker, Purpose.Intake, file.CaseId, file.InterviewId, [new AnswerDraft("deception", answer) { KeepsNote = true }], Stop);
            var read = (await house.ReadAsync(file)).Knowledge;
            var standing = Assert.Single(read.Standing);
            Assert.Equal((answer, "a note"), (standing.Answer, read.Notes[standing.Id]));
        }
    }

    private static async Task<Actor> Colleague(House house, OpenedCase file)
    {
        var actor = house.Cast.Caseworker with { UserId = house.Setting.Ids.Next() };
        await house.Desk.AssignAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, actor.UserId, AssignmentKind.Worker, Stop);
        return actor;
    }

    private static async Task<AnswerResult> Save(House house, Actor by, OpenedCase file, FactAnswer answer, Guid? seen) =>
        (await house.Desk.AnswerAsync(by, Purpose.Intake, file.CaseId, file.InterviewId, [new AnswerDraft("deception", answer, null, seen)], Stop))[0];

    private static async Task<List<StatedFact>> Standing(House house, Guid interview)
    {
        await using var context = house.Setting.Database.NewContext();
        return await context.Set<StatedFact>().AsNoTracking().Where(f => f.InterviewId == interview && f.SupersededBy == null).OrderBy(f => f.RecordedAt).ToListAsync(Stop);
    }
}
