using System.Net;
using System.Text.Json;
using Palermo.Law.Cases;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;

namespace Palermo.Web.Tests.Pages;

public sealed class WalkThroughTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("The definition is met on these answers", "no", "+recruitment", "+deception", "+forced_labour")]
    [InlineData("The definition is met on these answers", "yes", "+harbouring,receipt", "+organ_removal")]
    [InlineData("The definition is not met on these answers", "no", "none")]
    [InlineData("The definition is not met on these answers", "no", "+transfer", "none")]
    [InlineData("The definition is not met on these answers", "yes", "+transfer", "none")]
    [InlineData("Still open on these answers", "unknown", "unknown", "unknown", "unknown")]
    [InlineData("Still open on these answers", "refused", "refused", "refused", "refused")]
    [InlineData("Still open on these answers", "no", "+transfer", "unknown", "+servitude")]
    public async Task Answers_ReachTheResult(string title, params string[] answers)
    {
        using var visitor = site.Visitor();
        var page = await visitor.Start();
        foreach (var answer in answers)
        {
            Assert.NotNull(page.Question);
            page = await visitor.Answer(page, answer);
            Assert.Equal(HttpStatusCode.OK, page.Status);
        }

        Assert.Equal(title + " – Palermo", page.Title);
        Assert.False(page.Response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Walk_InArabic_ReachesTheSameResult()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Start("ar");
        foreach (var answer in new[] { "no", "+recruitment", "+deception", "+forced_labour" })
        {
            page = await visitor.Answer(page, answer, "ar");
        }

        Assert.Equal("التعريف متحقق وفق هذه الأجوبة – Palermo", page.Title);
    }

    [Fact]
    public async Task Child_ShowsThatMeansAreNotRequired_AndDoesNotAskForThem()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Answer(await visitor.Start(), "yes");
        Assert.Contains("not required", page.Words, StringComparison.Ordinal);
        page = await visitor.Answer(page, "+receipt");
        Assert.Equal("purpose", page.Question);
    }

    /// <summary>Whatever is refused, one by one or as a list, no later page asks about it: every walk of refusals ends without a repeat.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refused_IsNeverAskedAgain(bool oneByOne)
    {
        using var visitor = site.Visitor();
        var page = await visitor.Start();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; page.Question is { } question; i++)
        {
            Assert.True(i < 60, "the walk does not end");
            if (oneByOne && question is "act" or "means" or "purpose")
            {
                page = await visitor.Post("/en/walk-through", page.Fields.Append(new("go", "each")));
                continue;
            }

            Assert.True(asked.Add(question), $"{question} was asked again");
            page = await visitor.Answer(page, "refused");
        }

        Assert.Equal(oneByOne ? 23 : 4, asked.Count);
        page = await visitor.Go(page, "more");
        for (var i = 0; page.Question is { } question; i++)
        {
            Assert.True(i < 200, "the walk does not end");
            Assert.True(asked.Add(question), $"{question} was asked again");
            page = await visitor.Answer(page, "refused");
        }
    }

    [Fact]
    public async Task RefusedFact_StaysOutOfItsList()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Post("/en/walk-through", [new("case", """{"format":"palermo-case/1","id":"x","findings":[{"atom":"under_18","state":"false"},{"atom":"use_of_force","state":"refused"}]}"""), new("go", "next")]);
        for (var i = 0; page.Question != "means"; i++)
        {
            Assert.True(i < 4);
            page = await visitor.Answer(page, "unknown");
        }

        Assert.Contains("pick-deception", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("pick-use_of_force", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UntickedFact_IsNotExcluded()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Answer(await visitor.Answer(await visitor.Start(), "no"), "+transfer");
        var facts = await Saved(visitor, page);
        Assert.Equal(InputState.True, facts.Findings.Single(f => f.Atom == "transfer").State);
        Assert.DoesNotContain(facts.Findings, f => f.Atom == "recruitment");
    }

    [Fact]
    public async Task EveryCombinationOfListAnswers_AgreesWithTheLaw()
    {
        using var visitor = site.Visitor();
        string[][] choices = [["yes", "no", "unknown"], ["+receipt", "none", "refused"], ["+fraud", "none", "unknown"], ["+slavery", "none", "refused"]];
        foreach (var child in choices[0])
        {
            foreach (var act in choices[1])
            {
                foreach (var means in choices[2])
                {
                    foreach (var purpose in choices[3])
                    {
                        var page = await visitor.Start();
                        while (page.Question is { } question)
                        {
                            page = await visitor.Answer(page, question switch { "under_18" => child, "act" => act, "means" => means, "purpose" => purpose, _ => "unknown" });
                        }

                        var expected = And(And(Value(act), Value(purpose)), Or(Value(child), Value(means)));
                        Assert.Equal(expected switch { true => "The definition is met", false => "The definition is not met", null => "Still open" } + " on these answers – Palermo", page.Title);
                    }
                }
            }
        }

        static bool? Value(string answer) => answer switch { "yes" => true, ['+', ..] => true, "no" or "none" => false, _ => null };
        static bool? And(bool? a, bool? b) => a == false || b == false ? false : a == true && b == true ? true : null;
        static bool? Or(bool? a, bool? b) => a == true || b == true ? true : a == false && b == false ? false : null;
    }

    [Fact]
    public async Task Change_ReplacesTheAnswer()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Start();
        foreach (var answer in new[] { "no", "+recruitment", "+deception", "+forced_labour" })
        {
            page = await visitor.Answer(page, answer);
        }

        page = await visitor.Go(page, "ask:means");
        Assert.Equal("means", page.Question);
        Assert.Matches("""id="pick-deception"[^>]*checked""", page.Html);
        page = await visitor.Answer(page, "none");
        Assert.StartsWith("The definition is not met", page.Title, StringComparison.Ordinal);
        page = await visitor.Answer(await visitor.Go(page, "ask:under_18"), "yes");
        Assert.StartsWith("The definition is met", page.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Back_AsksTheLastQuestionAgain()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Answer(await visitor.Answer(await visitor.Start(), "no"), "+transfer");
        page = await visitor.Go(page, "back");
        Assert.Equal("act", page.Question);
        Assert.Matches("""id="pick-transfer"[^>]*checked""", page.Html);
        page = await visitor.Go(page, "back");
        Assert.Equal("under_18", page.Question);
        page = await visitor.Go(page, "back");
        Assert.Null(page.Question);
        Assert.Contains("Before you start", page.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Tick what applies")]
    [InlineData("not both", "+recruitment", "none")]
    [InlineData("not both", "none", "unknown")]
    public async Task UnclearReply_IsAskedAgainWithASummary(string words, params string[] replies)
    {
        using var visitor = site.Visitor();
        var page = await visitor.Answer(await visitor.Start(), "no");
        var fields = page.Fields.Append(new("go", "answer")).Concat(replies.Select(r => new KeyValuePair<string, string>(r[0] == '+' ? "pick" : "answer", r.TrimStart('+'))));
        page = await visitor.Post("/en/walk-through", fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        Assert.Contains("error-summary", page.Html, StringComparison.Ordinal);
        Assert.Contains(words, page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_KeepsNothingBetweenRequests()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Answer(await visitor.Answer(await visitor.Start(), "no"), "none");
        Assert.StartsWith("The definition is not met", page.Title, StringComparison.Ordinal);
        var fresh = await visitor.Start();
        Assert.Equal("under_18", fresh.Question);
        Assert.DoesNotContain("case", fresh.Fields.Keys);
        Assert.Equal(fresh.Html, (await visitor.Start()).Html);
    }

    [Fact]
    public async Task SavedCase_OpensAgainAsItWas()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Start();
        while (page.Question is { } question)
        {
            page = await visitor.Answer(page, question switch { "act" => "+recruitment", "means" => "refused", "purpose" => "+forced_labour", _ => "unknown" });
        }

        var file = await visitor.Post("/en/walk-through/file", page.Fields);
        Assert.Equal("attachment", file.Response.Content.Headers.ContentDisposition!.DispositionType);
        using var upload = new MultipartFormDataContent { { new StringContent(file.Html), "file", "palermo-case.json" } };
        var again = await visitor.Post("/en/walk-through/open", upload);
        Assert.Equal(page.Title, again.Title);
        Assert.Equal(page.Fields["case"], again.Fields["case"]);
    }

    [Fact]
    public async Task Answers_CountAsAlleged()
    {
        using var visitor = site.Visitor();
        var facts = await Saved(visitor, await visitor.Answer(await visitor.Start(), "no"));
        Assert.All(facts.Findings, f => Assert.Equal(StandardOfProof.Alleged, f.Standard));
    }

    [Fact]
    public async Task OpenList_KeepsItsReason()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Answer(await visitor.Answer(await visitor.Start(), "yes"), "+receipt");
        var fields = page.Fields.Concat([new("go", "answer"), new("pick", "other_exploitation"), new("reason", "begging, comparable to forced services")]);
        page = await visitor.Post("/en/walk-through", fields);
        Assert.Contains("Reason given: begging, comparable to forced services", page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DecidedCases_OpenInTheWalkThroughWithTheirResult()
    {
        using var visitor = site.Visitor();
        foreach (var decided in site.Cases.All)
        {
            var page = await visitor.Get($"/en/cases/{decided.Id}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains(WebUtility.HtmlEncode(decided.Sources[0].Title), page.Html.Replace("&#x27;", "&#39;", StringComparison.Ordinal), StringComparison.Ordinal);
            var opened = await visitor.Go(page, "result");
            var result = Determiner.Determine(decided.Facts.Findings, site.Library.Protocol, new Query()).Result;
            Assert.StartsWith(result.IsTrue ? "The definition is met" : result.IsFalse ? "The definition is not met" : "Still open", opened.Title, StringComparison.Ordinal);
        }
    }

    private async Task<CaseFacts> Saved(HttpClient visitor, Answered page)
    {
        var file = await visitor.Post("/en/walk-through/file", page.Fields);
        using var document = JsonDocument.Parse(file.Html);
        var (facts, problems) = CaseForm.Read(document.RootElement, site.Library, "saved");
        Assert.Empty(problems);
        return facts!;
    }
}
