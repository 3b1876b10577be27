using System.Collections.Immutable;
using Palermo.Law.Facts;

namespace Palermo.Law.Instruments;

/// <summary>
/// One node of a definition as the text builds it. The hierarchy is closed: a test holds every visitor to all its kinds.
/// </summary>
public abstract record Node
{
    private protected Node(string path, ImmutableArray<string> cite, Label? label) => (Path, Cite, Label) = (path, cite, label);

    /// <summary>Where it stands in the instrument file; stable within a version.</summary>
    public string Path { get; }

    /// <summary>Spans of the article that say so.</summary>
    public ImmutableArray<string> Cite { get; }

    public Label? Label { get; }

    public abstract ImmutableArray<Node> Kids { get; }
}

/// <summary>A legal atom of this instrument.</summary>
public sealed record AtomNode(string Path, LegalAtom Atom) : Node(Path, Atom.Cite, Atom.Label)
{
    public override ImmutableArray<Node> Kids => [];
}

/// <summary>The negation of a legal atom.</summary>
public sealed record NotNode(string Path, LegalAtom Atom) : Node(Path, Atom.Cite, Atom.Label)
{
    public override ImmutableArray<Node> Kids => [];
}

/// <summary>Every part is needed.</summary>
public sealed record AllOfNode(string Path, ImmutableArray<string> Cite, Label? Label, ImmutableArray<Node> Parts) : Node(Path, Cite, Label)
{
    public override ImmutableArray<Node> Kids => Parts;
}

/// <summary>One part is enough, and the list is complete.</summary>
public sealed record AnyOfNode(string Path, ImmutableArray<string> Cite, Label? Label, ImmutableArray<Node> Parts) : Node(Path, Cite, Label)
{
    public override ImmutableArray<Node> Kids => Parts;
}

/// <summary>
/// One part is enough, and the list is open ("at a minimum", "shall include"): excluding everything named does not exclude
/// the rest. Only an explicit finding that nothing comparable was intended does.
/// </summary>
public sealed record OpenListNode(string Path, ImmutableArray<string> Cite, Label? Label, ImmutableArray<Node> Named, AtomNode Other) : Node(Path, Cite, Label)
{
    public override ImmutableArray<Node> Kids => Named.Add(Other);
}

/// <summary>At least <paramref name="Count"/> of the parts.</summary>
public sealed record AtLeastNode(string Path, ImmutableArray<string> Cite, Label? Label, int Count, ImmutableArray<Node> Parts) : Node(Path, Cite, Label)
{
    public override ImmutableArray<Node> Kids => Parts;
}

/// <summary>Another named node of the same instrument.</summary>
public sealed record RefNode(string Path, string Name, Node Target) : Node(Path, Target.Cite, Target.Label)
{
    public override ImmutableArray<Node> Kids => [Target];
}

/// <summary>A condition that the text expressly does not impose.</summary>
public sealed record AlwaysNode(string Path, ImmutableArray<string> Cite) : Node(Path, Cite, null)
{
    public override ImmutableArray<Node> Kids => [];
}
