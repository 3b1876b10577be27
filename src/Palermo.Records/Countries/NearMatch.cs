using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Records.Countries;

/// <summary>
/// The last rules: another ending, another spelling, a typing error. Each answers only when one target is near and every other target clearly
/// farther, and never for a city, nor when a word of the text is itself another country.
/// </summary>
internal sealed class NearMatch(CountryLexicon lexicon, Confusables confusables)
{
    private const int ShortLength = 5;

    /// <summary>Reads a text whose parts are not all known.</summary>
    public CountryAnswer Read(string key, ImmutableArray<Part> parts)
    {
        var whole = One(key, out var near);
        if (whole is not null)
        {
            return whole;
        }

        // One unknown stretch among framing words, counts and separators.
        var unknown = parts.Where(p => p.Kind == PartKind.Unknown).ToArray();
        if (unknown.Length == 1 && unknown[0].Key.Length < key.Length
            && parts.All(p => p.Kind is PartKind.Unknown or PartKind.Frame or PartKind.Number or PartKind.ListMark or PartKind.Bracket || p.CanFrame)
            && One(unknown[0].Key, out near) is { } one)
        {
            var index = parts.IndexOf(unknown[0]);
            var meaning = new Part(PartKind.Known, unknown[0].Key, Meaning.Of(one));
            if (PartsReading.Read(parts.SetItem(index, meaning)) is { } read and not Queued)
            {
                return read with { Confidence = Math.Min(read.Confidence, one.Confidence) };
            }
        }

        return Left(lexicon, parts, near);
    }

    /// <summary>
    /// The answer for an exact key, unless the key is a name only in a language unusual in the field, one letter from another country's usual
    /// name ("Nigera": Latvian for Niger, or a typing error for Nigeria): then only the name with its own diacritics is believed.
    /// </summary>
    public CountryAnswer Guarded(Meaning meaning, string text, ReadOnlySpan<char> key)
    {
        if (!IsRisky(meaning, key))
        {
            return meaning.Answer;
        }

        var form = meaning.Evidence.Form;
        var hasItsOwnLetters = form.AsSpan().ContainsAnyExceptInRange('\0', '\u007F') && text.AsSpan().Trim().Equals(form, StringComparison.OrdinalIgnoreCase);
        return hasItsOwnLetters ? meaning.Answer : meaning.Rival!.Answer!;
    }

    /// <summary>True for a country's name in an unusual language only, within one letter of another country's usual name.</summary>
    public bool IsRisky(Meaning meaning, ReadOnlySpan<char> key) =>
        !meaning.IsCore && meaning.Country is not null && !(meaning.Rival ??= FindRival(meaning, key.ToString())).IsNone;

    private Rival FindRival(Meaning meaning, string key)
    {
        var found = RivalOf(key, meaning);
        return found is null
            ? Rival.None
            : new(new Queued(QueueReason.TooClose, [meaning.Evidence, found.Evidence], [.. new[] { found.Country, meaning.Country }.OfType<Country>().Concat(found.IsAmbiguous ? found.Answer.Alternatives : []).Distinct()]));
    }

    /// <summary>The answer with a weaker rule added; an ambiguous meaning stays queued.</summary>
    public static CountryAnswer Weakened(Meaning meaning, CountryRule rule, double strength, string why)
    {
        Evidence step = new(rule, "", "", why);
        return meaning.Answer switch
        {
            MappedCountry m => m with { Confidence = Math.Min(m.Confidence, strength), Because = m.Because.Add(step) },
            NotACountry n => n with { Confidence = Math.Min(n.Confidence, strength), Because = n.Because.Add(step) },
            var queued => queued with { Because = queued.Because.Add(step) },
        };
    }

