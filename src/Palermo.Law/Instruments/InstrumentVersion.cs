using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Logic;

namespace Palermo.Law.Instruments;

public enum InstrumentKind
{
    Treaty,
    Directive,
    Statute,

    /// <summary>A constitutive rule that feeds one fact, such as "transnational" or "abuse of a position of vulnerability".</summary>
    SubDefinition,

    /// <summary>A bill: not in force, run against cases to see who would move.</summary>
    Draft,
}

/// <summary>When a version applied. Null ends are not recorded (from) or still in force (to).</summary>
public sealed record InForce(DateOnly? From, DateOnly? To, bool IsVerified, string? Note)
{
    public bool Covers(DateOnly day) => (From is not { } from || from <= day) && (To is not { } to || day <= to);
}

/// <summary>What a sub-definition feeds, and how far: an equivalent rule settles both ways, a narrower one only "true".</summary>
public sealed record Feed(Fact Fact, Relation Relation);

/// <summary>
/// One immutable version of one instrument: its text, its definition bound to that text, and the points on which it differs
/// from others. Data only; it computes nothing.
/// </summary>
public sealed record InstrumentVersion
{
    public required string Id { get; init; }

    public required string Version { get; init; }

    /// <summary><c>id/version</c>.</summary>
    public string Key => $"{Id}/{Version}";

    public required InstrumentKind Kind { get; init; }

    /// <summary>ISO 3166-1 alpha-2, or UN, COE, EU, ASEAN, SAARC.</summary>
    public required string Jurisdiction { get; init; }

    public required Label Title { get; init; }

    public required Label ShortTitle { get; init; }

    public required string Citation { get; init; }

    public required InForce InForce { get; init; }

    /// <summary>False: shown greyed, never computed with.</summary>
    public required bool IsVerified { get; init; }

    /// <summary>What else was not checked, in words.</summary>
    public ImmutableArray<string> Unverified { get; init; } = [];

    public ImmutableArray<TextSource> Sources { get; init; } = [];

    public required ArticleText Text { get; init; }

    public required ImmutableArray<LegalAtom> Atoms { get; init; }

    public required ImmutableDictionary<string, Node> Nodes { get; init; }

    /// <summary>The act, means and purpose nodes; null where the text has no such element.</summary>
    public Node? Act { get; init; }

    public Node? Means { get; init; }

    public Node? Purpose { get; init; }

    /// <summary>The node that makes means unnecessary; null where nothing does.</summary>
    public Node? Child { get; init; }

    public required Node Definition { get; init; }

    /// <summary>The domestic offence, or the offence that the treaty requires; null: the definition is the offence.</summary>
    public Node? Offence { get; init; }

    /// <summary>Whether the instrument's cooperation rules apply; null where it has no such gate.</summary>
    public Node? Scope { get; init; }

    public Label? ScopeLabel { get; init; }

    public ImmutableArray<string> ScopeCite { get; init; } = [];

    public required Parameters Parameters { get; init; }

    public ImmutableArray<DerivedOffence> Derived { get; init; } = [];

    public ImmutableArray<Consequence> Consequences { get; init; } = [];

    public ImmutableArray<Reading> Readings { get; init; } = [];

    /// <summary>Shown with every result, such as a departure from the Protocol.</summary>
    public ImmutableArray<Label> Warnings { get; init; } = [];

    /// <summary>For a sub-definition: the fact it feeds.</summary>
    public Feed? Feeds { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal: the text a determination was made under.</summary>
    public required string Hash { get; init; }

    /// <summary>The facts its atoms are mapped from.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>Its definition made ready to evaluate; built on first use, then shared.</summary>
    public Evaluator Evaluator => LazyInitializer.EnsureInitialized(ref _evaluator, () => new Evaluator(this));

    private Evaluator? _evaluator;

    public bool Equals(InstrumentVersion? other) => other is not null && Hash == other.Hash && Key == other.Key;

    public override string ToString() => Key;

    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);

    /// <summary>The expression of a node over the vocabulary's bits and this instrument's own.</summary>
    public static Expression Express(Node node) => node switch
    {
        AtomNode atom => atom.Atom.Expression,
        NotNode not when not.Atom.Expression is Expression.Variable v => new Expression.Negated(v.Index),
        NotNode not => throw new InvalidOperationException($"{not.Path}: only an atom without mapped facts can be negated"),
        AllOfNode all => new Expression.All([.. all.Parts.Select(Express)]),
        AnyOfNode any => new Expression.Any([.. any.Parts.Select(Express)]),
        OpenListNode open => new Expression.Any([.. open.Kids.Select(Express)]),
        AtLeastNode atLeast => new Expression.AtLeast(atLeast.Count, [.. atLeast.Parts.Select(Express)]),
        RefNode reference => Express(reference.Target),
        AlwaysNode => new Expression.Always(),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "a node kind without an expression"),
    };
}
