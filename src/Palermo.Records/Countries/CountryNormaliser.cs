using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Palermo.Records.Countries;

/// <summary>
/// Reads the texts that stand in country and citizenship fields: names and demonyms in many languages, codes, counts, lists, typing and
/// encoding errors, and everything that is no country. Every answer carries the rule that gave it. What no rule answers for certain is queued
/// for a person, whose decision is stored as data (<see cref="CountryDecisions"/>) and applied from then on.
/// Immutable and safe for use from several threads; the same text, decisions and data give the same answer.
/// </summary>
public sealed partial class CountryNormaliser
{
    private static readonly Lazy<CountryNormaliser> Standard = new(() => Load(Path.Combine(AppContext.BaseDirectory, "data", "codelists", "countries")));

    private static readonly NotACountry Blank = new(NonCountry.NotRecorded, [], 1, [new(CountryRule.Word, "", "", "blank")], []);
    private static readonly NotACountry Missing99 = new(NonCountry.NotRecorded, [], 1, [new(CountryRule.Word, "-99", "", "missing value of older CTDC files")], []);
    private static readonly NotACountry BareNumber = new(NonCountry.Number, [], 1, [new(CountryRule.Word, "", "", "a bare number")], []);
    private static readonly NotACountry Cell = new(NonCountry.FormText, [], 1, [new(CountryRule.Word, "", "", "the name of a questionnaire cell")], []);

    private readonly CountryLexicon _lexicon;
    private readonly NearMatch _near;
    private readonly CountryDecisions _decisions;
    private readonly string _data;

    private CountryNormaliser(CountryLexicon lexicon, NearMatch near, CountryDecisions decisions, string data)
    {
        _data = data;
        _lexicon = lexicon;
        _near = near;
        _decisions = decisions;
    }

    /// <summary>The normaliser over the data shipped beside the program, without decisions. Loaded on first use.</summary>
    public static CountryNormaliser Default => Standard.Value;

    /// <summary>Names the data and decisions that the answers come from: the same version reads every text alike.</summary>
    public string Version => _decisions.IsEmpty ? _data : _data + "-" + _decisions.Fingerprint;

    /// <summary>The dated code lists.</summary>
    public CountryCodes Codes => _lexicon.Codes;

    /// <summary>Reads the data files of a folder laid out as <c>data/codelists/countries</c>.</summary>
    /// <exception cref="IOException">A file is absent or unreadable.</exception>
    /// <exception cref="InvalidDataException">A line is wrong; the message names file and line.</exception>
    public static CountryNormaliser Load(string folder)
    {
        var data = CountryData.Read(folder);
        var lexicon = new CountryLexicon(data);
        return new(lexicon, new NearMatch(lexicon, Confusables.Read(Path.Combine(folder, "confusable.tsv"), data.Codes)), CountryDecisions.None, Fingerprint(folder));
    }

    /// <summary>The same normaliser with a person's decisions applied first.</summary>
    public CountryNormaliser With(CountryDecisions decisions) => new(_lexicon, _near, decisions, _data);

    /// <summary>A person's decision on exactly this text, or null.</summary>
    internal CountryDecision? Decided(string text) => _decisions.IsEmpty ? null : _decisions.Find(text);

