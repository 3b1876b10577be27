using System.Text;
using Palermo.Records.Dialects;
using Palermo.Records.Facts;
using Palermo.Records.Frames;
using Palermo.Records.Tables;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Determinations;
using Palermo.Tests.Law;
using VectorCounts = Palermo.Law.Bulk.VectorCounts;

namespace Palermo.Tests.Statistics.Determinations;

public sealed class CodedFactsTests
{
    /// <summary>The facts of stored codes are those of the file: every value of every column of every dialect with a mapping, contradictions included.</summary>
    [Fact]
    public void CodedFacts_OfRandomFiles_EqualTheFactsOfTheFile()
    {
        var dialects = DialectCatalog.Default.Dialects.Where(d => CodedFacts.Covers(d) && d.Counts is null).ToArray();
        Assert.True(dialects.Length >= 5, $"{dialects.Length} dialects have a mapping");
        var state = 11UL;
        foreach (var dialect in dialects)
        {
            var columns = dialect.Columns;
            var text = new StringBuilder(string.Join(',', columns.Select(c => c.Name))).Append('\n');
            for (var row = 0; row < 120; row++)
            {
                text.AppendJoin(',', columns.Select(c => Value(dialect, c, ref state))).Append('\n');
            }

            AssertEqual(dialect, text.ToString());
        }
    }

    [Fact]
    public void Population_OfTheCtdcFile_EqualsTheFactsOfTheFile()
    {
        var file = SharedData.File("ctdc/ctdc_global_kanon_20210715.csv");
        using var stream = File.OpenRead(file);
        var expected = FactTable.CountDistinct(stream, cancel: TestContext.Current.CancellationToken);
        var frame = FrameCounts.Of(Frame.Read(file, cancel: TestContext.Current.CancellationToken), "ctdc", null);

        var population = Population(frame, expected.Dialect, false);

        var translator = new FactTranslator(expected.Crosswalk.Facts, Laws.Library.Vocabulary);
        Assert.Equal(
            expected.Vectors.GroupBy(v => translator.Translate(v.True, v.False)).ToDictionary(g => g.Key, g => g.Sum(v => v.Count)),
            population.All.ToDictionary(v => v.Key, v => v.Value));
        // With an act given, the golden counts of the child rule: a purpose alone for a child, purpose and means for anyone else.
        var given = Population(frame, expected.Dialect, true).Judge(Laws.Library.Protocol).Result;
        Assert.Equal(97_750, given.True + given.False + given.Unknown);
        Assert.Equal(7_157 + 9_070 + 5_606 + 18_924, given.True);
    }

    private static VectorCounts Population(FrameCounts frame, Dialect dialect, bool assumeAct)
    {
        var records = frame.Vectors(frame.Columns, cancel: TestContext.Current.CancellationToken);
        return LawFacts.Of(dialect, records.Dimensions, Laws.Library.Vocabulary, assumeAct).Count(records);
    }

    private static void AssertEqual(Dialect dialect, string csv)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        var expected = FactTable.CountDistinct(stream, new FactTableOptions { Dialect = dialect.Id, Table = new TableOptions { FileName = "made.csv" } }, cancel: TestContext.Current.CancellationToken);
        var path = Path.Combine(Directory.CreateTempSubdirectory("palermo-coded-").FullName, "made.csv");
        File.WriteAllText(path, csv);
        var frame = Frame.Read(path, new FrameOptions { Dialect = dialect.Id }, cancel: TestContext.Current.CancellationToken);
        var coded = CodedFacts.Of(dialect, frame.Columns.Select(c => new CodedColumn(c.Name, c.Codes, c.ListSeparator)));
        var found = new Dictionary<(ulong, ulong), long>();
        for (var row = 0; row < frame.Rows; row++)
        {
            var facts = coded.Of([.. frame.Columns.Select(c => (ushort)c[row])]);
            found[facts] = found.GetValueOrDefault(facts) + 1;
        }

        Assert.Equal(expected.Vectors.ToDictionary(v => (v.True, v.False), v => v.Count), found);
    }

    private static string Value(Dialect dialect, DialectColumn column, ref ulong state)
    {
        state = (state * 6364136223846793005) + 1442695040888963407;
        var values = Codes(dialect, column);
        var draw = (int)((state >> 33) % (ulong)(values.Length + 1));
        var value = draw == values.Length ? "" : values[draw];
        return value.Contains(',', StringComparison.Ordinal) ? "\"" + value + "\"" : value;
    }

    private static string[] Codes(Dialect dialect, DialectColumn column) =>
        [.. (column.Values.IsDefaultOrEmpty ? dialect.Kinds.GetValueOrDefault(column.Kind) : column.Values) is { IsDefault: false } values ? values.Select(v => v.Code) : []];
}
