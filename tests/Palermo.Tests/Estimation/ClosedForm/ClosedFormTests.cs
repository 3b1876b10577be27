using System.Text.Json;
using Palermo.Estimation.ClosedForm;

namespace Palermo.Tests.Estimation.ClosedForm;

public sealed class ClosedFormTests
{
    public static TheoryData<string> Tables => [.. Reference.Tables];

    [Theory]
    [MemberData(nameof(Tables))]
    public void EveryClosedForm_IsThePackagesTo1em9(string name)
    {
        var table = Reference.Table(name);
        var expected = Reference.Of(name).GetProperty("closed_form");
        Assert.Equal(Reference.Of(name).GetProperty("n_observed").GetInt64(), table.Observed);
        Assert.Equal(Reference.Of(name).GetProperty("n_lists").GetInt32(), table.ListCount);
        Assert.Equal(Reference.Of(name).GetProperty("lists").EnumerateArray().Select(l => l.GetString()!), table.Lists);
        Assert.Equal(Reference.Of(name).GetProperty("csv").GetString(), name + ".csv");
        Assert.Equal(expected.GetProperty("f").EnumerateArray().Select(f => f.GetInt64()), Enumerable.Range(1, table.ListCount).Select(table.SeenExactly));
        foreach (var list in expected.GetProperty("list_totals").EnumerateObject())
        {
            Assert.Equal(list.Value.GetInt64(), table.SeenOnAll(1 << table.Lists.IndexOf(list.Name)));
        }

        Reference.Close(expected.GetProperty("chao1987_lower").GetDouble(), LowerBounds.Chao1987(table), 1e-9, "Chao 1987");
        Reference.Close(expected.GetProperty("chao_bc_lower").GetDouble(), LowerBounds.Chao(table).Estimate, 1e-9, "Chao");
        Reference.Close(expected.GetProperty("zelterman").GetDouble(), LowerBounds.Zelterman(table), 1e-9, "Zelterman");
        foreach (var entry in expected.GetProperty("pairwise").EnumerateObject())
        {
            var pair = ListPair.Of(table, Reference.Pair(table, entry.Name));
            Assert.Equal((entry.Value.GetProperty("n1").GetInt64(), entry.Value.GetProperty("n2").GetInt64()), (pair.First, pair.Second));
            Assert.Equal(entry.Value.GetProperty("overlap").GetInt64(), pair.Overlap);
            if (entry.Value.TryGetProperty("petersen", out var petersen))
            {
                Reference.Close(petersen.GetDouble(), pair.Petersen, 1e-9, entry.Name);
            }

            Reference.Close(entry.Value.GetProperty("chapman").GetDouble(), pair.Chapman.Estimate, 1e-9, entry.Name);
            Reference.Close(entry.Value.GetProperty("se").GetDouble(), pair.Chapman.StandardError, 1e-9, entry.Name + " se");
            Reference.Close(entry.Value.GetProperty("chao_log_lo").GetDouble(), pair.Chapman.Low, 1e-9, entry.Name + " low");
            Reference.Close(entry.Value.GetProperty("chao_log_hi").GetDouble(), pair.Chapman.High, 1e-9, entry.Name + " high");
        }

        if (expected.TryGetProperty("sample_coverage", out var coverage) && coverage.ValueKind == JsonValueKind.Object)
        {
            var ours = SampleCoverage.Of(table)!;
            Reference.Close(coverage.GetProperty("Chat").GetDouble(), ours.Coverage, 1e-9, "coverage");
            Reference.Close(coverage.GetProperty("indep").GetDouble(), ours.Independent, 1e-9, "independent");
            Reference.Close(coverage.GetProperty("lsc").GetDouble(), ours.LowCoverage, 1e-9, "low coverage");
            if (coverage.TryGetProperty("hsc", out var high))
            {
                Reference.Close(high.GetDouble(), ours.HighCoverage, 1e-9, "high coverage");
            }
        }

        if (expected.TryGetProperty("nhoi_n0", out var unseen))
        {
            Reference.Close(unseen.GetDouble(), Math.Exp(NoHighestOrder.LogUnseen(table)!.Value), 1e-9, "no highest order");
            Reference.Close(expected.GetProperty("nhoi_N").GetDouble(), table.Observed + Math.Exp(NoHighestOrder.LogUnseen(table)!.Value), 1e-9, "no highest order, all");
        }
    }
}