    /// <summary>The text is left to a person, with everything that was found on the way.</summary>
    public static CountryAnswer Left(CountryLexicon lexicon, ImmutableArray<Part> parts, NearResult near)
    {
        var alternatives = parts.SelectMany(p => p.Meaning?.Answer switch
        {
            MappedCountry m => m.Countries.Select(c => c.Country),
            Queued q => q.Alternatives,
            _ => [],
        });
        var cities = parts.Where(p => p.Kind == PartKind.Unknown).Select(p => lexicon.City(p.Key)).OfType<string>().SelectMany(c => c.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(c => lexicon.Codes[c]);
        var rivals = new[] { near.Nearest, near.Rival }.OfType<Meaning>().SelectMany(m => m.IsAmbiguous ? m.Answer.Alternatives : m.Country is { } c ? [c] : []);
        ImmutableArray<Country> all = [.. alternatives.Concat(cities).Concat(rivals).Distinct()];
        ImmutableArray<Evidence> met = [.. parts.Where(p => p.Meaning is not null && !p.CanFrame).Select(p => p.Meaning!.Evidence)
            .Concat(new[] { near.Nearest, near.Rival }.OfType<Meaning>().Select(m => m.Evidence)).Distinct()];
        var reason = parts.Any(p => p.Meaning is not null && !p.CanFrame) ? QueueReason.PartlyRead : near.Nearest is not null ? QueueReason.TooClose : QueueReason.NotFound;
        return new Queued(reason, met, all);
    }

    private CountryAnswer? One(string key, out NearResult near)
    {
        near = default;
        if (lexicon.City(key) is not null || HasDigit(key))
        {
            return null;
        }

        near = lexicon.Near.Find(key, key.Length <= ShortLength ? ShortMargin : Margin);
        if (lexicon.ByStem(key) is { } stem && IsAlone(key, stem))
        {
            return Weakened(stem, CountryRule.DemonymEnding, 0.85, "known stem with another ending for a people");
        }

        if (lexicon.BySound(key) is { IsAmbiguous: false } sound && IsNearBySight(key, sound) && IsAlone(key, sound))
        {
            return Weakened(sound, CountryRule.Spelling, 0.85, "same sounds in another spelling");
        }

        if (near is { Nearest: { IsAmbiguous: false } nearest, Rival: null } && !NamesAnother(key, nearest))
        {
            return Weakened(nearest, CountryRule.Typo, near.Distance == 1 ? 0.85 : 0.75, string.Create(CultureInfo.InvariantCulture, $"{near.Distance} letter(s) off, no other meaning near"));
        }

        return null;
    }

    /// <summary>True when no usual name of another meaning is one letter away (two between confusable countries) and no word names another country.</summary>
    private bool IsAlone(string key, Meaning found) => RivalOf(key, found) is null && !NamesAnother(key, found);

    /// <summary>A text that sounds alike must look alike as well: the sound key says little of a short one.</summary>
    private static bool IsNearBySight(string key, Meaning sound) => Math.Max(2, key.Length / 4) is var most && new EditDistances(key).To(FoldedText.Fold(sound.Evidence.Form), most) <= most;

    private Meaning? RivalOf(string key, Meaning meaning) =>
        lexicon.Near.CoreRival(key, meaning, other => confusables.Are(meaning.Country, other) ? 2 : 1);

    /// <summary>
    /// How much farther another meaning must be. Names in languages beyond the field's usual ones, and a text that is ambiguous between this
    /// country and others, only count when they are as near; so does one that starts with another letter, where errors are rare.
    /// </summary>
    private int Margin(Meaning nearest, Meaning other, bool startsAlike) =>
        other.IsAmbiguous && nearest.Country is { } country && other.Answer.Alternatives.Contains(country) ? 1 :
        confusables.Are(nearest.Country, other) ? (other.IsCore ? NearKeys.WidestUsual : NearKeys.WidestOther) :
        other.IsCore && startsAlike ? 2 : 1;

    /// <summary>In a short text one letter is much: every other name must be far.</summary>
    private static int ShortMargin(Meaning nearest, Meaning other, bool startsAlike) => other.IsCore ? NearKeys.WidestUsual : NearKeys.WidestOther;

    /// <summary>True when one or two words of the text are, exactly, a country that the answer is not.</summary>
    private bool NamesAnother(string key, Meaning answer)
    {
        var words = key.Split(' ');
        for (var i = 0; i < words.Length && words.Length > 1; i++)
        {
            for (var n = 1; n <= 2 && i + n <= words.Length && n < words.Length; n++)
            {
                var span = string.Join(' ', words, i, n);
                var part = lexicon.IsJoin(span) || lexicon.IsFrame(span) ? null : lexicon.Exact(span);
                if (part is null || part.SameAs(answer))
                {
                    continue;
                }

                if (part.Country is not null || part.Class is NonCountry.NotRecorded or NonCountry.Stateless or NonCountry.Other or NonCountry.Foreign)
                {
                    return true;
                }

                if (part.IsAmbiguous && (answer.Country is null || !part.Answer.Alternatives.Contains(answer.Country)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool HasDigit(string key)
    {
        foreach (var c in key)
        {
            if (char.IsDigit(c))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Groups of countries whose names are near one another.</summary>
internal sealed class Confusables(FrozenDictionary<Country, ImmutableArray<Country>> rivals)
{
    public static Confusables Read(string file, CountryCodes codes)
    {
        var groups = File.ReadLines(file).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(',').Select(c => codes[c]).ToArray());
        return new(groups
            .SelectMany(g => g.SelectMany(a => g.Where(b => b != a).Select(b => (Country: a, Rival: b))))
            .GroupBy(p => p.Country)
            .ToFrozenDictionary(g => g.Key, g => g.Select(p => p.Rival).Distinct().ToImmutableArray()));
    }

    /// <summary>True when the country is confusable with the meaning, or with one of its alternatives.</summary>
    public bool Are(Country? country, Meaning other)
    {
        if (country is null || !rivals.TryGetValue(country, out var near))
        {
            return false;
        }

        if (other.Country is { } single)
        {
            return near.Contains(single);
        }

        foreach (var alternative in other.Answer.Alternatives)
        {
            if (near.Contains(alternative))
            {
                return true;
            }
        }

        return false;
    }
}
