using System.Collections.Immutable;
using System.Numerics;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Determinations;

/// <summary>One answer in a way to a result: one of these facts has the value, or (closing a list) all of them have.</summary>
public readonly record struct Step(ulong Bits, bool Value, bool All)
{
    /// <summary>The step says the same with one bit as with all of it.</summary>
    public bool IsSingle => BitOperations.IsPow2(Bits);
}

/// <summary>
/// Finds the smallest sets of answers that force an expression to a value. Closing a whole list with one answer ("none of
/// these") counts as one. Exact on read-once formulas; on others every way found is checked, and single answers are searched.
/// </summary>
internal sealed class Ways(Evaluator evaluator, FactVector facts, Ways.Price price, bool canUnsay = false)
{
    private const int Most = 12;

    /// <summary>What it takes to give a variable a value: 0 it has it, 1 one answer, a negative number when it cannot be had.</summary>
    public delegate int Price(int variable, bool value);

    /// <summary>For open questions: known facts stay as they are, refused ones are not asked.</summary>
    public static Price Asking(FactVector facts, ulong refused) => (variable, value) =>
    {
        var bit = 1UL << variable;
        var known = (facts.True & bit) != 0 ? true : (facts.False & bit) != 0 ? false : (bool?)null;
        return known == value ? 0 : known is not null || (refused & bit) != 0 ? -1 : 1;
    };

    /// <summary>For counterfactuals: any fact may be otherwise, but for those that no finding can settle.</summary>
    public static Price Changing(FactVector facts, ulong closed) => (variable, value) =>
        ((value ? facts.True : facts.False) >> variable & 1) != 0 ? 0 : (closed >> variable & 1) != 0 ? -1 : 1;

    /// <summary>The smallest ways, each a list of steps in the order of the formula; empty when there is none.</summary>
    public ImmutableArray<ImmutableArray<Step>> To(Expression expression, bool value)
    {
        var ways = Find(expression, value);
        return [.. Smallest(IsIndependent(expression, value) ? ways : Checked(expression, value, ways))];
    }

    /// <summary>
    /// Whether the parts that <see cref="Find"/> combines cannot get in each other's way: no fact occurs twice, and "one of
    /// these" binds nothing, which more truths do not change.
    /// </summary>
    private bool IsIndependent(Expression expression, bool value) =>
        expression.IsReadOnce && (facts.Some == 0 || (value && expression.IsMonotone && !evaluator.Binds(facts)));

    /// <summary>Where the parts of a formula are not independent, each way is tried: what does not force is dropped, what is to spare is cut.</summary>
    private List<ImmutableArray<Step>> Checked(Expression expression, bool value, List<ImmutableArray<Step>> found)
    {
        var ways = new List<ImmutableArray<Step>>();
        var repeated = expression.IsMonotone && (facts.Some == 0 || (value && !evaluator.Binds(facts))) ? expression.RepeatedVariables() : ulong.MaxValue;
        foreach (var way in found)
        {
            if (way.All(s => (s.Bits & repeated) == 0))
            {
                ways.Add(way);
                continue;
            }

            var spelled = Spell(way, repeated);
            if (spelled.TrueForAll(w => Forces(expression, value, w) && Trim(expression, value, w).SequenceEqual(w)))
            {
                ways.Add(way);
            }
            else
            {
                ways.AddRange(spelled.Where(w => Forces(expression, value, w)).Select(w => Trim(expression, value, w)));
            }
        }

        if (ways.Count == 0)
        {
            ImmutableArray<Step> every = [.. Askable(expression, value)];
            ways = every.IsEmpty || !Forces(expression, value, every) ? [] : [Close([], Trim(expression, value, every))];
        }

        var least = ways.Count == 0 ? 0 : ways.Min(w => w.Length);
        if (least > 1 && Singles(expression, value) is { Count: > 0 } singles)
        {
            return singles;
        }

        return Deduplicate(least > 2 && value && Pairs(expression) is { Count: > 0 } pairs ? pairs : ways);
    }

    private static List<ImmutableArray<Step>> Deduplicate(List<ImmutableArray<Step>> ways)
    {
        var kept = new List<ImmutableArray<Step>>();
        foreach (var way in ways)
        {
            if (!kept.Exists(k => k.OrderBy(s => s.Bits).SequenceEqual(way.OrderBy(s => s.Bits))))
            {
                kept.Add(way);
            }
        }

        return kept;
    }

