using Palermo.Disclosure.Audit;
using Palermo.Disclosure.Relations;
using Palermo.Disclosure.Tables;

namespace Palermo.Tests.Disclosure.Audit;

/// <summary>The published UNODC table of 14 April 2025 under the six relations: counts only, never a value of a cell.</summary>
public sealed class UnodcAuditTests
{
    private static AuditResult Audit(string file)
    {
        var path = SharedData.File("unodc", file);
        var table = TableReader.Read(file, DelimitedSource.Read(path, TestContext.Current.CancellationToken), TableShape.Unodc);
        return TableAuditor.Audit(table, TableShape.Unodc, stop: TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("data_glotip_20250414.csv")]
    [InlineData("data_glotip_20250414.xlsx")]
    public void Unodc_SixRelations_GivesTheGoldenCounts(string file)
    {
        var report = Audit(file).Report;

        Assert.Equal(57_553, report.Cells);
        Assert.Equal(492, report.AmbiguousCells);
        Assert.Equal(28_825, report.HiddenCells);
        Assert.Equal(905, report.ContradictoryGroups);
        Assert.Equal(2_885, report.HiddenCellsInContradictoryGroups);
        Assert.Equal(13_533, report.ConsistentGroups);
        Assert.Equal(4_623, report.RecoveredCells);
        Assert.Equal(754, report.NarrowedCells);
        Assert.Equal([(2L, 223), (3L, 243), (4L, 288)], report.NarrowedTo.Select(p => (p.Key, p.Value)));
        Assert.Equal(3_824, report.RecoveredBy["Dimension"]["Total"]);
        Assert.Equal(799, report.RecoveredBy["Dimension"]["by form of exploitation"]);
        Assert.Equal(2, report.RecoveredBy["Dimension"].Count);
        Assert.Equal(4_371, report.RecoveredBySubtraction);
        Assert.Equal(4_390, report.RecoveredByArithmetic);
        Assert.Equal(0, report.SubtractionDisagreements);
        Assert.Equal(0, report.UndecidedCells);
    }

    [Fact]
    public void Unodc_OtherReadings_AreOfferedWithTheirCounts()
    {
        var path = SharedData.File("unodc", "data_glotip_20250414.csv");
        var table = TableReader.Read("unodc", DelimitedSource.Read(path, TestContext.Current.CancellationToken), TableShape.Unodc);
        var unknown = TableAuditor.Audit(table, TableShape.UnodcWithUnknown, stop: TestContext.Current.CancellationToken).Report;
        Assert.Equal((983, 3_292), (unknown.ContradictoryGroups, unknown.HiddenCellsInContradictoryGroups));

        var forms = TableAuditor.Audit(table, TableShape.UnodcWithForms, stop: TestContext.Current.CancellationToken).Report;
        Assert.Equal((3_364, 1_443, 13_247, 4_237, 661, 4_953), (forms.ConsistentGroups, forms.ContradictoryGroups, forms.HiddenCellsInContradictoryGroups, forms.RecoveredCells, forms.NarrowedCells, unknown.RecoveredCells));
    }
}
