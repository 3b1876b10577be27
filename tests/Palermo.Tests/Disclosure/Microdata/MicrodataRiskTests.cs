using System.Collections.Immutable;
using CsCheck;
using Palermo.Disclosure.Microdata;
using Palermo.Disclosure.Tables;

namespace Palermo.Tests.Disclosure.Microdata;

public sealed class MicrodataRiskTests
{
    private static readonly string[] Letters = ["a", "b", "c", "d"];

    private static readonly Lazy<CodedRecords> Ctdc = new(() => CodedRecords.Read(DelimitedSource.Read(SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv"))));

    [Theory]
    [InlineData("", 1_172, 11, 0)]
    [InlineData("Datasource", 1_174, 11, 0)]
    [InlineData("Datasource,forms", 1_405, 11, 0)]
    [InlineData("Datasource,forms,sex", 1_564, 11, 0)]
    [InlineData("Q30", 1_981, 11, 0)]
    [InlineData("majorityStatus", 1_271, 1, 41)]
    [InlineData("majorityStatusAtExploit", 1_529, 1, 200)]
    [InlineData("majorityEntry", 1_461, 1, 223)]
    [InlineData("meansOfControlThreats", 1_583, 1, 285)]
    [InlineData("RecruiterRelationship", 2_207, 1, 775)]
    [InlineData("all", 20_666, 1, 18_911)]
    public void Ctdc_ClassesOverColumns_AreThePublishedOnes(string added, int classes, int minimum, int below)
    {
        SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv");
        ImmutableArray<string> columns = added == "all" ? Ctdc.Value.Columns : added == "Q30" ? CtdcColumns.Q30 :
        [
            .. CtdcColumns.FirstFive,
            .. added.Split(',', StringSplitOptions.RemoveEmptyEntries).SelectMany(a => a switch { "forms" => CtdcColumns.ExploitationFlags, "sex" => CtdcColumns.SexTypes, _ => [a] }),
        ];
        var k = MicrodataRisk.KAnonymity(Ctdc.Value, columns, 10);
        Assert.Equal((classes, minimum, below), (k.Classes, k.Min, k.ClassesBelow));
    }

    [Fact]
    public void Ctdc_SexualExploitation_IsHomogeneousInMostClasses()
    {
        SharedData.File("ctdc", "ctdc_global_kanon_20210715.csv");
        var risk = MicrodataRisk.Attribute(Ctdc.Value, CtdcColumns.FirstFive, "isSexualExploit");
        Assert.Equal((1_025, 1), (risk.HomogeneousClasses, risk.DistinctL));
    }

    [Fact]
    public void MinimalUniques_AgreeWithTheDefinition()
    {
        Gen.Int[0, 2].Array[4].Array[1, 12].Sample(rows =>
        {
            var records = CodedRecords.Read(new[] { Letters }.Concat(rows.Select(r => r.Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray())));
            var found = MicrodataRisk.MinimalUniques(records, [.. Letters], 3);
            bool Unique(int row, int set) => rows.Count(r => Enumerable.Range(0, 4).All(c => (set >> c & 1) == 0 || r[c] == rows[row][c])) == 1;
            var expected = new long[3];
            for (var row = 0; row < rows.Length; row++)
            {
                for (var set = 1; set < 16; set++)
                {
                    var size = System.Numerics.BitOperations.PopCount((uint)set);
                    if (size <= 3 && Unique(row, set) && !Enumerable.Range(1, set - 1).Any(s => (s & set) == s && s != set && Unique(row, s)))
                    {
                        expected[size - 1]++;
                    }
                }
            }

            return expected.SequenceEqual(found.MinimalUniqueBySize);
        }, iter: 300);
    }
}
