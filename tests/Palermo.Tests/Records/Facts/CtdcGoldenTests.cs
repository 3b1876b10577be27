using Palermo.Records.Facts;
using Palermo.Records.Tables;

namespace Palermo.Tests.Records.Facts;

/// <summary>The published file of 97,750 rows against figures computed independently (reference, sections 9 and 11).</summary>
public sealed class CtdcGoldenTests
{
    private static readonly Lazy<DistinctFacts?> File = new(() =>
    {
        var path = Path.GetFullPath(Path.Combine(SharedData.Root, "ctdc", "ctdc_global_kanon_20210715.csv"));
        return System.IO.File.Exists(path) ? FactTable.CountDistinct(System.IO.File.OpenRead(path)) : null;
    });

    private static DistinctFacts Read()
    {
        _ = SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv");
        return File.Value!;
    }

    private static long Count(Func<Row, bool> where)
    {
        var facts = Read();
        var list = facts.Crosswalk.Facts;
        ulong means = list.Group("means"), purpose = list.Group("purpose"), child = list.Bit("under_18");
        return facts.Vectors
            .Where(v => where(new Row((v.True & purpose) != 0, (v.True & means) != 0, (v.True & child) != 0, (v.False & child) != 0)))
            .Sum(v => v.Count);
    }

    private sealed record Row(bool Purpose, bool Means, bool Child, bool Adult)
    {
        public bool AgeUnknown => !Child && !Adult;
    }

    [Fact]
    public void Ctdc_WholeFile_IsRecognisedAndEveryRowCounted()
    {
        var facts = Read();

        Assert.Equal("ctdc-63", facts.Dialect.Id);
        Assert.Equal("ctdc-63-to-palermo 1.0.0 (standard: recorded)", facts.Crosswalk.Name);
        Assert.Equal(97_750, facts.Rows);
        Assert.Equal(97_750, facts.Vectors.Sum(v => v.Count));
        Assert.All(facts.Vectors, v => Assert.Equal(0UL, v.True & v.False));
    }

    [Fact]
    public void Ctdc_MeansAndPurpose_MatchGoldenCounts()
    {
        Assert.Equal(32_915, Count(r => r.Means));
        Assert.Equal(71_821, Count(r => r.Purpose));
        Assert.Equal(31_687, Count(r => r.Means && r.Purpose));
        Assert.Equal(25_929, Count(r => !r.Purpose));
    }

    [Fact]
    public void Ctdc_ChildRule_MatchesGoldenCounts()
    {
        Assert.Equal(22_520, Count(r => r.Child));
        Assert.Equal(7_157, Count(r => r.Child && r.Purpose && r.Means));
        Assert.Equal(9_070, Count(r => r.Child && r.Purpose && !r.Means));
        Assert.Equal(181, Count(r => r.Child && !r.Purpose && r.Means));
        Assert.Equal(6_112, Count(r => r.Child && !r.Purpose && !r.Means));
    }

    [Fact]
    public void Ctdc_AdultAtExploitation_MatchesGoldenCounts()
    {
        Assert.Equal(7_001, Count(r => r.Adult));
        Assert.Equal(5_606, Count(r => r.Adult && r.Purpose && r.Means));
        Assert.Equal(817, Count(r => r.Adult && r.Purpose && !r.Means));
        Assert.Equal(431, Count(r => r.Adult && !r.Purpose && r.Means));
        Assert.Equal(147, Count(r => r.Adult && !r.Purpose && !r.Means));
    }

    [Fact]
    public void Ctdc_AgeAtExploitationUnknown_MatchesGoldenCounts()
    {
        Assert.Equal(68_229, Count(r => r.AgeUnknown));
        Assert.Equal(18_924, Count(r => r.AgeUnknown && r.Purpose && r.Means));
        Assert.Equal(30_247, Count(r => r.AgeUnknown && r.Purpose && !r.Means));
        Assert.Equal(616, Count(r => r.AgeUnknown && !r.Purpose && r.Means));
        Assert.Equal(18_442, Count(r => r.AgeUnknown && !r.Purpose && !r.Means));
    }

    [Theory]
    [InlineData("adult-at-registration-minor-at-exploitation", 1_926)]
    [InlineData("adult-at-exploitation-minor-at-entry", 32)]
    [InlineData("minor-at-exploitation-adult-at-entry", 5)]
    [InlineData("minor-at-registration-adult-at-entry", 7)]
    [InlineData("age-band-under-18-adult", 0)]
    [InlineData("age-band-adult-minor", 0)]
    [InlineData("isForcedLabour-not-in-list", 5_321)]
    [InlineData("isSexualExploit-not-in-list", 165)]
    [InlineData("isOtherExploit-not-in-list", 57)]
    [InlineData("isForcedLabour-only-in-list", 0)]
    [InlineData("isSexualExploit-only-in-list", 0)]
    [InlineData("isOtherExploit-only-in-list", 0)]
    [InlineData("domestic-work-not-in-list", 15)]
    [InlineData("both-sex-and-labour-unflagged", 12)]
    [InlineData("labour-type-without-forced-labour", 1_483)]
    [InlineData("recruiter-unknown-beside-known", 68)]
    [InlineData("sex-type-without-sexual-exploitation", 0)]
    [InlineData("unrecognised-value", 0)]
    public void Ctdc_Ledger_CountsKnownTraps(string check, long count) => Assert.Equal(count, Read().Ledger.CountOf(check));

    [Fact]
    public void Ctdc_RowByRow_AgreesWithDistinctCounts()
    {
        var path = SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv");
        var counts = new Dictionary<(ulong, ulong), long>();
        using var table = FactTable.Read(System.IO.File.OpenRead(path), new FactTableOptions { Table = new TableOptions { FileName = "ctdc.csv" } });
        while (table.Next())
        {
            var row = table.Current;
            counts[(row.True, row.False)] = counts.GetValueOrDefault((row.True, row.False)) + 1;
        }

        Assert.Equal(Read().Vectors.ToDictionary(v => (v.True, v.False), v => v.Count), counts);
    }

    [Fact]
    public void Ctdc_ThroughTheRecordTable_StatesTheSameFacts()
    {
        var path = SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv");
        using var records = new MemoryStream();
        using (var writer = new Palermo.Records.Conversions.CsvRecordWriter(records))
        {
            Palermo.Records.Conversions.Conversion.Run(Palermo.Records.Sources.Source.Open(path), Palermo.Records.Dialects.DialectCatalog.Default["palermo-records"], writer, cancel: TestContext.Current.CancellationToken);
        }

        records.Position = 0;
        var through = FactTable.CountDistinct(records, cancel: TestContext.Current.CancellationToken);
        Assert.Equal("palermo-records", through.Dialect.Id);
        Assert.Equal(Read().Vectors.ToDictionary(v => (v.True, v.False), v => v.Count), through.Vectors.ToDictionary(v => (v.True, v.False), v => v.Count));
    }

    [Fact]
    public void Ctdc_KnownRecruiter_StatesRecruitment()
    {
        var facts = Read();
        var recruitment = facts.Crosswalk.Facts.Bit("recruitment");

        Assert.Equal(19_624, facts.Vectors.Where(v => (v.True & recruitment) != 0).Sum(v => v.Count));
        Assert.All(facts.Vectors, v => Assert.Equal(0UL, v.False & ~facts.Crosswalk.Facts.Bit("under_18")));
    }
}
