using Palermo.Records.Frames;
using Palermo.Records.Sources;

namespace Palermo.Tests.Records.Frames;

/// <summary>Every shared file of a known dialect is recognised and read; figures of the reference hold.</summary>
public sealed class SharedFileTests
{
    private static Frame Read(params string[] file) => Frame.Read(SharedData.File(file), cancel: TestContext.Current.CancellationToken);

    private static Dictionary<string, long> Counts(Frame frame, string column)
    {
        var data = frame[column];
        var histogram = data.Histogram();
        return data.Codes.Select((c, i) => (c, histogram[i + 1])).Append(("", histogram[0])).ToDictionary(c => c.Item1, c => c.Item2);
    }

    [Theory]
    [InlineData("ctdc", "ctdc_global_kanon_20210715.csv", "ctdc-63", 97_750)]
    [InlineData("ctdc", "CTDC_VPsynthetic_condensed_20221201.csv", "ctdc-vp", 21_195)]
    [InlineData("unodc", "data_glotip_20250414.csv", "unodc-glotip", 58_769)]
    [InlineData("unodc", "data_glotip_20250414.xlsx", "unodc-glotip", 58_769)]
    [InlineData("uk-nrm", "nrm_referrals_2023_q4.csv", "uk-nrm-referrals", 52_041)]
    [InlineData("uk-nrm", "nrm_referrals_longitudinal.csv", "uk-nrm-longitudinal", 885)]
    [InlineData("uk-nrm", "nrm_reasonable_grounds.csv", "uk-nrm-reasonable-grounds", 50)]
    [InlineData("uk-nrm", "nrm_conclusive_grounds.csv", "uk-nrm-conclusive-grounds", 50)]
    [InlineData("uk-nrm", "nrm_duty_to_notify_2023_q4.csv", "uk-duty-to-notify-nationality", 99)]
    [InlineData("uk-nrm", "nrm_duty_to_notify_longitudinal.csv", "uk-duty-to-notify-quarter", 42)]
    [InlineData("uk-nrm", "small_boat_NRM_outcomes.csv", "uk-small-boats-outcomes", 2_768)]
    [InlineData("uk-nrm", "small_boat_NRM_referrals.csv", "uk-small-boats-referrals", 3_334)]
    [InlineData("htcds", "HTCDS_Excel_v2.0.xlsx", "htcds-2.0", 0)]
    [InlineData("htcds", "HTCDS_Excel_single_select_v2.0.xlsx", "htcds-2.0", 0)]
    public void SharedFile_IsRecognisedAndReadWhole(string folder, string file, string dialect, int rows)
    {
        var frame = Read(folder, file);

        Assert.Equal(dialect, frame.Dialect.Id);
        Assert.Equal(rows, frame.Rows);
        Assert.Equal(0, frame.Ledger.CountOf("unrecognised-value"));
        Assert.Equal(0, frame.Ledger.CountOf("too-many-values"));
        Assert.All(frame.Columns, c => Assert.Equal(rows, c.Histogram().Sum()));
    }

