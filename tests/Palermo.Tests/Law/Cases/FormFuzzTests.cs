using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Palermo.Law.Cases;
using Palermo.Law.Documents;

namespace Palermo.Tests.Law.Cases;

/// <summary>Broken input by the ten thousands: never a crash, never half a case, and never a word of what was written there.</summary>
public sealed class FormFuzzTests
{
    private const int CaseForms = 70_000;
    private const int RawBytes = 30_000;
    private const int InstrumentFiles = 2_000;

    /// <summary>Stands for whatever a person may have typed; it may not turn up in a problem.</summary>
    private const string Secret = "Zqx-Secret";

    private static readonly string[] Words =
        ["true", "false", "unknown", "maybe", "deception", "act_any", "under_18", "2020-01-01", "2020-13-45", "0000-00-00", "palermo-case/1", "balance", "", " ", Secret, "\ue000", "\0", "🜁", new string('x', 3000) + Secret];

    private static readonly string[] Names =
        ["id", "title", "format", "conduct", "from", "to", "findings", "fact_vector", "atom", "state", "standard", "origin", "set", "act", "means", "purpose", "act_any", "means_any", "purpose_any", "victim_child", "transnational", "organized_group", "evidence", "inferred_from", "about", "believed", "target", "nexus", "deception", "recruitment", Secret];

    [Fact]
    public void Read_GeneratedForms_NeverCrashAndNeverEcho()
    {
        var stream = new Stream(53);
        var (read, refused) = (0, 0);
        string[] seeds = ["""{"id":"a","fact_vector":{"act":{"recruitment":"true"},"means":{},"means_any":"false","victim_child":"true"}}""", """{"format":"palermo-case/1","id":"a","conduct":{"from":"2020-01-01","to":"2020-02-01"},"findings":[{"atom":"deception","state":"true","evidence":["e1"],"believed":true},{"atom":"under_18","state":"unknown"}]}"""];
        for (var i = 0; i < CaseForms; i++)
        {
            var text = new StringBuilder();
            if (stream.Chance(70))
            {
                Mutated(JsonNode.Parse(stream.Of(seeds))!, stream, text);
            }
            else
            {
                Tree(stream, text, 0);
            }

            JsonElement form;
            try
            {
                form = JsonDocument.Parse(Whole(text)).RootElement;
            }
            catch (JsonException)
            {
                continue;
            }

            var (facts, problems) = CaseForm.Read(form, Laws.Library, "cases.jsonl:7");
            Assert.True(facts is null == problems.Count > 0, "either a whole case or problems");
            read += facts is null ? 0 : 1;
            refused += facts is null ? 1 : 0;
            foreach (var problem in problems)
            {
                Assert.Equal("cases.jsonl:7", problem.File);
                Assert.NotEmpty(problem.What);
                Assert.False(problem.ToString().Contains(Secret, StringComparison.Ordinal), "a problem repeats what was written: " + problem.ToString()[..Math.Min(200, problem.ToString().Length)]);
            }
        }

        Assert.True(read > 100 && refused > 10_000, $"{read} read, {refused} refused");
    }

