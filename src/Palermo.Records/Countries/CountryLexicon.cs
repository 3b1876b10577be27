using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Palermo.Records.Countries;

/// <summary>The queued answer of a name that is too near another country's, or none.</summary>
internal sealed record Rival(Queued? Answer)
{
    public static Rival None { get; } = new((Queued?)null);

    public bool IsNone => Answer is null;
}

/// <summary>What a key means: one target (a country or a class), or several countries between which nobody may choose but a person.</summary>
internal sealed class Meaning
{
    private static readonly FrozenSet<string> CoreLanguages =
        new[] { "ar", "zh", "en", "fr", "ru", "es", "pt", "it", "de", "nl", "pl", "ro" }.ToFrozenSet(StringComparer.Ordinal);

    private Meaning(CountryAnswer answer, bool isCore)
    {
        Answer = answer;
        IsCore = isCore;
        Country = (answer as MappedCountry)?.Only;
        Class = (answer as NotACountry)?.Class;
    }

    /// <summary>The answer when a text is exactly this key.</summary>
    public CountryAnswer Answer { get; }

    public Country? Country { get; }

    public NonCountry? Class { get; }

    public bool IsAmbiguous => Country is null && Class is null;

    public Evidence Evidence => Answer.Because[^1];

    /// <summary>True when a form of this key comes from a hand-checked list or a language usual in the field's files.</summary>
    public bool IsCore { get; }

    /// <summary>Found when first asked for: what an unusual name is queued with. The same value whoever finds it.</summary>
    public Rival? Rival { get; set; }

    /// <summary>Same country or same class.</summary>
    public bool SameAs(Meaning other) =>
        Country is not null ? other.Country is not null && Country.Equals(other.Country) : Class is not null && Class == other.Class;

    /// <summary>True for a form of a hand-checked list, of the United Nations, or of CLDR in a language usual in the field's files.</summary>
    public static bool IsUsual(KnownForm form) => form.Source != "CLDR" || form.Language.Split(' ').Any(CoreLanguages.Contains);

    public static Meaning Of(CountryAnswer answer) => new(answer, isCore: true);

    public static Meaning Of(IReadOnlyList<KnownForm> forms)
    {
        var decided = forms.FirstOrDefault(f => f.Rule == CountryRule.None);
        var first = forms[0];
        var isCore = forms.Any(IsUsual);
        if (decided is null)
        {
            forms = Settled(forms);
            first = forms[0];
        }

        var countries = forms.SelectMany(f => f.Countries).Distinct().ToImmutableArray();
        var classes = forms.Where(f => f.Class is not null).Select(f => f.Class!.Value).Distinct().ToArray();
        if (decided is not null || countries.Length + classes.Length != 1)
        {
            var why = decided ?? first;
            return new(new Queued(QueueReason.Ambiguous, [new(why.Rule, why.Text, why.Language, why.Source)], decided?.Countries ?? countries), isCore);
        }

        Evidence evidence = new(first.Rule, first.Text, first.Language, first.Source);
        return classes.Length == 1
            ? new(new NotACountry(classes[0], [], 1, [evidence], []), isCore)
            : new(new MappedCountry([new(countries[0])], Strength(first.Rule), [evidence], []), isCore);
    }

    /// <summary>
    /// A name in use wins over the same name of a withdrawn element (East Timor); between a country and a class, a hand-checked list or the
    /// United Nations' terminology wins over CLDR (EU, Australia). Two countries in use are never settled here.
    /// </summary>
    private static IReadOnlyList<KnownForm> Settled(IReadOnlyList<KnownForm> forms)
    {
        var inUse = forms.Where(f => f.Countries.Any(c => !c.IsFormer)).ToArray();
        if (inUse.Length > 0)
        {
            forms = [.. forms.Where(f => f.Countries.IsEmpty || f.Countries.Any(c => !c.IsFormer))];
        }

        if (forms.Any(f => f.Class is not null) && inUse.Length > 0)
        {
            var checkedByHand = forms.Where(f => f.Source != "CLDR").ToArray();
            return checkedByHand.Length > 0 ? checkedByHand : forms;
        }

        return forms;
    }

    private static double Strength(CountryRule rule) => rule switch
    {
        CountryRule.Name => 1,
        CountryRule.Demonym => 0.98,
        _ => 0.97,
    };
}

/// <summary>
/// All known forms, indexed by the keys under which a text can meet them. A key that two countries share is ambiguous: adding data can make
/// the normaliser more careful, never bolder.
/// </summary>
internal sealed class CountryLexicon
{
    private readonly Dictionary<string, Meaning>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly Dictionary<string, Meaning> _lost;
    private readonly Dictionary<string, Meaning> _bags;
    private readonly Dictionary<string, Meaning> _stems;
    private readonly Dictionary<string, Meaning> _sounds;
    private readonly FrozenSet<string> _frames;
    private readonly FrozenSet<string> _joins;
    private readonly FrozenSet<string> _etc;
    private readonly FrozenDictionary<string, string> _cities;
    private readonly WordBag _wordBag;