    [Fact]
    public void Ctdc_ColumnSums_MatchTheCodebookCounts()
    {
        var frame = Read("ctdc", "ctdc_global_kanon_20210715.csv");

        Assert.Equal(63, frame.Columns.Length);
        var ones = new Dictionary<string, long>
        {
            ["meansOfControlDebtBondage"] = 4_065, ["meansOfControlTakesEarnings"] = 8_853, ["meansOfControlRestrictsFinancialAccess"] = 578,
            ["meansOfControlThreats"] = 12_657, ["meansOfControlPsychologicalAbuse"] = 12_313, ["meansOfControlPhysicalAbuse"] = 8_484,
            ["meansOfControlSexualAbuse"] = 4_178, ["meansOfControlFalsePromises"] = 6_177, ["meansOfControlPsychoactiveSubstances"] = 6_072,
            ["meansOfControlRestrictsMovement"] = 11_385, ["meansOfControlRestrictsMedicalCare"] = 2_346, ["meansOfControlExcessiveWorkingHours"] = 6_222,
            ["meansOfControlUsesChildren"] = 360, ["meansOfControlThreatOfLawEnforcement"] = 4_774, ["meansOfControlWithholdsNecessities"] = 4_951,
            ["meansOfControlWithholdsDocuments"] = 5_189, ["meansOfControlOther"] = 6_896, ["meansOfControlNotSpecified"] = 51_078,
            ["isForcedLabour"] = 19_980, ["isSexualExploit"] = 45_582, ["isOtherExploit"] = 7_105, ["isSexAndLabour"] = 1_412,
            ["isForcedMarriage"] = 242, ["isForcedMilitary"] = 0, ["isOrganRemoval"] = 0, ["isSlaveryAndPractices"] = 385, ["isAbduction"] = 364,
        };
        Assert.All(ones, o => Assert.Equal(o.Value, Counts(frame, o.Key)["1"]));
        Assert.Equal(13_967, Counts(frame, "meansOfControlNotSpecified")[""]);
        Assert.Equal(Expect(("Male", 21_465), ("Female", 68_083), ("Transgender/NonConforming", 64), ("", 8_138)), Counts(frame, "gender"));
        Assert.Equal(Expect(("0--8", 2_291), ("9--17", 12_507), ("18--20", 6_040), ("21--23", 5_421), ("24--26", 4_583), ("27--29", 3_555), ("30--38", 10_135), ("39--47", 4_135), ("48+", 2_300), ("", 46_783)), Counts(frame, "ageBroad"));
        Assert.Equal(Expect(("Adult", 51_596), ("Minor", 19_650), ("", 26_504)), Counts(frame, "majorityStatus"));
        Assert.Equal(Expect(("Adult", 7_033), ("Minor", 14_253), ("", 76_464)), Counts(frame, "majorityStatusAtExploit"));
        Assert.Equal(61, frame["citizenship"].Codes.Length);
        Assert.Equal(77, frame["CountryOfExploitation"].Codes.Length);
        Assert.Equal(44_460, Counts(frame, "citizenship")[""]);
        Assert.Equal(24_258, Counts(frame, "CountryOfExploitation")[""]);
        Assert.Equal(1_890, frame.Ledger.Lines.Single(l => l.Check.Id == "variant-value" && l.Column == "meansOfControlConcatenated").Count);
    }

    [Fact]
    public void VictimPerpetrator_Frequencies_AreTheOfficialOnes()
    {
        var frame = Read("ctdc", "CTDC_VPsynthetic_condensed_20221201.csv");

        Assert.Equal(Expect(("2005-2013", 2_531), ("2014-2018", 6_274), ("2019", 2_398), ("2020", 2_002), ("2021-2022", 4_335), ("", 3_655)), Counts(frame, "yearRegister"));
        Assert.Equal(Expect(("Female", 9_589), ("Male", 7_995), ("", 3_611)), Counts(frame, "gender"));
        Assert.Equal(Expect(("Adult", 16_379), ("Minor", 1_212), ("", 3_604)), Counts(frame, "majorityStatus"));
        Assert.Equal(Expect(("Africa", 5_282), ("Americas/Oceania", 277), ("Asia", 6_139), ("Europe", 5_887), ("", 3_610)), Counts(frame, "UN_COO_Region"));
        Assert.Equal(Expect(("Africa", 4_271), ("Americas/Oceania", 212), ("Asia", 6_281), ("Europe", 6_432), ("", 3_999)), Counts(frame, "UN_COE_Region"));
        Assert.Equal(Expect(("Male", 9_820), ("Female", 3_515), ("Female;Male", 2_452), ("", 5_408)), Counts(frame, "IP_Gender"));
        Assert.Equal(Expect(("No", 11_075), ("Yes", 3_136), ("No;Yes", 944), ("", 6_040)), Counts(frame, "IP_PayMoney"));
        Assert.Equal(12_248, Counts(frame, "isForcedLabour")["1"]);
        Assert.Equal(2_775, Counts(frame, "isSexualExploit")["1"]);
        Assert.Equal(9_458, Counts(frame, "IP_Exploiter")["1"]);
        Assert.Equal(11_865, Counts(frame, "IP_RecruiterBroker")["1"]);
        Assert.Equal(7_344, Counts(frame, "IP_TransactionProcess")["1"]);
        Assert.Equal(2_078, Counts(frame, "IP_ControlAbuseKidnap")["1"]);
    }

