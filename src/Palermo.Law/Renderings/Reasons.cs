using System.Collections.Immutable;
using System.Globalization;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Law.Renderings;

/// <summary>
/// The reasons of a determination in words, from its proof alone: one sentence, one page, or the full tree. The same object
/// gives the same words.
/// </summary>
public sealed class Reasons
{
    private readonly Determination _determination;
    private readonly InstrumentVersion _instrument;
    private readonly Phrasebook _say;

    private Reasons(Determination determination, string language)
    {
        _determination = determination;
        _instrument = determination.Instrument;
        _say = Phrasebook.For(language);
    }

    private string Language => _say.Language;

    /// <summary>The result and what decides it, in one sentence.</summary>
    public static string Sentence(Determination determination, string language) => new Reasons(determination, language).Sentence();

    /// <summary>One page: the picture, the reasons, what is open, what the result hangs on, what follows.</summary>
    public static ImmutableArray<Block> Page(Determination determination, string language) => new Reasons(determination, language).Page();

    /// <summary>Everything: the page and the whole proof.</summary>
    public static ImmutableArray<Block> Full(Determination determination, string language)
    {
        var reasons = new Reasons(determination, language);
        return [.. reasons.Page(), new Heading(2, reasons._say.Say("heading.tree")), new Tree([reasons.Branch(determination.Proof)])];
    }

    /// <summary>Met, not met, open, not computed.</summary>
    public static string Word(Determination determination, string language)
    {
        var say = Phrasebook.For(language);
        return !determination.IsComputed ? say.Say("not_computed") : determination.Result.IsTrue ? say.Say("met") : determination.Result.IsFalse ? say.Say("not_met") : say.Say("open");
    }

    /// <summary>What is missing or excluded, in short; empty when the definition is met.</summary>
    public static string Lacking(Determination determination, string language) => new Reasons(determination, language).Lacking();

    /// <summary>A settling set or a distance in words.</summary>
    public static string Words(IEnumerable<Answer> answers, InstrumentVersion instrument, string language)
    {
        var say = Phrasebook.For(language);
        return string.Join("; ", answers.Select(a =>
        {
            var key = (a.Value, a.All, a.Atoms.Length) switch
            {
                (true, _, 1) => "answer.all.true",
                (true, true, _) => "answer.all.true",
                (true, false, _) => "answer.any.true",
                (false, _, 1) => "answer.one.false",
                (false, true, _) => "answer.all.false",
                _ => "answer.any.false",
            };
            return say.Say(key, string.Join(language == "ar" ? "، " : ", ", a.Atoms.Select(x => Name(x, instrument, language))));
        }));
    }

    /// <summary>An atom's words in an instrument.</summary>
    public static string Name(AtomId atom, InstrumentVersion instrument, string language) =>
        (instrument.Atoms.FirstOrDefault(a => a.Id == atom)?.Label ?? instrument.Vocabulary.Find(atom)?.Label ?? instrument.Vocabulary.FindGroup(atom)?.Label)?.In(language) ?? atom.Value;

    private string Sentence()
    {
        var title = _instrument.ShortTitle.In(Language);
        if (!_determination.IsComputed)
        {
            return _say.Say("result.not_computed", title);
        }

        if (_determination.Result.IsTrue)
        {
            var leaves = _determination.Proof.DecidingLeaves().Where(l => l.Kind != ProofKind.Always).Select(NameOf).Distinct(StringComparer.Ordinal);
            return _say.Say("result.met", title, _say.Join(leaves));
        }

        return _say.Say(_determination.Result.IsFalse ? "result.not_met" : "result.open", title, Lacking());
    }

