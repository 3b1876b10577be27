using System.Net;
using System.Text;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Features;

public sealed class AuditPageTests(Site site) : IClassFixture<Site>
{
    // One part is hidden of a total that is printed: 14 less 9 is the hidden count.
    private const string Leaking = "Sex,Place,Count\nTotal,North,14\nFemale,North,9\nMale,North,<6\nTotal,South,50\nFemale,South,30\nMale,South,20\n";

    private static MultipartFormDataContent Form(string text, string name = "table.csv", params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "files", name } };
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }

        return form;
    }

    [Theory]
    [InlineData("en", "One hidden count can be worked out – Palermo")]
    [InlineData("ar", "يمكن استنتاج عدد محجوب واحد – Palermo")]
    public async Task LeakingTable_IsToldWithoutItsValue(string language, string title)
    {
        using var visitor = site.Visitor();
        using var form = Form(Leaking);
        var page = await visitor.Post($"/{language}/audit", form);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(title, page.Title);
        Assert.DoesNotContain("14", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("= 5", page.Words, StringComparison.Ordinal);
    }

    /// <summary>The whole report as a visitor gets it: what falls, what contradicts itself, classes of records, and two releases held together.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task Report_IsTheApprovedOne(string language)
    {
        const string later = "Sex,Place,Count\nTotal,North,15\nFemale,North,9\nMale,North,6\nTotal,South,50\nFemale,South,<6\nMale,South,<6\nTotal,West,9\nFemale,West,12\nMale,West,<6\n";
        const string records = "sex,age,form\nF,9-17,labour\nF,9-17,labour\nM,24-26,sexual\nM,24-26,labour\nF,30-38,sexual\n";
        using var visitor = site.Visitor();
        using var form = Form(Leaking);
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(later)), "files", "later.csv");
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(records)), "files", "records.csv");
        var page = await visitor.Post($"/{language}/audit", form);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Golden.Matches(page.Html[page.Html.IndexOf("<main", StringComparison.Ordinal)..(page.Html.IndexOf("</main>", StringComparison.Ordinal) + 7)], "Features", "Golden", $"audit-report.{language}.html");
    }

    [Fact]
    public async Task OwnTable_ShowsTheArithmetic_OnlyToWhoHoldsTheRightAndSaysItIsTheirs()
    {
        using var visitor = site.Visitor();
        using (var form = Form(Leaking, fields: ("own", "yes")))
        {
            Assert.NotEqual(HttpStatusCode.OK, (await visitor.Post("/en/audit/own", form)).Status);
        }

        using var holder = site.Holder(Right.PrepareRelease);
        using (var form = Form(Leaking))
        {
            var silent = await holder.Post("/en/audit/own", form);
            Assert.Equal(HttpStatusCode.OK, silent.Status);
            Assert.DoesNotContain("For your eyes only", silent.Words, StringComparison.Ordinal);
        }

        using (var form = Form(Leaking, fields: ("own", "yes")))
        {
            var page = await holder.Post("/en/audit/own", form);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains("For your eyes only", page.Words, StringComparison.Ordinal);
            Assert.Contains("Total / North 14 less the others (Female / North 9)", page.Words, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "table.csv")]
    [InlineData("a", "table.csv")]
    [InlineData("PK\u0003\u0004 nothing", "table.xlsx")]
    [InlineData("a,b\n\"torn", "../../etc/passwd.csv")]
    [InlineData("Sex,Count\nTotal,-4\nFemale,x\n", "table.csv")]
    public async Task BrokenFile_IsAnsweredPlainly(string text, string name)
    {
        using var visitor = site.Visitor();
        using var form = Form(text, name);
        var page = await visitor.Post("/en/audit", form);
        Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, page.Status.ToString());
        Assert.EndsWith(" – Palermo", page.Title, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingIsKept()
    {
        static int Folders() => Directory.GetDirectories(Path.GetTempPath(), "palermo-audit-*").Length;
        var before = Folders();
        using var visitor = site.Visitor();
        using var form = Form(Leaking);
        await visitor.Post("/en/audit", form);
        Assert.Equal(before, Folders());
    }

    [Fact]
    public async Task TooLargeOrNoFile_IsRefused()
    {
        using var visitor = site.Visitor();
        using var large = Form(new string('a', 17 * 1024 * 1024));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await visitor.Post("/en/audit", large)).Status);
        using var none = new MultipartFormDataContent { { new StringContent("x"), "value" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.Post("/en/audit", none)).Status);
        // Other routes keep the small limit.
        using var elsewhere = Form(new string('a', 1024 * 1024));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await visitor.Post("/en/walk-through", elsewhere)).Status);
    }
}
