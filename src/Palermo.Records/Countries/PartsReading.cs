using System.Collections.Immutable;

namespace Palermo.Records.Countries;

/// <summary>
/// Makes one answer of a text's parts, or says why it cannot: every part must be understood and the whole must have one reading.
/// </summary>
internal static class PartsReading
{
    private const double SeveralStrength = 0.92;
    private const double FramedStrength = 0.95;

    /// <summary>Null when a part is unknown.</summary>
    public static CountryAnswer? Read(ImmutableArray<Part> parts)
    {
        if (parts.Any(p => p.Kind == PartKind.Unknown))
        {
            return null;
        }

        var evidence = parts.Where(p => p.Meaning is not null).Select(p => p.Meaning!.Evidence).Distinct().ToImmutableArray();
        var named = parts.Where(p => p.Country is not null).Select(p => p.Country!).Distinct().ToImmutableArray();
        var ambiguous = parts.Where(p => p.Meaning is { IsAmbiguous: true }).Select(p => p.Meaning!.Answer.Alternatives).ToArray();
        var classes = parts.Where(p => p.Meaning?.Class is not null && !p.CanFrame).Select(p => p.Meaning!.Class!.Value).Distinct().ToArray();
        if (named.Length == 0 && classes.Length == 0)
        {
            classes = [.. parts.Where(p => p.CanFrame).Select(p => p.Meaning!.Class!.Value).Distinct()];
        }

        if (ambiguous.Length > 0)
        {
            // "Korean (South Korea)": the other words settle it.
            if (named.Length != 1 || classes.Length > 0 || !Array.TrueForAll(ambiguous, a => a.Contains(named[0])))
            {
                return new Queued(QueueReason.Ambiguous, evidence, [.. named.Concat(ambiguous.SelectMany(a => a)).Distinct()]);
            }
        }

        if (classes.Length > 0)
        {
            return Classes(parts, classes, named, evidence);
        }

        return named.Length switch
        {
            0 => null,
            1 => One(parts, named[0], evidence),
            _ => Several(parts, named, evidence),
        };
    }

    private static CountryAnswer One(ImmutableArray<Part> parts, Country country, ImmutableArray<Evidence> evidence)
    {
        var numbers = parts.Where(p => p.Kind == PartKind.Number).ToArray();
        if (parts.Any(p => p.Kind == PartKind.Etc) || numbers.Length > 1 || (numbers.Length == 1 && IsYear(numbers[0].Count)))
        {
            return new Queued(QueueReason.PartlyRead, evidence, [country]);
        }

        int? count = numbers.Length == 1 ? numbers[0].Count : null;
        return new MappedCountry([new(country, count)], FramedStrength, evidence.Add(Step(CountryRule.Parts)), []);
    }

    private static CountryAnswer Several(ImmutableArray<Part> parts, ImmutableArray<Country> named, ImmutableArray<Evidence> evidence)
    {
        var joined = parts.Any(p => p.Kind == PartKind.Join);
        if (named.Length == 2 && !joined && Territory(named[0], named[1]) is { } territory && parts.All(p => p.Kind is not (PartKind.Number or PartKind.Etc)))
        {
            var state = territory == named[0] ? named[1] : named[0];
            return new MappedCountry([new(territory)], SeveralStrength, evidence.Add(Step(CountryRule.TerritoryOfState)), [state]);
        }

        var mentions = List(parts);
        return mentions.IsDefault
            ? new Queued(QueueReason.Mixed, evidence, named)
            : new MappedCountry(mentions, SeveralStrength, evidence.Add(Step(CountryRule.Parts)), []);
    }

    /// <summary>Countries with a separator between any two of them, all with a count before them or none; default when the text is no such list.</summary>
    private static ImmutableArray<CountryMention> List(ImmutableArray<Part> parts)
    {
        var mentions = new List<CountryMention>();
        int? count = null;
        var separated = true;
        foreach (var part in parts)
        {
            switch (part.Kind)
            {
                case PartKind.Join or PartKind.ListMark:
                    separated = true;
                    break;
                case PartKind.Number when count is null && separated && !IsYear(part.Count):
                    count = part.Count;
                    break;
                case PartKind.Frame:
                    break;
                case PartKind.Known when part.CanFrame:
                    break;
                case PartKind.Known when part.Country is { } country && separated:
                    if (mentions.Any(m => m.Country == country))
                    {
                        return default;
                    }

                    mentions.Add(new(country, count));
                    count = null;
                    separated = false;
                    break;
                default:
                    return default;
            }
        }

        var counted = mentions.Count(m => m.Count is not null);
        return count is null && (counted == 0 || counted == mentions.Count) ? [.. mentions] : default;
    }

    private static CountryAnswer Classes(ImmutableArray<Part> parts, NonCountry[] classes, ImmutableArray<Country> named, ImmutableArray<Evidence> evidence)
    {
        var steps = evidence.Add(Step(CountryRule.Parts));
        if (named.Length == 0)
        {
            // A residual of a region is a residual.
            var residual = Array.TrueForAll(classes, c => c is NonCountry.Other or NonCountry.Region or NonCountry.Foreign) && classes.Contains(NonCountry.Other);
            return classes.Length == 1 || residual
                ? new NotACountry(residual ? NonCountry.Other : classes[0], [], SeveralStrength, steps, [])
                : new Queued(QueueReason.Mixed, evidence, []);
        }

        if (classes is [NonCountry.OwnNationals] && named.Length == 1 && parts.All(p => p.Kind is not (PartKind.Number or PartKind.Etc)))
        {
            return new MappedCountry([new(named[0])], SeveralStrength, steps, []);
        }

        // "Caribbean (Trinidad and Tobago, Barbados, etc)": countries as examples of a class that stands first.
        var examples = named.Length > 1 || parts.Any(p => p.Kind == PartKind.Etc);
        var first = parts.FirstOrDefault(p => p.Meaning is not null).Meaning?.Class;
        if (classes.Length == 1 && classes[0] is NonCountry.Region or NonCountry.Other && examples && first == classes[0])
        {
            return new NotACountry(classes[0], [.. named.Select(c => new CountryMention(c))], SeveralStrength, steps, named);
        }

        return new Queued(QueueReason.Mixed, evidence, named);
    }

    private static Country? Territory(Country a, Country b) =>
        a.SovereignAlpha2 == b.Alpha2 && !b.IsFormer ? a :
        b.SovereignAlpha2 == a.Alpha2 && !a.IsFormer ? b :
        (a.Alpha2, b.Alpha2) is ("TW", "CN") ? a : (a.Alpha2, b.Alpha2) is ("CN", "TW") ? b : null;

    private static bool IsYear(int n) => n is >= 1900 and <= 2100;

    private static Evidence Step(CountryRule rule) => new(rule, "", "", rule == CountryRule.Parts ? "framing words, counts and separators set aside" : "a territory named with its state");
}
