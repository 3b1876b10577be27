using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Disclosure.Audit;

namespace Palermo.Tests.Disclosure.Audit;

public sealed class ReleaseAuditTests
{
    private static string Write(string name, params string[] lines)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("palermo").FullName, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    private static ReleaseAudit Audit(params string[] paths) =>
        ReleaseAuditor.Audit([.. paths], new AuditOptions(), stop: TestContext.Current.CancellationToken);

    [Fact]
    public void Json_HasTheContractOfScripts()
    {
        var table = Write("table.csv", "a note above", "sex,year,count", "Total,2020,10", "F,2020,7", "M,2020,<5");
        var records = Write("records.csv", "sex,age", "F,1", "F,1", "M,2");
        using var json = JsonDocument.Parse(AuditJson.Write(Audit(table, records)));
        var root = json.RootElement;
        Assert.Equal(1, root.GetProperty("hiddenCells").GetInt32());
        Assert.Equal(1, root.GetProperty("recoveredCells").GetInt32());
        Assert.Equal(0, root.GetProperty("narrowedCells").GetInt32());
        Assert.Equal(0, root.GetProperty("contradictoryGroups").GetInt32());
        Assert.Equal(0, root.GetProperty("hiddenCellsInContradictoryGroups").GetInt32());
        Assert.Equal(1, root.GetProperty("relations").GetArrayLength());
        var k = root.GetProperty("kAnonymity");
        Assert.Equal((2, 1, 2), (k.GetProperty("columns").GetArrayLength(), k.GetProperty("min").GetInt32(), k.GetProperty("classesBelow").GetInt32()));
    }

    [Fact]
    public void TextAndJson_NeverHoldARecoveredValue()
    {
        // The hidden cell is 4,321 by subtraction; the mark admits anything.
        var audit = Audit(Write("table.csv", "sex,year,count", "Total,2020,11432", "F,2020,7111", "M,2020,*"));
        Assert.Equal(1, audit.Files[0].Table!.RecoveredCells);
        Assert.DoesNotContain("4321", AuditJson.Write(audit) + AuditText.Write(audit), StringComparison.Ordinal);
        Assert.DoesNotContain("4,321", AuditJson.Write(audit) + AuditText.Write(audit), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoReleases_FallTogetherThoughEachStandsAlone()
    {
        // Alone each hides two parts of one total; together each prints what the other hides.
        var first = Write("q1.csv", "form,sex,count", "Total,Total,60", "Total,F,30", "Total,M,30", "labour,F,<5", "labour,M,20", "sexual,F,28", "sexual,M,<5", "other,F,<5", "other,M,<5");
        var second = Write("q1-revised.csv", "form,sex,count", "Total,Total,60", "labour,F,<5", "labour,M,20", "other,M,<5", "other,F,0", "sexual,M,<5");
        var audit = Audit(first, second);
        Assert.NotNull(audit.Differencing);
        Assert.Equal(1, audit.Differencing.HiddenHereShownThere);
        Assert.True(audit.Differencing.RecoveredOnlyJointly > 0);
    }

    [Fact]
    public void RevisedBySmallCount_IsCounted()
    {
        var audit = Audit(Write("a.csv", "place,count", "north,100", "south,40"), Write("b.csv", "place,count", "north,101", "south,90"));
        Assert.Equal((2, 2, 1), (audit.Differencing!.SharedCells, audit.Differencing.Revised, audit.Differencing.SmallDifferences));
    }

    [Fact]
    public void UkTable_PrintsItsSmallCounts()
    {
        var audit = Audit(SharedData.File("uk-nrm", "nrm_referrals_2023_q4.csv"));
        var table = audit.Files[0].Table!;
        Assert.Equal((52_041, 0, 2_472), (table.Cells, table.HiddenCells, table.SinglesShown));
        Assert.Equal("UK NRM", table.Shape);
        Assert.All(table.Relations.Where(r => r.Used), r => Assert.Equal(r.FullyShown, r.Hold));
        Assert.True(audit.HasFindings);
    }

    [Fact]
    public void CtdcFile_IsReadAsRecords()
    {
        var audit = Audit(SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv"));
        var records = audit.Files[0].Records!;
        Assert.Equal((97_750, 30, 11, 0), (records.Rows, records.KAnonymity.Columns.Length, records.KAnonymity.Min, records.KAnonymity.ClassesBelow));
        Assert.Contains(records.ByColumns, k => k.Columns.Contains("meansOfControlThreats") && k.Min == 1);
    }

    [Fact]
    public void OwnTable_GetsAChainThatAPersonCanFollow()
    {
        var path = Write("table.csv", "sex,age,count", "Total,Total,20", "F,Total,13", "M,Total,<9", "Total,child,6", "Total,adult,14", "F,child,<5", "F,adult,9", "M,child,<5", "M,adult,5");
        var (audit, proof) = ReleaseAuditor.Audit([path], new AuditOptions(), OwnData.SaidBy("A person"), null, TestContext.Current.CancellationToken);
        Assert.Equal(audit.Files[0].Table!.RecoveredCells, proof.Length);
        Assert.Equal(["F / child=4", "M / Total=7", "M / child=2"], proof.Select(l => $"{l.Cell}={l.Value}").Order(StringComparer.Ordinal));
        foreach (var link in proof.Where(l => l.Reason == SubtractionReason.OnlyOneHidden))
        {
            Assert.Equal(link.Value, link.Total!.Value.Value - link.Known.Sum(k => k.Value));
        }

        Assert.Contains("M / Total = 7", AuditText.Write(proof), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => OwnData.SaidBy(" "));
    }

    [Fact]
    public void WideTable_IsSpreadByItsYears()
    {
        var long_ = Write("long.csv", "sex,Column,Value", "Total,2020,10", "F,2020,7", "M,2020,<5", "Total,2021,30", "F,2021,20", "M,2021,10");
        var wide = Write("wide.csv", "sex,2020,2021", "Total,10,30", "F,7,20", "M,<5,10");
        var (a, b) = (Audit(long_).Files[0].Table!, Audit(wide).Files[0].Table!);
        Assert.Equal("wide table", b.Shape);
        Assert.Equal((a.Cells, a.HiddenCells, a.RecoveredCells), (b.Cells, b.HiddenCells, b.RecoveredCells));
        Assert.Equal(1, b.RecoveredCells);
        var asked = Assert.Throws<InvalidDataException>(() => ReleaseAuditor.Audit([wide], new AuditOptions { Wide = ["2019"] }, stop: TestContext.Current.CancellationToken));
        Assert.Contains("2019", asked.Message, StringComparison.Ordinal);
    }
}
