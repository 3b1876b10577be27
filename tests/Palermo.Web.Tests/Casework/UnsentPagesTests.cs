using System.Net;
using System.Text.RegularExpressions;
using Palermo.Casework.Demonstration;
using Palermo.Web.Tests.Tours;

namespace Palermo.Web.Tests.Casework;

/// <summary>What is written in a long form and not sent is there when its writer comes back, without script too.</summary>
public sealed partial class UnsentPagesTests(StaffSite site, Loopback loopback) : IClassFixture<StaffSite>, IClassFixture<Loopback>
{
    private static readonly ScriptedCase Adult = ScriptedStory.Load(Path.Combine(SharedRepository.Root, "data", "cases", "golden", "G13.json")).Cases[0];

    [Theory]
    [InlineData("/notes", "/notes", "words")]
    [InlineData("/findings", "/findings", "reason")]
    [InlineData("/findings", "/evidence", "what")]
    [InlineData("/person", "/person", "name")]
    [InlineData("/relations", "/relations", "note")]
    [InlineData("/consent", "/consent", "conditions")]
    [InlineData("/consent", "/override", "reason")]
    [InlineData("/history", "/move", "reason")]
    [InlineData("/decision", "/decision", "reason.act")]
    public async Task Words_KeptByTheButton_AreThereAgain_ForTheirWriterAlone(string page, string action, string field)
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        await player.Take(file);
        var writer = page == "/decision" ? player.Authority : player.Worker;
        var kept = await player.Send(writer, file + page, file + action, (field, "half a sentence"), ("draft", "keep"));
        Assert.Equal(file + page, kept.Response.Headers.Location!.ToString());
        var again = await writer.Get(file + page);
        Assert.Contains("half a sentence", again.Html, StringComparison.Ordinal);
        Assert.Contains("Only you see it", again.Words, StringComparison.Ordinal);
        using var colleague = await site.As(page == "/decision" ? "competent-authority" : "supervisor");
        Assert.DoesNotContain("half a sentence", (await (page == "/decision" ? player.Worker : colleague).Get(file + "/history")).Html + (await colleague.Get(file + page)).Html, StringComparison.Ordinal);
        await player.Send(writer, file + page, file + action, ("draft", "drop"));
        Assert.DoesNotContain("half a sentence", (await writer.Get(file + page)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_ThatAreSent_AreNoDraftAnyLonger()
    {
        var player = await PagePlayer.At(site);
        var file = await player.Open(Adult);
        var saved = await player.Worker.Submit(await player.Worker.Get(file + "/notes"), file + "/notes", ("words", "half a sentence"), ("save", "1"));
        Assert.Equal(HttpStatusCode.OK, saved.Status);
        await player.Send(player.Worker, file + "/notes", file + "/notes", ("words", "a whole sentence"));
        var page = await player.Worker.Get(file + "/notes");
        Assert.Contains("a whole sentence", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("half a sentence", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Only you see it", page.Words, StringComparison.Ordinal);
    }

    /// <summary>A place for long words on any page of a case stands in a form that keeps them. Before the case, and where the act is at once, there is nothing to keep them in.</summary>
    [Fact]
    public async Task EveryLongField_OfACase_IsKept()
    {
        var tour = await Tour.Of(loopback.Site);
        var (faults, kept) = (new List<string>(), 0);
        foreach (var group in tour.Stops().Where(s => s.Pattern.StartsWith("/case/{id:guid}", StringComparison.Ordinal)).GroupBy(s => s.Role))
        {
            using var browser = await loopback.As(group.Key!);
            await tour.Prove();
            foreach (var stop in group.Where(s => s.Pattern != "/case/{id:guid}/emergency"))
            {
                foreach (Match form in FormPattern().Matches((await browser.Get("/en" + stop.Path)).Html).Where(m => m.Value.Contains("<textarea", StringComparison.Ordinal)))
                {
                    kept++;
                    if (!form.Groups[1].Value.Contains("data-autosave", StringComparison.Ordinal) || !form.Value.Contains("data-saved", StringComparison.Ordinal))
                    {
                        faults.Add($"{stop.Pattern}: {form.Groups[1].Value}");
                    }
                }
            }
        }

        Assert.Empty(faults);
        Assert.InRange(kept, 9, int.MaxValue);
    }

    [GeneratedRegex("<form ([^>]*)>.*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();
}
