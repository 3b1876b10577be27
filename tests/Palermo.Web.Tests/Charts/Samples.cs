using System.Collections.Immutable;
using Palermo.Web.Charts;
using Palermo.Web.Localization;
using Palermo.Web.Printing;

namespace Palermo.Web.Tests.Charts;

/// <summary>Made-up figures that hold every kind of cell, and the pictures of them.</summary>
internal static class Samples
{
    public static Amount Of(double value) => Amount.Of(value);

    public static TableModel Forms { get; } = new("Persons by form of exploitation, made-up figures", "Form of exploitation", ["Persons"],
    [
        new("forced-labour", "Forced labour", [Of(19980)]),
        new("sexual", "Sexual exploitation, and the exploitation of the prostitution of others in any of its forms", [Of(45582)]),
        new("organs", "Removal of organs", [Of(0)]),
        new("begging", "Forced begging", [Amount.Suppressed]),
        new("marriage", "Forced marriage", [Amount.Blank]),
        new("none", "Not recorded", [Amount.NotRecorded]),
        new("total", "All", [Of(65562)], IsTotal: true),
    ]);

    public static TableModel Years { get; } = new("Persons by year and sex, made-up figures", "Year", ["Women", "Men", "Girls", "Boys"],
    [
        .. Enumerable.Range(2010, 12).Select(y => new TableRow($"y{y}", $"{y}",
        [
            y == 2014 ? Amount.NotRecorded : Of(200 + ((y - 2010) * 40)),
            y is 2012 ? Amount.Suppressed : Of(120 + ((y % 3) * 30)),
            y is 2016 or 2017 ? Amount.Blank : Of(70 + ((y - 2010) * 9)),
            Of(y == 2011 ? 0 : 25 + (y % 4 * 8)),
        ])),
    ]);

    public static TableModel Ages { get; } = new("Persons by age and sex, made-up figures", "Age", ["Female", "Male", "Other", "Not recorded"],
    [
        new("a48", "48 and over", [Of(1240), Of(1060), Of(3), Of(12)]),
        new("a30", "30 to 47", [Of(9800), Of(4420), Of(5), Of(40)]),
        new("a18", "18 to 29", [Of(12507), Of(5010), Amount.Suppressed, Of(55)]),
        new("a9", "9 to 17", [Of(9100), Of(3400), Of(0), Of(31)]),
        new("a0", "0 to 8", [Amount.Suppressed, Of(900), Of(0), Of(4)]),
        new("none", "not recorded", [Of(30000), Of(6900), Of(20), Of(700)]),
    ]);

    public static IEnumerable<(string Name, Func<Language, Task<string>> Render)> Pictures(bool linked = true)
    {
        yield return ("bars", l => StaticHtml.RenderAsync<BarChart>(l, ("Id", "bars"), ("Title", "Most were recorded as sexually exploited"), ("Source", "Source: made-up figures."), ("Table", Forms), ("Linked", linked)));
        yield return ("trend", l => StaticHtml.RenderAsync<TrendChart>(l, ("Id", "trend"), ("Title", "More women every year"), ("Source", "Source: made-up figures."), ("Table", Years), ("Linked", linked)));
        yield return ("pyramid", l => StaticHtml.RenderAsync<AgePyramid>(l, ("Id", "pyramid"), ("Title", "Most are between 18 and 29"), ("Source", "Source: made-up figures."), ("Table", Ages), ("Linked", linked)));
        yield return ("sankey", l => StaticHtml.RenderAsync<FlowSankey>(l, ("Id", "sankey"), ("Title", "Most ways are known without their transit"), ("Source", "Source: made-up figures."),
            ("Table", StreamTable), ("Stages", (ImmutableArray<string>)["Origin", "Transit", "Destination"]), ("Stations", Stations), ("Streams", Streams), ("Linked", linked)));
        yield return ("map", l => StaticHtml.RenderAsync<CountryMap>(l, ("Id", "map"), ("Title", "Most are exploited in five countries"), ("Source", "Source: made-up figures."),
            ("Table", MapTable), ("Areas", Areas), ("Corridors", Corridors), ("Legend", Legend), ("Linked", linked)));
        yield return ("roles", l => StaticHtml.RenderAsync<CountryMap>(l, ("Id", "roles"), ("Title", "Most countries are more than one thing"), ("Source", "Source: made-up figures."),
            ("Table", null), ("Areas", Roles), ("Legend", RoleLegend), ("Linked", false)));
    }

