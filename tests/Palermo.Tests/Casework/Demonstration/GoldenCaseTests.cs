using System.Text.Json;
using Palermo.Casework.Access;
using Palermo.Casework.Consents;
using Palermo.Casework.Decisions;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Casework.Vault;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Tests.Law;

namespace Palermo.Tests.Casework.Demonstration;

/// <summary>The golden cases, recorded as people would record them, on either database: what is established at the end is what counsel expects.</summary>
public sealed class GoldenCaseTests
{
    private static readonly string Folder = Path.Combine(House.Data, "cases", "golden");

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var database in new[] { "SQLite", "PostgreSQL" })
            {
                foreach (var story in ScriptedStory.LoadAll(Folder))
                {
                    data.Add(database, story.Id);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Story_PlayedThroughTheDesk_EstablishesWhatIsExpected(string database, string id)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var house = await House.OpenAsync(database);
        var story = ScriptedStory.Load(Path.Combine(Folder, id + ".json"));
        var opened = new Dictionary<string, OpenedCase>();
        foreach (var script in story.Cases)
        {
            var file = opened[script.Key] = await new Player(house.Desk, house.Cast).PlayAsync(script, null, stop);
            var read = await house.ReadAsync(file);
            Expect(script, read);
            await ExpectDecision(house, script, read);
        }

        foreach (var pair in story.Linked)
        {
            var linked = await house.Desk.LinkedCasesAsync(house.Cast.Liaison, Purpose.CriminalJustice, opened[pair[0]].CaseId, stop);
            Assert.Equal(opened[pair[1]].CaseId, Assert.Single(linked));
        }
    }

    [Fact]
    public async Task Stories_KeepTheSchema()
    {
        var schema = await NJsonSchema.JsonSchema.FromFileAsync(Path.Combine(Folder, "golden.schema.json"), TestContext.Current.CancellationToken);
        var files = Directory.GetFiles(Folder, "G*.json");
        Assert.Equal(10, files.Length);
        foreach (var file in files)
        {
            Assert.Empty(schema.Validate(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)));
        }
    }

    private static void Expect(ScriptedCase script, CaseFile read)
    {
        // What the account alone says is looked at as of the referral, before anybody had found anything.
        var referred = read.Events.First(e => e.Move == "refer").At;
        var remarks = new HashSet<string>(StringComparer.Ordinal);
        foreach (var expected in script.Expected.Determinations)
        {
            var knowledge = expected.Standard == StandardOfProof.Alleged ? read.Knowledge.At(referred) : read.Knowledge;
            var determination = knowledge.Determine(Laws.Library.Find(expected.Instrument)!, expected.Standard);
            var what = $"{script.Key}, {expected.Instrument} at {expected.Standard}";
            Assert.True(determination.IsComputed, what);
            Assert.True(expected.Result == determination.Result.ToString(), $"{what}: {determination.Result}");
            Assert.True((expected.Act ?? determination.Act.Value.ToString()) == determination.Act.Value.ToString(), $"{what}, act: {determination.Act.Value}");
            Assert.True((expected.Means ?? determination.Means.Value.ToString()) == determination.Means.Value.ToString(), $"{what}, means: {determination.Means.Value}");
            Assert.True((expected.Purpose ?? determination.Purpose.Value.ToString()) == determination.Purpose.Value.ToString(), $"{what}, purpose: {determination.Purpose.Value}");
            Assert.Equal(expected.NotRequired, determination.Elements.Where(e => e.Exists && !e.IsRequired).Select(e => e.Element.ToString().ToLowerInvariant()));
            var established = determination.Elements.SelectMany(e => e.Atoms).Where(a => a.Value.IsTrue).Select(a => a.Atom.Value).ToHashSet();
            Assert.Empty(expected.Established.Where(a => !established.Contains(a)));
            Assert.Empty(expected.StillMatters.Except(determination.Open.StillMatters.Select(a => a.Value)));
            remarks.UnionWith(determination.Remarks.Select(r => JsonNamingPolicy.SnakeCaseLower.ConvertName(r.Kind.ToString())));
        }

        Assert.Empty(script.Expected.Remarks.Except(remarks));
        Assert.Equal(script.Expected.Contradictions.Order(), read.Knowledge.Contradictions.Select(c => c.Code).Order());
        Assert.Equal(script.Expected.State, read.Case.State);
        Assert.Equal(script.Expected.Work.Order(), read.Work.Select(w => JsonNamingPolicy.SnakeCaseLower.ConvertName(w.Kind.ToString())).Order());
        foreach (var disclosure in script.Expected.Disclosable)
        {
            var basis = DisclosureBasis.Find(read.Consents, read.Overrides, disclosure.Purpose, disclosure.Recipient, Tier.Facts, read.Knowledge.AsOf);
            Assert.Equal(disclosure.Allowed, basis is ByConsent);
        }
    }

    private static async Task ExpectDecision(House house, ScriptedCase script, CaseFile read)
    {
        if (script.Decision is null)
        {
            Assert.Empty(read.Decisions);
            return;
        }

        var decided = Assert.Single(read.Decisions);
        var (decision, content) = await house.Desk.ReadDecisionAsync(house.Cast.Authority, Purpose.IdentificationDecision, read.Case.Id, decided.Id, TestContext.Current.CancellationToken);
        Assert.Equal(script.Decision.Outcome, decision.Outcome);
        Assert.Equal(script.Decision.Outcome == "negative", decision.SecondReader is not null);

        // The decision is made again from itself, to the same input and result.
        var again = content.Replay(Laws.Library);
        Assert.Equal(decision.InputHash, again.InputHash);
        Assert.Equal(decision.Result, again.Result.ToString());
        foreach (var language in DecisionPhrases.Languages)
        {
            var html = DecisionDocument.Html(content, decision.ContentHash, house.Setting.Process, Laws.Library, language);
            Assert.Contains(decision.ContentHash, html, StringComparison.Ordinal);
            Assert.Contains(script.Decision.Reasons[0].Words, System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
            Assert.Contains(Palermo.Law.Renderings.Reasons.Sentence(again, language), System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        }
    }
}
