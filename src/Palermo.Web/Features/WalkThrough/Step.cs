using System.Collections.Immutable;
using Palermo.Law.Facts;

namespace Palermo.Web.Features.WalkThrough;

/// <summary>What the walk-through does next. The hierarchy is closed.</summary>
public abstract record Step
{
    private protected Step(string id) => Id = id;

    /// <summary>The question's name in the form: an element for a list, else the atom.</summary>
    public string Id { get; }
}

/// <summary>One fact: yes, no, not known, or prefer not to say.</summary>
public sealed record OneQuestion(AtomId Atom) : Step(Atom.Value);

/// <summary>A list of facts on one page.</summary>
/// <param name="IsWhole">The whole list of the element is shown, so that "none" closes it.</param>
public sealed record ListQuestion(FactElement Element, ImmutableArray<AtomId> Atoms, bool IsWhole) : Step(Interview.ListId(Element));

/// <summary>Nothing is left that would change the result and may be asked.</summary>
public sealed record Finish() : Step("");
