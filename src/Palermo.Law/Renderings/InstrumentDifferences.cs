using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Law.Renderings;

/// <summary>How two texts differ: element by element what each covers, and the rules on which they part.</summary>
public static class InstrumentDifferences
{
    public static ImmutableArray<Block> Of(InstrumentVersion a, InstrumentVersion b, string language)
    {
        var (titleA, titleB) = (ComparisonWords.Title(a, language), ComparisonWords.Title(b, language));
        var blocks = ImmutableArray.CreateBuilder<Block>();
        blocks.Add(new Heading(1, $"{titleA} / {titleB}"));
        foreach (var (name, nodeA, nodeB) in new[] { ("act", a.Act, b.Act), ("means", a.Means, b.Means), ("purpose", a.Purpose, b.Purpose) })
        {
            blocks.Add(new Heading(2, Phrasebook.For(language).Say("element." + name)));
            var (inA, inB) = (Covers(nodeA), Covers(nodeB));
            var keys = inA.Keys.Union(inB.Keys, StringComparer.Ordinal).ToList();
            blocks.Add(nodeA is null && nodeB is null
                ? new Paragraph(Phrasebook.For(language).Say("element.not_in_text"))
                : new Grid(["", titleA, titleB], [.. keys.Select(k => ImmutableArray.Create(Name(inA, inB, k, language), Say(inA, k, nodeA), Say(inB, k, nodeB)))]));
        }

        var rules = Rules(a).Zip(Rules(b)).Where(r => r.First.Value != r.Second.Value).ToList();
        if (rules.Count > 0)
        {
            blocks.Add(new Heading(2, "Rules"));
            blocks.Add(new Grid(["", titleA, titleB], [.. rules.Select(r => ImmutableArray.Create(r.First.Name, r.First.Value, r.Second.Value))]));
        }

        return blocks.ToImmutable();

        string Say(Dictionary<string, (LegalAtom Atom, string How)> covers, string key, Node? node) =>
            node is null ? Phrasebook.For(language).Say("element.not_in_text") : covers.TryGetValue(key, out var row) ? row.How : "-";
    }

    /// <summary>What an element covers, by shared fact where there is one.</summary>
    private static Dictionary<string, (LegalAtom Atom, string How)> Covers(Node? node)
    {
        var rows = new Dictionary<string, (LegalAtom, string)>(StringComparer.Ordinal);
        if (node is not null)
        {
            Walk(node);
        }

        return rows;

        void Walk(Node at)
        {
            if (at is AtomNode { Atom: var atom })
            {
                if (atom.Own is null)
                {
                    rows[atom.Id.Value] = (atom, "the same fact");
                }
                else
                {
                    rows[atom.Id.Value] = (atom, "its own wording");
                    foreach (var row in atom.From.Where(f => f.Relation != Relation.Unclear))
                    {
                        rows.TryAdd(row.Fact.Id.Value, (atom, $"{row.Relation.ToString().ToLowerInvariant()}: within its own wording"));
                    }
                }
            }

            foreach (var kid in at.Kids)
            {
                Walk(kid);
            }
        }
    }

    private static string Name(Dictionary<string, (LegalAtom Atom, string How)> a, Dictionary<string, (LegalAtom Atom, string How)> b, string key, string language)
    {
        var atom = a.TryGetValue(key, out var row) ? row.Atom : b[key].Atom;
        return atom.Id == key ? atom.Label.In(language) : atom.From.First(f => f.Fact.Id == key).Fact.Label.In(language);
    }

    private static IEnumerable<(string Name, string Value)> Rules(InstrumentVersion v)
    {
        yield return ("In force from", InstrumentWords.Day(v.InForce.From));
        yield return ("Child: under", v.Parameters.ChildAge?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-");
        yield return ("Child rule", Reasons.Snake(v.Parameters.ChildRule.ToString()));
        yield return ("Purpose list", Reasons.Snake(v.Parameters.PurposeList.ToString()));
        yield return ("Consent", Reasons.Snake(v.Parameters.Consent.ToString()));
        yield return ("Mental element of the act", Reasons.Snake(v.Parameters.ActMensRea.ToString()));
        yield return ("Mental element of the means", Reasons.Snake(v.Parameters.MeansMensRea.ToString()));
        yield return ("Mental element of the purpose", Reasons.Snake(v.Parameters.PurposeMensRea.ToString()));
        yield return ("Cooperation gate", v.Scope is null ? "none" : v.ScopeLabel!.In("en"));
        yield return ("Child presumed for protection", v.Parameters.ChildPresumption is null ? "no" : "yes");
        yield return ("Verified", v.IsVerified ? "yes" : "no");
    }
}
