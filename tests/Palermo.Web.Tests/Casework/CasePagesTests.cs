using System.Net;
using System.Text.Json;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Facts;

namespace Palermo.Web.Tests.Casework;

public sealed class CasePagesTests(StaffSite site) : IClassFixture<StaffSite>
{
    private static readonly ScriptedCase Adult = ScriptedStory.Load(Path.Combine(SharedRepository.Root, "data", "cases", "golden", "G13.json")).Cases[0];

    private static readonly string[] Parts = ["", "/facts", "/findings", "/person", "/consent", "/history", "/notes", "/print"];

    [Fact]
    public async Task EveryPart_InBothLanguages_Answers()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        foreach (var language in Site.Languages)
        {
            foreach (var part in Parts.Append("/contact"))
            {
                var page = await player.Worker.Get(file.Replace("/en/", $"/{language}/", StringComparison.Ordinal) + part);
                Assert.True(page.Status == HttpStatusCode.OK, $"{language}{part}: {page.Status}");
                Assert.True(page.Response.Headers.CacheControl!.NoStore);
            }
        }
    }

    [Fact]
    public async Task CaseOfAnotherOffice_IsAnsweredLikeOneThatIsNotThere()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        using var outsider = await site.As("caseworker", "south");
        foreach (var part in Parts)
        {
            var foreign = await outsider.Get(file + part);
            var missing = await outsider.Get($"/en/case/{Guid.AllBitsSet}{part}");
            Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
            Assert.Equal(missing.Status, foreign.Status);
            Assert.Equal(missing.Words, foreign.Words);
        }
    }

    [Fact]
    public async Task Interview_AsksOnePageAtATime_AndEnds()
    {
        var player = await PagePlayer.At(site);
        var who = await player.Worker.Get("/en/intake");
        var consent = await player.Worker.Submit(who, "/en/intake", ("age", "Adult"));
        var opened = await player.Worker.Submit(consent, "/en/intake/open", ("agrees", "yes"), ("purposes", "identification-decision"), ("recipients", "competent_authority"));
        var address = opened.Response.Headers.Location!.ToString();
        var asked = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            var page = await player.Worker.Get(address);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            if (!page.Html.Contains("data-autosave", StringComparison.Ordinal))
            {
                Assert.Contains("Refer for a decision", page.Words, StringComparison.Ordinal);
                Assert.InRange(asked.Count, 3, 5);
                return;
            }

            var hidden = Forms.Hidden(page, address).ToDictionary(h => h.Key, h => h.Value, StringComparer.Ordinal);
            asked.Add(hidden["item"]);
            var answer = hidden["item"] switch
            {
                "act" => ("pick", "recruitment"),
                "means" => ("pick", "deception"),
                "purpose" => ("pick", "forced_labour"),
                _ => ("answer", nameof(FactAnswer.No)),
            };
            var next = await player.Worker.Submit(page, address, answer);
            Assert.Equal(HttpStatusCode.SeeOther, next.Status);
        }

        Assert.Fail("the interview did not end: " + string.Join(", ", asked));
    }

    [Fact]
    public async Task Interview_AnsweredWithNothing_SaysSoAndKeepsWhatWasTyped()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        var interview = file + "/interview/" + (await player.Read(file)).Interviews[0].Id;
        var page = await player.Worker.Get(interview + "?ask=use_of_force");
        var again = await player.Worker.Submit(page, interview, ("note", "kept words"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains("kept words", again.Words, StringComparison.Ordinal);
    }

    /// <summary>A note that was typed is kept when the page is put off, and when nothing on its list applies.</summary>
    [Theory]
    [InlineData("use_of_force", "go=later", "use_of_force", FactAnswer.AskLater)]
    [InlineData("act", "go=later", "recruitment", FactAnswer.AskLater)]
    [InlineData("act", "rest=No", "recruitment", FactAnswer.No)]
    public async Task Note_IsKept_WhateverBecomesOfThePage(string item, string sent, string bearer, FactAnswer answer)
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        var interview = (await player.Send(player.Worker, file + "/facts", file + "/interview", ("heardFrom", "Relative"))).Response.Headers.Location!.ToString();
        var (name, value) = (sent.Split('=')[0], sent.Split('=')[1]);
        await player.Send(player.Worker, $"{interview}?ask={item}", interview, ("note", "kept words"), (name, value));
        var read = (await player.Read(file)).Knowledge;
        var noted = Assert.Single(read.Standing, f => interview.Contains(f.InterviewId.ToString(), StringComparison.Ordinal) && read.Notes.ContainsKey(f.Id));
        Assert.Equal((bearer, answer, "kept words"), (noted.Code, noted.Answer, read.Notes[noted.Id]));

        // Looked at again and sent on another answer, the page still bears it, and a page without notes takes none away.
        await player.Send(player.Worker, $"{interview}?ask={item}", interview, ("note", "kept words"), item == "act" ? ("pick", "harbouring") : ("answer", "Yes"));
        await player.Send(player.Worker, $"{interview}/many", $"{interview}/many", ("a." + bearer, "Declined"));
        read = (await player.Read(file)).Knowledge;
        Assert.Equal(bearer, Assert.Single(read.Standing, f => interview.Contains(f.InterviewId.ToString(), StringComparison.Ordinal) && read.Notes.ContainsKey(f.Id)).Code);
    }

    [Fact]
    public async Task Autosave_SavesEachAnswerAndTellsTheNewVersion()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        var interview = file + "/interview/" + (await player.Read(file)).Interviews[0].Id;
        var page = await player.Worker.Get(interview + "?ask=abduction");
        var saved = await player.Worker.Submit(page, interview, ("answer", nameof(FactAnswer.Unknown)), ("save", "1"));
        Assert.Equal(HttpStatusCode.OK, saved.Status);
        var seen = JsonDocument.Parse(saved.Html).RootElement.GetProperty("seen").GetProperty("abduction").GetGuid();
        var changed = await player.Worker.Submit(page, interview, ("answer", nameof(FactAnswer.No)), ("seen.abduction", seen.ToString()), ("save", "1"));
        Assert.False(JsonDocument.Parse(changed.Html).RootElement.GetProperty("conflict").GetBoolean());
        var standing = Assert.Single((await player.Read(file)).Knowledge.Standing, f => f.Code == "abduction");
        Assert.Equal(FactAnswer.No, standing.Answer);
    }

    [Fact]
    public async Task TwoEditorsOfOneAnswer_BothAreKeptAndAPersonChooses()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        var interview = file + "/interview/" + (await player.Read(file)).Interviews[0].Id;
        await player.Take(file);
        var mine = await player.Worker.Get(interview + "?ask=fraud");
        var theirs = await player.Authority.Get(interview + "?ask=fraud");
        await player.Worker.Submit(mine, interview, ("answer", "Yes"));
        await player.Authority.Submit(theirs, interview, ("answer", "No"));
        var conflict = Assert.Single((await player.Read(file)).Knowledge.EditConflicts);
        var page = await player.Worker.Get(file + "/facts");
        Assert.Contains("Two people edited at once", page.Words, StringComparison.Ordinal);
        await player.Send(player.Worker, file + "/facts", file + "/choose", ("fact", conflict.First(f => f.Answer == FactAnswer.No).Id.ToString()));
        var after = (await player.Read(file)).Knowledge;
        Assert.Empty(after.EditConflicts);
        Assert.Equal(3, after.Facts.Count(f => f.Code == "fraud"));
    }

    [Fact]
    public async Task AdultWhoSaysNo_LeadsToTheNoticeWithoutAName()
    {
        var player = await PagePlayer.At(site);
        var consent = await player.Worker.Submit(await player.Worker.Get("/en/intake"), "/en/intake", ("age", "Adult"));
        var notice = await player.Worker.Submit(consent, "/en/intake/open", ("agrees", "no"));
        Assert.Equal(HttpStatusCode.OK, notice.Status);
        var done = await player.Worker.Submit(notice, "/en/intake/notice", ("sex", "Female"), ("nationality", "ro"), ("facts", "forced_labour"));
        Assert.Equal(HttpStatusCode.SeeOther, done.Status);
    }

    [Fact]
    public async Task Consent_WithdrawnOnItsPage_NoLongerHolds()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        await player.Send(player.Worker, file + "/consent", file + "/consent/withdraw");
        Assert.NotNull((await player.Read(file)).Consents[0].WithdrawnAt);
        Assert.Contains("Withdrawn", (await player.Worker.Get(file + "/consent")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finding_WithoutGrounds_IsRefusedInWordsAndKeepsThem()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        var page = await player.Worker.Get(file + "/findings");
        var refused = await player.Worker.Submit(page, file + "/findings", ("atom", "deception"), ("state", "True"), ("standard", "ReasonableGrounds"), ("reason", "typed words"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Cite evidence, or say why the account was accepted", refused.Words, StringComparison.Ordinal);
        Assert.Contains("typed words", refused.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_IsNamedOnThePageAndInNoAddress()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        await player.Send(player.Worker, file + "/person", file + "/person", ("name", "Example Alder"), ("sex", "Female"), ("nationalities", "ro"), ("phone", "+00 1"));
        Assert.Contains("Example Alder", (await player.Worker.Get(file)).Words, StringComparison.Ordinal);
        using var second = await site.As("competent-authority", "south");
        Assert.Equal(HttpStatusCode.NotFound, (await second.Get(file)).Status);
    }
}
