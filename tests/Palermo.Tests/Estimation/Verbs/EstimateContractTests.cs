using System.Text;
using System.Text.Json;
using NJsonSchema;
using Palermo.Estimation.Numerics;
using Palermo.Estimation.Simulation;
using Palermo.Tests.Cli;

namespace Palermo.Tests.Estimation.Verbs;

/// <summary>What a script may rely on: every answer follows the published schema, and no odd file comes out as a number that means nothing.</summary>
public sealed class EstimateContractTests : IDisposable
{
    private const string Rows = "1,0,0,300\n0,1,0,250\n0,0,1,200\n1,1,0,40\n1,0,1,35\n0,1,1,30\n1,1,1,9\n";
    private const string Plain = "A,B,C,count\n" + Rows;

    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromFileAsync(Path.Combine(SharedData.Repository, "data", "schemas", "estimate.schema.json")));

    private readonly string _folder = Directory.CreateTempSubdirectory("palermo-contract-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private static async Task<(int ExitCode, JsonElement Answer)> Answer(params string[] arguments)
    {
        var run = Run.Palermo(["estimate", .. arguments, "--output", "json"]);
        Assert.Empty((await Schema.Value).Validate(run.Output));
        using var json = JsonDocument.Parse(run.Output);
        return (run.ExitCode, json.RootElement.Clone());
    }

    [Fact]
    public async Task Schema_RefusesAnAnswerThatIsNone()
    {
        var schema = await Schema.Value;
        Assert.NotEmpty(schema.Validate("""{"estimates":[],"refusals":[]}"""));
        Assert.NotEmpty(schema.Validate("""{"estimates":[{"method":"chao","estimate":5}],"refusals":[{"method":"all","code":"x","reason":"y","whatToDo":"z"}]}"""));
        Assert.Empty(schema.Validate("""{"estimates":[],"refusals":[{"method":"all","code":"bad-input","reason":"y","whatToDo":"z","row":3,"column":null}]}"""));
    }

    [Fact]
    public async Task Answer_EveryPartOfTheReport_FollowsTheSchema()
    {
        var csv = new StringBuilder("A,B,C,D,sex,age,count\n");
        foreach (var (sex, age, times) in new[] { ("f", "adult", 3), ("f", "child", 1), ("m", "adult", 2), ("m", "child", 1) })
        {
            foreach (var line in File.ReadLines(SharedData.File("mse", "UKdat_4.csv")).Skip(1).Select(l => l.Split(',')))
            {
                csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{string.Join(',', line[..4])},{sex},{age},{times * int.Parse(line[4], System.Globalization.CultureInfo.InvariantCulture)}\n");
            }
        }

        var (exit, report) = await Answer(Write("all.csv", csv.ToString()), "--strata", "sex,age", "--replicates", "20", "--sweeps", "1000", "--models", "--model", "[12,3,4]", "--links-missed", "0.05", "--validate", "2", "--replicate-estimates", "--threads", "1");
        Assert.InRange(exit, 0, 1);
        foreach (var part in new[] { "estimates", "clusters", "cloud", "sensitivity", "thresholds", "priors", "dependenceBounds", "pairs", "linkage", "checks", "validation", "mayBeSaid", "mayNotBeSaid" })
        {
            Assert.NotEmpty(report.GetProperty(part).EnumerateArray());
        }

        foreach (var part in new[] { "headline", "alarm", "models", "strata", "covariates" })
        {
            Assert.Equal(JsonValueKind.Object, report.GetProperty(part).ValueKind);
        }
    }

    /// <summary>Sex x age x form x year: the parts add up to the total, thin ones are drawn to the mean, few people are not shown.</summary>
    [Fact]
    public async Task Answer_FourCrossedStrata_AddUp_AndFewPeopleAreNotShown()
    {
        var random = new SeededRandom(31, 7, 0);
        var csv = new StringBuilder("A,B,C,D,sex,age,form,year,count\n");
        foreach (var (sex, age, form, year) in from s in new[] { "f", "m" } from a in new[] { "adult", "child" } from f in new[] { "sexual", "labour" } from y in new[] { "2024", "2025" } select (s, a, f, y))
        {
            var population = (sex == "f" ? 3000 : 1500) * (age == "adult" ? 1.0 : 0.3) * (form == "sexual" ? 1.0 : 0.5);
            var counts = new long[16];
            random.Multinomial(sex == "m" && age == "child" && year == "2025" && form == "labour" ? 12 : (long)population, KnownTruth.LogLinear("t", 1, [0.10, 0.12, 0.08, 0.15], []).Chances.AsSpan(), counts);
            for (var h = 1; h < 16; h++)
            {
                csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{h & 1},{(h >> 1) & 1},{(h >> 2) & 1},{(h >> 3) & 1},{sex},{age},{form},{year},{counts[h]}\n");
            }
        }

        var file = Write("four.csv", csv.ToString());
        string[] command = [file, "--strata", "sex,age,form,year", "--method", "independence", "--replicates", "20"];
        var whole = (await Answer([.. command, "--smallest", "0"])).Answer;
        var shown = (await Answer(command)).Answer;
        foreach (var part in new[] { "strata", "covariates" })
        {
            var rows = whole.GetProperty(part).GetProperty("rows").EnumerateArray().ToArray();
            Assert.Equal(16, rows.Length);
            var total = whole.GetProperty(part).GetProperty("total").GetDouble();
            Assert.Equal(total, rows.Sum(r => r.GetProperty("estimate").GetDouble()), 1e-6 * total);
            Assert.Equal(whole.GetProperty("table").GetProperty("observed").GetInt64(), rows.Sum(r => r.GetProperty("observed").GetInt64()));
            Assert.InRange(total, 0.85 * 17_337, 1.15 * 17_337);
            Assert.Equal(total, shown.GetProperty(part).GetProperty("total").GetDouble(), 1e-9 * total);
            Assert.Equal(2, shown.GetProperty(part).GetProperty("rows").EnumerateArray().Count(r => r.GetProperty("observed").ValueKind == JsonValueKind.Null && r.GetProperty("estimate").ValueKind == JsonValueKind.Null));
        }
    }

    /// <summary>Files that say the same as the plain one, whatever program wrote them.</summary>
    public static TheoryData<string, byte[], string> Same => new()
    {
        { "byte order mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Plain)], "" },
        { "Windows line ends", Encoding.UTF8.GetBytes(Plain.ReplaceLineEndings("\r\n")), "" },
        { "no line end at the end", Encoding.UTF8.GetBytes(Plain.TrimEnd()), "" },
        { "blank lines", Encoding.UTF8.GetBytes(Plain.Replace("\n", "\n\n", StringComparison.Ordinal)), "" },
        { "semicolons", Encoding.UTF8.GetBytes(Plain.Replace(',', ';')), "" },
        { "tabs", Encoding.UTF8.GetBytes(Plain.Replace(',', '\t')), "" },
        { "quoted header and cells", Encoding.UTF8.GetBytes("\"A\",\"B\",\"C\",\"count\"\n" + Rows.Replace("300", "\"300\"", StringComparison.Ordinal)), "" },
        { "count in capitals", Encoding.UTF8.GetBytes("A,B,C,Count\n" + Rows), "" },
        { "count elsewhere, named", Encoding.UTF8.GetBytes("count,A,B,C\n" + string.Concat(Rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[6..] + "," + l[..5] + "\n"))), "--count" },
        { "an all-zero row of nobody", Encoding.UTF8.GetBytes(Plain + "0,0,0,0\n"), "" },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public async Task Answer_FileWrittenAnotherWay_IsTheSameTable(string way, byte[] file, string option)
    {
        string[] command = [Write("t.csv", file), "--method", "independence", "--replicates", "0", .. option.Length > 0 ? new[] { option, "count" } : []];
        var (exit, report) = await Answer(command);
        Assert.True(exit == 0, way);
        Assert.Equal(864, report.GetProperty("table").GetProperty("observed").GetInt64());
        Assert.Equal(["A", "B", "C"], report.GetProperty("table").GetProperty("lists").EnumerateArray().Select(l => l.GetString()!));
        Assert.Equal((await Answer(Write("plain.csv", Plain), "--method", "independence", "--replicates", "0")).Answer.GetProperty("estimates").ToString(), report.GetProperty("estimates").ToString());
    }

    /// <summary>Files no number may come of, what is said of them and where.</summary>
    [Theory]
    [InlineData("count first", "count,A,B,C\n300,1,0,0\n250,0,1,0\n9,1,1,1\n", "not the last", 1)]
    [InlineData("count in the middle, all ones", "A,B,count,C\n1,0,1,0\n0,1,1,0\n1,1,1,1\n", "not the last", 1)]
    [InlineData("count missing in a line", "A,B,C,count\n1,0,0,300\n0,1,0\n", "3 cells where the header has 4", 3)]
    [InlineData("count blank", "A,B,C,count\n1,0,0,300\n0,1,0,\n", "not recorded", 3)]
    [InlineData("count not a number", "A,B,C,count\n1,0,0,many\n", "not a number", 2)]
    [InlineData("decimal comma", "A;B;C;count\n1;0;0;4,5\n", "not a number", 2)]
    [InlineData("count infinite", "A,B,C,count\n1,0,0,1e400\n", "not a number", 2)]
    [InlineData("count beyond 64 bits", "A,B,C,count\n1,0,0,1e18\n", "too large", 2)]
    [InlineData("more people than live", "A,B,C,count\n1,0,0,9000000000\n0,1,0,9000000000\n", "more people than live", 3)]
    [InlineData("fractional count", "A,B,C,count\n1,0,0,4.5\n", "fractional", 2)]
    [InlineData("negative count", "A,B,C,count\n1,0,0,-5\n", "negative", 2)]
    [InlineData("a count in a list column", "A,B,C,count\n2,0,0,4\n", "neither 0 nor 1", 2)]
    [InlineData("a word in a list column", "A,B,C,count\nseen,0,0,4\n", "neither 0 nor 1", 2)]
    [InlineData("a list not recorded", "A,B,C,count\n,0,0,4\n", "not recorded", 2)]
    [InlineData("two lists of one name", "A,A,C,count\n1,0,0,4\n", "same name", 1)]
    [InlineData("two lists of one name but for case", "a,A,C,count\n1,0,0,4\n", "same name", 1)]
    [InlineData("a list without a name", "A,,C,count\n1,0,0,4\n", "no name", 1)]
    [InlineData("people on no list", "A,B,C,count\n1,0,0,4\n0,0,0,9\n", "history of no list", 3)]
    [InlineData("nothing", "", "empty", 0)]
    [InlineData("blank", "\n\n", "empty", 0)]
    [InlineData("no list at all", "count\n5\n", "0 list columns", 1)]
    [InlineData("seventeen lists", "A,B,C,D,E,F,G,H,I,J,K,L,M,N,O,P,Q,count\n1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,4\n", "17 list columns", 1)]
    public async Task Answer_OddFile_SaysWhatAndWhere_AndGivesNoNumber(string what, string csv, string why, int row)
    {
        var (exit, answer) = await Answer(Write("odd.csv", csv));
        Assert.True(exit == 1, what);
        Assert.Empty(answer.GetProperty("estimates").EnumerateArray());
        Assert.Contains(answer.GetProperty("refusals").EnumerateArray(), r => r.GetProperty("code").GetString() == "bad-input"
            && r.GetProperty("reason").GetString()!.Contains(why, StringComparison.Ordinal) && r.GetProperty("row").GetInt32() == row && r.GetProperty("whatToDo").GetString()!.Length > 10);
        var text = Run.Palermo("estimate", Path.Combine(_folder, "odd.csv"));
        Assert.Equal(1, text.ExitCode);
        Assert.Contains(why, text.Output, StringComparison.Ordinal);
        Assert.Contains("No estimate", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_BytesThatAreNoText_SaySo()
    {
        var (exit, answer) = await Answer(Write("latin.csv", [.. "A,B,C"u8, 0xE9, .. ",count\n1,0,0,4\n"u8]));
        Assert.Equal(1, exit);
        Assert.Empty(answer.GetProperty("estimates").EnumerateArray());
    }

    /// <summary>Tables that can be read and from which nothing follows. Whatever the method asked for, there is no number.</summary>
    [Theory]
    [InlineData("two-lists", "A,B,count\n1,0,50\n0,1,40\n1,1,10\n")]
    [InlineData("two-lists", "A,count\n1,50\n")]
    [InlineData("disconnected", "A,B,C,D,count\n1,0,0,0,50\n0,1,0,0,40\n1,1,0,0,10\n0,0,1,0,30\n0,0,0,1,20\n0,0,1,1,5\n")]
    [InlineData("no-overlap", "A,B,C,count\n1,0,0,50\n0,1,0,40\n0,0,1,10\n")]
    [InlineData("one-cell", "A,B,C,count\n1,0,0,1000000\n0,1,0,40\n0,0,1,30\n1,1,0,10\n1,0,1,9\n0,1,1,8\n")]
    [InlineData("too-many-lists", "A,B,C,D,E,F,G,H,I,J,K,L,count\n1,1,0,0,0,0,0,0,0,0,0,0,9\n0,1,1,1,1,1,1,1,1,1,1,1,9\n1,0,0,0,0,0,0,0,0,0,0,0,9\n")]
    [InlineData("no-cases", "A,B,C,count\n1,0,0,0\n0,1,0,0\n")]
    [InlineData("no-cases", "A,B,C,count\n")]
    [InlineData("empty-list", "A,B,C,D,count\n1,0,0,0,50\n0,1,0,0,40\n0,0,1,0,30\n1,1,0,0,9\n1,0,1,0,8\n0,1,1,0,7\n")]
    [InlineData("same-list", "A,B,C,D,count\n1,1,0,0,50\n0,0,1,0,40\n0,0,0,1,30\n1,1,1,0,9\n1,1,0,1,8\n0,0,1,1,7\n")]
    [InlineData("few-shared", "A,B,C,count\n1,0,0,50\n0,1,0,40\n0,0,1,30\n1,1,0,1\n0,1,1,1\n")]
    public async Task Answer_TableThatSaysNothing_HasNoNumberByAnyMethod(string code, string csv)
    {
        var file = Write("degenerate.csv", csv);
        foreach (var methods in new[] { Palermo.Estimation.Ensembles.Methods.Ensemble, Palermo.Estimation.Ensembles.Methods.Names })
        {
            var (exit, answer) = await Answer(file, "--method", string.Join(',', methods), "--replicates", "10", "--sweeps", "200", "--models", "--model", "[12,13]");
            Assert.Equal(1, exit);
            Assert.Empty(answer.GetProperty("estimates").EnumerateArray());
            Assert.Equal(JsonValueKind.Null, answer.GetProperty("headline").ValueKind);
            Assert.Equal(JsonValueKind.Null, answer.GetProperty("models").ValueKind);
            Assert.Contains(answer.GetProperty("refusals").EnumerateArray(), r => r.GetProperty("code").GetString() == code && r.GetProperty("method").GetString() == "all");
        }
    }
}
