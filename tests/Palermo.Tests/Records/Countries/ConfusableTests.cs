using CsCheck;
using Palermo.Records.Countries;

namespace Palermo.Tests.Records.Countries;

public sealed class ConfusableTests
{
    private static readonly CountryNormaliser Normaliser = CountryNormaliser.Default;

    /// <summary>Names between which an error could lead from one real country to another.</summary>
    private static readonly (string Code, string[] Names)[] Families =
    [
        ("NE", ["Niger", "Nigerien", "Nigériens", "nigérienne"]), ("NG", ["Nigeria", "Nigerian", "Nigerians", "nigériane", "nigeriana"]),
        ("DM", ["Dominica"]), ("DO", ["Dominican Republic", "República Dominicana"]),
        ("GN", ["Guinea", "Guinean", "Guinea Conakry"]), ("GW", ["Guinea-Bissau"]), ("GQ", ["Equatorial Guinea"]), ("PG", ["Papua New Guinea"]), ("GY", ["Guyana", "Guyanese"]), ("GF", ["French Guiana"]),
        ("CG", ["Republic of the Congo", "Congo-Brazzaville"]), ("CD", ["Democratic Republic of the Congo", "DR Congo", "Congo-Kinshasa"]),
        ("KR", ["Republic of Korea", "South Korea", "South Korean"]), ("KP", ["Democratic People's Republic of Korea", "North Korea", "North Korean"]),
        ("GE", ["Georgia", "Georgian"]), ("JO", ["Jordan", "Jordanian"]),
        ("IE", ["Ireland", "Irish"]), ("IS", ["Iceland", "Icelandic"]), ("AT", ["Austria", "Austrian", "Autriche"]), ("AU", ["Australia", "Australian", "Australie"]),
        ("SK", ["Slovakia", "Slovak"]), ("SI", ["Slovenia", "Slovene"]), ("ML", ["Mali", "Malian"]), ("MW", ["Malawi", "Malawian"]), ("MT", ["Malta", "Maltese"]), ("MY", ["Malaysia"]), ("MV", ["Maldives"]),
        ("IR", ["Iran", "Iranian"]), ("IQ", ["Iraq", "Iraqi"]), ("MR", ["Mauritania", "Mauritanian"]), ("MU", ["Mauritius", "Mauritian"]),
        ("ZM", ["Zambia"]), ("GM", ["Gambia"]), ("LR", ["Liberia"]), ("LY", ["Libya"]), ("LV", ["Latvia"]), ("LT", ["Lithuania"]),
        ("SD", ["Sudan", "Sudanese"]), ("SS", ["South Sudan"]), ("SE", ["Sweden"]), ("CH", ["Switzerland"]), ("SZ", ["Swaziland"]),
        ("IN", ["India", "Indian"]), ("ID", ["Indonesia", "Indonesian"]), ("PY", ["Paraguay"]), ("UY", ["Uruguay"]), ("TM", ["Turkmenistan"]), ("TR", ["Turkey", "Turkish"]),
        ("AL", ["Albania", "Albanian"]), ("DZ", ["Algeria"]), ("AM", ["Armenia", "Armenian"]), ("RO", ["Romania", "Romanian"]), ("OM", ["Oman"]),
    ];

    public static TheoryData<string, string> Names => [.. Families.SelectMany(f => f.Names.Select(n => new TheoryDataRow<string, string>(f.Code, n)))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_ConfusableName_IsItsOwnCountry(string code, string name) =>
        Assert.Equal(code, HandTable.Notation(Normaliser.Read(name)));

    /// <summary>Every single edit of every confusable name, all of them: no answer but the country itself, a person, or a text that is exactly another name.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Read_OneEditOfAConfusableName_NeverBecomesAnotherCountry(string code, string name)
    {
        var strayed = Edits(name.ToLowerInvariant())
            .Distinct(StringComparer.Ordinal)
            .Select(e => (Text: e, Answer: Normaliser.Read(e)))
            .Where(p => p.Answer is MappedCountry m && m.Only?.Code != code && m.Rule is CountryRule.Typo or CountryRule.Spelling or CountryRule.DemonymEnding)
            .Select(p => $"{p.Text}: {p.Answer.Explain()}");

        Assert.Empty(strayed);
    }

    [Theory]
    [InlineData("Nigera")]
    [InlineData("Nigerin")]
    [InlineData("Nigeri")]
    [InlineData("Dominica Republic")]
    [InlineData("Dominican")]
    [InlineData("Congo")]
    [InlineData("Congolese")]
    [InlineData("congolaise")]
    [InlineData("Korea")]
    [InlineData("coreana")]
    [InlineData("Slovania")]
    [InlineData("Slovkia")]
    [InlineData("Austrlia")]
    [InlineData("Irn")]
    [InlineData("Malia")]
    [InlineData("Virgin Islands")]
    [InlineData("Saint Martin")]
    [InlineData("Republic of China")]
    [InlineData("Guiana")]
    [InlineData("Georgia, USA")]
    [InlineData("Lagos")]
    [InlineData("Parana")]
    [InlineData("Iberian")]
    [InlineData("Nigeria?")]
    [InlineData("possibly Nigeria")]
    [InlineData("not Nigerian")]
    [InlineData("Unknown, maybe Ghana")]
    [InlineData("Stateless (Syria)")]
    [InlineData("Chinese American")]
    [InlineData("Nigeria 2019")]
    [InlineData("NA")]
    [InlineData("NO")]
    [InlineData("CS")]
    public void Read_UndecidableText_IsQueued(string text) =>
        Assert.IsType<Queued>(Normaliser.Read(text));

    /// <summary>Random single errors in every usual name: the answer is the name's country or a person's, save where the error makes another exact name.</summary>
    [Fact]
    public void Read_RandomTypingError_NeverBecomesAnotherCountry()
    {
        var codes = Normaliser.Codes.All.Where(c => !c.IsFormer && c.Name.Length > 4).ToArray();
        var sample =
            from country in Gen.Int[0, codes.Length - 1].Select(i => codes[i])
            from at in Gen.Int[0, 1_000]
            from kind in Gen.Int[0, 3]
            from letter in Gen.Char['a', 'z']
            select (country, Edited: Edit(country.Name, at % country.Name.Length, kind, letter));
        sample.Sample(
            s => Normaliser.Read(s.Edited) is not MappedCountry m || s.country.Equals(m.Only) || m.Rule is CountryRule.Name or CountryRule.OtherName or CountryRule.Demonym or CountryRule.WordOrder or CountryRule.Parts or CountryRule.TerritoryOfState,
            iter: 20_000);
    }

    private static string Edit(string name, int at, int kind, char letter) => kind switch
    {
        0 => name.Remove(at, 1),
        1 => name.Insert(at, letter.ToString()),
        2 => name.Remove(at, 1).Insert(at, letter.ToString()),
        _ => at + 1 < name.Length ? name.Remove(at, 2).Insert(at, string.Concat(name[at + 1], name[at])) : name,
    };

    private static IEnumerable<string> Edits(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            yield return Edit(name, i, 0, ' ');
            yield return Edit(name, i, 3, ' ');
            for (var c = 'a'; c <= 'z'; c++)
            {
                yield return Edit(name, i, 1, c);
                yield return Edit(name, i, 2, c);
            }
        }
    }
}
