using Palermo.Law.Bulk;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Determinations;
using Palermo.Tests.Law;

namespace Palermo.Tests.Statistics.Determinations;

public sealed class DeterminationStatisticsTests
{
    private static readonly DataOrigin Origin = new("cases", null, "palermo-facts 1", 0);

    [Fact]
    public void Results_OfARandomPopulation_EqualJudgingEveryoneUnderEachText()
    {
        var texts = Laws.Library.Definitions.Take(6).Append(Laws.Library.Protocol).Distinct().ToArray();
        var (population, people) = Population(400);
        var statistics = DeterminationStatistics.Of(population, texts, Origin, "map 1");

        var computed = texts.Where(t => t.IsVerified).ToArray();
        Assert.Equal(people.Count, statistics.Results.Total);
        Assert.Equal(texts.Length - computed.Length, statistics.NotComputed.Length);
        Assert.Equal(computed.Select(t => t.Key), statistics.Results.Provenance.Laws);
        foreach (var one in computed)
        {
            foreach (var other in computed.Where(t => t != one))
            {
                var between = statistics.Between(one, other);
                var expected = people.Count(p => Determiner.Judge(p, one).Result.IsTrue && Determiner.Judge(p, other).Result.IsFalse);
                Assert.Equal(expected, between[1, 2]);
            }
        }
    }

    [Fact]
    public void Missing_UnderTheProtocol_CountsWhatEachAnswerSettles()
    {
        var law = Laws.Library.Protocol;
        var population = new VectorCounts();

        // A purpose and a means, no act known: any act settles it, and so does having none.
        population.Add(Facts(("forced_labour", true), ("deception", true)), 7);

        // An act and a purpose of an adult without means: the means settle it.
        population.Add(Facts(("recruitment", true), ("forced_labour", true), ("under_18", false)), 3);

        // Met already.
        population.Add(Facts(("recruitment", true), ("forced_labour", true), ("under_18", true)), 5);

        var missing = DeterminationStatistics.Missing(population, law);

        var act = missing.Single(m => m is { Id: "act", Question.IsWholeElement: true });
        Assert.Equal((7L, 7L, 7L), (act.Missing, act.SettledByYes, act.SettledByNo));
        Assert.Equal("act", missing[0].Id);
        var means = missing.Single(m => m is { Id: "means", Question.IsWholeElement: true });
        Assert.Equal((3L, 3L, 3L), (means.Missing, means.SettledByYes, means.SettledByNo));
        var recruitment = missing.Single(m => m.Id == "recruitment");
        Assert.Equal((7L, 7L, 0L, 0L), (recruitment.Missing, recruitment.SettledByYes, recruitment.SettledByNo, recruitment.Either));
        Assert.DoesNotContain(missing, m => m.Id == "transnational");
    }

    private static FactVector Facts(params (string Fact, bool Value)[] facts) =>
        facts.Aggregate(FactVector.Empty, (v, f) => v.With(Laws.Library.Protocol.Vocabulary[f.Fact].Index, f.Value));

    private static (VectorCounts Counts, List<FactVector> People) Population(int size)
    {
        var (counts, people, state) = (new VectorCounts(), new List<FactVector>(), 5UL);
        for (var i = 0; i < size; i++)
        {
            var vector = FactVector.Empty;
            foreach (var fact in Laws.Library.Vocabulary.Facts)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
                vector = (state >> 33) % 7 is var draw && draw < 2 ? vector.With(fact.Index, draw == 0) : vector;
            }

            counts.Add(vector);
            people.Add(vector);
        }

        return (counts, people);
    }
}
