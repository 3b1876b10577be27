using System.Collections.Immutable;
using NJsonSchema;
using Palermo.Law.Facts;
using Palermo.Records.Dialects;
using Palermo.Statistics.Counts;
using Palermo.Statistics.National;
using Palermo.Statistics.Projections;
using Palermo.Statistics.Tables;

namespace Palermo.Tests.Statistics.National;

public sealed class TableFillerTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "data", "tables");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Files =>
    [
        ("lists.json", "lists.schema.json"), ("eu-members.json", "eu-members.schema.json"),
        .. Directory.GetFiles(Path.Combine(Folder, "packs")).Select(f => (Path.GetRelativePath(Folder, f), "tables.schema.json")),
        .. Directory.GetFiles(Path.Combine(Folder, "variables")).Select(f => (Path.GetRelativePath(Folder, f), "variables.schema.json")),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task DataFile_EveryShippedOne_FollowsItsSchema(string file, string schemaFile)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Folder, schemaFile), Stop);

        Assert.Empty(schema.Validate(await File.ReadAllTextAsync(Path.Combine(Folder, file), Stop)));
    }

    /// <summary>A form that a table's own list does not know would stop every report of such data.</summary>
    [Fact]
    public void Pack_EveryTable_KnowsTheCodesThatEveryMapGivesIt()
    {
        var pack = TablePack.Default;
        var strange =
            from map in pack.Maps
            from table in pack.Tables
            from variable in table.By
            let list = table.Lists.GetValueOrDefault(variable)
            let rule = map.Rule(variable, list)
            let known = pack.Lists[list ?? variable].Codes
            where rule is not null && known.Length > 0
            from code in rule.Flags.Values.Concat(rule.Codes.Values).Except(known, StringComparer.Ordinal)
            select $"{map.Id}: {table.Id} {variable} {code}";
        Assert.Empty(strange);
    }

    [Fact]
    public void Pack_EveryVariable_LeadsToColumnsOfItsDialectAndCodesOfItsList()
    {
        var pack = TablePack.Default;
        foreach (var map in pack.Maps)
        {
            var dialect = DialectCatalog.Default[map.Dialect];
            foreach (var (variable, rule) in map.Variables)
            {
                Assert.All(rule.Needs, c => Assert.Contains(dialect.Columns, k => k.Name == c));
                var list = pack.Lists[variable.Split('@')[^1]];
                Assert.All(rule.Codes.Values.Concat(rule.Flags.Values), c => Assert.Contains(c, list.Codes));
                var column = rule.Column is null ? null : dialect.Columns.Single(c => c.Name == rule.Column);
                if (column is not null && !rule.Codes.IsEmpty)
                {
                    Assert.All(rule.Codes.Keys, c => Assert.Contains(new ColumnReading(dialect, column).Values, v => v.Code == c));
                }
            }
        }

        Assert.All(pack.Tables.Where(t => t.Pack is "eu-art-19a" or "ic-tip"), t => Assert.False(t.Verified));
    }

    [Fact]
    public async Task Fill_VictimsBySexAndAge_TellsZeroFromNotRecordedFromBlank()
    {
        var table = await FillAsync("unodc-victims-sex-age", [Person("2019", "woman", "adult"), Person("2019", "woman", null), Person("2018", "man", null)]);

        Assert.Equal(Cell.Of(1), table["Female", "18 years or over"]);
        Assert.Equal(CellState.Zero, table["Female", "0 to 17 years"].State);
        Assert.Equal(Cell.Of(1), table["Female", Axis.NotRecorded]);
        Assert.Equal(CellState.Zero, table["Male", Axis.Total].State);
        Assert.Equal(Cell.Of(2), table[Axis.Total, Axis.Total]);

        var silent = await FillAsync("unodc-victims-sex-age", [Person("2019", null, "adult")]);
        Assert.Equal(CellState.NotRecorded, silent["Female", Axis.Total].State);

        var repatriation = await FillAsync("unodc-victims-repatriation", [Person("2019", "woman", "adult")]);
        Assert.Equal(Cell.Of(1), repatriation[Axis.Total]);
        Assert.Equal(CellState.Blank, repatriation[Axis.NotRecorded].State);
        Assert.Contains(repatriation.Notes, n => n.Contains("country_of_repatriation", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fill_AYearOrUnitTheDataDoNotHave_IsBlankAndNoZero()
    {
        var other = await FillAsync("unodc-victims-sex-age", [Person("2018", "woman", "adult")]);
        var unit = await FillAsync("unodc-convicted", [Person("2019", "woman", "adult")]);

        Assert.All(other.Observations.Concat(unit.Observations), o => Assert.Equal(CellState.Blank, o.Cell.State));
        Assert.Contains(other.Notes, n => n.Contains("no zero", StringComparison.Ordinal));
        Assert.Contains(unit.Notes, n => n.Contains("person convicted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fill_SdgSeries_HasCodesAndRatesOfTheSuppliedPopulationOnly()
    {
        ImmutableArray<Dictionary<string, string?>> people = [Person("2019", "woman", "adult", sexual: "true", labour: "true"), Person("2019", "woman", "minor", sexual: "false", labour: "true"), Person("2019", "man", null)];
        var without = await FillAsync("sdg-16-2-2", people);
        var with = await FillAsync("sdg-16-2-2", people, "country,year,sex,age,population,source\nDE,2019,_T,_T,300000,\"Statistical office, 2020\"\nDE,2019,Female,_T,150000,\"Statistical office, 2020\"\n");

        Assert.All(without.Observations, o => Assert.Null(o.Rate));
        Assert.Contains(without.Notes, n => n.StartsWith("No population", StringComparison.Ordinal));
        Observation Of(params string[] codes) => with.Observations.Single(o => o.Codes.SequenceEqual(codes));
        Assert.Equal((3L, 1.00m, "VC_HTF_DETV"), (Of(Axis.Total, Axis.Total, Axis.Total).Cell.Count, Of(Axis.Total, Axis.Total, Axis.Total).Rate, Of(Axis.Total, Axis.Total, Axis.Total).Series));
        Assert.Equal((2L, 1.33m, "VC_HTF_DETVFL"), (Of("Forced labour", "Female", Axis.Total).Cell.Count, Of("Forced labour", "Female", Axis.Total).Rate, Of("Forced labour", "Female", Axis.Total).Series));
        Assert.Null(Of("Forced labour", "Male", Axis.Total).Rate);
        Assert.Equal(CellState.Value, Of("Sexual exploitation", "Female", "18 years or over").Cell.State);
        Assert.Equal(CellState.Zero, Of("Sexual exploitation", "Female", "0 to 17 years").Cell.State);
        Assert.Equal(CellState.NotRecorded, Of("Organ removal", Axis.Total, Axis.Total).Cell.State);
        Assert.Contains(with.Notes, n => n.Contains("Statistical office, 2020", StringComparison.Ordinal));
        Assert.True(with.Overlaps);
    }

    [Theory]
    [InlineData(2019, "GB", "Other EU country")]
    [InlineData(2020, "GB", "Non-EU country")]
    [InlineData(2012, "HR", "Non-EU country")]
    [InlineData(2013, "HR", "Other EU country")]
    [InlineData(2019, "DE", "Reporting country")]
    [InlineData(2019, "NG;DE", "Reporting country")]
    [InlineData(2019, "NG", "Non-EU country")]
    public async Task Fill_GroupsOfCitizenship_FollowMembershipAtTheEndOfTheYear(int year, string citizenship, string group)
    {
        var person = Person(year.ToString(System.Globalization.CultureInfo.InvariantCulture), "woman", null);
        person["citizenship"] = citizenship;
        var table = await FillAsync("crim-thb-victims-citizenship", [person], year: year);

        Assert.Equal(1, table[group].Count);
    }

    [Fact]
    public void Populations_ThatAreWrong_SayTheLine()
    {
        Assert.Contains("line 3", Assert.Throws<CountsException>(() => Populations.Read(new StringReader("country,year,sex,age,population,source\nDE,2019,_T,_T,1,s\nDE,2019,_T,_T,1,s\n"), "p.csv")).Message, StringComparison.Ordinal);
        Assert.Throws<CountsException>(() => Populations.Read(new StringReader("country,year,sex,age,population,source\nDE,2019,_T,_T,1,\n"), "p.csv"));
        Assert.Throws<CountsException>(() => Populations.Read(new StringReader("country,year,population\n"), "p.csv"));
    }

    private static async Task<StatTable> FillAsync(string id, ImmutableArray<Dictionary<string, string?>> people, string? population = null, int year = 2019)
    {
        using var columns = new RecordColumns(DialectCatalog.Default["palermo-records"]);
        foreach (var person in people)
        {
            columns.Add(person.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Key, ImmutableArray.Create(p.Value!))), FactVector.Empty);
        }

        var source = FrameCounts.Of(columns.ToFrame(), "cases", null);
        var populations = population is null ? Populations.None : Populations.Read(new StringReader(population), "population.csv");
        return await new TableFiller(TablePack.Default, populations).FillAsync(TablePack.Default.Tables.Single(t => t.Id == id), source, new ReturnScope("DE", year), Stop);
    }

    private static Dictionary<string, string?> Person(string year, string? gender, string? majority, string? sexual = null, string? labour = null) => new(StringComparer.Ordinal)
    {
        ["registered_year"] = year, ["gender"] = gender, ["majority_at_registration"] = majority, ["country_of_exploitation"] = "DE", ["exploitation_sexual"] = sexual, ["exploitation_forced_labour"] = labour,
    };
}