    /// <summary>Every single answer towards a value: true facts towards true, false ones towards false, either where a negation occurs.</summary>
    private IEnumerable<Step> Askable(Expression expression, bool value)
    {
        for (var bits = expression.Variables; bits != 0; bits &= bits - 1)
        {
            var variable = BitOperations.TrailingZeroCount(bits);
            if (price(variable, value) == 1)
            {
                yield return new Step(1UL << variable, value, true);
            }
        }
    }

    private List<ImmutableArray<Step>> Pairs(Expression expression)
    {
        var found = new List<ImmutableArray<Step>>();
        ImmutableArray<Step> steps = [.. Askable(expression, true)];
        for (var i = 0; i < steps.Length; i++)
        {
            var first = facts with { True = facts.True | steps[i].Bits, False = facts.False & ~steps[i].Bits };
            for (var j = i + 1; j < steps.Length && found.Count < Most; j++)
            {
                var both = first with { True = first.True | steps[j].Bits, False = first.False & ~steps[j].Bits };
                if (evaluator.Evaluate(expression, canUnsay ? Unsaid(both) : both).IsTrue)
                {
                    found.Add([steps[i], steps[j]]);
                }
            }
        }

        return found;
    }

    /// <summary>"Any one of these" written out, as far as a reader would follow.</summary>
    /// <param name="repeated">Facts that occur more than once and so may serve twice; the rest of a list stays one answer.</param>
    private static List<ImmutableArray<Step>> Spell(ImmutableArray<Step> way, ulong repeated)
    {
        List<ImmutableArray<Step>> spelled = [[]];
        foreach (var step in way)
        {
            spelled = [.. spelled.SelectMany(w => Options(step).Select(w.Add)).Take(Most * Most)];
        }

        return spelled;

        IEnumerable<Step> Options(Step step)
        {
            if (step.All)
            {
                yield return step;
                yield break;
            }

            if ((step.Bits & ~repeated) is not 0 and var once)
            {
                yield return new Step(once, step.Value, BitOperations.IsPow2(once));
            }

            for (var bits = step.Bits & repeated; bits != 0; bits &= bits - 1)
            {
                yield return new Step(bits & (~bits + 1), step.Value, true);
            }
        }
    }

    private ImmutableArray<Step> Trim(Expression expression, bool value, ImmutableArray<Step> way)
    {
        for (var at = way.Length - 1; at >= 0; at--)
        {
            if (!way[at].All)
            {
                var without = way.RemoveAt(at);
                way = Forces(expression, value, without) ? without : way;
                continue;
            }

            for (var bits = way[at].Bits; bits != 0; bits &= bits - 1)
            {
                var less = way.SetItem(at, way[at] with { Bits = way[at].Bits & ~(bits & (~bits + 1)) });
                way = Forces(expression, value, less) ? less : way;
            }
        }

        return way.RemoveAll(s => s.Bits == 0);
    }

