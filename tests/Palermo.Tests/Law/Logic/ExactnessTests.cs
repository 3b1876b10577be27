using System.Numerics;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Tests.Law.Logic;

/// <summary>
/// Kleene evaluation, decision diagram and enumeration of completions agree: at group level on every state of every
/// instrument, and on a million drawn vectors.
/// </summary>
public sealed class ExactnessTests
{
    private const int RandomVectors = 1_000_000;

    public static TheoryData<string> Keys => [.. Laws.Library.Versions.Select(v => v.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Evaluate_EveryGroupState_IsWhatAllCompletionsAgreeOn(string key)
    {
        var instrument = Laws.Library.Find(key)!;
        foreach (var node in Formulas(instrument))
        {
            var oracle = new BruteForce(node, instrument.Vocabulary);
            var expression = instrument.Evaluator.Express(node);
            foreach (var facts in GroupStates(instrument, oracle.Variables))
            {
                var expected = oracle.ByExtremes(facts);
                Assert.True(expected == instrument.Evaluator.Evaluate(node, facts), $"{key} {node.Path}: {Told(facts)}: expected {expected}");
                Assert.True(expected == instrument.Evaluator.Exact(expression, facts), $"{key} {node.Path}: diagram on {Told(facts)}: expected {expected}");
                if (expression.IsExact && facts.Some == 0)
                {
                    Assert.True(expected == expression.Evaluate(facts.True, facts.False), $"{key} {node.Path}: Kleene on {Told(facts)}: expected {expected}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Evaluate_DrawnVectors_IsWhatAllCompletionsAgreeOn(string key)
    {
        var instrument = Laws.Library.Find(key)!;
        var share = RandomVectors / Laws.Library.Versions.Length + 1;
        var oracle = new BruteForce(instrument.Definition, instrument.Vocabulary);
        var definition = instrument.Evaluator.Definition;
        var stream = new Stream(11);
        var open = 0;
        for (var i = 0; i < share; i++)
        {
            var facts = Vectors.Draw(stream, oracle.Variables, mostOpen: 7, groupPercent: 20);
            var expected = oracle.Value(facts);
            open += expected.IsUnknown ? 1 : 0;
            if (expected != instrument.Evaluator.Evaluate(definition, facts) || expected != instrument.Evaluator.Exact(definition, facts))
            {
                Assert.Fail($"{key}: {Told(facts)}: expected {expected}, evaluated {instrument.Evaluator.Evaluate(definition, facts)}, diagram {instrument.Evaluator.Exact(definition, facts)}");
            }

            var kleene = definition.Evaluate(facts.True, facts.False);
            Assert.True(facts.Some != 0 || expected.Refines(kleene), "Kleene's logic never says more than the completions agree on");
            Assert.True(!definition.IsExact || facts.Some != 0 || kleene == expected);
        }

        Assert.InRange(open, 1, share - 1);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void BruteForce_ItsTwoWays_Agree(string key)
    {
        var instrument = Laws.Library.Find(key)!;
        foreach (var node in Formulas(instrument))
        {
            var oracle = new BruteForce(node, instrument.Vocabulary);
            var stream = new Stream(13);
            for (var i = 0; i < 300; i++)
            {
                var facts = Vectors.Draw(stream, oracle.Variables, mostOpen: 9, groupPercent: 40);
                Assert.Equal(oracle.Value(facts), oracle.ByExtremes(facts));
            }
        }
    }

    [Fact]
    public void Evaluate_AtomRepeated_IsExactWhereKleeneIsNot()
    {
        var a = new Expression.Variable(0);
        var formula = new Expression.Any([a, new Expression.Negated(0)]);
        Assert.True(formula.Evaluate(0, 0).IsUnknown);
        Assert.False(formula.IsReadOnce);
        Assert.True(Laws.Library.Protocol.Evaluator.Evaluate(formula, FactVector.Empty).IsTrue);
    }

    private static IEnumerable<Node> Formulas(InstrumentVersion instrument) =>
        new[] { instrument.Definition, instrument.Offence, instrument.Scope, instrument.Act, instrument.Means, instrument.Purpose, instrument.Child }
            .Concat(instrument.Derived.Select(d => d.Formula))
            .Concat(instrument.Readings.Select(r => r.Formula))
            .OfType<Node>();

    /// <summary>Every assignment of true, false and open to the groups of an instrument, with and without "one of these, which is not recorded".</summary>
    private static IEnumerable<FactVector> GroupStates(InstrumentVersion instrument, ulong variables)
    {
        var groups = new List<ulong>();
        var rest = variables;
        foreach (var node in new[] { instrument.Act, instrument.Means, instrument.Purpose, instrument.Child })
        {
            Take(node is null ? 0 : BruteForce.VariablesOf(node));
        }

        foreach (var group in instrument.Vocabulary.Groups)
        {
            Take(group.Members);
        }

        while (rest != 0 && groups.Count < 7)
        {
            Take(rest & (~rest + 1));
        }

        Take(rest);
        var states = (int)Math.Pow(3, groups.Count);
        for (var state = 0; state < states; state++)
        {
            ulong yes = 0, no = 0;
            for (var (left, g) = (state, 0); g < groups.Count; left /= 3, g++)
            {
                yes |= left % 3 == 1 ? groups[g] : 0;
                no |= left % 3 == 2 ? groups[g] : 0;
            }

            for (byte some = 0; some < 8; some++)
            {
                yield return new FactVector(yes, no, some);
            }
        }

        void Take(ulong bits)
        {
            if ((bits & rest) != 0)
            {
                groups.Add(bits & rest);
                rest &= ~bits;
            }
        }
    }

    private static string Told(FactVector facts) => $"true {facts.True:x} false {facts.False:x} some {facts.Some}, {BitOperations.PopCount(facts.True | facts.False)} known";
}
