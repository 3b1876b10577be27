using System.Globalization;
using System.Text.Json;

namespace Palermo.Tests.Cli;

/// <summary>Tables protected by the command, then attacked by the other command.</summary>
public sealed class ProtectVerbTests
{
    private static string Out() => Path.Combine(Directory.CreateTempSubdirectory("palermo-test-").FullName, "out.csv");

    [Fact]
    public void ProtectedTable_StandsUpToTheAuditAndKeepsWhatIsPrinted()
    {
        var random = new Random(8);
        var rows = from place in Enumerable.Range(0, 12) from sex in (string[])["F", "M"] from age in (string[])["child", "adult"] select $"p{place},{sex},{age},{random.Next(0, 4) * random.Next(0, 9)}";
        using var table = new TemporaryFile("counts.csv", "place,sex,age,count\n" + string.Join('\n', rows) + "\n");
        using var regions = new TemporaryFile("regions.csv", "label,parent\n" + string.Join('\n', Enumerable.Range(0, 12).Select(p => $"p{p},r{p % 3}")) + "\nr0,All places\nr1,All places\nr2,All places\n");
        var path = Out();
        var run = Run.Palermo("protect", table.Path, "--out", path, "--hierarchy", "place=" + regions.Path);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Attacked before it was written", run.Output, StringComparison.Ordinal);

        var audit = Run.Palermo("audit", path, "--output", "json");
        using var json = JsonDocument.Parse(audit.Output);
        int At(string name) => json.RootElement.GetProperty(name).GetInt32();
        Assert.True(At("hiddenCells") > 0);
        Assert.Equal((0, 0, 0), (At("recoveredCells"), At("contradictoryGroups"), json.RootElement.GetProperty("files")[0].GetProperty("table").GetProperty("smallCellsShown").GetInt32()));
        Assert.Equal(16 * 3 * 3, File.ReadLines(path).Count() - 1);
    }

    [Fact]
    public void FewPeople_AreProtectedByHidingTheGrandTotalToo()
    {
        using var table = new TemporaryFile("counts.csv", "place,sex,count\nn,F,1\ns,F,1\nn,M,1\ns,M,0\n");
        var path = Out();
        var run = Run.Palermo("protect", table.Path, "--out", path);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(File.ReadLines(path).Skip(1), l => l.EndsWith(",1", StringComparison.Ordinal) || l.EndsWith(",2", StringComparison.Ordinal) || l.EndsWith(",3", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("place,sex,count\nTotal,Total,11\nn,F,3\ns,F,2\nn,M,4\n", null, "1 totals are not the sum of their parts")]
    [InlineData("place,count\nn,3\ns,-2\n", null, "cells that hold a negative count: 1, the first 's'")]
    [InlineData("place,count\nn,30\ns,<5\n", null, "cells that hide their count behind a mark: 1, the first 's'")]
    [InlineData("place,count\nn,30\nn,31\n", null, "cells that occur more than once: 1")]
    [InlineData("place,sex,count\nn,F,30\ns,F,\nn,M,9\ns,M,9\n", null, "cells without a count: 1, the first 's / F'; a blank is no zero")]
    [InlineData("place,sex,count\nn,F,30\ns,F\nn,M,9\ns,M,9\n", null, "")]
    [InlineData("place,count\nn,30\ns,maybe\n", null, "cells that hold neither a count nor a known mark: 1, the first 's'")]
    [InlineData("place,count\nn,3\ns,2\n", "label,parent\nn,r\nr,q\nq,r\ns,Total\n", "has a cycle: 3 labels add into each other")]
    [InlineData("place,count\nn,3\ns,2\n", "label,parent\nn,s\ns,n\n", "has 0 labels without a parent")]
    [InlineData("place,count\nn,3\ns,2\n", "label,parent\nn,Total\n", "1 labels of column 'place' are not in its hierarchy")]
    public void HostileTables_AreRefusedWithTheReason(string content, string? hierarchy, string reason)
    {
        using var table = new TemporaryFile("hostile.csv", content);
        using var tree = new TemporaryFile("tree.csv", hierarchy ?? "");
        var path = Out();
        var run = Run.Palermo([.. new[] { "protect", table.Path, "--out", path }, .. hierarchy is null ? Array.Empty<string>() : ["--hierarchy", "place=" + tree.Path]]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void TableBeyondReach_IsRefusedAtOnceAndTimeOverIsSaid()
    {
        // 400 x 400 x 400 labels cross to 64 million cells, listed by 400 rows.
        using var table = new TemporaryFile("wide.csv", "a,b,c,count\n" + string.Join('\n', Enumerable.Range(0, 400).Select(i => string.Create(CultureInfo.InvariantCulture, $"a{i},b{i},c{i},7"))) + "\n");
        var beyond = Run.Palermo("protect", table.Path, "--out", Out());
        Assert.Equal(1, beyond.ExitCode);
        Assert.Contains("at most 20,000,000 are protected together", beyond.Error, StringComparison.Ordinal);

        var path = Out();
        var over = Run.Palermo("protect", table.Path, "--out", path, "--time-limit", "0");
        Assert.Equal(1, over.ExitCode);
        Assert.Contains("the time limit of 0 s was over", over.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }
}
