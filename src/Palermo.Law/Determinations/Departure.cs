using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Determinations;

/// <summary>Thrown when a departure from a determination gives no element of the text or no reason; nothing is recorded.</summary>
public sealed class DepartureException(string message) : Exception(message);

/// <summary>
/// A decision-maker departs from what a determination says. A prosecutor may depart from a competent authority's finding only
/// for clear reasons that fit the definition (V.C.L. and A.N. v United Kingdom, ECtHR 2021): so it names the element or node
/// of the text on which it rests, and gives the reason. The determination itself is left as it is.
/// </summary>
public sealed record Departure
{
    private static readonly ImmutableArray<string> Elements = ["act", "means", "purpose", "child"];

    /// <summary>Departs from a determination.</summary>
    /// <param name="element">What it turns on: <c>act</c>, <c>means</c>, <c>purpose</c>, <c>child</c>, or a named node of the instrument.</param>
    /// <param name="to">What the decision-maker holds instead of the determination's result.</param>
    /// <param name="reason">Why, in the decision-maker's words.</param>
    /// <param name="by">The decision-maker's role; not a personal name.</param>
    /// <exception cref="DepartureException">The text has no such element, the reason or the role is empty, or nothing is departed from.</exception>
    public Departure(Determination from, string element, Truth to, string reason, string by)
    {
        var node = Node(from.Instrument, element)
            ?? throw new DepartureException($"a departure cites what it turns on: {from.Instrument.Key} has no element or node of the name given; it has {string.Join(", ", Names(from.Instrument))}");
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new DepartureException("a departure needs a reason that fits the definition; none is given");
        }

        if (string.IsNullOrWhiteSpace(by))
        {
            throw new DepartureException("a departure names the role of who departs; none is given");
        }

        if (to == from.Result)
        {
            throw new DepartureException("a departure holds something else than the determination; the two agree");
        }

        (From, Element, Cite, To, Reason, By) = (from, element, node.Cite, to, reason, by);
    }

    public Determination From { get; }

    public string Element { get; }

    /// <summary>The spans of the article that the element rests on.</summary>
    public ImmutableArray<string> Cite { get; }

    public Truth To { get; }

    public string Reason { get; }

    public string By { get; }

    private static Node? Node(InstrumentVersion instrument, string element) => element switch
    {
        "act" => instrument.Act,
        "means" => instrument.Means,
        "purpose" => instrument.Purpose,
        "child" => instrument.Child,
        _ => instrument.Nodes.GetValueOrDefault(element),
    };

    private static IEnumerable<string> Names(InstrumentVersion instrument) =>
        Elements.Where(e => Node(instrument, e) is not null).Concat(instrument.Nodes.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