    private List<ImmutableArray<Step>> Find(Expression expression, bool value)
    {
        if (evaluator.Evaluate(expression, facts) == Truth.Of(value))
        {
            return [[]];
        }

        return expression switch
        {
            Expression.Always => value ? [[]] : [],
            Expression.Variable v => Single(v.Index, value, value),
            Expression.Negated n => Single(n.Index, !value, value),
            Expression.All all => value ? Every(all.Parts, value) : Either(all.Parts, value),
            Expression.Any any => value ? Either(any.Parts, value) : Every(any.Parts, value),
            Expression.AtLeast atLeast => Counted(atLeast, value),
            _ => throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType().Name, "an expression kind without ways"),
        };
    }

    private List<ImmutableArray<Step>> Single(int variable, bool fact, bool _) => price(variable, fact) switch
    {
        0 => [[]],
        > 0 => [[new Step(1UL << variable, fact, true)]],
        _ => [],
    };

    private List<ImmutableArray<Step>> Either(ImmutableArray<Expression> parts, bool value)
    {
        var best = Smallest([.. parts.SelectMany(p => Find(p, value))]);
        if (best.Count == 0 || best[0].Length != 1)
        {
            return best;
        }

        // Alternatives of one answer each read better as "any one of these".
        var merged = new List<ImmutableArray<Step>>();
        foreach (var group in best.Select(w => w[0]).GroupBy(s => (s.Value, Simple: s.IsSingle || !s.All)))
        {
            if (group.Key.Simple)
            {
                var bits = group.Aggregate(0UL, (sum, s) => sum | s.Bits);
                merged.Add([new Step(bits, group.Key.Value, BitOperations.IsPow2(bits))]);
            }
            else
            {
                merged.AddRange(group.Distinct().Select(s => ImmutableArray.Create(s)));
            }
        }

        return merged;
    }

    private List<ImmutableArray<Step>> Every(ImmutableArray<Expression> parts, bool value)
    {
        List<ImmutableArray<Step>> ways = [[]];
        foreach (var part in parts)
        {
            var next = Find(part, value);
            ways = Smallest([.. ways.SelectMany(w => next.Select(n => value ? w.AddRange(n) : Close(w, n)))]);
            if (ways.Count == 0)
            {
                return ways;
            }
        }

        return ways;
    }

    /// <summary>Answers that exclude parts of one list are one answer: none of these.</summary>
    private static ImmutableArray<Step> Close(ImmutableArray<Step> way, ImmutableArray<Step> more)
    {
        foreach (var step in more)
        {
            var at = step.All ? way.ToList().FindIndex(s => s.All && s.Value == step.Value) : -1;
            way = at < 0 ? way.Add(step) : way.SetItem(at, way[at] with { Bits = way[at].Bits | step.Bits });
        }

        return way;
    }

    private List<ImmutableArray<Step>> Counted(Expression.AtLeast atLeast, bool value)
    {
        var need = value ? atLeast.Count : atLeast.Parts.Length - atLeast.Count + 1;
        var cheapest = atLeast.Parts.Select(p => Find(p, value)).Where(w => w.Count > 0).OrderBy(w => w[0].Length).Take(need).ToList();
        if (cheapest.Count < need)
        {
            return [];
        }

        return [[.. cheapest.SelectMany(w => w[0])]];
    }

    private List<ImmutableArray<Step>> Singles(Expression expression, bool value)
    {
        ulong yes = 0, no = 0;
        for (var bits = expression.Variables; bits != 0; bits &= bits - 1)
        {
            var variable = BitOperations.TrailingZeroCount(bits);
            yes |= price(variable, true) == 1 && evaluator.Evaluate(expression, facts.With(variable, true)) == Truth.Of(value) ? 1UL << variable : 0;
            no |= price(variable, false) == 1 && evaluator.Evaluate(expression, facts.With(variable, false)) == Truth.Of(value) ? 1UL << variable : 0;
        }

        var found = new List<ImmutableArray<Step>>();
        if (yes != 0)
        {
            found.Add([new Step(yes, true, BitOperations.IsPow2(yes))]);
        }

        if (no != 0)
        {
            found.Add([new Step(no, false, BitOperations.IsPow2(no))]);
        }

        return found;
    }

    private bool Forces(Expression expression, bool value, ImmutableArray<Step> way)
    {
        var after = facts;
        foreach (var step in way)
        {
            for (var bits = step.Bits; bits != 0; bits &= bits - 1)
            {
                after = after.With(BitOperations.TrailingZeroCount(bits), step.Value);
                if (!step.All)
                {
                    break;
                }
            }
        }

        return evaluator.Evaluate(expression, canUnsay ? Unsaid(after) : after) == Truth.Of(value);
    }

    /// <summary>To exclude every fact of an element is also to unsay that one of them holds.</summary>
    private FactVector Unsaid(FactVector after)
    {
        if (after.Some == 0)
        {
            return after;
        }

        foreach (var group in evaluator.Vocabulary.Groups)
        {
            after = (group.Members & ~after.False) == 0 ? after with { Some = (byte)(after.Some & ~(1 << group.Index)) } : after;
        }

        return after;
    }

    private static List<ImmutableArray<Step>> Smallest(List<ImmutableArray<Step>> ways)
    {
        if (ways.Count == 0)
        {
            return ways;
        }

        var least = ways.Min(w => w.Length);
        return [.. ways.Where(w => w.Length == least).Take(Most)];
    }
}
