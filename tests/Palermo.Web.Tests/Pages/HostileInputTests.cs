using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting;

namespace Palermo.Web.Tests.Pages;

public sealed class HostileInputTests(Site site) : IClassFixture<Site>
{
    public static TheoryData<string> BrokenCases =>
    [
        "{", "[]", "null", "7", "\"x\"", "{}", "{\"id\":\"x\"}", "\u0000", "{\"id\":1,\"findings\":[]}",
        """{"format":"palermo-case/1","id":"x","findings":[{"atom":"nobody_knows_this","state":"true"}]}""",
        """{"format":"palermo-case/1","id":"x","findings":[{"atom":"deception","state":"perhaps"}]}""",
        """{"format":"palermo-case/1","id":"x","findings":[{"atom":"deception"}]}""",
        """{"format":"palermo-case/1","id":"x","findings":[7,null,"x",[[]]]}""",
        """{"format":"palermo-case/1","id":"x","findings":{}}""",
        """{"format":"palermo-case/9","id":"x","findings":[]}""",
        """{"format":"palermo-case/1","id":"\ud800","findings":[]}""",
        """{"format":"palermo-case/1","id":"x","\udfff":1,"findings":[]}""",
        """{"format":"palermo-case/1","id":"x","findings":[],"findings":[]}""",
        """{"format":"palermo-case/1","id":"x","conduct":{"from":"2020-02-30"},"findings":[]}""",
        """{"id":"x","fact_vector":{"act":{"flying":"true"}}}""",
        """{"id":"x","fact_vector":7}""",
        new string('[', 5000),
    ];

    [Theory]
    [MemberData(nameof(BrokenCases))]
    public async Task BrokenCase_InAPageOrAFile_IsAClearError(string json)
    {
        using var visitor = site.Visitor();
        foreach (var address in new[] { "/en/walk-through", "/ar/walk-through", "/en/compare", "/en/walk-through/file" })
        {
            var page = await visitor.Post(address, [new("case", json), new("go", "next")]);
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Contains("<h1>", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("nobody_knows_this", page.Html, StringComparison.Ordinal);
        }

        using var upload = new MultipartFormDataContent { { new StringContent(json), "file", "case.json" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.Post("/en/walk-through/open", upload)).Status);
    }

    [Fact]
    public async Task BrokenCase_NamesThePlace()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Post("/en/walk-through", [new("case", """{"format":"palermo-case/1","id":"x","findings":[{"atom":"deception","state":"perhaps"}]}""")]);
        Assert.Contains("findings[0].state", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("perhaps", page.Words, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> BrokenStates => new()
    {
        { "go", "fly" },
        { "go", "ask:nothing" },
        { "go", "ask:act_any" },
        { "go", "ask:" },
        { "go", "answer" },
        { "go", "each" },
        { "trail", "nothing" },
        { "trail", "act,act_any" },
        { "trail", string.Concat(Enumerable.Repeat("act,", 500)) },
        { "each", "child" },
        { "at", "nowhere" },
        { "on", "yesterday" },
    };

    [Theory]
    [MemberData(nameof(BrokenStates))]
    public async Task BrokenState_IsAClearError(string field, string value)
    {
        using var visitor = site.Visitor();
        var page = await visitor.Post(field == "on" ? "/en/compare" : "/en/walk-through", [new(field, value)]);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("<h1>", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("act", "pick", "deception")]
    [InlineData("act", "pick", "<script>")]
    [InlineData("under_18", "pick", "under_18")]
    [InlineData("nothing", "answer", "yes")]
    public async Task ForeignAnswer_IsRefused(string question, string field, string value)
    {
        using var visitor = site.Visitor();
        var page = await visitor.Post("/en/walk-through", [new("go", "answer"), new("question", question), new(field, value)]);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markup_InACase_IsShownAsText()
    {
        using var visitor = site.Visitor();
        const string json = """{"format":"palermo-case/1","id":"x","title":"<img src=x onerror=alert(1)>","findings":[{"atom":"other_exploitation","state":"true","reason":"\"><script>alert(1)</script>"}]}""";
        foreach (var address in new[] { "/en/walk-through", "/en/compare" })
        {
            var page = await visitor.Post(address, [new("case", json), new("go", "result")]);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("<img", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("onerror", page.Title, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(300_000, HttpStatusCode.BadRequest)]
    [InlineData(600_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task OversizedPost_IsRefusedWithAPage(int bytes, HttpStatusCode expected)
    {
        using var visitor = site.Visitor();
        var page = await visitor.Post("/en/walk-through", [new("case", new string('x', bytes))]);
        Assert.Equal(expected, page.Status);
        Assert.Contains("<h1>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooManyFields_AreRefused()
    {
        using var visitor = site.Visitor();
        var page = await visitor.Post("/en/walk-through", Enumerable.Range(0, 1000).Select(i => new KeyValuePair<string, string>($"f{i}", "x")));
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
    }

    [Fact]
    public async Task AnythingButAForm_IsRefused()
    {
        using var visitor = site.Visitor();
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.Post("/en/walk-through", json)).Status);
        using var cut = new StringContent("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc", Encoding.UTF8);
        cut.Headers.Remove("Content-Type");
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.Post("/en/walk-through/open", cut)).Status);
    }

    [Fact]
    public async Task File_ThatIsNotText_IsAClearError()
    {
        using var visitor = site.Visitor();
        using var upload = new MultipartFormDataContent { { new ByteArrayContent([0xff, 0xfe, 0x00, 0xd8, 0x80]), "file", "case.json" } };
        var page = await visitor.Post("/en/walk-through/open", upload);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        using var none = new MultipartFormDataContent { { new StringContent("x"), "other" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.Post("/en/walk-through/open", none)).Status);
    }

    [Fact]
    public async Task WrongMethod_IsAClearError()
    {
        using var visitor = site.Visitor();
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await visitor.Post("/en/about", [])).Status);
    }

    [Fact]
    public async Task TooManyRequests_AreTurnedAway()
    {
        await using var narrow = site.WithWebHostBuilder(b => b.UseSetting("Limits:RequestsPerMinute", "5"));
        using var visitor = narrow.CreateClient();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
        {
            statuses.Add((await visitor.Get("/en/about")).Status);
        }

        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    /// <summary>Thousands of damaged states: an answer or a clear error each time, never a fault of ours.</summary>
    [Fact]
    public async Task DamagedStates_NeverBreakThePage()
    {
        using var visitor = site.Visitor();
        const string whole = """{"format":"palermo-case/1","id":"x","findings":[{"atom":"deception","state":"true"},{"atom":"under_18","state":"refused"},{"atom":"act_any","state":"true"}]}""";
        var random = new Random(20260101);
        for (var i = 0; i < 1500; i++)
        {
            var damaged = new StringBuilder(whole);
            for (var cuts = random.Next(1, 4); cuts > 0; cuts--)
            {
                var at = random.Next(damaged.Length);
                switch (random.Next(3))
                {
                    case 0: damaged.Remove(at, Math.Min(random.Next(1, 9), damaged.Length - at)); break;
                    case 1: damaged.Insert(at, "\"\\{}[],:0tfnu\u0000é"[random.Next(14)]); break;
                    default: damaged[at] = (char)random.Next(1, 0x3000); break;
                }
            }

            var page = await visitor.Post(i % 2 == 0 ? "/en/walk-through" : "/en/compare", [new("case", damaged.ToString()), new("go", i % 3 == 0 ? "result" : "next")]);
            Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{page.Status} for damaged state {i}");
        }
    }
}