    public CountryLexicon(CountryData data)
    {
        Codes = data.Codes;
        _wordBag = new(data.Words["Stop"], data.Words["Same"]);
        var exact = new Index();
        var lost = new Index();
        var bags = new Index();
        var stems = new Index();
        var sounds = new Index();
        foreach (var form in data.Forms)
        {
            var key = FoldedText.Fold(form.Text);
            if (key.Length == 0)
            {
                continue;
            }

            exact.Add(key, form);
            if (ArabicArticle.Without(form.Text) is { } withoutArticle)
            {
                exact.Add(FoldedText.Fold(withoutArticle), form);
            }

            foreach (var skeleton in LostLetters.SkeletonsOf(form.Text))
            {
                lost.Add(skeleton, form);
            }

            if (!IsLatin(key))
            {
                continue;
            }

            if (form.Class is null && _wordBag.Key(key) is { } bag)
            {
                bags.Add(bag, form);
            }

            if (!Meaning.IsUsual(form))
            {
                continue;
            }

            if (form.Class is null && form.Countries.Length > 0)
            {
                foreach (var stem in DemonymStems.OfKnown(key))
                {
                    stems.Add(stem, form);
                }
            }

            sounds.Add(Sound.Of(key), form);
        }

        var meanings = exact.Freeze();
        _exact = meanings.GetAlternateLookup<ReadOnlySpan<char>>();
        _lost = lost.Freeze();
        _bags = bags.Freeze();
        _stems = stems.Freeze();
        _sounds = sounds.Freeze();
        Near = new NearKeys(meanings);
        _frames = Set(data.Words["Frame"]);
        _joins = Set(data.Words["Join"]);
        _etc = Set(data.Words["Etc"]);
        _cities = data.Cities
            .GroupBy(c => FoldedText.Fold(c.City), StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.First().Country, StringComparer.Ordinal);
    }

    public CountryCodes Codes { get; }

    public NearKeys Near { get; }

    /// <summary>The key as it stands.</summary>
    public Meaning? Exact(ReadOnlySpan<char> key) => _exact.TryGetValue(key, out var m) ? m : null;

    /// <summary>A key in which U+FFFD stands for lost letters.</summary>
    public Meaning? WithLost(string key) => LostLetters.Usable(key) && _lost.TryGetValue(LostLetters.Collapse(key), out var m) ? m : null;

    /// <summary>The same words in any order, without articles and "and".</summary>
    public Meaning? AnyOrder(string key) => _wordBag.Key(key) is { } bag && _bags.TryGetValue(bag, out var m) ? m : null;

    /// <summary>A known stem with another demonym ending.</summary>
    public Meaning? ByStem(string key)
    {
        Meaning? found = null;
        foreach (var stem in DemonymStems.OfUnknown(key))
        {
            if (_stems.TryGetValue(stem, out var m))
            {
                if (m.IsAmbiguous || (found is not null && !found.SameAs(m)))
                {
                    return null;
                }

                found = m;
            }
        }

        return found;
    }

    /// <summary>The same sounds.</summary>
    public Meaning? BySound(string key) => key.Length >= Sound.ShortestKey && _sounds.TryGetValue(Sound.Of(key), out var m) ? m : null;

    public bool IsFrame(string key) => _frames.Contains(key);

    public bool IsJoin(string key) => _joins.Contains(key);

    public bool IsEtc(string key) => _etc.Contains(key);

    /// <summary>The countries of a city of that name (codes with a space between), "" when only the city is known, null when the key is no city.</summary>
    public string? City(string key) => _cities.GetValueOrDefault(key);

    /// <summary>Keys with several meanings, for the audit of the data.</summary>
    public IEnumerable<KeyValuePair<string, Meaning>> Ambiguities() => _exact.Dictionary.Where(p => p.Value.IsAmbiguous);

    private static FrozenSet<string> Set(ImmutableArray<string> words) => words.Select(FoldedText.Fold).ToFrozenSet(StringComparer.Ordinal);

    private static bool IsLatin(string key) => key.AsSpan().IndexOfAnyExceptInRange(' ', '\u02FF') < 0;

    private sealed class Index
    {
        private readonly Dictionary<string, List<KnownForm>> _forms = new(StringComparer.Ordinal);

        public void Add(string key, KnownForm form)
        {
            if (!_forms.TryGetValue(key, out var list))
            {
                _forms[key] = list = new(1);
            }

            list.Add(form);
        }

        public Dictionary<string, Meaning> Freeze()
        {
            var meanings = new Dictionary<string, Meaning>(_forms.Count, StringComparer.Ordinal);
            foreach (var (key, forms) in _forms)
            {
                meanings.Add(key, Meaning.Of(forms));
            }

            return meanings;
        }
    }
}
