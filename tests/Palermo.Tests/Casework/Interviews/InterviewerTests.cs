using System.Collections.Immutable;
using CsCheck;
using Palermo.Casework.Determinations;
using Palermo.Casework.Facts;
using Palermo.Casework.Findings;
using Palermo.Casework.Interviews;
using Palermo.Law.Facts;
using Palermo.Tests.Law;

namespace Palermo.Tests.Casework.Interviews;

public sealed class InterviewerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Guid First = new(1, 0, 0, new byte[8]);

    private static readonly Interviewer Interviewer = new(Laws.Library);

    [Fact]
    public void Interview_WhateverIsAnswered_EndsAndNeverAsksTheSameTwice() =>
        Gen.Enum<FactAnswer>().Array[60].Sample(answers =>
        {
            var rows = ImmutableArray.CreateBuilder<StatedFact>();
            var asked = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; ; i++)
            {
                Assert.True(i < 40, "the interview does not end");
                var item = Interviewer.Next(Knowledge(rows.ToImmutable()), Guid.Empty, First, beyond: false);
                if (item is NothingLeft)
                {
                    break;
                }

                foreach (var code in Codes(item))
                {
                    Assert.True(asked.Add(code), $"{code} was asked twice");
                    rows.Add(Row(rows.Count + 1, code, answers[asked.Count % answers.Length], First));
                }
            }
        }, iter: 200);

    [Fact]
    public void Interview_DoesNotOpenWithTheHarshest()
    {
        var opening = Interviewer.Next(Knowledge([]), Guid.Empty, First, beyond: false);
        Assert.True(Codes(opening).Average(Interviewer.Distress) < Interviewer.HarshestOpening);
    }

    [Fact]
    public void PutOff_IsAskedAgainOnlyOnAnotherOccasion_AndDeclinedNever()
    {
        ImmutableArray<StatedFact> rows =
        [
            Row(1, "recruitment", FactAnswer.Yes, First), Row(2, "forced_labour", FactAnswer.Yes, First), Row(3, "under_18", FactAnswer.AskLater, First),
            .. Interviewer.Members(FactElement.Means).Select((m, i) => Row(10 + i, m, m == "deception" ? FactAnswer.AskLater : FactAnswer.Declined, First)),
        ];
        Assert.IsType<NothingLeft>(Interviewer.Next(Knowledge(rows), Guid.Empty, First, beyond: false));
        var later = new Guid(2, 0, 0, new byte[8]);
        Assert.Equal(["under_18"], Codes(Interviewer.Next(Knowledge(rows), Guid.Empty, later, beyond: false)));
        Assert.Equal(["deception"], Codes(Interviewer.Next(Knowledge([.. rows, Row(50, "under_18", FactAnswer.No, later)]), Guid.Empty, later, beyond: false)));
    }

    [Fact]
    public void Settled_AsksNothingMoreUnlessBeyond()
    {
        ImmutableArray<StatedFact> rows = [Row(1, "recruitment", FactAnswer.Yes, First), Row(2, "forced_labour", FactAnswer.Yes, First), Row(3, "under_18", FactAnswer.No, First), Row(4, "deception", FactAnswer.Yes, First)];
        Assert.IsType<NothingLeft>(Interviewer.Next(Knowledge(rows), Guid.Empty, First, beyond: false));
        Assert.IsType<SingleItem>(Interviewer.Next(Knowledge(rows), Guid.Empty, First, beyond: true));
    }

    private static IEnumerable<string> Codes(InterviewItem item) => item switch
    {
        ListItem list => list.Codes,
        SingleItem single => [single.Code],
        _ => [],
    };

    private static CaseKnowledge Knowledge(ImmutableArray<StatedFact> rows) =>
        new([], rows, [], [], [], ImmutableDictionary<Guid, FindingGrounds>.Empty, ImmutableDictionary<Guid, string>.Empty, Start.AddYears(1));

    private static StatedFact Row(int number, string code, FactAnswer answer, Guid interview) => new()
    {
        Id = new Guid(number, 0, 0, new byte[8]), CaseId = Guid.Empty, EpisodeId = Guid.Empty, InterviewId = interview, Code = code, Answer = answer, HeardFrom = HeardFrom.ThePerson, RecordedAt = Start.AddMinutes(number), RecordedBy = Guid.Empty,
    };
}
