using System.Collections.Immutable;
using System.Globalization;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Law.Renderings;

/// <summary>One text in words: where it stands, its words with what each decides, its atoms with the facts they come from.</summary>
public static class InstrumentWords
{
    public static ImmutableArray<Block> Of(InstrumentVersion instrument, string language)
    {
        var blocks = ImmutableArray.CreateBuilder<Block>();
        blocks.Add(new Heading(1, instrument.Title.In(language)));
        blocks.Add(new Paragraph($"{instrument.Key}; {instrument.Citation}"));
        blocks.Add(new Paragraph(instrument.IsVerified ? "Verified." : "Not verified: shown, never computed with."));
        if (!instrument.Unverified.IsEmpty)
        {
            blocks.Add(new Paragraph(Phrasebook.For(language).Say("unverified.text", string.Join(language == "ar" ? "؛ " : "; ", instrument.Unverified.Select(u => LabelBook.In(language, u))))));
        }

        blocks.Add(new Heading(2, $"Text ({instrument.Text.Language}, {instrument.Text.Kind.ToString().ToLowerInvariant()})"));
        var bound = Bindings(instrument);
        blocks.Add(new Grid(
            ["At", "Words", "Decides"],
            [.. instrument.Text.Spans.Select(s => ImmutableArray.Create(s.At, s.Words.Trim(), s.NonOperative is null ? string.Join(", ", bound[s.Id]) : "nothing: " + s.NonOperative))]));
        blocks.Add(new Heading(2, "Atoms"));
        blocks.Add(new Grid(
            ["Atom", "Words", "From facts"],
            [.. instrument.Atoms.Select(a => ImmutableArray.Create(
                a.Id.Value,
                a.Label.In(language),
                a.IsVerified ? string.Join("; ", a.From.Select(f => $"{f.Fact.Id} ({f.Relation.ToString().ToLowerInvariant()})")) : "not verified: always not known"))]));
        blocks.Add(new Heading(2, "Sources"));
        blocks.Add(new Bullets([.. instrument.Sources.Select(s => string.Join("; ", new[] { s.Title, s.Url, s.Note }.OfType<string>()))]));
        return blocks.ToImmutable();
    }

    /// <summary>What each span is bound to: text coverage, readable.</summary>
    public static ILookup<string, string> Bindings(InstrumentVersion instrument)
    {
        var rows = new List<(string Span, string Bound)>();
        foreach (var atom in instrument.Atoms)
        {
            Add(atom.Cite, atom.LocalId);
        }

        foreach (var node in new[] { instrument.Definition, instrument.Offence, instrument.Scope, instrument.Act, instrument.Means, instrument.Purpose, instrument.Child }.OfType<Node>())
        {
            Walk(node);
        }

        Add(instrument.ScopeCite, "scope");
        Add(instrument.Parameters.ConsentCite, "consent");
        Add(instrument.Parameters.ChildPresumption ?? [], "child presumption");
        foreach (var derived in instrument.Derived)
        {
            Add(derived.Cite, derived.Id);
        }

        foreach (var consequence in instrument.Consequences)
        {
            Add(consequence.Cite, consequence.Id);
        }

        return rows.Distinct().ToLookup(r => r.Span, r => r.Bound, StringComparer.Ordinal);

        void Walk(Node node)
        {
            if (node is not (AtomNode or NotNode or RefNode))
            {
                Add(node.Cite, node.Path.StartsWith("nodes.", StringComparison.Ordinal) ? node.Path["nodes.".Length..] : node.Path);
            }

            foreach (var kid in node.Kids)
            {
                Walk(kid);
            }
        }

        void Add(IEnumerable<string> cite, string what) => rows.AddRange(cite.Select(c => (c, what)));
    }

    internal static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-";
}
