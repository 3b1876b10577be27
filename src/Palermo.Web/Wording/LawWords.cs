using System.Collections.Frozen;
using System.Globalization;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;
using Palermo.Law.Renderings;
using Palermo.Web.Localization;

namespace Palermo.Web.Wording;

/// <summary>The words of the law library in the language of the page.</summary>
public sealed class LawWords(Texts texts, InstrumentLibrary library)
{
    private readonly string _language = texts.Language.Tag;

    public InstrumentLibrary Library => library;

    /// <summary>A sentence of the law library's own phrasebook.</summary>
    public string Say(string key, params ReadOnlySpan<object?> parts) => Shown(Phrasebook.For(_language).Say(key, parts));

    public string In(Label label) => Shown(label.In(_language));

    /// <summary>Words that a text has in English alone, in the language of the page where its book has them.</summary>
    public string In(string english) => Shown(LabelBook.In(_language, english));

    /// <summary>Whether such words are there in the language of the page.</summary>
    public bool Knows(string english) => _language == "en" || LabelBook.Find(_language, english) is not null;

    /// <summary>Whether a label has words in the language of the page; else it shows its English ones.</summary>
    public bool Speaks(Label label) => label.Speaks(_language);

    /// <summary>The name of a country (ISO 3166-1 alpha-2, or UK) or of an organisation; the code where there is none.</summary>
    public string Jurisdiction(string code) =>
        texts.Has("jurisdiction." + code) ? texts["jurisdiction." + code] : CountryNames.Of(code == "UK" ? "GB" : code, _language);

    public string Name(AtomId atom) => Label(atom, a => a.Label, f => f.Label) ?? (library.Vocabulary.FindGroup(atom) is { } group ? In(group.Label) : atom.Value);

    public string Question(AtomId atom) => Label(atom, a => a.Question, f => f.Question) ?? atom.Value;

    /// <summary>What telling this may cost the person, 0 to 4.</summary>
    public int Harm(AtomId atom) => library.Vocabulary.Find(atom)?.Harm ?? OwnAtoms.GetValueOrDefault(atom)?.Harm ?? 0;

    public string Sentence(Determination determination) => Shown(Reasons.Sentence(determination, _language));

    public string Word(Determination determination) => Reasons.Word(determination, _language);

    public string Lacking(Determination determination) => Shown(Reasons.Lacking(determination, _language));

    public string Ways(IEnumerable<Answer> answers, InstrumentVersion instrument) => Shown(Reasons.Words(answers, instrument, _language));

    public string Word(Truth result) => Say(result.IsTrue ? "met" : result.IsFalse ? "not_met" : "open");

    public string Mark(Truth value) => Say("mark." + value);

    public string State(InputState state) => state switch
    {
        InputState.True => Say("mark.true"),
        InputState.False => Say("mark.false"),
        InputState.Refused => texts["state.refused"],
        InputState.AskedUnknown => texts["state.unknown"],
        InputState.Conflict => texts["state.conflict"],
        _ => texts["state.not_asked"],
    };

    public string Element(FactElement element) => element switch
    {
        FactElement.Act => Say("element.act"),
        FactElement.Means => Say("element.means"),
        FactElement.Purpose => Say("element.purpose"),
        FactElement.Child => Say("element.child"),
        _ => texts["element.other"],
    };

    public string Dates(InForce inForce) => Shown((inForce.From, inForce.To) switch
    {
        (null, null) => texts["dates.not_recorded"],
        ({ } from, null) => texts["dates.since", Day(from)],
        (null, { } to) => texts["dates.until", Day(to)],
        ({ } from, { } to) => texts["dates.between", Day(from), Day(to)],
    });

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private FrozenDictionary<AtomId, LegalAtom> OwnAtoms { get; } =
        library.Versions.SelectMany(v => v.Atoms).Where(a => a.Own is not null).DistinctBy(a => a.Id).ToFrozenDictionary(a => a.Id);

    /// <summary>Words as a page shows them.</summary>
    private string Shown(string words) => texts.Language.Direction == "rtl" ? LeftToRight.Figures(words) : words;

    private string? Label(AtomId atom, Func<LegalAtom, Label> own, Func<Fact, Label> shared) =>
        library.Vocabulary.Find(atom) is { } fact ? In(shared(fact))
        : OwnAtoms.GetValueOrDefault(atom) is { } legal ? In(own(legal))
        : null;
}
