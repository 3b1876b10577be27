using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Determinations;

/// <summary>One atom in the picture of a determination.</summary>
public sealed record AtomMark(AtomId Atom, Label Label, Truth Value, InputState State, ImmutableArray<string> Cite);

/// <summary>One column of the picture: an element, its value and its atoms.</summary>
/// <param name="Value">What the facts say of the element itself, whether or not it is required.</param>
/// <param name="IsRequired">False: the text has no such element, or the person is a child.</param>
/// <param name="IsOpenList">The list is open: excluding everything named leaves it undecided.</param>
/// <param name="Exists">False: the text has no such element at all.</param>
public sealed record ElementResult(FactElement Element, Truth Value, bool IsRequired, bool IsOpenList, bool Exists, ImmutableArray<AtomMark> Atoms);

/// <summary>
/// What stated findings establish under one version of one text: an immutable record that carries its own reasons and the
/// hashes by which it can be made again, byte for byte. It says nothing about a person beyond that.
/// </summary>
public sealed record Determination
{
    public required InstrumentVersion Instrument { get; init; }

    public required Query Query { get; init; }

    /// <summary>False: the text is unverified, so nothing was computed; every value is "not known".</summary>
    public required bool IsComputed { get; init; }

    /// <summary>Whether the definition is met.</summary>
    public required Truth Result { get; init; }

    public required ElementResult Act { get; init; }

    public required ElementResult Means { get; init; }

    public required ElementResult Purpose { get; init; }

    /// <summary>The child condition; not known where the text has none.</summary>
    public required Truth Child { get; init; }

    /// <summary>Whether the instrument's cooperation rules apply (Protocol Art. 4); null where it has no such gate. Never part of <see cref="Result"/>.</summary>
    public required Truth? CooperationApplies { get; init; }

    /// <summary>Whether the offence is met: the definition and what the text adds to it, such as intention.</summary>
    public required Truth Offence { get; init; }

    public required Proof Proof { get; init; }

    public required OpenQuestions Open { get; init; }

    public required Fragility Fragility { get; init; }

    /// <summary>The smallest change of facts that would make the definition met; empty when it is.</summary>
    public required ImmutableArray<ImmutableArray<Answer>> DistanceToMet { get; init; }

    /// <summary>The smallest change of facts that would exclude it; empty when it is excluded.</summary>
    public required ImmutableArray<ImmutableArray<Answer>> DistanceToNotMet { get; init; }

    public required ImmutableArray<Remark> Remarks { get; init; }

    /// <summary>Duties, entitlements and non-punishment that the text attaches, each with its own verb. Empty unless the definition is met.</summary>
    public required ImmutableArray<Consequence> Consequences { get; init; }

    /// <summary>Further offences of the text, with their value where the text says when they are met.</summary>
    public required ImmutableArray<(DerivedOffence Offence, Truth Value)> Derived { get; init; }

    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>The facts as the instrument saw them.</summary>
    public required FactVector Facts { get; init; }

    /// <summary>SHA-256 over the findings and the query in canonical form.</summary>
    public required string InputHash { get; init; }

    /// <summary>The elements in the order of the text.</summary>
    public IEnumerable<ElementResult> Elements => [Act, Means, Purpose];
}
