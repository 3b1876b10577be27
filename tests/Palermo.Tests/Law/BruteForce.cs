using System.Collections.Immutable;
using System.Numerics;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Tests.Law;

/// <summary>
/// An oracle that shares nothing with the engine's evaluation: it walks the nodes of the text over every completion of what
/// is not known, sixty-four completions a pass, and calls a value known when all of them agree.
/// </summary>
internal sealed class BruteForce
{
    private const int Most = 20;

    private static readonly ulong[] Lanes =
        [0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0, 0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000, 0xFFFFFFFF00000000];

    private readonly ImmutableArray<FactGroup> _groups;
    private readonly ulong[] _values = new ulong[64];

    public BruteForce(Node node, Vocabulary vocabulary)
    {
        (Root, _groups) = (node, vocabulary.Groups);
        Variables = VariablesOf(node);
        Negated = NegatedOf(node);
    }

    public Node Root { get; }

    /// <summary>The bits that the node reads.</summary>
    public ulong Variables { get; }

    /// <summary>The bits that stand under a negation.</summary>
    public ulong Negated { get; }

    /// <summary>What all completions of a vector agree on.</summary>
    public Truth Value(FactVector facts)
    {
        var (canBeTrue, canBeFalse) = Possible(facts);
        return (canBeTrue, canBeFalse) switch { (true, false) => Truth.True, (false, true) => Truth.False, _ => Truth.Unknown };
    }

    /// <summary>Whether some completion makes the node true, and whether some makes it false.</summary>
    public (bool True, bool False) Possible(FactVector facts)
    {
        // A group that holds without knowing by which fact binds only while all that can carry it is read here;
        // where nothing is left to carry it, no completion is left, and nothing is known.
        var constraints = Constraints(facts);
        var open = Variables & ~facts.True & ~facts.False;
        var count = BitOperations.PopCount(open);
        if (count > Most)
        {
            throw new InvalidOperationException("too many open facts to enumerate: " + count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        for (var bit = 0; bit < 64; bit++)
        {
            _values[bit] = (facts.True >> bit & 1) != 0 ? ulong.MaxValue : 0;
        }

        var variables = new int[count];
        for (var i = 0; i < count; i++, open &= open - 1)
        {
            variables[i] = BitOperations.TrailingZeroCount(open);
            if (i < 6)
            {
                _values[variables[i]] = Lanes[i];
            }
        }

        var live = count >= 6 ? ulong.MaxValue : (1UL << (1 << count)) - 1;
        var (canBeTrue, canBeFalse) = (false, false);
        for (var outer = 0; outer < 1 << Math.Max(0, count - 6); outer++)
        {
            for (var i = 6; i < count; i++)
            {
                _values[variables[i]] = (outer >> (i - 6) & 1) != 0 ? ulong.MaxValue : 0;
            }

            var allowed = live;
            foreach (var members in constraints)
            {
                ulong any = 0;
                for (var bits = members; bits != 0; bits &= bits - 1)
                {
                    any |= _values[BitOperations.TrailingZeroCount(bits)];
                }

                allowed &= any;
            }

            var holds = Holds(Root);
            canBeTrue |= (holds & allowed) != 0;
            canBeFalse |= (~holds & allowed) != 0;
            if (canBeTrue && canBeFalse)
            {
                break;
            }
        }

        return (canBeTrue, canBeFalse);
    }

    /// <summary>
    /// The same for any number of open facts: a fact that stands under no negation is worst at one end, so only the lowest and
    /// the highest completions count; those under a negation are enumerated.
    /// </summary>
    public Truth ByExtremes(FactVector facts)
    {
        var constraints = Constraints(facts);
        var open = Variables & ~facts.True & ~facts.False;
        var (canBeTrue, canBeFalse) = (false, false);
        foreach (var negated in Subsets(open & Negated))
        {
            var high = facts.True | open & ~Negated | negated;
            if (constraints.All(c => (c & high) != 0))
            {
                canBeTrue |= HoldsAt(high);
            }

            foreach (var low in Lowest(facts.True | negated, constraints, open & ~Negated))
            {
                canBeFalse |= !HoldsAt(low);
            }
        }

        return (canBeTrue, canBeFalse) switch { (true, false) => Truth.True, (false, true) => Truth.False, _ => Truth.Unknown };
    }

    /// <summary>The node's value when exactly these facts hold.</summary>
    public bool HoldsAt(ulong trueFacts)
    {
        for (var bit = 0; bit < 64; bit++)
        {
            _values[bit] = (trueFacts >> bit & 1) != 0 ? ulong.MaxValue : 0;
        }

        return (Holds(Root) & 1) != 0;
    }

    public static ulong VariablesOf(Node node) => node switch
    {
        AtomNode atom => VariablesOf(atom.Atom),
        NotNode not => VariablesOf(not.Atom),
        _ => node.Kids.Aggregate(0UL, (sum, kid) => sum | VariablesOf(kid)),
    };

    private static ulong VariablesOf(LegalAtom atom)
    {
        var equivalent = atom.From.FirstOrDefault(f => f.Relation == Relation.Equivalent);
        if (atom.IsVerified && equivalent is not null)
        {
            return 1UL << equivalent.Fact.Index;
        }

        var bits = 1UL << atom.Own!.Value;
        return atom.IsVerified
            ? atom.From.Where(f => f.Relation is Relation.Narrower or Relation.Wider).Aggregate(bits, (sum, f) => sum | 1UL << f.Fact.Index)
            : bits;
    }

    private static ulong NegatedOf(Node node) => node is NotNode not ? VariablesOf(not.Atom) : node.Kids.Aggregate(0UL, (sum, kid) => sum | NegatedOf(kid));

    private static IEnumerable<ulong> Subsets(ulong bits)
    {
        var subset = 0UL;
        do
        {
            yield return subset;
            subset = (subset - bits) & bits;
        }
        while (subset != 0);
    }

    private static List<ulong> Lowest(ulong known, List<ulong> constraints, ulong open)
    {
        List<ulong> lows = [known];
        foreach (var members in constraints)
        {
            lows = [.. lows.SelectMany(low => (low & members) != 0 ? [low] : Single(members & open).Select(bit => low | bit))];
        }

        return lows;
    }

    private static IEnumerable<ulong> Single(ulong bits)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            yield return bits & (~bits + 1);
        }
    }

