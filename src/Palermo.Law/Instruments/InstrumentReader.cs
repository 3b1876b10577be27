using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Palermo.Law.Documents;
using Palermo.Law.Facts;

namespace Palermo.Law.Instruments;

/// <summary>Reads one instrument file. Every problem is reported with its place; a file with a problem yields no instrument.</summary>
internal sealed class InstrumentReader
{
    private static readonly string[] Properties =
    [
        "$schema", "format", "id", "version", "kind", "jurisdiction", "title", "shortTitle", "citation", "inForce", "verified", "unverified", "sources", "text", "atoms",
        "nodes", "elements", "definition", "offence", "scope", "parameters", "derived", "consequences", "readings", "warnings", "feeds",
    ];

    private static readonly string[] Required = ["act", "means", "purpose"];

    private readonly Vocabulary _vocabulary;
    private readonly ProblemList _problems;
    private readonly Dictionary<string, LegalAtom> _atoms = new(StringComparer.Ordinal);
    private readonly HashSet<string> _usedAtoms = new(StringComparer.Ordinal);
    private readonly HashSet<string> _usedNodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _citedSpans = new(StringComparer.Ordinal);
    private NodeReader _nodes = null!;
    private ArticleText _text = null!;

    private InstrumentReader(Vocabulary vocabulary, ProblemList problems) => (_vocabulary, _problems) = (vocabulary, problems);

