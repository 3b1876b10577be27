using System.Text;
using System.Text.Json.Nodes;
using Palermo.Law.Documents;
using Palermo.Law.Instruments;

namespace Palermo.Tests.Law.Instruments;

/// <summary>Every way in which an instrument file can be wrong is told with its place and its reason.</summary>
public sealed class InstrumentReaderTests
{
    private static readonly Dictionary<string, (Action<JsonObject> Break, string Path, string What)> Faults = new(StringComparer.Ordinal)
    {
        ["format of another program"] = (d => d["format"] = 2, "format", "reads format 1"),
        ["misspelt property"] = (d => Rename(d, "citation", "citaton"), "citaton", "is not a property of this object"),
        ["title missing"] = (d => d.Remove("title"), "title", "a label is expected"),
        ["title without Arabic"] = (d => d["title"]!.AsObject().Remove("ar"), "title", "words in 'ar' are missing"),
        ["title without English"] = (d => d["shortTitle"]!.AsObject().Remove("en"), "shortTitle", "words in 'en' are missing"),
        ["empty words"] = (d => d["title"]!["en"] = "", "title.en", "a non-empty string is expected"),
        ["kind unknown"] = (d => d["kind"] = "custom", "kind", "is expected here"),
        ["verified missing"] = (d => d.Remove("verified"), "verified", "true or false is required"),
        ["verified a word"] = (d => d["verified"] = "yes", "verified", "true or false is expected"),
        ["day not a day"] = (d => d["inForce"]!["from"] = "2003-02-30", "inForce.from", "a day written yyyy-mm-dd"),
        ["last day before first"] = (d => d["inForce"]!["to"] = "2001-01-01", "inForce", "lies before the first"),
        ["date not verified or not"] = (d => d["inForce"]!.AsObject().Remove("verified"), "inForce.verified", "true or false is required"),
        ["no sources"] = (d => d.Remove("sources"), "sources", "a list is expected"),
        ["source without title"] = (d => d["sources"]![0]!.AsObject().Remove("title"), "sources[0].title", "a non-empty string is expected"),
        ["spans not a list"] = (d => d["text"]!["spans"] = "words", "text.spans", "a list is expected"),
        ["span twice"] = (d => d["text"]!["spans"]![1]!["id"] = d["text"]!["spans"]![0]!["id"]!.GetValue<string>(), "text.spans[1].id", "stands twice"),
        ["span bound to nothing"] = (d => d["text"]!["spans"]!.AsArray().Add(new JsonObject { ["id"] = "zz", ["at"] = "3", ["words"] = "more" }), "text.spans", "span 'zz' are bound to nothing"),
        ["span cited and yet not operative"] = (d => Span(d, "a2")["nonOperative"] = "decides nothing", "text.spans", "'a2' is cited and yet marked"),
        ["atom twice in the list"] = (d => d["atoms"]!.AsArray().Add(d["atoms"]![0]!.DeepClone()), "atoms[26].id", "stands twice"),
        ["atom nobody uses"] = (d => d["atoms"]!.AsArray().Add(Own("spare")), "atoms", "no node uses the atom 'spare'"),
        ["atom without label or question"] = (d => Atom(d, "intentional").Remove("question"), "atoms[25]", "needs a label and a question"),
        ["atom without citation"] = (d => Atom(d, "deception").Remove("cite"), "atoms[10].cite", "a citation is required"),
        ["citation to nowhere"] = (d => Atom(d, "deception")["cite"] = new JsonArray("a99"), "atoms[10].cite", "'a99' resolves to no span"),
        ["citation not a list"] = (d => Atom(d, "deception")["cite"] = "a15", "atoms[10].cite", "a list is expected"),
        ["fact unknown"] = (d => Atom(d, "deception")["from"]![0]!["fact"] = "lies", "atoms[10].from[0].fact", "the vocabulary has no fact 'lies'"),
        ["relation unknown"] = (d => Atom(d, "deception")["from"]![0]!["relation"] = "same", "atoms[10].from[0].relation", "is expected here"),
        ["relation without why"] = (d => Atom(d, "deception")["from"]!.AsArray().Add(new JsonObject { ["fact"] = "fraud", ["relation"] = "unclear" }), "atoms[10].from[1]", "must say why"),
        ["two equivalents"] = (d => Atom(d, "deception")["from"]!.AsArray().Add(new JsonObject { ["fact"] = "fraud", ["relation"] = "equivalent" }), "atoms[10].from[1]", "equivalent to one fact only"),
        ["equivalent and yet narrower"] = (d => Atom(d, "deception")["from"]!.AsArray().Add(new JsonObject { ["fact"] = "fraud", ["relation"] = "narrower", ["why"] = "a test" }), "atoms[10].from", "would be lost"),
        ["minutes a word"] = (d => Atom(d, "intentional")["minutes"] = "three", "atoms[25].minutes", "a number is expected"),
        ["minutes negative"] = (d => Atom(d, "intentional")["minutes"] = -1, "atoms[25].minutes", "between"),
        ["harm off the scale"] = (d => Atom(d, "intentional")["harm"] = 9, "atoms[25].harm", "between 0 and 4"),
        ["harm a fraction"] = (d => Atom(d, "intentional")["harm"] = 1.5, "atoms[25].harm", "a whole number is expected"),
        ["node of no kind"] = (d => d["nodes"]!["child"] = new JsonObject { ["label"] = Label() }, "nodes.child", "a node is one of"),
        ["node of two kinds"] = (d => d["nodes"]!["act"]!["openList"] = new JsonArray(), "nodes.act", "one kind"),
        ["node not an object"] = (d => d["nodes"]!["child"] = "under_18", "nodes.child", "a node is expected here"),
        ["node without parts"] = (d => d["nodes"]!["act"]!["anyOf"] = new JsonArray(), "nodes.act.anyOf", "at least one part"),
        ["parts not a list"] = (d => d["nodes"]!["act"]!["anyOf"] = 5, "nodes.act.anyOf", "a list is expected"),
        ["node without citation"] = (d => d["nodes"]!["act"]!.AsObject().Remove("cite"), "nodes.act.cite", "a citation is required"),
        ["atom of a node unknown"] = (d => d["nodes"]!["child"]!["atom"] = "minor", "nodes.child.atom", "there is no atom 'minor'"),
        ["atom twice in one node"] = (d => d["nodes"]!["act"]!["anyOf"]!.AsArray().Add(new JsonObject { ["atom"] = "transfer" }), "nodes.act.anyOf", "'transfer' stands twice"),
        ["reference to nowhere"] = (d => d["definition"]!["allOf"]![0]!["ref"] = "acts", "definition.allOf[0].ref", "there is no node 'acts'"),
        ["reference to itself"] = (d => d["nodes"]!["act"]!["anyOf"]!.AsArray().Add(new JsonObject { ["ref"] = "act" }), "nodes.act", "refers to itself"),
        ["reference in a circle"] = (d => { d["nodes"]!["act"]!["anyOf"]!.AsArray().Add(new JsonObject { ["ref"] = "purpose" }); d["nodes"]!["purpose"]!["openList"]!.AsArray().Add(new JsonObject { ["ref"] = "act" }); }, "nodes.act", "refers to itself"),
        ["definition refers to itself"] = (d => d["definition"]!["allOf"]!.AsArray().Add(new JsonObject { ["ref"] = "definition" }), "definition", "refers to itself"),
        ["node nothing reaches"] = (d => d["nodes"]!["spare"] = new JsonObject { ["atom"] = "transfer" }, "nodes", "nothing reaches the node 'spare'"),
        ["nodes that only reach each other"] = (d => { d["nodes"]!["one"] = Part("two"); d["nodes"]!["two"] = new JsonObject { ["atom"] = "transfer" }; }, "nodes", "nothing reaches the node 'one'"),
        ["open list without other"] = (d => d["nodes"]!["purpose"]!.AsObject().Remove("other"), "nodes.purpose.other", "a non-empty string is expected"),
        ["more asked than there are"] = (d => d["nodes"]!["act"] = new JsonObject { ["atLeast"] = 9, ["of"] = d["nodes"]!["act"]!["anyOf"]!.DeepClone(), ["cite"] = new JsonArray("a6") }, "nodes.act.atLeast", "between 1 and the number of parts"),
        ["negation of a mapped atom"] = (d => { d["atoms"]!.AsArray().Add(Own("mapped", "fraud")); d["nodes"]!["child"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["atom"] = "under_18" }, new JsonObject { ["not"] = "mapped" }), ["cite"] = new JsonArray("c1") }; }, "nodes.child.anyOf[1]", "cannot be negated"),
        ["element unknown"] = (d => d["elements"]!["act"] = "acts", "elements.act", "there is no node 'acts'"),
        ["element missing"] = (d => d["elements"]!.AsObject().Remove("means"), "elements.means", "is required"),
        ["elements missing"] = (d => d.Remove("elements"), "elements", "an object is expected"),
        ["definition missing"] = (d => d.Remove("definition"), "definition", "a node is expected here"),
        ["scope without label"] = (d => d["scope"]!.AsObject().Remove("label"), "scope.label", "a label is expected"),
        ["parameters missing"] = (d => d.Remove("parameters"), "parameters", "an object is expected"),
        ["child age a word"] = (d => d["parameters"]!["childAge"] = "eighteen", "parameters.childAge", "a whole number"),
        ["purpose list unknown"] = (d => d["parameters"]!["purposeList"] = "ajar", "parameters.purposeList", "is expected here"),
        ["purpose list said closed and encoded open"] = (d => d["parameters"]!["purposeList"] = "closed", "parameters.purposeList", "open list"),
        ["consent rule missing"] = (d => d["parameters"]!.AsObject().Remove("consent"), "parameters.consent", "is expected"),
        ["nexus unknown"] = (d => d["parameters"]!["nexus"] = true, "parameters.nexus", "is expected here"),
        ["modality unknown"] = (d => d["consequences"]![0]!["modality"] = "must", "consequences[0].modality", "is expected here"),
        ["consequence kind unknown"] = (d => d["consequences"]![0]!["kind"] = "gift", "consequences[0].kind", "is expected here"),
        ["consequence twice"] = (d => d["consequences"]![1]!["id"] = d["consequences"]![0]!["id"]!.GetValue<string>(), "consequences", "stands twice"),
        ["derived twice"] = (d => d["derived"]![1]!["id"] = "attempt", "derived", "stands twice"),
        ["reading of nothing"] = (d => d["readings"] = new JsonArray(new JsonObject { ["id"] = "r", ["label"] = Label(), ["node"] = "nowhere", ["formula"] = new JsonObject { ["ref"] = "act" } }), "readings[0].node", "there is no node 'nowhere'"),
        ["feed on a text that is no sub-definition"] = (d => d["feeds"] = new JsonObject { ["fact"] = "deception", ["relation"] = "narrower" }, "feeds", "only a sub-definition"),
        ["feed by an unknown fact"] = (d => d["feeds"] = new JsonObject { ["fact"] = "lies", ["relation"] = "narrower" }, "feeds.fact", "no fact 'lies'"),
        ["warning without Arabic"] = (d => d["warnings"] = new JsonArray(new JsonObject { ["en"] = "a departure" }), "warnings[0]", "words in 'ar' are missing"),
        ["id not a name"] = (d => d["id"] = "Un Palermo", "id", "lower-case letters"),
        ["more own atoms than bits"] = (d => { for (var i = 0; i < 40; i++) { d["atoms"]!.AsArray().Add(Own("own" + i.ToString(System.Globalization.CultureInfo.InvariantCulture))); } }, "atoms[", "no more own atoms"),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_FileWithAFault_TellsWhereAndWhy(string name)
    {
        var (fault, path, what) = Faults[name];
        var copy = Drafts.Copy();
        fault(copy);

        var (version, problems) = Drafts.Read(copy);

        Assert.Null(version);
        Assert.True(
            problems.Any(p => p.File == "draft.json" && (p.Path == path || (path[^1] == '[' && p.Path.StartsWith(path, StringComparison.Ordinal))) && p.What.Contains(what, StringComparison.Ordinal)),
            $"expected {path}: ...{what}...; told:\n" + string.Join('\n', problems.Select(p => p.ToString()).Take(6)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,2")]
    [InlineData("{\"id\": \"un-palermo\",}")]
    [InlineData("not json at all")]
    [InlineData("{\"a\":1}{\"b\":2}")]
    public void Read_NotJson_TellsTheLine(string text)
    {
        var (version, problems) = Laws.Library.Read(Encoding.UTF8.GetBytes(text), "draft.json");
        Assert.Null(version);
        Assert.Contains("not valid JSON (line ", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    public void Read_JsonOfAnotherShape_IsToldAndNotRead(string text)
    {
        var (version, problems) = Laws.Library.Read(Encoding.UTF8.GetBytes(text), "draft.json");
        Assert.Null(version);
        Assert.NotEmpty(problems);
        Assert.All(problems, p => Assert.Equal("draft.json", p.File));
    }

    [Fact]
    public void Read_SamePropertyTwice_IsTold()
    {
        var text = File.ReadAllText(Path.Combine(Laws.Folder, "un-palermo", "2000.json")).Replace("\"version\": \"2000\",", "\"version\": \"2000\", \"version\": \"2001\",", StringComparison.Ordinal);
        var (version, problems) = Laws.Library.Read(Encoding.UTF8.GetBytes(text), "draft.json");
        Assert.Null(version);
        Assert.Contains(problems, p => p.Path == "version" && p.What.Contains("stands twice", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SameLanguageTwiceInALabel_IsTold()
    {
        var text = File.ReadAllText(Path.Combine(Laws.Folder, "un-palermo", "2000.json")).Replace("\"en\": \"Palermo Protocol\",", "\"en\": \"Palermo Protocol\", \"en\": \"Another\",", StringComparison.Ordinal);
        var (version, problems) = Laws.Library.Read(Encoding.UTF8.GetBytes(text), "draft.json");
        Assert.Null(version);
        Assert.Contains(problems, p => p.Path == "shortTitle.en" && p.What.Contains("stands twice", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_LoneSurrogate_IsToldNotThrown()
    {
        var text = File.ReadAllText(Path.Combine(Laws.Folder, "un-palermo", "2000.json")).Replace("\"jurisdiction\": \"UN\"", "\"jurisdiction\": \"\\ud800\"", StringComparison.Ordinal);
        var (version, problems) = Laws.Library.Read(Encoding.UTF8.GetBytes(text), "draft.json");
        Assert.Null(version);
        Assert.NotEmpty(problems);
    }

    private static void Rename(JsonObject at, string from, string to)
    {
        var value = at[from]!.DeepClone();
        at.Remove(from);
        at[to] = value;
    }

    private static JsonObject Span(JsonObject d, string id) => d["text"]!["spans"]!.AsArray().Single(s => s!["id"]!.GetValue<string>() == id)!.AsObject();

    private static JsonObject Atom(JsonObject d, string id) => d["atoms"]!.AsArray().Single(s => s!["id"]!.GetValue<string>() == id)!.AsObject();

    private static JsonObject Label() => new() { ["en"] = "a test", ["ar"] = "اختبار" };

    private static JsonObject Part(string name) => new() { ["anyOf"] = new JsonArray(new JsonObject { ["ref"] = name }), ["cite"] = new JsonArray("a6") };

    private static JsonObject Own(string id, string? narrower = null)
    {
        var own = new JsonObject { ["id"] = id, ["cite"] = new JsonArray("a6"), ["label"] = Label(), ["question"] = Label() };
        if (narrower is not null)
        {
            own["from"] = new JsonArray(new JsonObject { ["fact"] = narrower, ["relation"] = "narrower", ["why"] = "a test" });
        }

        return own;
    }
}
