using System.Globalization;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Quality;
using Palermo.Tests.Records.Countries;

namespace Palermo.Tests.Records.Frames;

/// <summary>
/// The figures of the field's published files that were counted independently of this code. The page
/// docs/methods/reference-figures.md says which test shows which.
/// </summary>
public sealed class ReferenceFigureTests
{
    private static readonly Lazy<Frame> Ctdc = new(() => Frame.Read(SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv")));
    private static readonly Lazy<Frame> Perpetrators = new(() => Frame.Read(SharedData.File("ctdc", "CTDC_VPsynthetic_condensed_20221201.csv")));
    private static readonly Lazy<Frame> Unodc = new(() => Frame.Read(SharedData.File("unodc", "data_glotip_20250414.csv")));

    private static Frame Read(params string[] file) => Frame.Read(SharedData.File(file), cancel: TestContext.Current.CancellationToken);

    private static int Count(Frame frame, Func<int, bool> where) => Enumerable.Range(0, frame.Rows).Count(where);

    private static SortedDictionary<string, int> Counts(Frame frame, string column) =>
        new(Enumerable.Range(0, frame.Rows).GroupBy(r => frame[column].Text(r) ?? "").ToDictionary(g => g.Key, g => g.Count()), StringComparer.Ordinal);

    private static SortedDictionary<string, int> Parts(Frame frame, string column) =>
        new(Enumerable.Range(0, frame.Rows).SelectMany(r => (frame[column].Text(r) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)).GroupBy(p => p).ToDictionary(g => g.Key, g => g.Count()), StringComparer.Ordinal);

    private static SortedDictionary<string, int> Expect(params (string, int)[] counts) => new(counts.ToDictionary(c => c.Item1, c => c.Item2), StringComparer.Ordinal);

    [Fact]
    public void Ctdc_YearsSourcesAndEntry_AreTheCodebooks()
    {
        var years = Counts(Ctdc.Value, "yearOfRegistration");
        Assert.Equal(2_011, years[""]);
        Assert.Equal(("2002", "2021"), (years.Keys.Skip(1).First(), years.Keys.Last()));
        Assert.Equal(Expect(("Case Management", 45_143), ("Hotline", 52_607)), Counts(Ctdc.Value, "Datasource"));
        Assert.Equal(Expect(("Adult", 5_820), ("Minor", 1_432), ("", 97_750 - 5_820 - 1_432)), Counts(Ctdc.Value, "majorityEntry"));
    }

    [Fact]
    public void Ctdc_ListTokens_AreCountedWithTheirTwoSpellingsAsOne()
    {
        Assert.Equal(
            Expect(("Not specified", 25_475), ("Threats", 11_882), ("Psychological abuse", 11_865), ("Restricts movement", 10_590), ("Takes earnings", 8_004), ("Other", 6_802),
                ("Physical abuse", 6_613 + 1_890), ("Psychoactive substances", 6_041), ("Excessive working hours", 5_387), ("False promises", 5_333), ("Withholds documents", 4_535),
                ("Withholds necessities", 4_480 + 15), ("Threat of law enforcement", 4_421), ("Sexual abuse", 4_163), ("Debt bondage", 3_866), ("Restricts medical care", 1_871),
                ("Restricts financial access", 463), ("Uses children", 337)),
            Parts(Ctdc.Value, "meansOfControlConcatenated"));
        Assert.Equal(Expect(("Sexual exploitation", 45_417), ("Forced labour", 14_659), ("Other", 7_048), ("Combined sexual and labour exploitation", 1_412), ("Slavery and similar practices", 385), ("Forced marriage", 242)), Parts(Ctdc.Value, "typeOfExploitConcatenated"));
        Assert.Equal(2_357 + 14, Parts(Ctdc.Value, "typeOfLabourConcatenated")["Other"]);
        Assert.Equal(Expect(("Prostitution", 13_287), ("Pornography", 1_866), ("Private sexual services", 487), ("Remote interactive services", 118)), Parts(Ctdc.Value, "typeOfSexConcatenated"));
        Assert.Equal(Expect(("Not Specified", 39_598 + 31), ("Other", 9_708 + 358), ("Intimate Partner", 3_462 + 142), ("Family/Relative", 3_312), ("Friend/Acquaintance", 3_105 + 29)), Parts(Ctdc.Value, "RecruiterRelationship"));
    }

    /// <summary>The official denominator: records with at least one of the three flags.</summary>
    [Fact]
    public void Ctdc_SharesOfExploitation_AreTheOfficialOnes()
    {
        bool Is(string column, int row) => Ctdc.Value[column].Text(row) == "1";
        var any = Count(Ctdc.Value, r => Is("isForcedLabour", r) || Is("isSexualExploit", r) || Is("isOtherExploit", r));
        double Share(string column) => Math.Round(100.0 * Count(Ctdc.Value, r => Is(column, r)) / any, 2);

        Assert.Equal(71_220, any);
        Assert.Equal((28.05, 64.00, 9.98), (Share("isForcedLabour"), Share("isSexualExploit"), Share("isOtherExploit")));
    }

    [Fact]
    public void Ctdc_AgeBands_NeverContradictTheStatusAtRegistration() =>
        Assert.Equal(50_967, Count(Ctdc.Value, r => Ctdc.Value["ageBroad"][r] > 0));

    [Fact]
    public void Ctdc_CitizenshipAndCountryOfExploitation_GiveTheKnownCorridors()
    {
        var both = Enumerable.Range(0, Ctdc.Value.Rows)
            .Select(r => (From: Ctdc.Value["citizenship"].Text(r), To: Ctdc.Value["CountryOfExploitation"].Text(r)))
            .Where(c => c.From is not null && c.To is not null).ToList();
        var corridors = both.Where(c => c.From != c.To).GroupBy(c => c).Select(g => (g.Key, Count: g.Count())).OrderByDescending(c => c.Count).ToList();

        Assert.Equal(12_410, both.Count(c => c.From == c.To));
        Assert.Equal((19_025, 127, 11), (corridors.Sum(c => c.Count), corridors.Count, corridors[^1].Count));
        Assert.Equal([(("UA", "RU"), 4_499), (("MX", "US"), 2_351), (("MM", "ID"), 1_229)], corridors.Take(3).Select(c => ((c.Key.From!, c.Key.To!), c.Count)));
    }

    [Fact]
    public void Ctdc_Rows_DistinctTwinsAndSingles()
    {
        var rows = File.ReadLines(SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv")).Skip(1).GroupBy(l => l).Select(g => g.Count()).ToList();

        Assert.Equal((97_750, 20_666), (rows.Sum(), rows.Count));
        Assert.Equal((14_366, 83_384), (rows.Count(n => n == 1), rows.Where(n => n > 1).Sum()));
        Assert.Equal(77_084, rows.Sum() - rows.Count);
    }

    [Fact]
    public void Ctdc_ColumnsWithheldWhole_AreNoted()
    {
        var withheld = Ctdc.Value.Ledger.Lines.Where(l => l.Check.Id == "never-stated").Select(l => l.Column);

        Assert.Equal(["isForcedMilitary", "isOrganRemoval", "typeOfLabourMiningOrDrilling"], withheld.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void VictimPerpetrator_Combinations_AreTheOfficialOnes()
    {
        var ages = Counts(Perpetrators.Value, "IP_ageBroad");
        var relations = Counts(Perpetrators.Value, "IP_Relation");
        var rows = File.ReadLines(SharedData.File("ctdc", "CTDC_VPsynthetic_condensed_20221201.csv")).Skip(1).GroupBy(l => l).Select(g => g.Count()).ToList();

        Assert.Equal((306, 1_196, 1_293, 356, 17_993), (ages["0--29"], ages["30--38"], ages["39--47"], ages["48+"], ages[""]));
        Assert.Equal(51, ages.Where(a => a.Key.Contains(';', StringComparison.Ordinal)).Sum(a => a.Value));
        Assert.Equal((967, 4_617, 8_321, 6_623), (relations["FamilyIntimatePartner"], relations["FriendAcquaintance"], relations["StrangerUnknownOther"], relations[""]));
        Assert.Equal(667, relations.Where(a => a.Key.Contains(';', StringComparison.Ordinal)).Sum(a => a.Value));
        Assert.Equal(9, Perpetrators.Value["IP_citizen_UNRegion"].Codes.Length);
        Assert.Equal((9_592, 6_442), (rows.Count, rows.Count(n => n == 1)));
        Assert.Equal(["IP_ControlAbuseKidnap", "IP_Exploiter", "IP_RecruiterBroker", "IP_TransactionProcess", "isForcedLabour", "isSexualExploit"],
            Perpetrators.Value.Ledger.Lines.Where(l => l.Check.Id == "never-denied").Select(l => l.Column).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Unodc_Table_IsAsDescribed()
    {
        var frame = Unodc.Value;
        Assert.Equal((58_769, 13, 199), (frame.Rows, frame.Columns.Length, frame["Country"].Codes.Length));
        Assert.Equal(("2003", "2022"), (frame["Year"].Codes.Min(StringComparer.Ordinal), frame["Year"].Codes.Max(StringComparer.Ordinal)));
        Assert.Equal(Expect(("Total", 32_799), ("Female", 11_846), ("Male", 11_677), ("Other", 1_790), ("Unknown", 657)), Counts(frame, "Sex"));
        Assert.Equal(Expect(("Total", 31_922), ("18 years or over", 13_571), ("0 to 17 years", 12_619), ("Unknown", 657)), Counts(frame, "Age"));
        Assert.Equal(0, Count(frame, r => (frame["Sex"].Text(r) == "Unknown") != (frame["Age"].Text(r) == "Unknown")));
        Assert.Equal(["Counts"], frame["Unit of measurement"].Codes);
        Assert.Equal(["GLOTIP"], frame["Source"].Codes);
        Assert.Equal(5, frame["txtVALUE"].Codes.Where(c => c != "<5").Min(c => int.Parse(c, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
        Assert.Equal(110, Count(frame, r => frame["Category"][r] == 0));
        Assert.Equal(26, Count(frame, r => frame["Country"].Text(r) == "Sark" && frame["Iso3_code"][r] == 0));
        Assert.Equal(["Forced labour", "Other forms of exploitation", "Sexual exploitation"],
            Enumerable.Range(0, frame.Rows).Where(r => frame["Dimension"].Text(r) == "by form of exploitation").Select(r => frame["Category"].Text(r)!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Unodc_Combinations_OfIndicatorAndDimension_AreThePublished()
    {
        var frame = Unodc.Value;
        var found = Enumerable.Range(0, frame.Rows).Select(r => (frame["Indicator"].Text(r), frame["Dimension"].Text(r))).GroupBy(c => c).ToDictionary(g => g.Key, g => g.Count());

        Assert.Equal(10, found.Count);
        Assert.Equal((8_851, 1_918, 14_636), (found[("Detected trafficking victims", "by citizenship")], found[("Detected trafficking victims", "by country of repatriation")], found[("Detected trafficking victims", "by form of exploitation")]));
        Assert.Equal((1_242, 2_116), (found[("Persons convicted", "by citizenship")], found[("Persons convicted", "by form of exploitation")]));
    }

    /// <summary>58,045 cells; those that occur once are the ground of the leak figures.</summary>
    [Fact]
    public void Unodc_Cells_OnceRepeatedAndHidden()
    {
        string[] key = ["Iso3_code", "Country", "Indicator", "Dimension", "Category", "Sex", "Age", "Year"];
        var columns = key.Select(k => Unodc.Value[k]).ToArray();
        var cells = Enumerable.Range(0, Unodc.Value.Rows).GroupBy(r => string.Join('|', columns.Select(c => c[r]))).Select(g => g.ToList()).ToList();
        var once = cells.Where(c => c.Count == 1).Select(c => c[0]).ToList();

        Assert.Equal((58_045, 57_553), (cells.Count, once.Count));
        Assert.Equal(28_825, once.Count(r => Unodc.Value["txtVALUE"].Text(r) == "<5"));
    }

    [Fact]
    public void Unodc_Iso3Codes_AreAllRead()
    {
        var codes = CountryColumn.Of(Unodc.Value).Single(c => c.Name == "Iso3_code");
        var country = CountryColumn.Of(Unodc.Value).Single(c => c.Name == "Country");

        Assert.Empty(codes.Review.Items);
        Assert.Equal(198, codes.Texts.Codes.Length);
        Assert.All(Enumerable.Range(0, Unodc.Value.Rows), r => Assert.True(codes.Codes[r] == 0 || country.Codes[r] == 0 || codes.Codes.Text(r) == country.Codes.Text(r), codes.Texts.Text(r)));
    }

    [Theory]
    [InlineData("nrm_reasonable_grounds.csv", 4_705, 15_247)]
    [InlineData("nrm_conclusive_grounds.csv", 3_148, 9_825)]
    public void UkDecisions_QuarterAndYear_AddUp(string file, int quarter, int year)
    {
        var frame = Review.Of(Read("uk-nrm", file));
        var counts = frame.Columns.Skip(2).Select(c => c.Name).ToArray();
        long At(int row, string column) => long.Parse(frame[column].Text(row)!, CultureInfo.InvariantCulture);
        var years = Enumerable.Range(0, frame.Rows).GroupBy(r => frame["Year"].Text(r)).ToList();

        Assert.Equal(quarter, At(frame.Rows - 1, "Total"));
        Assert.Equal(year, At(years.Single(y => y.Key == "2023").Single(r => frame["Quarter"].Text(r) == "Total"), "Total"));
        Assert.Equal(0, frame.Ledger.CountOf("columns-differ-from-total"));
        Assert.Equal(10, frame.Ledger.CountOf("total-among-details"));
        Assert.All(years, y => Assert.All(counts, c => Assert.Equal(At(y.Single(r => frame["Quarter"].Text(r) == "Total"), c), y.Where(r => frame["Quarter"].Text(r) != "Total").Sum(r => At(r, c)))));
    }

    [Theory]
    [InlineData("nrm_referrals_longitudinal.csv", 0)]
    [InlineData("nrm_referrals_2023_q4.csv", 2_472)]
    [InlineData("nrm_duty_to_notify_longitudinal.csv", 0)]
    public void UkTables_Sums_NeverContradictThemselves(string file, long ones)
    {
        var frame = Review.Of(Read("uk-nrm", file));

        Assert.Equal(0, frame.Ledger.CountOf("parts-exceed-total") + frame.Ledger.CountOf("parts-fall-short") + frame.Ledger.CountOf("repeated-cell") + frame.Ledger.CountOf("conflicting-cell") + frame.Ledger.CountOf("not-a-count"));
        Assert.True(ones == 0 || frame.Ledger.CountOf("count-of-one") == ones, $"{frame.Ledger.CountOf("count-of-one")}");
        Assert.Equal(0, frame.Ledger.CountOf("hidden-count"));
    }

    [Fact]
    public void UkReferralsLongitudinal_EveryTotal_IsTheSumOfItsLocations()
    {
        var frame = Read("uk-nrm", "nrm_referrals_longitudinal.csv");
        var totals = Enumerable.Range(0, frame.Rows).Where(r => frame["Location of exploitation"].Text(r) == "Total").ToList();

        Assert.Equal(177, totals.Count);
        Assert.Equal(("2009", "Q2"), (frame["Year"].Text(0), frame["Quarter"].Text(0)));
    }

    [Fact]
    public void UkDutyToNotify_QuartersNationalitiesAndYears_AddUp()
    {
        var quarters = Read("uk-nrm", "nrm_duty_to_notify_longitudinal.csv");
        var people = Read("uk-nrm", "nrm_duty_to_notify_2023_q4.csv");
        long Sum(Frame frame, Func<int, bool> where) => Enumerable.Range(0, frame.Rows).Where(where).Sum(r => long.Parse(frame["Total"].Text(r)!, CultureInfo.InvariantCulture));

        Assert.Equal(21_298, Sum(quarters, r => quarters["Quarter"].Text(r) == "Total"));
        Assert.Equal(21_298, Sum(quarters, r => quarters["Quarter"].Text(r) != "Total"));
        Assert.Equal(1_044, Sum(quarters, r => quarters["Quarter"].Text(r) == "Q4" && quarters["Year"].Text(r) == "2023"));
        Assert.Equal(1_044, Sum(people, r => people["Nationality"].Text(r) == "Total"));
        Assert.Equal(1_044, Sum(people, r => people["Nationality"].Text(r) != "Total"));
    }

    [Fact]
    public void UkSmallBoats_Tables_AddUpByEveryDimension()
    {
        var outcomes = Read("uk-nrm", "small_boat_NRM_outcomes.csv");
        var arrivals = Read("uk-nrm", "small_boat_NRM_referrals.csv");
        SortedDictionary<string, int> By(Frame frame, string column) => new(Enumerable.Range(0, frame.Rows).GroupBy(r => frame[column].Text(r) ?? "").ToDictionary(g => g.Key, g => g.Sum(r => int.Parse(frame["Referrals"].Text(r)!, CultureInfo.InvariantCulture))), StringComparer.Ordinal);

        Assert.Equal(Expect(("Awaiting a decision", 5_207), ("Reasonable grounds decision", 6_526), ("Conclusive grounds decision", 780), ("Withdrawn/Closed", 480)), By(outcomes, "NRM Case Outcome Group"));
        Assert.Equal(Expect(("Awaiting a conclusive grounds decision", 4_290), ("Positive", 5_678), ("Negative", 1_628), ("Withdrawn/Closed", 480), ("Awaiting reconsideration", 21), ("Awaiting a reasonable grounds decision", 896)), By(outcomes, "NRM Case Outcome"));
        Assert.Equal(12_993, By(outcomes, "Sex").Values.Sum());
        Assert.Equal(Expect(("Male", 11_663), ("Female", 1_321), ("", 9)), By(outcomes, "Sex"));
        Assert.Equal(Expect(("No NRM referral raised", 83_995), ("NRM referral raised", 7_923)), By(arrivals, "NRM referral"));
        Assert.Equal(Expect(("25 to 39", 39_108), ("18 to 24", 30_059), ("17 and under", 15_904), ("40 and over", 6_847)), By(arrivals, "Age Group"));
    }

    [Fact]
    public void Htcds_FieldList_Has84FieldsOf93Rows_AndTheDialectHasEachWithItsValues()
    {
        var rows = HandTable.Csv(SharedData.File("htcds", "htcds_fields_2.0.csv")).Skip(1).Where(r => r.Length >= 13).ToList();
        var fields = rows.Where(r => r[6].Contains('_', StringComparison.Ordinal) && !r[6].Contains(' ', StringComparison.Ordinal)).Select(r => r[6]).ToList();
        var columns = DialectCatalog.Default["htcds-2.0"].Columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(fields.Except(columns));
        Assert.Equal(84, columns.Count);
    }

    [Fact]
    public void Niem_CodeList_Has109Codes_AndTheDialectHasEach()
    {
        var codes = HandTable.Csv(SharedData.File("niem", "niem_hs_trafficking_codes.csv")).Skip(1).Select(r => (Type: r[0], Code: r[1])).ToList();
        var dialect = DialectCatalog.Default["niem-6"];
        var known = dialect.Kinds.Values.SelectMany(v => v).Concat(dialect.Columns.SelectMany(c => c.Values)).SelectMany(v => v.Also.Prepend(v.Code)).Concat(dialect.Missing).Concat(dialect.Columns.SelectMany(c => c.Missing)).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.Equal(109, codes.Count);
        Assert.Equal([31, 31, 9, 4, 34], codes.GroupBy(c => c.Type).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Count()));
        Assert.All(codes, c => Assert.Contains(c.Code, known));
    }

    [Fact]
    public void UkForm_EveryFieldAndOption_IsTheDialects()
    {
        var rows = HandTable.Csv(SharedData.File("uk-nrm", "nrm_referral_form_fields.csv")).Skip(1).ToList();
        var dialect = DialectCatalog.Default["uk-nrm-form"];
        var columns = dialect.Columns.ToDictionary(c => c.Name, c => new ColumnReading(dialect, c), StringComparer.Ordinal);

        Assert.All(rows, r => Assert.Contains(r[0], columns.Keys));
        var unread = rows.Where(r => r.Length > 2 && r[2].Length > 0 && r[2] is not ("null" or "none_selected") && !columns[r[0]].Values.IsEmpty && columns[r[0]].Column.Kind == "code")
            .Where(r => columns[r[0]].Read(r[2]).How == Understood.Unrecognised).Select(r => r[0] + "=" + r[2]);
        Assert.Empty(unread);
    }
}
