using System.Runtime.InteropServices;

namespace Palermo.Law.Logic;

/// <summary>
/// Reduced ordered binary decision diagrams over at most 64 variables, ordered by bit position (Bryant, IEEE Trans. Computers
/// C-35(8), 1986). They make evaluation with unknown facts exact for every formula: a result is definite exactly when all
/// completions agree. Nodes are integers; 0 is false, 1 is true.
/// </summary>
public sealed class DecisionDiagram
{
    public const int False = 0;
    public const int True = 1;

    private const int Terminal = byte.MaxValue;

    private readonly List<Branch> _branches = [new(Terminal, 0, 0), new(Terminal, 1, 1)];
    private readonly Dictionary<Branch, int> _unique = [];
    private readonly Dictionary<(int If, int Then, int Else), int> _choices = [];
    private readonly HashSet<(int, int, int, int)> _seen = [];

    /// <summary>The number of nodes made so far, the two constants included.</summary>
    public int Count => _branches.Count;

    /// <summary>The variable a node asks about, and where no and yes lead.</summary>
    public (int Variable, int No, int Yes) this[int node] => (_branches[node].Variable, _branches[node].No, _branches[node].Yes);

    public int Variable(int index) => Make(index, False, True);

    public int Not(int node) => Choose(node, False, True);

    public int And(int a, int b) => Choose(a, b, False);

    public int Or(int a, int b) => Choose(a, True, b);

