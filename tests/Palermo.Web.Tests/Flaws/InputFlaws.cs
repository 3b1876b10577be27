using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Palermo.Web.Tests.Api;
using Palermo.Web.Tests.Casework;
using Palermo.Web.Tests.Matrix;

namespace Palermo.Web.Tests.Flaws;

/// <summary>What is typed is data: never a statement, a template, a formula or a code that no list holds.</summary>
internal static partial class InputFlaws
{
    private static readonly string[] Statements = ["' OR 1=1 --", "'; DROP TABLE \"Cases\"; --", "\" OR \"\"=\"", "1) UNION SELECT * FROM \"AspNetUsers\" --", "%' ESCAPE '!", "\\'; SELECT pg_sleep(9); --"];

    private static readonly string[] Templates = ["{{7*191}}", "${7*191}", "@(7*191)", "<%= 7*191 %>", "#{7*191}", "<script>1337</script>"];

    /// <summary>What is typed in a search, a list or an address finds what a word without meaning finds; and no code joins typed words to a statement.</summary>
    public static async Task BuiltStatements(Town town)
    {
        using var worker = await town.In("caseworker");
        using var program = await town.Caller("caseworker");
        foreach (var typed in Statements)
        {
            foreach (var kind in new[] { "name", "reference", "Phone", "Document", "Email", "Account" })
            {
                var answer = await worker.Submit(await worker.Get("/en/search"), "/en/search", ("kind", kind), ("text", typed));
                Assert.Equal(HttpStatusCode.OK, answer.Status);
                var plain = await worker.Submit(await worker.Get("/en/search"), "/en/search", ("kind", kind), ("text", SignPattern().Replace(typed, " ").Trim()));
                Assert.Equal(Found(plain), Found(answer));
            }

            var escaped = Uri.EscapeDataString(typed);
            var own = $"/en/case/{town.Own("caseworker")}";
            foreach (var address in new[] { "/en/work?state=", "/en/work?after=", "/en/work?list=", own + "?law=", own + "?at=", own + "?episode=", own + "?standard=" })
            {
                Assert.Equal((address, HttpStatusCode.OK), (address, (await worker.Get(address + escaped)).Status));
            }

            foreach (var address in new[] { "/api/v1/cases?state=", "/api/v1/cases?after=", $"/api/v1/cases/{town.OtherCase}/determination?instrument=" })
            {
                Assert.True((int)(await program.Get(address + escaped)).Status is 200 or 404 or 422, address);
            }
        }

        Assert.NotEmpty(await town.Audit());
        Assert.Empty(Sources().SelectMany(s => JoinedStatement().Matches(s.Text).Select(m => $"{s.File}: {m.Value}")));
    }