    public static InstrumentVersion? Read(ReadOnlyMemory<byte> json, Vocabulary vocabulary, ProblemList problems)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            problems.Add("", $"not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine})");
            return null;
        }

        using (document)
        {
            var root = new JsonCursor(document.RootElement, "", problems);
            if (root.BrokenText() is { } path)
            {
                problems.Add(path, "text that is not valid Unicode");
                return null;
            }

            var instrument = new InstrumentReader(vocabulary, problems).Read(root, Convert.ToHexStringLower(SHA256.HashData(json.Span)));
            return problems.All.Count > 0 ? null : instrument;
        }
    }

    private InstrumentVersion Read(JsonCursor root, string hash)
    {
        root.Only(Properties);
        if (root["format"].Whole(0) != 1)
        {
            root["format"].Complain("this program reads format 1");
        }

        var id = root["id"].Name();
        _text = ReadText(root["text"]);
        ReadAtoms(root["atoms"], id);
        _nodes = new NodeReader(root["nodes"], root["definition"], name => _atoms.GetValueOrDefault(name), Cite, used => _usedAtoms.Add(used), used => _usedNodes.Add(used));

        var elements = root["elements"].Only("act", "means", "purpose", "child");
        foreach (var element in Required)
        {
            if (root["elements"].Element.ValueKind == JsonValueKind.Object && !elements.Has(element))
            {
                elements[element].Complain("the node of this element is required here; null where the text has none");
            }
        }

        var definition = _nodes.Read(root["definition"]);
        var scope = root["scope"];
        var instrument = new InstrumentVersion
        {
            Id = id,
            Version = root["version"].Name(),
            Kind = root["kind"].Word(Words.Kinds, InstrumentKind.Draft),
            Jurisdiction = root["jurisdiction"].Text("?"),
            Title = root["title"].Label("en", "ar"),
            ShortTitle = root["shortTitle"].Label("en", "ar"),
            Citation = root["citation"].Text("?"),
            InForce = ReadInForce(root["inForce"]),
            IsVerified = root["verified"].RequiredFlag(),
            Unverified = root["unverified"].Texts(),
            Sources = [.. root["sources"].Items(required: true).Select(s => new TextSource(s.Only("title", "url", "note")["title"].Text(), s["url"].OptionalText(), s["note"].OptionalText()))],
            Text = _text,
            Atoms = [.. _atoms.Values],
            Act = Element(elements["act"]),
            Means = Element(elements["means"]),
            Purpose = Element(elements["purpose"]),
            Child = Element(elements["child"]),
            Definition = definition,
            Offence = root.Has("offence") ? _nodes.Read(root["offence"]) : null,
            Scope = scope.IsNull ? null : _nodes.Read(scope.Only("label", "cite", "formula")["formula"]),
            ScopeLabel = scope.IsNull ? null : scope["label"].Label("en", "ar"),
            ScopeCite = scope.IsNull ? [] : Cite(scope["cite"], required: true),
            Parameters = ReadParameters(root["parameters"]),
            Derived = [.. root["derived"].Items().Select(ReadDerived)],
            Consequences = [.. root["consequences"].Items().Select(ReadConsequence)],
            Readings = [.. root["readings"].Items().Select(ReadReading)],
            Warnings = [.. root["warnings"].Items().Select(w => w.Label("en", "ar"))],
            Feeds = root["feeds"].IsNull ? null : ReadFeed(root["feeds"]),
            Nodes = _nodes.Named(),
            Hash = hash,
            Vocabulary = _vocabulary,
        };

        CheckWhole(root, instrument);
        return instrument;
    }

    private static ArticleText ReadText(JsonCursor at)
    {
        at.Only("language", "kind", "spans");
        var spans = ImmutableArray.CreateBuilder<Span>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var span in at["spans"].Items(required: true))
        {
            span.Only("id", "at", "words", "nonOperative");
            var read = new Span(span["id"].Text(), span["at"].Text(), span["words"].Text(), span["nonOperative"].OptionalText());
            if (!ids.Add(read.Id))
            {
                span["id"].Complain($"the span '{read.Id}' stands twice");
            }

            spans.Add(read);
        }

        return new ArticleText(at["language"].Text("en"), at["kind"].Word(Words.TextKinds, TextKind.Restatement), spans.ToImmutable());
    }

    private void ReadAtoms(JsonCursor list, string instrument)
    {
        var next = _vocabulary.Facts.Length;
        foreach (var at in list.Items(required: true))
        {
            at.Only("id", "cite", "verified", "from", "label", "question", "minutes", "harm");
            var local = at["id"].Name();
            if (_atoms.ContainsKey(local))
            {
                at["id"].Complain($"the atom '{local}' stands twice");
                continue;
            }

            var from = ReadRelations(at["from"]);
            var same = from.FirstOrDefault(f => f.Relation == Relation.Equivalent)?.Fact;
            if (same is not null && from.Any(f => f.Relation is Relation.Narrower or Relation.Wider))
            {
                at["from"].Complain("an atom that is the fact takes nothing from others: a narrower or wider row besides 'equivalent' would be lost");
            }

            var verified = at["verified"].Flag(true);
            int? own = same is null || !verified ? next++ : null;
            if (next > 64)
            {
                at.Complain("an instrument may have no more own atoms than bits remain: 64 less the vocabulary");
                next = 64;
            }

            if (same is null && (at["label"].IsNull || at["question"].IsNull))
            {
                at.Complain("an atom without an equivalent fact needs a label and a question of its own");
            }

            _atoms.Add(local, new LegalAtom(
                local,
                own is null ? same!.Id : new AtomId($"{instrument}.{local}"),
                own,
                same?.Element ?? from.FirstOrDefault()?.Fact.Element ?? FactElement.Other,
                Cite(at["cite"], required: true),
                at["label"].IsNull ? same?.Label ?? Label.English("?") : at["label"].Label("en", "ar"),
                at["question"].IsNull ? same?.Question ?? Label.English("?") : at["question"].Label("en", "ar"),
                at["minutes"].Number(same?.Minutes ?? 3, 0, 600),
                at["harm"].Whole(same?.Harm ?? 1, 0, 4),
                verified,
                from));
        }
    }

    private ImmutableArray<FactRelation> ReadRelations(JsonCursor list)
    {
        var rows = ImmutableArray.CreateBuilder<FactRelation>();
        foreach (var at in list.Items())
        {
            at.Only("fact", "relation", "why", "source");
            var name = at["fact"].Text("?");
            var relation = at["relation"].Word(Words.Relations, Relation.Unclear);
            if (_vocabulary.Find(name) is not { } fact)
            {
                at["fact"].Complain($"the vocabulary has no fact '{name}'");
                continue;
            }

            if (relation != Relation.Equivalent && at["why"].IsNull)
            {
                at.Complain("a mapping that is not 'equivalent' must say why");
            }

            if (relation == Relation.Equivalent && rows.Any(r => r.Relation == Relation.Equivalent))
            {
                at.Complain("an atom can be equivalent to one fact only");
            }

            rows.Add(new FactRelation(fact, relation, at["why"].OptionalText(), at["source"].OptionalText()));
        }

        return rows.ToImmutable();
    }

    private ImmutableArray<string> Cite(JsonCursor at, bool required)
    {
        if (at.IsNull)
        {
            if (required)
            {
                at.Complain("a citation is required here");
            }

            return [];
        }

        var cite = at.Texts();
        foreach (var span in cite)
        {
            _citedSpans.Add(span);
            if (_text.Find(span) is null)
            {
                at.Complain($"the citation '{span}' resolves to no span of the text");
            }
        }

        return cite;
    }

    private Node? Element(JsonCursor at)
    {
        if (at.IsNull)
        {
            return null;
        }

        return _nodes.Named(at.Text("?"), at);
    }

    private static InForce ReadInForce(JsonCursor at)
    {
        at.Only("from", "to", "verified", "note");
        var read = new InForce(at["from"].Day(), at["to"].Day(), at["verified"].RequiredFlag(), at["note"].OptionalText());
        if (read.From > read.To)
        {
            at.Complain("the last day in force lies before the first");
        }

        return read;
    }

    private Parameters ReadParameters(JsonCursor at)
    {
        at.Only("childAge", "childRule", "purposeList", "consent", "mensRea", "nexus", "meansTargets", "childPresumption");
        var consent = at["consent"].Only("rule", "cite", "note");
        var mens = at["mensRea"];
        if (!mens.IsNull)
        {
            mens.Only("act", "means", "purpose", "cite", "source");
            Cite(mens["cite"], required: false);
        }

        return new Parameters(
            at["childAge"].IsNull ? null : at["childAge"].Whole(18),
            at["childRule"].Word(Words.ChildRules, ChildRule.None),
            at["purposeList"].Word(Words.PurposeLists, PurposeList.Closed),
            consent["rule"].Word(Words.ConsentRules, ConsentRule.Silent),
            Cite(consent["cite"], required: false),
            Mens(mens["act"]),
            Mens(mens["means"]),
            Mens(mens["purpose"]),
            !at["nexus"].IsNull && at["nexus"].Word(Words.Nexus, false),
            [.. at["meansTargets"].Items().Select(t => t.Word(Words.Targets, MeansTarget.NotRecorded))],
            at["childPresumption"].IsNull ? null : Cite(at["childPresumption"].Only("cite")["cite"], required: true));

        static MensRea Mens(JsonCursor word) => word.IsNull ? MensRea.NotStated : word.Word(Words.MensReas, MensRea.NotStated);
    }

    private DerivedOffence ReadDerived(JsonCursor at)
    {
        at.Only("id", "modality", "label", "cite", "formula", "verified");
        return new(at["id"].Text(), at["modality"].Word(Words.Modalities, Modality.May), at["label"].Label("en", "ar"), Cite(at["cite"], required: true), at["verified"].Flag(true), at.Has("formula") ? _nodes.Read(at["formula"]) : null);
    }

    private Consequence ReadConsequence(JsonCursor at)
    {
        at.Only("id", "kind", "modality", "label", "cite", "verified");
        return new(at["id"].Text(), at["kind"].IsNull ? ConsequenceKind.Duty : at["kind"].Word(Words.ConsequenceKinds, ConsequenceKind.Duty), at["modality"].Word(Words.Modalities, Modality.May), at["label"].Label("en", "ar"), Cite(at["cite"], required: true), at["verified"].Flag(true));
    }

    private Reading ReadReading(JsonCursor at)
    {
        at.Only("id", "label", "node", "formula", "source");
        var node = at["node"].Text("?");
        _nodes.Named(node, at["node"]);
        return new(at["id"].Text(), at["label"].Label("en", "ar"), node, _nodes.Read(at["formula"]), at["source"].OptionalText());
    }

    private Feed? ReadFeed(JsonCursor at)
    {
        at.Only("fact", "relation");
        var name = at["fact"].Text("?");
        if (_vocabulary.Find(name) is { } fact)
        {
            return new Feed(fact, at["relation"].Word(Words.Relations, Relation.Narrower));
        }

        at["fact"].Complain($"the vocabulary has no fact '{name}'");
        return null;
    }

    private void CheckWhole(JsonCursor root, InstrumentVersion instrument)
    {
        foreach (var atom in _atoms.Keys.Where(a => !_usedAtoms.Contains(a)))
        {
            root["atoms"].Complain($"no node uses the atom '{atom}'");
        }

        foreach (var node in instrument.Nodes.Keys.Where(n => !_usedNodes.Contains(n)).Order(StringComparer.Ordinal))
        {
            root["nodes"].Complain($"nothing reaches the node '{node}'");
        }

        foreach (var span in _text.Spans)
        {
            if (span.NonOperative is null && !_citedSpans.Contains(span.Id))
            {
                root["text"]["spans"].Complain($"the words of span '{span.Id}' are bound to nothing; cite them or say why they decide nothing");
            }
            else if (span.NonOperative is not null && _citedSpans.Contains(span.Id))
            {
                root["text"]["spans"].Complain($"span '{span.Id}' is cited and yet marked as deciding nothing");
            }
        }

        Twice(root["derived"], instrument.Derived.Select(d => d.Id));
        Twice(root["consequences"], instrument.Consequences.Select(c => c.Id));
        Twice(root["readings"], instrument.Readings.Select(r => r.Id));
        var open = IsOpen(instrument.Purpose ?? instrument.Definition);
        if (open && instrument.Parameters.PurposeList == PurposeList.Closed)
        {
            root["parameters"]["purposeList"].Complain("the purposes are said to be closed, yet an open list stands among them");
        }
        else if (!open && instrument.Parameters.PurposeList == PurposeList.Open)
        {
            root["parameters"]["purposeList"].Complain("the purposes are said to be open, yet no open list stands among them");
        }

        if (instrument.Kind == InstrumentKind.SubDefinition != instrument.Feeds is not null)
        {
            root["feeds"].Complain("a sub-definition, and only a sub-definition, says which fact it feeds");
        }
    }

    private static void Twice(JsonCursor list, IEnumerable<string> ids)
    {
        foreach (var id in ids.GroupBy(i => i, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            list.Complain($"'{id.Key}' stands twice");
        }
    }

    private static bool IsOpen(Node node) => node is OpenListNode || node.Kids.Any(IsOpen);
}
