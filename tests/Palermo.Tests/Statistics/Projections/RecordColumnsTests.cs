using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Sources;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Projections;
using Palermo.Tests.Law;

namespace Palermo.Tests.Statistics.Projections;

public sealed class RecordColumnsTests
{
    private static readonly Dialect Records = DialectCatalog.Default["palermo-records"];

    [Fact]
    public void Table_OfCasesAndAnImportedDataset_SpansBoth()
    {
        using var cases = new RecordColumns(Records);
        cases.Add([Is("gender", "woman"), Is("citizenship", "NG"), Is("registered_year", "2024")], FactVector.Empty);
        cases.Add([Is("gender", "man")], FactVector.Empty);
        string[] header = [.. DialectCatalog.Default["ctdc-63"].Columns.Select(c => c.Name)];
        string Line(string gender, string citizenship) => string.Join(',', header.Select(c => c switch { "gender" => gender, "citizenship" => citizenship, "yearOfRegistration" => "2019", _ => "" }));
        var imported = Read("ctdc-63", string.Join('\n', string.Join(',', header), Line("Female", "UA"), Line("Female", "NG"), Line("", "NG")) + "\n");
        var (dataset, mappings) = RecordColumns.OfDataset(imported, cancel: TestContext.Current.CancellationToken);

        var table = FrameCounts.Of(cases.ToFrame(), "cases", null).Count("gender", "citizenship").Add(FrameCounts.Of(dataset, "file", "ab").Count("gender", "citizenship"));

        Assert.Equal(["ctdc-63-record 1.0.0"], mappings);
        Assert.Equal(5, table.Total);
        var (woman, ng) = (table["gender"].Code("woman")!.Value, table["citizenship"].Code("NG")!.Value);
        Assert.Equal(2, table[woman, ng]);
        Assert.Equal(1, table[woman, table["citizenship"].Code("UA")!.Value]);
        Assert.Equal(1, table[0, ng]);
        Assert.Equal(1, table[table["gender"].Code("man")!.Value, 0]);
        Assert.Equal(["cases", "file"], table.Provenance.Origins.Select(o => o.Name));
    }

    [Fact]
    public void Facts_AndDeterminations_HaveColumnsWithThreeAnswers()
    {
        var law = Laws.Library.Protocol;
        FactVector act = FactVector.Empty.With(law.Vocabulary["recruitment"].Index, true), none = FactVector.Empty;
        var met = act.With(law.Vocabulary["forced_labour"].Index, true).With(law.Vocabulary["deception"].Index, true);
        var notMet = law.Vocabulary.Facts.Where(f => f.Element == FactElement.Act).Aggregate(none, (v, f) => v.With(f.Index, false));
        using var columns = new RecordColumns(Records, law.Vocabulary, law);
        foreach (var vector in (FactVector[])[met, act, notMet, none])
        {
            columns.Add([], vector);
        }

        var counts = FrameCounts.Of(columns.ToFrame(), "cases", null);

        Assert.Equal([0L, 1, 1, 2], counts.Count("law:" + law.Key).Margin("law:" + law.Key));
        Assert.Equal([1L, 2, 1], counts.Count("fact:recruitment").Margin("fact:recruitment"));
    }

    [Fact]
    public void Add_AWrongCode_LeavesNoHalfRow()
    {
        using var columns = new RecordColumns(Records);
        Assert.Throws<ArgumentException>(() => columns.Add([Is("registered_year", "2019"), Is("gender", "Woman?")], FactVector.Empty));
        Assert.Throws<ArgumentException>(() => columns.Add([Is("name", "x")], FactVector.Empty));
        columns.Add([Is("gender", "man")], FactVector.Empty);

        var table = FrameCounts.Of(columns.ToFrame(), "cases", null).Count("registered_year", "gender");
        Assert.Equal(1, table.Total);
        Assert.Equal(1, table[0, 2]);
    }

    private static KeyValuePair<string, ImmutableArray<string>> Is(string column, string code) => new(column, [code]);

    private static Frame Read(string dialect, string csv) => Frame.Read(Source.Open(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv))), new FrameOptions { Dialect = dialect }, cancel: TestContext.Current.CancellationToken);
}