    /// <summary>Keys of the data that more than one meaning shares, each with the countries it could mean: always queued.</summary>
    public IEnumerable<(string Key, ImmutableArray<Country> Countries)> Ambiguities() =>
        _lexicon.Ambiguities().OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value.Answer.Alternatives));

    /// <summary>Reads one text.</summary>
    /// <param name="text">The cell as it stands; null and blank are "not recorded".</param>
    /// <param name="on">The day the record speaks of, when known: decides which country a reused or withdrawn code meant.</param>
    public CountryAnswer Read(string? text, DateOnly? on = null)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Blank;
        }

        if (!_decisions.IsEmpty && _decisions.Find(text) is { } decided)
        {
            return decided.ToAnswer(Codes);
        }

        if (text.Length > FoldedText.MaxLength)
        {
            return new Queued(QueueReason.NotFound, [], []);
        }

        Span<char> buffer = stackalloc char[(3 * FoldedText.MaxLength) + 8];
        var key = buffer[..FoldedText.Fold(text, buffer)];
        if (key.Length is 2 or 3 && Code(text.AsSpan().Trim(), key, on) is { } byCode)
        {
            return byCode;
        }

        if (TextRepair.IsMisreadUtf8(text) && Repaired(text) is { } repaired)
        {
            return repaired;
        }

        return text.Contains('?', StringComparison.Ordinal)
            ? ReadDoubtful(text, key.ToString())
            : _lexicon.Exact(key) is { } meaning ? _near.Guarded(meaning, text, key) : ReadSlowly(text, key.ToString(), repair: true);
    }

    /// <summary>Reads a code of a field that is declared to hold codes; no other reading is tried.</summary>
    /// <returns>One country, or queued: not assigned, or several meanings and no date that tells them apart. Blank, 00 and ZZ are "not recorded".</returns>
    public CountryAnswer ReadCode(CodeKind kind, string? code, DateOnly? on = null)
    {
        var trimmed = code?.Trim() ?? "";
        if (trimmed.Length == 0 || (kind is CodeKind.Alpha2 && trimmed.ToUpperInvariant() is "ZZ" or "00" or "0"))
        {
            return Blank;
        }

        return FromCode(Codes.Resolve(kind, trimmed, on), trimmed, on);
    }

    private static CountryAnswer FromCode(ImmutableArray<Country> found, string code, DateOnly? on)
    {
        Evidence evidence = new(CountryRule.Code, code.ToUpperInvariant(), "", on is null ? "ISO 3166, no date given" : "ISO 3166 on the day given");
        var inForce = on is null ? found.Where(c => !c.IsFormer).ToImmutableArray() : found;
        return (inForce.Length, found.Length) switch
        {
            (1, _) => new MappedCountry([new(inForce[0])], 1, [evidence], found.Remove(inForce[0])),
            (0, 1) => new MappedCountry([new(found[0])], 1, [evidence], []),
            (_, 0) => new Queued(QueueReason.NotFound, [evidence], []),
            _ => new Queued(QueueReason.Ambiguous, [evidence], found),
        };
    }

    /// <summary>Two or three capitals are a code unless the same letters are also a known word for something else.</summary>
    private CountryAnswer? Code(ReadOnlySpan<char> text, ReadOnlySpan<char> key, DateOnly? on)
    {
        if (text.Length != key.Length || text.ContainsAnyExceptInRange('A', 'Z'))
        {
            return null;
        }

        var code = text.ToString();
        var found = Codes.Resolve(code.Length == 2 ? CodeKind.Alpha2 : CodeKind.Alpha3, code, on);
        if (found.IsEmpty)
        {
            return null;
        }

        var answer = FromCode(found, code, on);
        return _lexicon.Exact(key) is not { } word || (answer is MappedCountry m && (word.Country == m.Only || (!word.IsCore && word.Class is null)))
            ? answer
            : new Queued(QueueReason.Ambiguous, [.. answer.Because, .. word.Answer.Because], [.. found.Concat(word.Answer.Alternatives).Append(word.Country).OfType<Country>().Distinct()]);
    }

    /// <summary>A question mark is a lost letter where that makes a known text; otherwise the writer doubts, and a person should look.</summary>
    private CountryAnswer ReadDoubtful(string text, string key)
    {
        if (key.Length == 0)
        {
            return Blank;
        }

        var lost = FoldedText.Fold(Questioned(text));
        if (_lexicon.WithLost(lost) is { } restored)
        {
            return NearMatch.Weakened(restored, CountryRule.TextRepair, 0.93, "question marks stand where this form has letters outside ASCII");
        }

        return ReadSlowly(text, key, repair: false) switch
        {
            NotACountry n => n,
            MappedCountry m => new Queued(QueueReason.PartlyRead, m.Because.Add(new(CountryRule.None, "", "", "a question mark: the source doubts")), [.. m.Countries.Select(c => c.Country)]),
            var queued => queued,
        };
    }

    private CountryAnswer ReadSlowly(string text, string key, bool repair)
    {
        if (key.Length == 0)
        {
            return Blank;
        }

        if (Number(text) is { } number)
        {
            return number;
        }

        if (IsCellName(text))
        {
            return Cell;
        }

        if (repair && Repaired(text) is { } repaired)
        {
            return repaired;
        }

        if (_lexicon.AnyOrder(key) is { } reordered)
        {
            return NearMatch.Weakened(reordered, CountryRule.WordOrder, 0.95, "same words, other order or articles");
        }

        if (ArabicArticle.Without(text) is { } withoutArticle && _lexicon.Exact(FoldedText.Fold(withoutArticle)) is { } known)
        {
            return NearMatch.Weakened(known, CountryRule.WordOrder, 0.95, "without the article");
        }

        var lost = key.Contains(FoldedText.Lost, StringComparison.Ordinal);
        if (lost && _lexicon.WithLost(key) is { } restored)
        {
            return NearMatch.Weakened(restored, CountryRule.TextRepair, 0.93, "letters lost in decoding stand where this form has letters outside ASCII");
        }

        if (HanSuffixes.Strip(key).Select(k => _lexicon.Exact(k)).FirstOrDefault(m => m is not null) is { } people)
        {
            return NearMatch.Weakened(people, CountryRule.Parts, 0.95, "word for person or nationality set aside");
        }

        var parts = TextParts.Cut(text, _lexicon, _near);
        if (PartsReading.Read(parts) is { } understood)
        {
            return understood;
        }

        if (BesideItsCode(text) is { } named)
        {
            return named;
        }

        return lost ? NearMatch.Left(_lexicon, parts, default) : _near.Read(key, parts);
    }

    private static string Fingerprint(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(folder).Where(f => Path.GetExtension(f) is ".json" or ".tsv").Order(StringComparer.Ordinal))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    /// <summary>"Nigeria (NG)", "PHL Philippines": a country's name with its own code beside it. Another country's code is no such thing.</summary>
    private CountryAnswer? BesideItsCode(string text)
    {
        var match = CodeBesideName().Match(text);
        if (!match.Success || text.Length > FoldedText.MaxLength)
        {
            return null;
        }

        var code = match.Groups["code"].Value;
        var coded = Codes.Resolve(code.Length == 2 ? CodeKind.Alpha2 : CodeKind.Alpha3, code, null).Where(c => !c.IsFormer).ToArray();
        var name = match.Groups["name"].Value;
        return coded.Length == 1 && _lexicon.Exact(FoldedText.Fold(name)) is { } meaning && meaning.Country == coded[0] && !_near.IsRisky(meaning, FoldedText.Fold(name))
            ? NearMatch.Weakened(meaning, CountryRule.Parts, 0.97, "a name with its own code")
            : null;
    }

    [GeneratedRegex(@"^\s*(?:(?<code>[A-Z]{2,3})[\s:/–-]+(?<name>\S.*?)|(?<name>.*?\S)[\s:/–-]*[\s(\[:/–-](?<code>[A-Z]{2,3})[)\]]?)\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CodeBesideName();

    private CountryAnswer? Repaired(string text)
    {
        Meaning? found = null;
        string? first = null;
        foreach (var candidate in TextRepair.Candidates(text))
        {
            first ??= candidate;
            var key = FoldedText.Fold(candidate);
            var meaning = _lexicon.Exact(key) ?? (key.Contains(FoldedText.Lost, StringComparison.Ordinal) ? _lexicon.WithLost(key) : null);
            if (meaning is null or { IsCore: false, Class: null })
            {
                continue;
            }

            if (found is not null && !found.SameAs(meaning))
            {
                return new Queued(QueueReason.Ambiguous, [found.Evidence, meaning.Evidence], [.. new[] { found.Country, meaning.Country }.OfType<Country>()]);
            }

            found ??= meaning;
        }

        if (found is not null)
        {
            return NearMatch.Weakened(found, CountryRule.TextRepair, 0.93, "the text was decoded with the wrong encoding");
        }

        // Part of a longer text may have been garbled: "2 nigÃ©riens".
        return first is not null && ReadSlowly(first, FoldedText.Fold(first), repair: false) is var answer and not Queued ? answer : null;
    }

    /// <summary>The text with question marks inside or after words taken as lost letters.</summary>
    private static string Questioned(string text)
    {
        var chars = text.ToCharArray();
        for (var i = 0; i < chars.Length; i++)
        {
            if (chars[i] == '?' && i > 0 && char.IsLetter(chars[i - 1]))
            {
                chars[i] = FoldedText.Lost;
            }
        }

        return new string(chars);
    }

    private static NotACountry? Number(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed is "-99" or "-9" or "-999")
        {
            return Missing99;
        }

        var digits = 0;
        foreach (var c in trimmed)
        {
            if (char.IsDigit(c))
            {
                digits++;
            }
            else if (c is not ('.' or ',' or ' ' or '\u00A0' or '-' or '+' or '%' or '<' or '>'))
            {
                return null;
            }
        }

        return digits > 0 ? BareNumber : null;
    }

    /// <summary>"Q6.1_2s_2019": a questionnaire's cell name, as two countries of the UNODC table have for citizenship.</summary>
    private static bool IsCellName(string text)
    {
        var t = text.AsSpan().Trim();
        return t.Length >= 4 && t[0] is 'Q' or 'q' && char.IsAsciiDigit(t[1]) && t.Contains('_') && !t.Contains(' ');
    }
}
