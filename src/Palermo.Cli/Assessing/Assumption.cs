using Palermo.Law.Facts;

namespace Palermo.Cli.Assessing;

/// <summary>
/// Elements taken as given for a conditional result, such as an act where records hold none. An element that the record
/// excludes is not assumed. Every line and heading of the output says what was assumed.
/// </summary>
internal sealed record Assumption(IReadOnlyList<string> Elements, byte Groups)
{
    public static Assumption None { get; } = new([], 0);

    public bool IsNone => Elements.Count == 0;

    /// <summary>Words for headings; empty when nothing is assumed.</summary>
    public string Heading => IsNone ? "" : $" (assuming {string.Join(" and ", Elements.Select(e => "an " + e))})";

    public static Assumption Of(string[] elements, Vocabulary vocabulary)
    {
        byte groups = 0;
        foreach (var element in elements)
        {
            if (element != "act")
            {
                throw Refusal.Usage("--assume takes act: records of the field hold means and purposes but no acts.");
            }

            groups |= (byte)(1 << vocabulary.FindGroup("act_any")!.Index);
        }

        return new Assumption([.. elements.Distinct(StringComparer.Ordinal)], groups);
    }

    public FactVector Apply(FactVector facts, Vocabulary vocabulary)
    {
        if (Groups == 0)
        {
            return facts;
        }

        foreach (var group in vocabulary.Groups)
        {
            facts = (Groups >> group.Index & 1) != 0 ? group.AssumedIn(facts) : facts;
        }

        return facts;
    }
}