    private string Lacking()
    {
        if (!_determination.IsComputed || _determination.Result.IsTrue)
        {
            return "";
        }

        var missing = new List<string>();
        if (_determination.Result.IsFalse)
        {
            foreach (var part in _determination.Proof.Deciding)
            {
                missing.Add(LackOf(part));
            }

            return _say.Join(missing.Distinct(StringComparer.Ordinal));
        }

        if (_determination.Act is { IsRequired: true, Value.IsUnknown: true }) { missing.Add(_say.Say("want.act")); }
        if (_determination.Means is { IsRequired: true, Value.IsTrue: false } && !_determination.Child.IsTrue)
        {
            if (_determination.Means.Value.IsUnknown) { missing.Add(_say.Say("want.means")); }
            if (_instrument.Child is not null && _determination.Child.IsUnknown && Matters(_instrument.Child)) { missing.Add(_say.Say("want.age")); }
        }

        if (_determination.Purpose is { IsRequired: true, Value.IsUnknown: true }) { missing.Add(_say.Say("want.purpose")); }
        if (missing.Count == 0)
        {
            missing.AddRange(_determination.Open.StillMatters.Take(4).Select(a => _say.Say("want.other", Name(a, _instrument, Language))));
        }

        return _say.Join(missing);
    }

    private bool Matters(Node node) =>
        _determination.Open.StillMatters.Any(a => _instrument.Evaluator.Bit(a) is { } bit && (_instrument.Evaluator.Express(node).Variables >> bit & 1) != 0);

    private string LackOf(Proof part)
    {
        foreach (var (element, node) in new[] { ("act", _instrument.Act), ("purpose", _instrument.Purpose), ("means", _instrument.Means) })
        {
            if (node is not null && (part.Path == node.Path || part.DecidingLeaves().All(l => l.Path.StartsWith(node.Path, StringComparison.Ordinal))))
            {
                return _say.Say("lack." + element);
            }
        }

        if (_instrument.Means is { } means && part.DecidingLeaves().Any(l => l.Path.StartsWith(means.Path, StringComparison.Ordinal)))
        {
            return _say.Say("lack.means");
        }

        return _say.Say("lack.other", NameOf(part));
    }

    private ImmutableArray<Block> Page()
    {
        var page = ImmutableArray.CreateBuilder<Block>();
        page.Add(new Heading(1, $"{_instrument.ShortTitle.In(Language)}: {Word(_determination, Language)}"));
        page.Add(new Paragraph(Sentence()));
        if (!_determination.IsComputed)
        {
            AddRecord(page);
            return page.ToImmutable();
        }

        page.Add(Picture());
        AddReasons(page);
        AddOpen(page);
        AddFragility(page);
        AddScope(page);
        AddConsequences(page);
        AddRemarks(page);
        AddRecord(page);
        return page.ToImmutable();
    }

    /// <summary>The three columns, as a table of text.</summary>
    private Grid Picture()
    {
        var columns = _determination.Elements.Select(e => (Head: HeadOf(e), Rows: e.Atoms.Select(a => $"{Mark(a.Value)} {a.Label.In(Language)}").ToList())).ToList();
        var height = columns.Max(c => c.Rows.Count);
        return new Grid(
            [.. columns.Select(c => c.Head)],
            [.. Enumerable.Range(0, height).Select(i => columns.Select(c => i < c.Rows.Count ? c.Rows[i] : "").ToImmutableArray())]);
    }

    private string HeadOf(ElementResult element)
    {
        var name = _say.Say("element." + element.Element switch { FactElement.Act => "act", FactElement.Means => "means", _ => "purpose" });
        if (!element.Exists)
        {
            return $"{name} ({_say.Say("element.not_in_text")})";
        }

        return element.IsRequired ? $"{name} ({_say.Say("mark." + element.Value)})" : $"{name} ({_say.Say("element.not_required")})";
    }

    private static string Mark(Truth value) => value.IsTrue ? "[x]" : value.IsFalse ? "[-]" : "[ ]";

    private void AddReasons(ImmutableArray<Block>.Builder page)
    {
        page.Add(new Heading(2, _say.Say("heading.reasons")));
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var part in _determination.Proof.Kind == ProofKind.AllOf ? _determination.Proof.Deciding : [_determination.Proof])
        {
            lines.Add(ReasonFor(part));
        }

        if (!_determination.Means.IsRequired && _determination.Means.Exists && _determination.Child.IsTrue)
        {
            lines.Add($"{_say.Say("element.means")}: {_say.Say("element.not_required.child")}");
        }