    [Theory]
    [InlineData("""{"id":"a","fact_vector":{"act":{"recruitment":"true"},"act_any":"false"}}""", "fact_vector.act_any", "yet one of its items is true")]
    [InlineData("""{"id":"a","fact_vector":{"act":{"deception":"true"}}}""", "fact_vector.act", "not one of the vocabulary's for act")]
    [InlineData("""{"id":"a","fact_vector":{"act":{"recruitment":"true","recruitment":"false"}}}""", "fact_vector.act.recruitment", "stands twice")]
    [InlineData("""{"id":"a","fact_vector":{"act":["recruitment"]}}""", "fact_vector.act", "an object of items")]
    [InlineData("""{"id":"a","fact_vector":{"victim_child":1}}""", "fact_vector.victim_child", "is expected here")]
    [InlineData("""{"id":"a","fact_vector":{},"fact_vector":{}}""", "fact_vector", "stands twice")]
    [InlineData("""{"id":"a","fact_vector":[]}""", "fact_vector", "an object is expected")]
    [InlineData("""{"fact_vector":{}}""", "id", "a non-empty string")]
    [InlineData("""{"id":5,"fact_vector":{}}""", "id", "a non-empty string")]
    [InlineData("""{"id":"a"}""", "", "neither findings nor a fact_vector")]
    [InlineData("""{"id":"a","findings":{}}""", "findings", "a list is expected")]
    [InlineData("""{"id":"a","findings":[5]}""", "findings[0]", "an object is expected")]
    [InlineData("""{"id":"a","findings":[{"atom":"decepton","state":"true"}]}""", "findings[0].atom", "knows this atom")]
    [InlineData("""{"id":"a","findings":[{"atom":"?","state":"true"}]}""", "findings[0].atom", "knows this atom")]
    [InlineData("""{"id":"a","findings":[{"atom":"deception","state":"yes"}]}""", "findings[0].state", "is expected here")]
    [InlineData("""{"id":"a","findings":[{"atom":"deception"}]}""", "findings[0].state", "is expected here")]
    [InlineData("""{"id":"a","findings":[{"atom":"deception","state":"true","from":"2020-02-30"}]}""", "findings[0].from", "a day written yyyy-mm-dd")]
    [InlineData("""{"id":"a","findings":[{"atom":"deception","state":"true","from":"2020-02-02","to":"2020-02-01"}]}""", "findings[0].to", "lies before the first")]
    [InlineData("""{"id":"a","findings":[{"atom":"deception","state":"true","believed":"true"}]}""", "findings[0].believed", "true or false")]
    [InlineData("""{"id":"a","findings":[{"atom":"deception","state":"true","sate":"true"}]}""", "findings[0]", "property 3 is none of this object's")]
    [InlineData("""{"format":"palermo-case/9","id":"a","findings":[]}""", "format", "this program reads palermo-case/1")]
    [InlineData("""[]""", "", "a case is an object")]
    [InlineData("""{"id":"\ud800","findings":[]}""", "", "not valid Unicode")]
    public void Read_BrokenForm_TellsWhereAndWhy(string json, string path, string what)
    {
        var (facts, problems) = CaseForm.Read(JsonDocument.Parse(json).RootElement, Laws.Library, "case.json");

        Assert.Null(facts);
        Assert.Contains(problems, p => p.Path == path && p.What.Contains(what, StringComparison.Ordinal));
        Assert.Equal(problems.Count, problems.Distinct().Count());
    }