    private List<ulong> Constraints(FactVector facts)
    {
        var constraints = new List<ulong>();
        foreach (var group in _groups)
        {
            var said = (facts.Some >> group.Index & 1) != 0;
            var carriers = group.Members & ~facts.False;
            if (said && (facts.True & group.Members) == 0 && (carriers & ~Variables) == 0)
            {
                constraints.Add(carriers);
            }
        }

        return constraints;
    }

    private ulong Holds(Node node)
    {
        switch (node)
        {
            case AtomNode atom:
                return Holds(atom.Atom);
            case NotNode not:
                return ~Holds(not.Atom);
            case AlwaysNode:
                return ulong.MaxValue;
            case RefNode reference:
                return Holds(reference.Target);
            case AllOfNode all:
                var every = ulong.MaxValue;
                foreach (var part in all.Parts)
                {
                    every &= Holds(part);
                }

                return every;
            case AnyOfNode any:
                var some = 0UL;
                foreach (var part in any.Parts)
                {
                    some |= Holds(part);
                }

                return some;
            case OpenListNode open:
                var listed = Holds(open.Other.Atom);
                foreach (var part in open.Named)
                {
                    listed |= Holds(part);
                }

                return listed;
            case AtLeastNode atLeast:
                var reached = new ulong[atLeast.Count + 1];
                reached[0] = ulong.MaxValue;
                foreach (var part in atLeast.Parts)
                {
                    var holds = Holds(part);
                    for (var n = atLeast.Count; n > 0; n--)
                    {
                        reached[n] |= reached[n - 1] & holds;
                    }
                }

                return reached[atLeast.Count];
            default:
                throw new InvalidOperationException("a node kind that the oracle does not know: " + node.GetType().Name);
        }
    }

    private ulong Holds(LegalAtom atom)
    {
        if (!atom.IsVerified)
        {
            return _values[atom.Own!.Value];
        }

        if (atom.Own is not { } own)
        {
            return _values[atom.From.First(f => f.Relation == Relation.Equivalent).Fact.Index];
        }

        var (ways, needs) = (0UL, _values[own]);
        foreach (var row in atom.From)
        {
            ways |= row.Relation == Relation.Narrower ? _values[row.Fact.Index] : 0;
            needs &= row.Relation == Relation.Wider ? _values[row.Fact.Index] : ulong.MaxValue;
        }

        return ways | needs;
    }
}