        lines.Add(_say.Say("consent." + Snake(_instrument.Parameters.Consent.ToString())));
        page.Add(new Bullets(lines.ToImmutable()));
    }

    /// <summary>A node's own words; where the text gives it none, the words of its parts.</summary>
    private string NameOf(Proof proof)
    {
        if (proof.Label is { } label)
        {
            return label.In(Language);
        }

        var parts = proof.Deciding.Concat(proof.Other).OrderBy(p => p.Path, StringComparer.Ordinal).Select(NameOf).ToList();
        return parts.Count == 0 ? _say.Say("kind.always")
            : proof.Kind == ProofKind.AllOf ? _say.Join(parts)
            : parts.Aggregate((a, b) => _say.Say("or", a, b));
    }

    private string ReasonFor(Proof part)
    {
        var leaves = part.DecidingLeaves().ToList();
        var name = NameOf(part);
        var key = part.Value.IsTrue ? "element.established" : part.Value.IsFalse ? "element.excluded" : "element.open";
        var words = string.Join(Language == "ar" ? "، " : ", ", leaves.Select(l => l.Label?.In(Language)).Where(l => l is not null).Distinct(StringComparer.Ordinal).Where(l => l != name));
        var at = Places(part.Cite.Concat(leaves.SelectMany(l => l.Cite)));
        var line = _say.Say(key, name);
        if (words.Length > 0)
        {
            line = _say.Say("atom.by", line, words + (part.ByCases ? "; " + _say.Say("bycases") : ""));
        }

        return at.Length > 0 ? $"{line} [{at}]" : line;
    }

    private void AddOpen(ImmutableArray<Block>.Builder page)
    {
        page.Add(new Heading(2, _say.Say("heading.open")));
        var open = _determination.Open;
        if (open.IsSettled)
        {
            page.Add(new Paragraph(_say.Say("settled")));
            return;
        }

        page.Add(new Paragraph(_say.Say("still_matters", List(open.StillMatters))));
        if (!open.NotToBeAsked.IsEmpty)
        {
            page.Add(new Paragraph(_say.Say("not_to_be_asked", List(open.NotToBeAsked))));
        }

        AddWays(page, "settle.met", open.ToMet);
        AddWays(page, "settle.not_met", open.ToNotMet);
        if (!open.Ranked.IsEmpty)
        {
            page.Add(new Heading(2, _say.Say("heading.questions")));
            page.Add(new Bullets([.. open.Ranked.Select(QuestionLine)]));
        }
    }

    private string QuestionLine(Question question) => _say.Say(
        "question.list",
        QuestionWords(question),
        "(" + _say.Say("question.effect", Outcome(question.IfYes), Outcome(question.IfNo), question.Minutes.ToString("0.#", CultureInfo.InvariantCulture), question.Harm.ToString("0.#", CultureInfo.InvariantCulture)) + ")");

    private string QuestionWords(Question question) => question.Id is "act" or "means" or "purpose"
        ? _say.Say("question." + question.Id)
        : _instrument.Atoms.FirstOrDefault(a => a.Id == question.Id)?.Question.In(Language) ?? _instrument.Vocabulary.Find(question.Id)?.Question.In(Language) ?? question.Id;

    private string Outcome(Truth value) => _say.Say(value.IsTrue ? "met" : value.IsFalse ? "not_met" : "open");

    private void AddWays(ImmutableArray<Block>.Builder page, string key, ImmutableArray<ImmutableArray<Answer>> ways)
    {
        page.Add(new Paragraph(_say.Say(key)));
        page.Add(ways.IsEmpty
            ? new Bullets([_say.Say("settle.none")])
            : new Bullets([.. ways.Select(w => Words(w, _instrument, Language))]));
    }

    private void AddFragility(ImmutableArray<Block>.Builder page)
    {
        page.Add(new Heading(2, _say.Say("heading.fragility")));
        var fragility = _determination.Fragility;
        page.Add(new Paragraph(fragility.Smallest == 0 ? _say.Say("fragile.none")
            : fragility.Alone.IsEmpty ? _say.Say("fragile.many", fragility.Smallest)
            : _say.Say("fragile.alone", List(fragility.Alone))));
        if (_determination.Result.IsKnown)
        {
            page.Add(new Heading(2, _say.Say("heading.distance")));
            AddWays(page, _determination.Result.IsTrue ? "settle.not_met" : "settle.met", _determination.Result.IsTrue ? _determination.DistanceToNotMet : _determination.DistanceToMet);
        }
    }

    private void AddScope(ImmutableArray<Block>.Builder page)
    {
        if (_determination.CooperationApplies is { } applies)
        {
            page.Add(new Heading(2, _say.Say("heading.scope")));
            page.Add(new Paragraph(_say.Say("scope." + applies, _instrument.ScopeLabel!.In(Language)) + " " + _say.Say("scope.note")));
        }

        if (_instrument.Offence is not null)
        {
            page.Add(new Heading(2, _say.Say("heading.offence")));
            page.Add(new Paragraph(_say.Say("offence." + _determination.Offence)));
        }
    }

    private void AddConsequences(ImmutableArray<Block>.Builder page)
    {
        var verified = _determination.Consequences.Where(c => c.IsVerified).ToList();
        if (verified.Count > 0)
        {
            page.Add(new Heading(2, _say.Say("heading.consequences")));
            page.Add(new Bullets([.. verified.Select(c => _say.Say("consequence", _say.Say("modality." + Snake(c.Modality.ToString())), c.Label.In(Language), Places(c.Cite)))]));
        }
    }

    private void AddRemarks(ImmutableArray<Block>.Builder page)
    {
        ImmutableArray<string> lines =
        [
            .. _determination.Remarks.Select(r => _say.Say("remark." + Snake(r.Kind.ToString()), Name(r.Atom, _instrument, Language), r.Detail)),
            .. _instrument.Warnings.Select(w => _say.Say("warning", w.In(Language))),
            .. _instrument.Unverified.IsEmpty ? [] : new[] { _say.Say("unverified.text", string.Join(Language == "ar" ? "؛ " : "; ", _instrument.Unverified.Select(u => LabelBook.In(Language, u)))) },
            .. _instrument.Text.Kind == TextKind.Restatement ? new[] { _say.Say("restated") } : [],
        ];
        if (!lines.IsEmpty)
        {
            page.Add(new Heading(2, _say.Say("heading.remarks")));
            page.Add(new Bullets(lines));
        }
    }

    private void AddRecord(ImmutableArray<Block>.Builder page)
    {
        page.Add(new Heading(2, _say.Say("heading.record")));
        page.Add(new Paragraph(_say.Say(
            "record",
            _instrument.Key,
            _instrument.Hash[..16],
            _determination.InputHash[..16],
            _say.Say("standard." + Snake(_determination.Query.Standard.ToString())),
            _say.Say("mode." + Snake(_determination.Query.Mode.ToString())))));
        foreach (var mapping in _determination.Findings.Where(f => f.Origin == FindingOrigin.Mapping).Select(f => f.By).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            page.Add(new Paragraph(_say.Say("mapping", mapping)));
        }

        page.Add(new Paragraph(_say.Say("advice")));
    }

    /// <summary>Where a text says it, such as 4(a), 4(c); among Arabic words set apart, or its parts would change places.</summary>
    private string Places(IEnumerable<string> cite) =>
        _instrument.Text.Places(cite) is var places && places.Length > 0 && Language == "ar" ? "\u2066" + places + "\u2069" : places;

    private Branch Branch(Proof proof)
    {
        var words = $"{Mark(proof.Value)} {NameOf(proof)}";
        words += proof.Kind switch
        {
            ProofKind.AllOf => $" ({_say.Say("kind.all")})",
            ProofKind.AnyOf => $" ({_say.Say("kind.any")})",
            ProofKind.OpenList => $" ({_say.Say("kind.open")})",
            ProofKind.AtLeast => $" ({_say.Say("kind.atleast")})",
            ProofKind.Always => $" ({_say.Say("kind.always")})",
            _ => proof.Through.IsEmpty ? "" : " (" + _say.Say("atom.through", "", string.Join(", ", proof.Through.Select(t => t.Fact.Label.In(Language)))).TrimStart(':', ' ') + ")",
        };
        var at = Places(proof.Cite);
        words += at.Length > 0 ? $" [{at}]" : "";
        return new Branch(words, [.. proof.Deciding.Select(Branch), .. proof.Other.Select(Branch)]);
    }

    private string List(IEnumerable<AtomId> atoms) => string.Join(Language == "ar" ? "، " : ", ", atoms.Select(a => Name(a, _instrument, Language)));

    internal static string Snake(string name)
    {
        var snake = new System.Text.StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && snake.Length > 0)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }
}
