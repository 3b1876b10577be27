using System.Collections.Immutable;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Tests.Law.Determinations;

/// <summary>What a result hangs on, against withdrawing findings one by one and set by set.</summary>
public sealed class FragilityTests
{
    public static TheoryData<string> Keys => [.. Laws.Library.Versions.Where(v => v.IsVerified).Select(v => v.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void AloneByFinding_DrawnVector_AreTheFindingsWithoutWhichTheResultOpens(string key)
    {
        foreach (var (findings, determination) in Drawn(key, 37))
        {
            int[] expected = determination.Result.IsUnknown ? [] : [.. Enumerable.Range(0, findings.Length).Where(i => Result(findings.RemoveAt(i), determination).IsUnknown)];
            Assert.Equal(expected, determination.Fragility.AloneByFinding);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Smallest_DrawnVector_IsTheFewestAtomsThatMustFall(string key)
    {
        var (tried, definite) = (0, 0);
        foreach (var (findings, determination) in Drawn(key, 41))
        {
            var smallest = determination.Fragility.Smallest;
            if (determination.Result.IsUnknown)
            {
                Assert.Equal(0, smallest);
                continue;
            }

            definite++;

            if (smallest is 0 or > 3 || (smallest == 3 && findings.Length > 16))
            {
                continue;
            }

            tried++;
            Assert.True(SomeUndo(Without(findings, smallest), determination));
            Assert.False(SomeUndo(Without(findings, smallest - 1), determination));
        }

        Assert.True(tried > 0 || definite == 0);
    }

    [Fact]
    public void AloneByFinding_SecondFindingThatSaysUnknown_LeavesTheFirstAlone()
    {
        ImmutableArray<Finding> findings = [.. Vectors.Findings(Vectors.Of("+recruitment", "+deception", "+forced_labour"), Laws.Library.Protocol), new("deception", InputState.AskedUnknown)];

        var fragility = Determiner.Determine(findings, Laws.Library.Protocol, new Query()).Fragility;

        Assert.Equal([0, 1, 2], fragility.AloneByFinding);
        Assert.Equal(1, fragility.Smallest);
    }

    [Fact]
    public void Alone_ElementClosedByOneFinding_NamesTheGroupNotEachAtom()
    {
        ImmutableArray<Finding> findings = [new("recruitment", InputState.True), new("forced_labour", InputState.True), new("means_any", InputState.False), new("under_18", InputState.False)];

        var fragility = Determiner.Determine(findings, Laws.Library.Protocol, new Query()).Fragility;

        Assert.Equal(["means_any", "under_18"], fragility.Alone.Select(a => a.Value).Order(StringComparer.Ordinal));
        Assert.Equal([2, 3], fragility.AloneByFinding);
    }

    [Fact]
    public void Smallest_ChildAndAMeansNotRecorded_NeedsBothToFall()
    {
        var findings = Vectors.Findings(Vectors.Of("+recruitment", "+transfer", "+means_any", "+forced_labour", "+slavery", "+under_18"), Laws.Library.Protocol);

        var fragility = Determiner.Determine(findings, Laws.Library.Protocol, new Query()).Fragility;

        Assert.Empty(fragility.Alone);
        Assert.Equal(2, fragility.Smallest);
    }

    private static IEnumerable<(ImmutableArray<Finding>, Determination)> Drawn(string key, ulong seed)
    {
        var instrument = Laws.Library.Find(key)!;
        var variables = new BruteForce(instrument.Definition, instrument.Vocabulary).Variables & Vectors.Settable(instrument);
        var stream = new Stream(seed);
        for (var i = 0; i < 25; i++)
        {
            var findings = Vectors.Findings(Vectors.Draw(stream, variables, mostOpen: 16, groupPercent: 25), instrument).ToBuilder();
            if (findings.Count > 0 && stream.Chance(30))
            {
                findings.Add(stream.Of(findings) with { State = stream.Chance(50) ? InputState.AskedUnknown : stream.Of<InputState>([InputState.True, InputState.False]) });
            }

            if (stream.Chance(20))
            {
                findings.Add(new Finding(stream.Of(instrument.Vocabulary.Groups).Id, InputState.False));
            }

            var all = findings.ToImmutable();
            yield return (all, Determiner.Determine(all, instrument, new Query()));
        }
    }

    private static bool SomeUndo(IEnumerable<ImmutableArray<Finding>> less, Determination determination) =>
        less.Any(f => Result(f, determination) != determination.Result);

    private static Truth Result(ImmutableArray<Finding> findings, Determination like) =>
        like.Instrument.Evaluator.Evaluate(like.Instrument.Definition, Projection.Of(findings, like.Instrument, like.Query).Facts);

    /// <summary>The findings less all that speak of some of the atoms.</summary>
    private static IEnumerable<ImmutableArray<Finding>> Without(ImmutableArray<Finding> findings, int count) =>
        count < 0 ? [] : Choose([.. findings.Select(f => f.Atom).Distinct()], count, 0).Select(atoms => findings.RemoveAll(f => atoms.Contains(f.Atom)));

    private static IEnumerable<ImmutableArray<AtomId>> Choose(ImmutableArray<AtomId> atoms, int count, int from)
    {
        if (count == 0)
        {
            yield return [];
            yield break;
        }

        for (var i = from; i < atoms.Length; i++)
        {
            foreach (var more in Choose(atoms, count - 1, i + 1))
            {
                yield return more.Add(atoms[i]);
            }
        }
    }
}
