using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Determinations;

public enum ProofKind
{
    Atom,
    Not,
    AllOf,
    AnyOf,
    OpenList,
    AtLeast,
    Always,
}

/// <summary>
/// Why a node has its value: the parts that decide it first, the rest after. The three renderings (one sentence, one page,
/// full tree) come from this one object.
/// </summary>
/// <param name="ByCases">The value is certain although no single part is: it comes out the same whichever way the open parts fall.</param>
/// <param name="Findings">For an atom: positions of the findings that settle it.</param>
/// <param name="Through">For an atom settled by a fact that is not the atom itself: the mapping rows used.</param>
public sealed record Proof(
    string Path,
    ProofKind Kind,
    Label? Label,
    ImmutableArray<string> Cite,
    Truth Value,
    ImmutableArray<Proof> Deciding,
    ImmutableArray<Proof> Other,
    bool ByCases,
    AtomId? Atom,
    InputState State,
    ImmutableArray<int> Findings,
    ImmutableArray<FactRelation> Through)
{
    /// <summary>The atoms that decide this, in the order of the text.</summary>
    public IEnumerable<Proof> DecidingLeaves() => Kind is ProofKind.Atom or ProofKind.Not or ProofKind.Always ? [this] : Deciding.SelectMany(d => d.DecidingLeaves());
}

/// <summary>Builds proofs on the tree that the text builds.</summary>
internal sealed class Prover(Evaluator evaluator, Projection projection, ImmutableArray<Finding> findings)
{
    public Proof Prove(Node node)
    {
        if (node is RefNode reference)
        {
            return Prove(reference.Target);
        }

        var value = evaluator.Evaluate(node, projection.Facts);
        if (node is AtomNode or NotNode)
        {
            return Leaf(node, value);
        }

        if (node is AlwaysNode)
        {
            return new(node.Path, ProofKind.Always, node.Label, node.Cite, value, [], [], false, null, InputState.NotAsked, [], []);
        }

        ImmutableArray<Proof> kids = [.. node.Kids.Select(Prove)];
        var (deciding, byCases) = Deciding(node, value, kids);
        var kind = node switch
        {
            AllOfNode => ProofKind.AllOf,
            AnyOfNode => ProofKind.AnyOf,
            OpenListNode => ProofKind.OpenList,
            AtLeastNode => ProofKind.AtLeast,
            _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "a node kind without a proof"),
        };
        return new(node.Path, kind, node.Label, node.Cite, value, deciding, [.. kids.Where(k => !deciding.Contains(k, ReferenceEqualityComparer.Instance))], byCases, null, InputState.NotAsked, [], []);
    }

    private (ImmutableArray<Proof> Deciding, bool ByCases) Deciding(Node node, Truth value, ImmutableArray<Proof> kids)
    {
        var needsAll = node is AllOfNode;
        var counted = node is AtLeastNode;
        if (value.IsUnknown)
        {
            return ([.. kids.Where(k => k.Value.IsUnknown)], false);
        }

        var same = kids.Where(k => k.Value == value).ToImmutableArray();
        if (counted || value.IsTrue == needsAll)
        {
            return same.Length == kids.Length || counted ? (same, false) : (kids, true);
        }

        return same.IsEmpty ? ([.. kids.Where(k => k.Value.IsUnknown)], true) : ([Strongest(same)], false);
    }

    /// <summary>The firmest finding first; among equals, the order of the text.</summary>
    private Proof Strongest(ImmutableArray<Proof> candidates) => candidates.MaxBy(Firmness)!;

    private int Firmness(Proof proof) => proof.Findings.IsEmpty && proof.Through.IsEmpty && proof.Atom is not null
        ? -1
        : proof.DecidingLeaves().Select(l => l.Findings.Select(f => (int)findings[f].Standard).DefaultIfEmpty(0).Max()).DefaultIfEmpty(0).Min();

    private Proof Leaf(Node node, Truth value)
    {
        var atom = node is AtomNode a ? a.Atom : ((NotNode)node).Atom;
        var status = projection.Status(atom.Id);
        var used = status.Findings;
        ImmutableArray<FactRelation> through = [];
        if (atom.Own is not null && value.IsKnown && status.State is not (InputState.True or InputState.False))
        {
            through = [.. atom.From.Where(f => Carries(f, value))];
            used = [.. through.SelectMany(t => projection.Status(t.Fact.Id).Findings).Distinct().Order()];
        }

        return new(node.Path, node is AtomNode ? ProofKind.Atom : ProofKind.Not, atom.Label, atom.Cite, value, [], [], false, atom.Id, status.State, used, through);
    }

    private bool Carries(FactRelation row, Truth value) =>
        (value.IsTrue && row.Relation == Relation.Narrower && (projection.Facts.True >> row.Fact.Index & 1) != 0)
        || (value.IsFalse && row.Relation is Relation.Wider or Relation.Narrower && (projection.Facts.False >> row.Fact.Index & 1) != 0);
}
