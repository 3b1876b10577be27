using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Tests.Law.Determinations;

/// <summary>Asking the best-ranked question each time needs at most one question more than the best possible plan.</summary>
public sealed class QuestionPlannerTests
{
    public static TheoryData<string> Keys => [.. Laws.Library.Definitions.Where(v => v.IsVerified).Select(v => v.Key)];

    [Fact]
    public void Greedy_EveryGroupState_IsWithinOneQuestionOfTheBestPlan()
    {
        var protocol = Laws.Library.Protocol;
        string[] groups = ["act_any", "means_any", "purpose_any", "under_18"];
        for (var state = 0; state < 81; state++)
        {
            // 0 not known, 1 true, 2 false, for each group.
            var values = Enumerable.Range(0, 4).Select(g => state / (int)Math.Pow(3, g) % 3).ToArray();
            var best = Best(values);
            Assert.True(Greedy(values) <= best + 1, $"state {string.Join(',', values)}: {Greedy(values)} asked, {best} at best");
        }

        int Greedy(int[] values)
        {
            var open = Determiner.Determine([.. values.Select((v, g) => new Finding(groups[g], v == 1 ? InputState.True : v == 2 ? InputState.False : InputState.NotAsked))], protocol, new Query()).Open;
            if (open.IsSettled)
            {
                return 0;
            }

            var group = open.Ranked[0].Id switch { "act" => 0, "means" => 1, "purpose" => 2, _ => 3 };
            Assert.Equal(0, values[group]);
            return 1 + Math.Max(Greedy(With(values, group, 1)), Greedy(With(values, group, 2)));
        }

        static int Best(int[] values)
        {
            if (Known(values))
            {
                return 0;
            }

            return 1 + Enumerable.Range(0, 4).Where(g => values[g] == 0).Min(g => Math.Max(Best(With(values, g, 1)), Best(With(values, g, 2))));
        }

        // Act and purpose and (means or child), over what is known.
        static bool Known(int[] v) => v[0] == 2 || v[2] == 2 || (v[1] == 2 && v[3] == 2) || (v[0] == 1 && v[2] == 1 && (v[1] == 1 || v[3] == 1));

        static int[] With(int[] values, int group, int value) => [.. values.Select((v, g) => g == group ? value : v)];
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Ranked_FollowedToTheEnd_SettlesEveryText(string key)
    {
        var instrument = Laws.Library.Find(key)!;
        var stream = new Stream(61);
        var settable = instrument.Evaluator.Definition.Variables & Vectors.Settable(instrument);
        for (var i = 0; i < 6; i++)
        {
            var truth = Vectors.Draw(stream, settable, 0);
            var facts = FactVector.Empty;
            for (var asked = 0; ; asked++)
            {
                Assert.True(asked <= 70, "asking comes to an end");
                var determination = Determiner.Determine(Vectors.Findings(facts, instrument), instrument, new Query());
                if (determination.Open.Ranked.IsEmpty)
                {
                    Assert.True(determination.Result.IsKnown || (determination.Open.StillMatters.Length > 0 && determination.Open.StillMatters.All(a => instrument.Evaluator.Bit(a) is null)));
                    break;
                }

                foreach (var atom in determination.Open.Ranked[0].Atoms)
                {
                    var bit = Vectors.Bit(atom, instrument);
                    facts = (truth.True & bit) != 0 ? facts with { True = facts.True | bit } : facts with { False = facts.False | bit };
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Ranked_PromisesOfYesAndNo_AreKept(string key)
    {
        var instrument = Laws.Library.Find(key)!;
        var stream = new Stream(67);
        for (var i = 0; i < 15; i++)
        {
            var facts = Vectors.Draw(stream, instrument.Evaluator.Definition.Variables & Vectors.Settable(instrument), 10);
            var oracle = new BruteForce(instrument.Definition, instrument.Vocabulary);
            foreach (var question in Determiner.Determine(Vectors.Findings(facts, instrument), instrument, new Query()).Open.Ranked)
            {
                var bits = question.Atoms.Aggregate(0UL, (sum, a) => sum | Vectors.Bit(a, instrument));
                Assert.Equal(oracle.ByExtremes(facts with { False = facts.False | bits }), question.IfNo);
                Assert.All(question.Atoms, a => Assert.True(oracle.ByExtremes(facts with { True = facts.True | Vectors.Bit(a, instrument) }).Refines(question.IfYes)));
                Assert.True(question.Minutes > 0 && question.Harm is >= 0 and <= 4 && question.Worth > 0);
            }
        }
    }
}
