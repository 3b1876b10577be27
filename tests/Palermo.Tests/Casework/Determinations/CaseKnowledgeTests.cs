using System.Collections.Immutable;
using CsCheck;
using Palermo.Casework.Determinations;
using Palermo.Casework.Facts;
using Palermo.Casework.Persons;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Tests.Law;

namespace Palermo.Tests.Casework.Determinations;

public sealed class CaseKnowledgeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<string> Codes = [.. Laws.Library.Vocabulary.Facts.Select(f => f.Id.Value)];

    private static readonly Gen<FactAnswer> Answers = Gen.Enum<FactAnswer>();

    private static readonly Gen<(string Code, FactAnswer Answer, bool Supersedes)[]> Histories =
        Gen.Select(Gen.Int[0, Codes.Length - 1].Select(i => Codes[i]), Answers, Gen.Bool).Array[0, 40];

    private static readonly ImmutableArray<InstrumentVersion> Texts = [Laws.Library.Protocol, Laws.Library.Find("coe-cets197/2005")!, Laws.Library.Find("eu-2011-36/2024")!];

    [Fact]
    public void Answers_ThatAreNeitherYesNorNo_AreNeverNo() =>
        Gen.Select(Histories, Gen.Int[0, Texts.Length - 1]).Sample((history, text) =>
        {
            var knowledge = Knowledge([.. history.Select(h => h with { Answer = h.Answer == FactAnswer.No ? FactAnswer.Unknown : h.Answer })]);
            var determination = knowledge.Determine(Texts[text], StandardOfProof.Alleged);
            Assert.False(determination.Result.IsFalse);
            Assert.All(determination.Elements, e => Assert.False(e.Value.IsFalse));
        });

    [Fact]
    public void Child_WhateverElseIsSaid_NeedsNoMeansAndIsNeverTurnedDownForWantOfOne() =>
        Gen.Select(Histories, Gen.Int[0, Texts.Length - 1]).Sample((history, text) =>
        {
            (string, FactAnswer, bool)[] child = [.. history.Where(h => h.Code != "under_18"), ("under_18", FactAnswer.Yes, false)];
            var determination = Knowledge(child).Determine(Texts[text], StandardOfProof.Alleged);
            Assert.False(determination.Means.IsRequired);
            Assert.Equal(determination.Act.Value.IsTrue && determination.Purpose.Value.IsTrue, determination.Result.IsTrue);
        });

    [Fact]
    public void PresumedChild_UnderATextThatPresumes_NeedsNoMeans() =>
        Histories.Sample(history =>
        {
            var knowledge = Knowledge([.. history.Where(h => h.Code != "under_18")]) with { Ages = [Age(AgeStatus.PresumedChild)] };
            Assert.False(knowledge.Determine(Texts[1], StandardOfProof.Alleged).Means.IsRequired);
            Assert.False(knowledge.Determine(Texts[1], StandardOfProof.Balance).Means.IsRequired);
        });

    [Fact]
    public void Replay_AtAnyTime_IsWhatAnOnlookerOfThatTimeSaw() =>
        Gen.Select(Histories, Gen.Int[0, 41]).Sample((history, until) =>
        {
            var all = Rows(history);
            var at = Start.AddMinutes(until);

            // An onlooker keeps the rows of the past and knows nothing of what superseded them later.
            var past = Rows([.. history.Take(Math.Max(0, until))]);
            var replayed = Knowledge(all).At(at).LawFindings();
            var seen = Knowledge(past).At(at).LawFindings();
            Assert.Equal(seen.Select(f => (f.Atom, f.State)), replayed.Select(f => (f.Atom, f.State)));
        });

    [Fact]
    public void Variants_OfTwoOccasions_AreKeptAndDecideNothing()
    {
        ImmutableArray<StatedFact> rows =
        [
            Row(1, "deception", FactAnswer.No, interview: 1), Row(2, "deception", FactAnswer.Yes, interview: 2),
            Row(3, "recruitment", FactAnswer.Yes), Row(4, "forced_labour", FactAnswer.Yes), Row(5, "under_18", FactAnswer.No),
        ];
        var knowledge = Knowledge(rows);
        var variants = Assert.Single(knowledge.Contradictions);
        Assert.Equal([FactAnswer.No, FactAnswer.Yes], variants.Answers.Select(a => a.Answer));
        Assert.Empty(knowledge.EditConflicts);
        var determination = knowledge.Determine(Laws.Library.Protocol, StandardOfProof.Alleged);
        Assert.True(determination.Result.IsUnknown);
        Assert.Contains("deception", determination.Open.StillMatters.Select(a => a.Value));
    }

    private static CaseKnowledge Knowledge((string Code, FactAnswer Answer, bool Supersedes)[] history) => Knowledge(Rows(history));

    private static CaseKnowledge Knowledge(ImmutableArray<StatedFact> rows) =>
        new([], rows, [], [], [], ImmutableDictionary<Guid, Palermo.Casework.Findings.FindingGrounds>.Empty, ImmutableDictionary<Guid, string>.Empty, Start.AddYears(1));

    private static ImmutableArray<StatedFact> Rows((string Code, FactAnswer Answer, bool Supersedes)[] history)
    {
        var rows = ImmutableArray.CreateBuilder<StatedFact>();
        foreach (var (code, answer, supersedes) in history)
        {
            var row = Row(rows.Count + 1, code, answer);
            if (supersedes && rows.LastOrDefault(r => r.Code == code && r.SupersededBy is null) is { } earlier)
            {
                earlier.Supersede(row.Id, row.RecordedAt);
            }

            rows.Add(row);
        }

        return rows.ToImmutable();
    }

    private static StatedFact Row(int number, string code, FactAnswer answer, int interview = 1) => new()
    {
        Id = new Guid(number, 0, 0, new byte[8]), CaseId = Guid.Empty, EpisodeId = Guid.Empty, InterviewId = new Guid(interview, 1, 0, new byte[8]), Code = code, Answer = answer, HeardFrom = HeardFrom.ThePerson,
        RecordedAt = Start.AddMinutes(number), RecordedBy = Guid.Empty,
    };

    private static AgeRecord Age(AgeStatus status) => new() { Id = Guid.Empty, PersonId = Guid.Empty, CaseId = Guid.Empty, Status = status, Basis = AgeBasis.Stated, At = Start, By = Guid.Empty };
}