    [Fact]
    public void Read_DeepNesting_IsToldNotThrown()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 900)) + string.Concat(Enumerable.Repeat("]", 900));
        var form = JsonDocument.Parse($$"""{"id":"a","fact_vector":{"act":{{deep}}},"findings":[{{deep}}]}""", new JsonDocumentOptions { MaxDepth = 2000 }).RootElement;
        Assert.Null(CaseForm.Read(form, Laws.Library, "case.json").Case);
        var (version, problems) = Laws.Library.Read(Encoding.UTF8.GetBytes($$"""{"id":"a","definition":{{deep}}}"""), "draft.json");
        Assert.Null(version);
        Assert.NotEmpty(problems);
    }

    [Fact]
    public void ReadInstrument_RawBytesAndBrokenFiles_NeverCrash()
    {
        var stream = new Stream(59);
        for (var i = 0; i < RawBytes; i++)
        {
            var bytes = new byte[stream.Below(60)];
            for (var b = 0; b < bytes.Length; b++)
            {
                bytes[b] = stream.Chance(70) ? (byte)"{}[]\":,0truefalsn\\u "[stream.Below(20)] : (byte)stream.Bits();
            }

            Told(Laws.Library.Read(bytes, "draft.json"));
        }

        var seeds = new[] { "un-palermo/2000", Laws.Library.Versions[0].Key, Laws.Library.Versions[^1].Key }.Select(k => Drafts.Copy(k)).ToList();
        for (var i = 0; i < InstrumentFiles; i++)
        {
            var text = new StringBuilder();
            Mutated(stream.Of(seeds).DeepClone(), stream, text);
            Told(Laws.Library.Read(Encoding.UTF8.GetBytes(Whole(text)), "draft.json"));
        }

        static void Told((Palermo.Law.Instruments.InstrumentVersion? Version, IReadOnlyList<DocumentProblem> Problems) read)
        {
            Assert.True(read.Version is null == read.Problems.Count > 0);
            Assert.All(read.Problems, p => Assert.Equal("draft.json", p.File));
            if (read.Version is { } version)
            {
                // What loads can be evaluated.
                _ = version.Evaluator.Evaluate(version.Definition, new Palermo.Law.Facts.FactVector(0x155555, 0x2AAAAA));
                _ = Palermo.Law.Determinations.Determiner.Determine([], version, new());
            }
        }
    }

    /// <summary>Written as \ue000 until the text is whole, since JSON writers refuse half a surrogate pair.</summary>
    private static string Whole(StringBuilder text) => text.ToString().Replace("\\ue000", "\\ud800", StringComparison.OrdinalIgnoreCase);

    /// <summary>A tree with one to three places changed: dropped, doubled, of another type, or of another value.</summary>
    private static void Mutated(JsonNode tree, Stream stream, StringBuilder text)
    {
        for (var changes = 1 + stream.Below(3); changes > 0; changes--)
        {
            var at = tree;
            for (var depth = stream.Below(7); depth > 0; depth--)
            {
                var kids = at switch { JsonObject o => o.Select(p => p.Value).OfType<JsonNode>().ToList(), JsonArray a => [.. a.OfType<JsonNode>()], _ => [] };
                at = kids.Count == 0 ? at : stream.Of(kids);
            }

            var other = new StringBuilder();
            Tree(stream, other, 3);
            JsonNode? value;
            try
            {
                value = JsonNode.Parse(other.ToString());
            }
            catch (JsonException)
            {
                continue;
            }

            switch (at)
            {
                case JsonObject o when o.Count > 0:
                    var name = stream.Of(o.Select(p => p.Key).ToList());
                    if (stream.Chance(30)) { o.Remove(name); }
                    else if (stream.Chance(30)) { o[stream.Of(Names)] = value; }
                    else { o[name] = value; }

                    break;
                case JsonArray a when a.Count > 0:
                    var index = stream.Below(a.Count);
                    if (stream.Chance(40)) { a.Add(a[index]?.DeepClone()); }
                    else if (stream.Chance(50)) { a.RemoveAt(index); }
                    else { a[index] = value; }

                    break;
            }
        }

        text.Append(tree.ToJsonString());
    }

    private static void Tree(Stream stream, StringBuilder text, int depth)
    {
        switch (depth > 4 ? stream.Below(5) : stream.Below(8))
        {
            case 0: text.Append("null"); break;
            case 1: text.Append(stream.Chance(50) ? "true" : "false"); break;
            case 2: text.Append(stream.Of<string>(["0", "-1", "1e999", "2147483648", "0.5", "123456789012345678901234567890"])); break;
            case 3 or 4: Quote(stream.Of(Words), text); break;
            case 5:
                text.Append('[');
                for (var i = stream.Below(4); i > 0; i--)
                {
                    Tree(stream, text, depth + 1);
                    text.Append(i > 1 ? "," : "");
                }

                text.Append(']');
                break;
            default:
                text.Append('{');
                // Names stand twice in the outer objects only: the trees that are changed afterwards cannot hold that.
                var first = stream.Below(Names.Length);
                for (var i = stream.Below(6); i > 0; i--)
                {
                    Quote(depth < 2 ? stream.Of(Names) : Names[(first + i) % Names.Length], text);
                    text.Append(':');
                    Tree(stream, text, depth + 1);
                    text.Append(i > 1 ? "," : "");
                }

                text.Append('}');
                break;
        }
    }

    private static void Quote(string word, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in word)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '/' or ' ' ? c.ToString() : $"\\u{(int)c:x4}");
        }

        text.Append('"');
    }
}