    [Fact]
    public void VictimPerpetrator_EveryColumn_EqualsThePublishersFrequencyTables()
    {
        var frame = Read("ctdc", "CTDC_VPsynthetic_condensed_20221201.csv");
        var official = OfficialTables(SharedData.File("ctdc", "CTDC_VPsynthetic_dict_20221201.xlsx"));

        Assert.Equal(16, official.Count);
        Assert.All(official, table => Assert.Equal(
            table.Value.OrderBy(t => t.Key, StringComparer.Ordinal),
            Counts(frame, table.Key).Where(c => c.Value > 0).OrderBy(t => t.Key, StringComparer.Ordinal)));
    }

    [Fact]
    public void Unodc_WorkbookAndText_GiveTheSameCells()
    {
        var text = Read("unodc", "data_glotip_20250414.csv");
        var book = Read("unodc", "data_glotip_20250414.xlsx");

        Assert.Equal(2, book.Ledger.CountOf("lines-before-header"));
        Assert.Equal(text.Columns.Select(c => c.Name), book.Columns.Select(c => c.Name));
        Assert.All(text.Columns, column =>
        {
            var other = book[column.Name];
            Assert.All(Enumerable.Range(0, text.Rows), row => Assert.Equal(column.Text(row), other.Text(row)));
        });
    }

    [Fact]
    public void Unodc_Indicators_MatchTheReference()
    {
        var frame = Read("unodc", "data_glotip_20250414.csv");

        Assert.Equal(Expect(("Detected trafficking victims", 39_485), ("Persons convicted", 8_431), ("Persons prosecuted", 4_973), ("Persons brought into formal contact", 4_547), ("Offences of trafficking in persons", 1_333), ("", 0)), Counts(frame, "Indicator"));
        Assert.Equal(Expect(("Total", 30_006), ("by form of exploitation", 16_752), ("by citizenship", 10_093), ("by country of repatriation", 1_918), ("", 0)), Counts(frame, "Dimension"));
        Assert.Equal(29_558, Counts(frame, "txtVALUE")["<5"]);
        Assert.Equal(26, Counts(frame, "Iso3_code")[""]);
        Assert.Equal(98, frame.Ledger.Lines.Where(l => l.Check.Id == "lost-letters" && l.Column == "Category").Sum(l => l.Count));
    }

    [Fact]
    public void HtcdsTemplate_HeaderRowsInAnotherOrder_AreMappedByLabel()
    {
        var path = SharedData.File("htcds", "HTCDS_Excel_v2.0.xlsx");
        using var reader = FrameReader.Open(Source.Open(path));

        Assert.Equal(4, reader.Ledger.CountOf("header-rows-disagree"));
        Assert.Equal(1, reader.Ledger.CountOf("two-header-rows"));
        Assert.True(reader.Binding.PositionOf("prs_MailingStreet") == 13, "the label 'Mailing Street' stands over the fourteenth column");
        Assert.True(reader.Binding.PositionOf("cas_ReasonForOutgoingReferral") > 0, "the label names the column whose technical name is empty");
        Assert.True(reader.Binding.PositionOf("vic_TraffickingStatusDecisionMakingOrg") > 0);
    }

    private static Dictionary<string, Dictionary<string, long>> OfficialTables(string dictionary)
    {
        using var source = Source.Open(dictionary, new SourceOptions { Sheet = "TabStat" });
        using var text = new StreamReader(source.Text);
        var tables = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        Dictionary<string, long>? table = null;
        var columns = Palermo.Records.Dialects.DialectCatalog.Default["ctdc-vp"].Columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        while (text.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (columns.Contains(cells[0]))
            {
                tables[cells[0]] = table = new Dictionary<string, long>(StringComparer.Ordinal);
            }
            else if (table is not null && cells[0] == "Missing")
            {
                table[""] = long.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture);
            }
            else if (table is not null && cells[0] is "Valid" or "" && cells.Length > 2 && cells[1] is not ("" or "Total") && long.TryParse(cells[2], System.Globalization.CultureInfo.InvariantCulture, out var count))
            {
                table![cells[1]] = count;
            }
        }

        return tables;
    }

    private static Dictionary<string, long> Expect(params (string, long)[] counts) => counts.ToDictionary(c => c.Item1, c => c.Item2);
}
