using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Palermo.Records.Countries;

/// <summary>A text that stands for something: a country, a class that is no country, or several countries at once.</summary>
internal sealed record KnownForm(string Text, ImmutableArray<Country> Countries, NonCountry? Class, CountryRule Rule, string Language, string Source);

/// <summary>The committed code lists behind the normaliser: read once, never changed.</summary>
internal sealed class CountryData
{
    private CountryData(CountryCodes codes, ImmutableArray<KnownForm> forms, ImmutableDictionary<string, ImmutableArray<string>> words, ImmutableArray<(string City, string Country)> cities)
    {
        Codes = codes;
        Forms = forms;
        Words = words;
        Cities = cities;
    }

    public CountryCodes Codes { get; }

    public ImmutableArray<KnownForm> Forms { get; }

    /// <summary>Word lists that are not classes: Frame, Join, Etc, Stop; and Same, whose entries are joined by '|' with the canonical word first.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Words { get; }

    public ImmutableArray<(string City, string Country)> Cities { get; }

    /// <exception cref="FileNotFoundException">A data file is absent from <paramref name="folder"/>.</exception>
    /// <exception cref="InvalidDataException">A line cannot be read; the message names file and line.</exception>
    public static CountryData Read(string folder)
    {
        var codes = new CountryCodes(ReadCodes(Path.Combine(folder, "iso3166.json")));
        var forms = ImmutableArray.CreateBuilder<KnownForm>();
        var words = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var country in codes.All)
        {
            forms.Add(new(country.Name, [country], null, CountryRule.Name, "en", country.IsFormer ? "ISO 3166-3" : "ISO 3166-1"));
        }

        ReadNames(forms, codes, Path.Combine(folder, "un-names.json"), "UN terminology");
        ReadNames(forms, codes, Path.Combine(folder, "cldr-names.json"), "CLDR");
        foreach (var (c, at) in Rows(folder, "demonyms.tsv", 3))
        {
            var country = Known(codes, c[0], at);
            foreach (var form in c[2].Split(", "))
            {
                foreach (var inflected in DemonymForms.Of(c[1], form).Distinct(StringComparer.Ordinal))
                {
                    forms.Add(new(inflected, [country], null, CountryRule.Demonym, c[1], "demonyms.tsv"));
                }
            }
        }

        foreach (var (c, at) in Rows(folder, "aliases.tsv", 3))
        {
            var country = Known(codes, c[0], at);
            foreach (var name in c[2].Split('|'))
            {
                forms.Add(new(name, [country], null, CountryRule.OtherName, c[1], "aliases.tsv"));
            }
        }

        foreach (var (c, at) in Rows(folder, "ambiguous.tsv", 2))
        {
            var alternatives = c[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(code => Known(codes, code, at));
            forms.Add(new(c[0], [.. alternatives], null, CountryRule.None, "", "ambiguous.tsv"));
        }

        foreach (var (c, _) in Rows(folder, "words.tsv", 2))
        {
            if (Enum.TryParse<NonCountry>(c[0], out var kind))
            {
                foreach (var word in c[1].Split('|'))
                {
                    forms.Add(new(word, [], kind, CountryRule.Word, "", "words.tsv"));
                }
            }
            else
            {
                var list = words.TryGetValue(c[0], out var l) ? l : words[c[0]] = [];
                list.AddRange(c[0] == "Same" ? [c[1]] : c[1].Split('|'));
            }
        }

        using var cities = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "cities.json")));
        return new(
            codes,
            forms.DrainToImmutable(),
            words.ToImmutableDictionary(p => p.Key, p => p.Value.ToImmutableArray(), StringComparer.Ordinal),
            [.. cities.RootElement.GetProperty("cities").EnumerateObject().Select(p => (p.Name, p.Value.GetString() ?? ""))]);
    }

    private static Country Known(CountryCodes codes, string code, string at) =>
        codes.Find(code) ?? throw new InvalidDataException($"{at}: '{code}' is no alpha-2 code in force and no alpha-4 code of ISO 3166-3; correct the code.");

    private static IEnumerable<(string[] Cells, string At)> Rows(string folder, string file, int columns)
    {
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(folder, file)))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var cells = line.Split('\t');
            var at = string.Create(CultureInfo.InvariantCulture, $"{file}, line {number}");
            if (cells.Length != columns)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{at}: {columns} columns separated by tabs are expected, {cells.Length} found."));
            }

            yield return (cells, at);
        }
    }

    private static void ReadNames(ImmutableArray<KnownForm>.Builder forms, CountryCodes codes, string file, string source)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var territory in document.RootElement.GetProperty("countries").EnumerateObject())
        {
            ImmutableArray<Country> country = [Known(codes, territory.Name, Path.GetFileName(file))];
            foreach (var name in territory.Value.EnumerateObject())
            {
                var languages = name.Value.GetString()!;
                forms.Add(new(name.Name, country, null, CountryRule.Name, languages, source));
                foreach (var inCase in languages.Split(' ').Contains("ru") ? DemonymForms.RussianNameCases(name.Name) : [])
                {
                    forms.Add(new(inCase, country, null, CountryRule.Name, "ru, genitive", source));
                }
            }
        }

        if (document.RootElement.TryGetProperty("regions", out var regions))
        {
            foreach (var region in regions.EnumerateObject())
            {
                foreach (var name in region.Value.EnumerateObject())
                {
                    forms.Add(new(name.Name, [], NonCountry.Region, CountryRule.Word, name.Value.GetString()!, source));
                }
            }
        }
    }

    private static ImmutableArray<Country> ReadCodes(string file)
    {
        using var stream = File.OpenRead(file);
        var list = JsonSerializer.Deserialize(stream, CountryDataJson.Default.CodeList)
            ?? throw new InvalidDataException($"{Path.GetFileName(file)} is empty.");
        return [.. list.Codes.Select(c => new Country(
            c.Alpha2, c.Alpha3, c.Numeric, c.Alpha4, c.Name,
            new Validity(FirstDay(c.From), c.To is null ? null : LastDay(c.To)),
            [.. c.Successors ?? []], c.Of, c.UserAssigned))];
    }

    private static DateOnly FirstDay(string date) => date.Length == 4
        ? new DateOnly(int.Parse(date, CultureInfo.InvariantCulture), 1, 1)
        : DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly LastDay(string date) => date.Length == 4
        ? new DateOnly(int.Parse(date, CultureInfo.InvariantCulture), 12, 31)
        : DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

internal sealed record CodeList(CodeEntry[] Codes);

internal sealed record CodeEntry(
    string Alpha2, string Alpha3, string? Numeric, string? Alpha4, string Name, string From, string? To, string[]? Successors, string? Of, bool UserAssigned);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CodeList))]
internal sealed partial class CountryDataJson : JsonSerializerContext;