    /// <summary>Words typed in every field of the file come back as they were typed and as nothing else.</summary>
    public static async Task RunTemplates(Town town)
    {
        using var worker = await town.In("caseworker");
        var own = $"/en/case/{town.Own("caseworker")}";
        var typed = string.Join(' ', Templates);
        await worker.Submit(await worker.Get(own + "/notes"), own + "/notes", ("words", typed));
        await worker.Submit(await worker.Get(own + "/findings"), own + "/evidence", ("kind", "Statement"), ("what", typed));
        foreach (var part in new[] { "", "/notes", "/findings", "/print", "/facts", "/history" })
        {
            var page = await worker.Get(own + part);
            Assert.DoesNotContain("1337<", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("1337 ", page.Words, StringComparison.Ordinal);
        }

        Assert.Contains("{{7*191}} ${7*191} @(7*191)", (await worker.Get(own + "/notes")).Words, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>1337", (await worker.Get(own + "/notes")).Html, StringComparison.Ordinal);
    }

    /// <summary>A dataset whose every value is a formula, in each file that the pages and the interface give.</summary>
    public static async Task FormulasInExports(Town town)
    {
        using var site = new FormulaDataset();
        using var reader = site.Holder(Security.Right.ReadCounts);
        var cells = 0;
        foreach (var address in new[] { "/en/explore/csv", "/api/v1/tables" })
        {
            foreach (var rows in new[] { "origin", "form", "destination", "year", "sex" })
            {
                var answer = await reader.Get($"{address}?data={FormulaDataset.Dataset}&rows={rows}&format=csv");
                if (answer.Status != HttpStatusCode.OK)
                {
                    continue;
                }

                foreach (var cell in answer.Html.Split(',', '\n').Select(c => c.Trim('"', '\r', '\uFEFF')).Where(c => c.Length > 0))
                {
                    cells++;
                    var first = cell.TrimStart('\u200B', '\u200C', '\u200D', '\u2060', '\uFEFF', '\u00AD');
                    Assert.False(first.Length > 0 && "=+@\t".Contains(first[0], StringComparison.Ordinal), $"{address} by {rows}: {cell}");
                }
            }
        }

        Assert.True(cells > 20, $"{cells} cells");
    }

    /// <summary>Each coded field of each form, with words that its list does not hold: refused, and the case is as it was.</summary>
    public static Task UnknownCodes(Town town) => Refused(town, "no_such_code", "Adult,Child", "true", " ", "\u0000", "ADULT", "Statement;--");

    /// <summary>A list's number is no word of the list, though the language would read it so.</summary>
    public static Task NumberedCodes(Town town) => Refused(town, "0", "1", "2", "-1", "999");

    private static async Task Refused(Town town, params string[] words)
    {
        using var worker = await town.In("caseworker");
        using var authority = await town.In("competent-authority");
        var own = $"/en/case/{town.Own("caseworker")}";
        foreach (var word in words.Where(w => w.Trim().Length > 0))
        {
            foreach (var (who, page, action, fields, coded) in Coded())
            {
                var browser = who == "worker" ? worker : authority;
                var answer = await browser.Submit(await browser.Get(own + page), own + action, [.. fields.Where(f => f.Item1 != coded), (coded, word)]);
                Assert.True(answer.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest, $"{action} {coded}={word}: {answer.Status}");
            }

            var who2 = await worker.Submit(await worker.Get("/en/intake"), "/en/intake", ("age", word));
            var sent = who2.Status == HttpStatusCode.OK ? await worker.Submit(who2, "/en/intake/open", ("agrees", "yes"), ("purposes", "identification-decision"), ("recipients", "competent_authority")) : who2;
            Assert.True(sent.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest, $"intake age={word}: {sent.Status}");
        }

        static IEnumerable<(string Who, string Page, string Action, (string, string)[] Fields, string Coded)> Coded()
        {
            yield return ("worker", "/person", "/age", [("age", "Adult"), ("basis", "Stated")], "age");
            yield return ("worker", "/person", "/age", [("age", "Adult"), ("basis", "Stated")], "basis");
            yield return ("worker", "/person", "/person", [("sex", "Female"), ("nationalities", "")], "sex");
            yield return ("worker", "/person", "/person", [("sex", "Female")], "nationalities");
            yield return ("worker", "/findings", "/evidence", [("kind", "Statement"), ("what", "x")], "kind");
            yield return ("worker", "/facts", "/interview", [("heardFrom", "ThePerson")], "heardFrom");
            yield return ("authority", "/findings", "/findings", [("atom", "recruitment"), ("state", "True"), ("standard", "ReasonableGrounds"), ("accepted", "x")], "atom");
            yield return ("authority", "/findings", "/findings", [("atom", "recruitment"), ("state", "True"), ("standard", "ReasonableGrounds"), ("accepted", "x")], "state");
            yield return ("authority", "/findings", "/findings", [("atom", "recruitment"), ("state", "True"), ("standard", "ReasonableGrounds"), ("accepted", "x")], "standard");
            yield return ("authority", "/decision", "/decision", [("outcome", "negative"), ("reason.act", "x"), ("reason.means", "x"), ("reason.purpose", "x")], "outcome");
        }
    }

    private static string[] Found(Answered page) => [.. CasePattern().Matches(page.Html).Select(m => m.Value).Order(StringComparer.Ordinal)];

    private static IEnumerable<(string File, string Text)> Sources() =>
        Directory.EnumerateFiles(Path.Combine(SharedRepository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("Migrations", StringComparison.Ordinal) && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(f => (Path.GetRelativePath(SharedRepository.Root, f), File.ReadAllText(f)));

    [GeneratedRegex("[^A-Za-z0-9 ]")]
    private static partial Regex SignPattern();

    [GeneratedRegex("/en/case/[0-9a-f-]{36}")]
    private static partial Regex CasePattern();

    /// <summary>A raw statement whose text is put together: an interpolated or joined string.</summary>
    [GeneratedRegex("""(FromSqlRaw|ExecuteSqlRaw(Async)?|SqlQueryRaw)(<\w+>)?\(\s*(\$|"[^"]*"\s*\+|\w+\s*\+)""")]
    private static partial Regex JoinedStatement();
}
