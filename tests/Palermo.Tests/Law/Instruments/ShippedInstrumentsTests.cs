using System.Security.Cryptography;
using System.Text.Json;
using NJsonSchema;
using Palermo.Law.Documents;
using Palermo.Law.Instruments;

namespace Palermo.Tests.Law.Instruments;

/// <summary>The instruments as shipped: they follow their published schema, their dates neither overlap nor gap, and their text is bound word by word.</summary>
public sealed class ShippedInstrumentsTests
{
    public static TheoryData<string> Keys => [.. Laws.Library.Versions.Select(v => v.Key)];

    [Fact]
    public void Library_EveryFileIsRead() =>
        Assert.Equal(
            Directory.EnumerateFiles(Laws.Folder, "*.json", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Laws.Folder, f).Replace('\\', '/')).Where(f => f.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            Laws.Library.Versions.Select(v => v.Key + ".json").Order(StringComparer.Ordinal));

    [Fact]
    public async Task Files_FollowThePublishedSchema()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Laws.Folder, "instrument.schema.json"), TestContext.Current.CancellationToken);
        foreach (var version in Laws.Library.Versions)
        {
            var errors = schema.Validate(await File.ReadAllTextAsync(Path.Combine(Laws.Folder, version.Key + ".json"), TestContext.Current.CancellationToken));
            Assert.True(errors.Count == 0, $"{version.Key}: {string.Join("; ", errors.Select(e => $"{e.Path} {e.Kind}"))}");
        }

        Assert.NotEmpty(schema.Validate("""{ "id": "x" }"""));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Text_EveryOperativeWordIsBound(string key)
    {
        var instrument = Laws.Library.Find(key)!;
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Laws.Folder, key + ".json")));
        var cited = new HashSet<string>(StringComparer.Ordinal);
        Collect(file.RootElement, cited);

        Assert.All(instrument.Text.Spans, s => Assert.True(cited.Contains(s.Id) != s.NonOperative is not null, $"{key}: span {s.Id}"));
        Assert.All(cited, c => Assert.NotNull(instrument.Text.Find(c)));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Labels_AreThereInEnglishAndArabic(string key)
    {
        var instrument = Laws.Library.Find(key)!;
        foreach (var label in instrument.Atoms.SelectMany(a => new[] { a.Label, a.Question }).Append(instrument.Title).Append(instrument.ShortTitle))
        {
            Assert.True(label.Has("en") && label.Has("ar"), $"{key}: {label}");
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Unverified_IsShownAndNeverComputed(string key)
    {
        var instrument = Laws.Library.Find(key)!;
        var settable = Vectors.Settable(instrument);
        var everything = Vectors.Findings(new Palermo.Law.Facts.FactVector(instrument.Evaluator.Definition.Variables & settable, 0), instrument);
        var determination = Palermo.Law.Determinations.Determiner.Determine(everything, instrument, new());

        Assert.Equal(instrument.IsVerified, determination.IsComputed);
        Assert.True(instrument.IsVerified || (determination.Result.IsUnknown && determination.Act.Value.IsUnknown && determination.Offence.IsUnknown));
        Assert.True(instrument.IsVerified || Palermo.Law.Determinations.Determiner.Judge(new(ulong.MaxValue, 0), instrument) == default);
        foreach (var atom in instrument.Atoms.Where(a => !a.IsVerified))
        {
            Assert.Null(instrument.Evaluator.Bit(atom.Id));
        }
    }

    [Fact]
    public void Dates_OverlapGapAndMissingDay_AreTold()
    {
        var folder = Directory.CreateTempSubdirectory("palermo-instruments").FullName;
        try
        {
            File.Copy(Path.Combine(Laws.Folder, "vocabulary.json"), Path.Combine(folder, "vocabulary.json"));
            Directory.CreateDirectory(Path.Combine(folder, "un-palermo"));
            Write(folder, "2000", "2003-12-25", "2010-12-31");

            Write(folder, "2011", "2010-12-31", null);
            Assert.Contains("un-palermo/2011.json: inForce.from: the version overlaps with un-palermo/2000, which runs to 2010-12-31", Told(folder));

            Write(folder, "2011", "2011-01-02", null);
            Assert.Contains("un-palermo/2011.json: inForce.from: between un-palermo/2000, which ends 2010-12-31, and this version lies a gap that no note explains", Told(folder));

            Write(folder, "2011", null, null);
            Assert.Contains(Told(folder), t => t.StartsWith("un-palermo/", StringComparison.Ordinal) && t.Contains("inForce.from", StringComparison.Ordinal));

            Write(folder, "2011", "2011-01-01", null);
            Assert.Equal([], Told(folder));

            File.Move(Path.Combine(folder, "un-palermo", "2011.json"), Path.Combine(folder, "un-palermo", "2012.json"));
            Assert.Contains("un-palermo/2012.json: id: the file calls itself un-palermo/2011; it must stand at un-palermo/2011.json", Told(folder));

            File.Delete(Path.Combine(folder, "un-palermo", "2000.json"));
            Assert.Contains(Told(folder), t => t.StartsWith("un-palermo/2000.json: ", StringComparison.Ordinal));
            Assert.Throws<InstrumentException>(() => InstrumentLibrary.Load(folder));

            File.Delete(Path.Combine(folder, "vocabulary.json"));
            Assert.Contains("vocabulary.json: the file is missing from the folder of instruments", Told(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Versions_OfOneInstrument_MeetDayByDay()
    {
        foreach (var family in Laws.Library.Versions.Where(v => v.InForce.From is not null).GroupBy(v => v.Id, StringComparer.Ordinal))
        {
            foreach (var version in family)
            {
                Assert.Same(version, Laws.Library.Find(version.Id, version.InForce.From!.Value));
                Assert.NotSame(version, Laws.Library.Find(version.Id, version.InForce.From!.Value.AddDays(-1)));
                if (version.InForce.To is { } last)
                {
                    Assert.Same(version, Laws.Library.Find(version.Id, last));
                    Assert.NotSame(version, Laws.Library.Find(version.Id, last.AddDays(1)));
                }
            }
        }
    }

    [Fact]
    public void Index_WhereThereIsOne_HoldsTheHashOfEveryVersion()
    {
        var index = Path.Combine(Laws.Folder, "index.json");
        Assert.SkipUnless(File.Exists(index), "data/instruments/index.json is not there: no list of hashes holds shipped versions immutable yet");
        var text = File.ReadAllText(index);
        Assert.All(Laws.Library.Versions, v => Assert.Contains(v.Hash, text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Hash_IsThatOfTheFile(string key) =>
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Laws.Folder, key + ".json")))), Laws.Library.Find(key)!.Hash);

    private static void Write(string folder, string version, string? from, string? to)
    {
        var copy = Drafts.Copy();
        copy["version"] = version;
        copy["inForce"]!["from"] = from;
        copy["inForce"]!["to"] = to;
        copy["inForce"]!.AsObject().Remove("note");
        File.WriteAllText(Path.Combine(folder, "un-palermo", version + ".json"), copy.ToJsonString());
    }

    private static List<string> Told(string folder) => [.. InstrumentLibrary.Check(folder).Problems.Select(p => p.ToString())];

    private static void Collect(JsonElement at, HashSet<string> cited)
    {
        if (at.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in at.EnumerateArray())
            {
                Collect(item, cited);
            }
        }
        else if (at.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in at.EnumerateObject())
            {
                if (property.NameEquals("cite"))
                {
                    cited.UnionWith(property.Value.EnumerateArray().Select(c => c.GetString()!));
                }
                else
                {
                    Collect(property.Value, cited);
                }
            }
        }
    }
}