    private static ImmutableArray<Station> Stations { get; } =
    [
        new(0, "UA", "Ukraine", StationKind.Named), new(0, "MM", "Myanmar", StationKind.Named), new(0, "PH", "Philippines", StationKind.Named), new(0, "others", "14 others", StationKind.Others), new(0, "-", "not recorded", StationKind.NotRecorded),
        new(1, "PL", "Poland", StationKind.Named), new(1, "TH", "Thailand", StationKind.Named), new(1, "-", "not recorded", StationKind.NotRecorded),
        new(2, "GB", "United Kingdom of Great Britain and Northern Ireland", StationKind.Named), new(2, "RU", "Russian Federation", StationKind.Named), new(2, "ID", "Indonesia", StationKind.Named), new(2, "others", "9 others", StationKind.Others),
    ];

    private static ImmutableArray<Palermo.Web.Charts.Leg> Streams { get; } =
    [
        S(0, "UA", "PL", Of(1400)), S(0, "UA", "-", Of(3100)), S(0, "MM", "TH", Of(900)), S(0, "MM", "-", Of(330)), S(0, "PH", "-", Of(700)), S(0, "others", "-", Of(300)), S(0, "-", "-", Of(250)), S(0, "PH", "TH", Amount.Suppressed),
        S(1, "PL", "GB", Of(800)), S(1, "PL", "RU", Of(600)), S(1, "-", "RU", Of(2900)), S(1, "TH", "ID", Of(900)), S(1, "-", "ID", Of(900)), S(1, "-", "others", Of(880)), S(1, "TH", "others", Amount.Suppressed),
    ];

    private static TableModel StreamTable { get; } = new("Ways, made-up figures", "From and to", ["Persons"], [.. Streams.Select(s => new TableRow(s.Row, s.From + " → " + s.To, [s.Amount]))]);

    private static ImmutableArray<MapArea> Areas { get; } =
    [
        A("RU", MapFill.Step5, 4499), A("US", MapFill.Step4, 2351), A("ID", MapFill.Step3, 1229), A("GB", MapFill.Step2, 300), A("SG", MapFill.Step3, 800), A("BR", MapFill.Step1, 12), A("MT", MapFill.Suppressed, 0),
        A("KE", MapFill.Suppressed, 0), A("AU", MapFill.Zero, 0), A("IN", MapFill.NotRecorded, 0), A("TV", MapFill.Zero, 0), A("XK", MapFill.Step1, 11), A("BH", MapFill.Step5, 5000), A("AQ", MapFill.Step1, 11), A("FR", MapFill.Step2, 200),
    ];

    private static ImmutableArray<MapCorridor> Corridors { get; } =
    [
        new("UA-RU", "UA", "RU", 4, "Ukraine to Russian Federation: 4,499"), new("MX-US", "MX", "US", 3, "Mexico to United States: 2,351"), new("MM-ID", "MM", "ID", 2, "Myanmar to Indonesia: 1,229"),
        new("ID-MM", "ID", "MM", 1, "Indonesia to Myanmar: 20"), new("US-US", "US", "US", 3, "within the United States: 3,000"), new("NP-KW", "NP", "KW", 0, "Nepal to Kuwait: withheld"), new("NG-IT", "NG", "IT", 2, "Nigeria to Italy: 900"),
    ];

    private static ImmutableArray<MapLegend> Legend { get; } =
        [new(MapFill.Step1, "1 to 99"), new(MapFill.Step2, "100 to 399"), new(MapFill.Step3, "400 to 1,499"), new(MapFill.Step4, "1,500 to 3,999"), new(MapFill.Step5, "4,000 and more"), new(MapFill.Zero, "0"), new(MapFill.Suppressed, "withheld"), new(MapFill.NotRecorded, "not recorded")];

    private static TableModel MapTable { get; } = new("Persons by country, made-up figures", "Country", ["Persons"],
        [.. Areas.Select(a => new TableRow(a.Key, a.Name, [a.Fill switch { MapFill.Suppressed => Amount.Suppressed, MapFill.NotRecorded => Amount.NotRecorded, _ => Of(1) }])), .. Corridors.Select(c => new TableRow(c.Key, c.Said, [Of(1)]))]);

    private static ImmutableArray<MapArea> Roles { get; } =
        [A("NG", MapFill.Source, 0), A("UA", MapFill.Combination, 0), A("TR", MapFill.Transit, 0), A("DE", MapFill.Destination, 0), A("TH", MapFill.Combination, 0), A("SG", MapFill.Destination, 0), A("MT", MapFill.Transit, 0), A("BR", MapFill.Source, 0)];

    private static ImmutableArray<MapLegend> RoleLegend { get; } = [new(MapFill.Source, "source"), new(MapFill.Transit, "transit"), new(MapFill.Destination, "destination"), new(MapFill.Combination, "a combination")];

    private static MapArea A(string code, MapFill fill, double value) => new("c-" + code, code, code, fill, $"{code}: {value}");

    private static Palermo.Web.Charts.Leg S(int stage, string from, string to, Amount amount) => new($"s{stage}-{from.Replace("-", "none")}-{to.Replace("-", "none")}", stage, from, to, amount, $"{from} to {to}: {amount.Value}");
}
