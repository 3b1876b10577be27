using NJsonSchema;
using Palermo.Records;
using Palermo.Records.Conversions;
using Palermo.Records.Crosswalks;
using Palermo.Records.Dialects;

namespace Palermo.Tests.Records.Dialects;

public sealed class DataFileTests
{
    private static string Folder => DialectCatalog.Default.Folder;

    public static TheoryData<string, string> Files => [.. DialectCatalog.Default.Dialects
        .SelectMany(d => Directory.GetFiles(Path.Combine(Folder, d.Id), "*.json"))
        .Select(f => (Path.GetRelativePath(Folder, f), SchemaOf(Path.GetFileName(f))))
        .Where(f => f.Item2.Length > 0)
        .Append(("facts.json", "facts.schema.json"))];

    private static string SchemaOf(string file) => file switch
    {
        "dialect.json" => "dialect.schema.json",
        _ when file.StartsWith("crosswalk.v", StringComparison.Ordinal) => "crosswalk.schema.json",
        _ when file.StartsWith("record.v", StringComparison.Ordinal) => "record.schema.json",
        _ => "",
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task DataFile_EveryShippedOne_FollowsItsSchema(string file, string schemaFile)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Folder, schemaFile), TestContext.Current.CancellationToken);

        Assert.Empty(schema.Validate(await File.ReadAllTextAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Crosswalk_EveryShippedOne_IsSound()
    {
        var mapped = DialectCatalog.Default.Dialects.Where(d => Crosswalk.Exists(d, DialectCatalog.Default)).ToList();

        Assert.Contains(mapped, d => d.Id == "ctdc-63");
        Assert.Contains(mapped, d => d.Id == "palermo-facts");
        Assert.All(mapped, d => Assert.Equal("recorded", Crosswalk.For(d, DialectCatalog.Default).Standard));
    }

    [Fact]
    public void RecordMapping_EveryShippedOne_IsSound()
    {
        var catalog = DialectCatalog.Default;
        var mapped = catalog.Dialects.Where(d => RecordMapping.Exists(d, catalog)).Select(d => d.Id).ToList();

        Assert.Equal(["ctdc-27", "ctdc-63", "ctdc-vp", "htcds-0.2", "htcds-2.0", "niem-6", "palermo-records", "uk-nrm-form"], mapped);
        Assert.All(mapped, id => Assert.True(RecordMapping.For(catalog[id], catalog) is null == (id == RecordMapping.Records)));
    }

    [Fact]
    public void Schema_OfHtcdsRecords_IsThePublishedFile() =>
        Assert.Equal(
            System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "htcds-2.0", "htcds-2.0.schema.json")))!.ToJsonString(),
            DialectSchema.Of(DialectCatalog.Default["htcds-2.0"]).ToJsonString());

    [Fact]
    public void FactList_Names_AreThoseOfTheVocabularyInOrder()
    {
        var facts = Crosswalk.For(DialectCatalog.Default["palermo-facts"], DialectCatalog.Default).Facts;

        Assert.Equal(
            "recruitment transportation transfer harbouring receipt act_any threat_of_force use_of_force other_coercion abduction fraud deception abuse_of_power abuse_of_vulnerability payments_to_controller means_any prostitution_of_others sexual_exploitation_other forced_labour slavery practices_similar_to_slavery servitude organ_removal other_exploitation purpose_any under_18 transnational organized_criminal_group control_of_movement procurement purchase_sale forced_criminality forced_marriage begging work_contrary_to_human_dignity illegal_adoption surrogacy",
            string.Join(' ', facts.Facts.Select(f => f.Name)));
    }

    [Theory]
    [InlineData("{}", "$")]
    [InlineData("{ not json", null)]
    [InlineData("""{"id":"x","version":"1","title":"t","unit":"u","sources":["s"],"recognise":{"atLeast":1},"columns":[{"name":"a","kind":"nonsense"}]}""", "$.columns[0].kind")]
    [InlineData("""{"id":"x","version":"1","title":"t","unit":"u","sources":["s"],"recognise":{"atLeast":1},"columns":[{"name":"a","kind":"text"},{"name":"A","kind":"text"}]}""", "$.columns[1]")]
    [InlineData("""{"id":"y","version":"1","title":"t","unit":"u","sources":["s"],"recognise":{"atLeast":1},"columns":[]}""", "$.id")]
    public void Catalog_FaultyDefinition_NamesFileAndPath(string text, string? path)
    {
        var folder = Directory.CreateTempSubdirectory("palermo-dialects").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "x"));
            File.WriteAllText(Path.Combine(folder, "x", "dialect.json"), text);
            var error = Assert.Throws<RecordsException>(() => DialectCatalog.Load(folder)).Error;

            Assert.Equal(RecordsErrorCode.Definition, error.Code);
            Assert.EndsWith("dialect.json", error.Where.File, StringComparison.Ordinal);
            if (path is not null)
            {
                Assert.Equal(path, error.Where.Path);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whoever holds the official classification drops its files into the slot: reading, checking and stating facts work from then on.</summary>
    [Fact]
    public void IcTip_SlotIsEmptyAndDocumented_AndADroppedClassificationIsReadWithoutARelease()
    {
        var slot = Path.Combine(SharedData.Repository, "data", "dialects", "ic-tip");
        Assert.Equal(["README.md"], Directory.GetFiles(slot).Select(Path.GetFileName));

        var folder = Directory.CreateTempSubdirectory("palermo-slot").FullName;
        try
        {
            File.Copy(Path.Combine(Folder, "facts.json"), Path.Combine(folder, "facts.json"));
            Directory.CreateDirectory(Path.Combine(folder, "ic-tip"));
            File.WriteAllText(Path.Combine(folder, "ic-tip", "dialect.json"), """
                {"$schema":"../dialect.schema.json","id":"ic-tip","version":"2025.0.0","title":"A classification","unit":"victim","sources":["a published edition"],"recognise":{"atLeast":2},
                 "columns":[{"name":"VariableA","kind":"code","values":[{"code":"A1"},{"code":"A2"}]},{"name":"VariableB","kind":"open"}]}
                """);
            var catalog = Palermo.Records.Dialects.DialectCatalog.Load(folder);
            var frame = Palermo.Records.Frames.Frame.Read(
                Palermo.Records.Sources.Source.Open(new MemoryStream("VariableA,VariableB\nA1,x\nA3,y\n"u8.ToArray())),
                new Palermo.Records.Frames.FrameOptions { Catalog = catalog },
                cancel: TestContext.Current.CancellationToken);

            Assert.Equal(("ic-tip", 2), (frame.Dialect.Id, frame.Rows));
            Assert.Equal("A1", frame["VariableA"].Text(0));
            Assert.Equal(1, frame.Ledger.CountOf("unrecognised-value"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
