using System.Collections.Immutable;
using System.Numerics;

namespace Palermo.Law.Logic;

/// <summary>
/// A formula over at most 64 variables, the form in which definitions are evaluated. Variables are bit positions;
/// an assignment is a pair of masks (known true, known false), and a bit in neither is not known.
/// </summary>
public abstract record Expression
{
    private protected Expression(ulong variables, bool readOnce, bool monotone) => (Variables, IsReadOnce, IsMonotone) = (variables, readOnce, monotone);

    /// <summary>The variables that occur.</summary>
    public ulong Variables { get; }

    /// <summary>Whether no variable occurs twice.</summary>
    public bool IsReadOnce { get; }

    /// <summary>
    /// Whether <see cref="Evaluate"/> is exact. It is on read-once formulas, and on formulas without negation whatever their
    /// shape: such a formula is certainly true exactly when it is true with every unknown fact taken as false, and Kleene's
    /// logic computes just that; likewise for certainly false.
    /// </summary>
    public bool IsExact => IsReadOnce || IsMonotone;

    /// <summary>Whether no negation occurs, so that more true facts never undo a true result.</summary>
    public bool IsMonotone { get; }

    /// <summary>
    /// The value under Kleene's logic. Where <see cref="IsExact"/> says so, it is true or false exactly when every completion
    /// of the unknown facts agrees. Elsewhere it may be unknown where completions agree; see <see cref="DecisionDiagram"/>.
    /// </summary>
    public abstract Truth Evaluate(ulong knownTrue, ulong knownFalse);

    /// <summary>The constant true: a condition that the text does not impose.</summary>
    public sealed record Always() : Expression(0, true, true)
    {
        public override Truth Evaluate(ulong knownTrue, ulong knownFalse) => Truth.True;
    }

    public sealed record Variable(int Index) : Expression(1UL << Index, true, true)
    {
        public override Truth Evaluate(ulong knownTrue, ulong knownFalse) =>
            (knownTrue >> Index & 1) != 0 ? Truth.True : (knownFalse >> Index & 1) != 0 ? Truth.False : Truth.Unknown;
    }

    /// <summary>Negation, on a variable only.</summary>
    public sealed record Negated(int Index) : Expression(1UL << Index, true, false)
    {
        public override Truth Evaluate(ulong knownTrue, ulong knownFalse) =>
            (knownFalse >> Index & 1) != 0 ? Truth.True : (knownTrue >> Index & 1) != 0 ? Truth.False : Truth.Unknown;
    }

    public sealed record All(ImmutableArray<Expression> Parts) : Expression(Union(Parts), Disjoint(Parts), Parts.All(p => p.IsMonotone))
    {
        private readonly ulong _plain = Plain(Parts);
        private readonly Expression[] _nested = Nested(Parts);

        public override Truth Evaluate(ulong knownTrue, ulong knownFalse)
        {
            if ((_plain & knownFalse) != 0)
            {
                return Truth.False;
            }

            var value = (_plain & ~knownTrue) == 0 ? Truth.True : Truth.Unknown;
            foreach (var part in _nested)
            {
                value &= part.Evaluate(knownTrue, knownFalse);
                if (value.IsFalse)
                {
                    return value;
                }
            }

            return value;
        }
    }

    public sealed record Any(ImmutableArray<Expression> Parts) : Expression(Union(Parts), Disjoint(Parts), Parts.All(p => p.IsMonotone))
    {
        private readonly ulong _plain = Plain(Parts);
        private readonly Expression[] _nested = Nested(Parts);

        public override Truth Evaluate(ulong knownTrue, ulong knownFalse)
        {
            if ((_plain & knownTrue) != 0)
            {
                return Truth.True;
            }

            var value = (_plain & ~knownFalse) == 0 ? Truth.False : Truth.Unknown;
            foreach (var part in _nested)
            {
                value |= part.Evaluate(knownTrue, knownFalse);
                if (value.IsTrue)
                {
                    return value;
                }
            }

            return value;
        }
    }

    /// <summary>At least <paramref name="Count"/> of the parts.</summary>
    public sealed record AtLeast(int Count, ImmutableArray<Expression> Parts) : Expression(Union(Parts), Disjoint(Parts), Parts.All(p => p.IsMonotone))
    {
        public override Truth Evaluate(ulong knownTrue, ulong knownFalse)
        {
            int yes = 0, open = 0;
            foreach (var part in Parts)
            {
                var value = part.Evaluate(knownTrue, knownFalse);
                yes += value.IsTrue ? 1 : 0;
                open += value.IsUnknown ? 1 : 0;
            }

            return Truth.FromPossible(yes + open >= Count, yes < Count);
        }
    }

    /// <summary>How many times each variable occurs more than once.</summary>
    public ulong RepeatedVariables()
    {
        ulong seen = 0, repeated = 0;
        Walk(this);
        return repeated;

        void Walk(Expression at)
        {
            switch (at)
            {
                case Variable or Negated:
                    repeated |= seen & at.Variables;
                    seen |= at.Variables;
                    break;
                case All all:
                    foreach (var part in all.Parts) { Walk(part); }
                    break;
                case Any any:
                    foreach (var part in any.Parts) { Walk(part); }
                    break;
                case AtLeast atLeast:
                    foreach (var part in atLeast.Parts) { Walk(part); }
                    break;
            }
        }
    }

    /// <summary>Parts that are plain variables, as a mask: most lists are nothing else.</summary>
    private static ulong Plain(ImmutableArray<Expression> parts) => Union([.. parts.Where(p => p is Variable)]);

    private static Expression[] Nested(ImmutableArray<Expression> parts) => [.. parts.Where(p => p is not Variable)];

    private static ulong Union(ImmutableArray<Expression> parts) => parts.Aggregate(0UL, (sum, part) => sum | part.Variables);

    private static bool Disjoint(ImmutableArray<Expression> parts) =>
        parts.All(p => p.IsReadOnce) && parts.Sum(p => BitOperations.PopCount(p.Variables)) == BitOperations.PopCount(Union(parts));
}