    public int Build(Expression expression) => expression switch
    {
        Expression.Always => True,
        Expression.Variable v => Variable(v.Index),
        Expression.Negated n => Make(n.Index, True, False),
        Expression.All all => all.Parts.Aggregate(True, (sum, part) => And(sum, Build(part))),
        Expression.Any any => any.Parts.Aggregate(False, (sum, part) => Or(sum, Build(part))),
        Expression.AtLeast atLeast => BuildAtLeast([.. atLeast.Parts.Select(Build)], atLeast.Count),
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression.GetType().Name, "an expression kind without a decision diagram"),
    };

    /// <summary>Exact value when the facts in the masks are known: what all completions agree on, else unknown.</summary>
    public Truth Evaluate(int node, ulong knownTrue, ulong knownFalse)
    {
        if (node <= True)
        {
            return Truth.Of(node == True);
        }

        var (canBeTrue, canBeFalse) = (false, false);
        var words = (Count >> 6) + 1;
        Span<ulong> seen = words <= 512 ? stackalloc ulong[words] : new ulong[words];
        Reach(node, knownTrue, knownFalse, seen, ref canBeTrue, ref canBeFalse);
        return Truth.FromPossible(canBeTrue, canBeFalse);
    }

    /// <summary>Whether some completion of the known facts reaches true.</summary>
    public bool CanBeTrue(int node, ulong knownTrue, ulong knownFalse)
    {
        var (canBeTrue, canBeFalse) = (false, false);
        var words = (Count >> 6) + 1;
        Span<ulong> seen = words <= 512 ? stackalloc ulong[words] : new ulong[words];
        Reach(node, knownTrue, knownFalse, seen, ref canBeTrue, ref canBeFalse);
        return canBeTrue;
    }

    /// <summary>The function left when the facts in the masks are known.</summary>
    public int Restrict(int node, ulong knownTrue, ulong knownFalse)
    {
        var done = new Dictionary<int, int>();
        return Walk(node);

        int Walk(int at)
        {
            if (at <= True)
            {
                return at;
            }

            if (done.TryGetValue(at, out var known))
            {
                return known;
            }

            var branch = _branches[at];
            var bit = branch.Variable < 64 ? 1UL << branch.Variable : 0;
            var result = (knownTrue & bit) != 0 ? Walk(branch.Yes)
                : (knownFalse & bit) != 0 ? Walk(branch.No)
                : Make(branch.Variable, Walk(branch.No), Walk(branch.Yes));
            done[at] = result;
            return result;
        }
    }

    /// <summary>What holds whichever values the variables in the mask have.</summary>
    public int ForAll(int node, ulong variables)
    {
        for (var left = variables & Support(node); left != 0; left &= left - 1)
        {
            var bit = left & (~left + 1);
            node = And(Restrict(node, bit, 0), Restrict(node, 0, bit));
        }

        return node;
    }

    /// <summary>The variables below 64 that still matter to a function.</summary>
    public ulong Support(int node)
    {
        var seen = new HashSet<int>();
        return Walk(node);

        ulong Walk(int at)
        {
            if (at <= True || !seen.Add(at))
            {
                return 0;
            }

            var branch = _branches[at];
            return (branch.Variable < 64 ? 1UL << branch.Variable : 0) | Walk(branch.No) | Walk(branch.Yes);
        }
    }

    /// <summary>
    /// Whether a variable alone can still tip a function: two completions of the known facts that differ in it alone, both
    /// within what is allowed, give different values. Makes no nodes.
    /// </summary>
    /// <param name="allowed">The completions that count, as a function; <see cref="True"/> for all.</param>
    public bool CanTip(int node, int allowed, int variable, ulong knownTrue, ulong knownFalse)
    {
        _seen.Clear();
        return Walk(node, node, allowed, allowed);

        bool Walk(int no, int yes, int noAllowed, int yesAllowed)
        {
            if (noAllowed == False || yesAllowed == False || !_seen.Add((no, yes, noAllowed, yesAllowed)))
            {
                return false;
            }

            var at = Math.Min(Math.Min(_branches[no].Variable, _branches[yes].Variable), Math.Min(_branches[noAllowed].Variable, _branches[yesAllowed].Variable));
            if (at == Terminal)
            {
                return no != yes;
            }

            if (at > variable && no == yes)
            {
                return false;
            }

            var bit = 1UL << at;
            if (at == variable)
            {
                return Walk(Cofactor(no, at, false), Cofactor(yes, at, true), Cofactor(noAllowed, at, false), Cofactor(yesAllowed, at, true));
            }

            return ((knownTrue & bit) == 0 && Both(false)) || ((knownFalse & bit) == 0 && Both(true));

            bool Both(bool value) => Walk(Cofactor(no, at, value), Cofactor(yes, at, value), Cofactor(noAllowed, at, value), Cofactor(yesAllowed, at, value));
        }
    }

    private int BuildAtLeast(int[] parts, int count)
    {
        var done = new Dictionary<(int From, int Need), int>();
        return Walk(0, count);

        int Walk(int from, int need)
        {
            if (need <= 0)
            {
                return True;
            }

            if (parts.Length - from < need)
            {
                return False;
            }

            if (!done.TryGetValue((from, need), out var node))
            {
                done[(from, need)] = node = Choose(parts[from], Walk(from + 1, need - 1), Walk(from + 1, need));
            }

            return node;
        }
    }

    private void Reach(int node, ulong knownTrue, ulong knownFalse, Span<ulong> seen, ref bool canBeTrue, ref bool canBeFalse)
    {
        while (node > True)
        {
            ref var word = ref seen[node >> 6];
            var mark = 1UL << (node & 63);
            if ((word & mark) != 0 || (canBeTrue && canBeFalse))
            {
                return;
            }

            word |= mark;
            var branch = _branches[node];
            var bit = 1UL << branch.Variable;
            if ((knownTrue & bit) != 0)
            {
                node = branch.Yes;
            }
            else if ((knownFalse & bit) != 0)
            {
                node = branch.No;
            }
            else
            {
                Reach(branch.Yes, knownTrue, knownFalse, seen, ref canBeTrue, ref canBeFalse);
                node = branch.No;
            }
        }

        canBeTrue |= node == True;
        canBeFalse |= node == False;
    }

    private int Choose(int test, int then, int otherwise)
    {
        if (test == True)
        {
            return then;
        }

        if (test == False)
        {
            return otherwise;
        }

        if (then == otherwise)
        {
            return then;
        }

        if (then == True && otherwise == False)
        {
            return test;
        }

        var key = (test, then, otherwise);
        if (_choices.TryGetValue(key, out var known))
        {
            return known;
        }

        var variable = Math.Min(_branches[test].Variable, Math.Min(_branches[then].Variable, _branches[otherwise].Variable));
        var no = Choose(Cofactor(test, variable, false), Cofactor(then, variable, false), Cofactor(otherwise, variable, false));
        var yes = Choose(Cofactor(test, variable, true), Cofactor(then, variable, true), Cofactor(otherwise, variable, true));
        var node = Make(variable, no, yes);
        _choices[key] = node;
        return node;
    }

    private int Cofactor(int node, int variable, bool value)
    {
        var branch = _branches[node];
        return branch.Variable != variable ? node : value ? branch.Yes : branch.No;
    }

    private int Make(int variable, int no, int yes)
    {
        if (no == yes)
        {
            return no;
        }

        var branch = new Branch(variable, no, yes);
        ref var node = ref CollectionsMarshal.GetValueRefOrAddDefault(_unique, branch, out var exists);
        if (!exists)
        {
            node = _branches.Count;
            _branches.Add(branch);
        }

        return node;
    }

    private readonly record struct Branch(int Variable, int No, int Yes);
}
