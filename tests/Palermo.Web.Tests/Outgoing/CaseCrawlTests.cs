using System.Buffers;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Casework.Vault;
using Palermo.Web.Security;
using Palermo.Web.Tests.Matrix;

namespace Palermo.Web.Tests.Outgoing;

/// <summary>
/// Cases that are the only ones of their kind are planted in the case files and, as people, in the register. Every route that answers a
/// GET is asked by every role, as a person and as a program, for every purpose of the role: what each finds is held against the policy,
/// read here by a reader of its own, and stands in <c>planted.md</c>, so that a test that no longer finds anything fails as well.
/// </summary>
public sealed partial class CaseCrawlTests(PlantedCases town) : IClassFixture<PlantedCases>
{
    private static readonly string[] OfOneCase = ["/case/", "/api/v1/cases/"];

    private static readonly SearchValues<string> Counted = SearchValues.Create(PlantedPeople.Marks, StringComparison.Ordinal);

    private CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PlantedCases_AreFoundByThoseWhoMay_AndByNobodyElse()
    {
        await town.Plant();
        // Nearly every answer holds nothing of it: that is found in one pass.
        var anything = SearchValues.Create([.. town.Marks.SelectMany(m => m.Texts), .. town.Planted.Select(p => p.Id.ToString())], StringComparison.Ordinal);
        var policy = PolicyOfTheFile.Read(Path.Combine(Golden.Repository, "data", "access", "policy.json"));
        var table = new StringBuilder("# Who finds which planted case\n\nMade by CaseCrawlTests: every route was asked by every role, for every purpose that the policy gives it, by page and by interface. Each line is a case and what was found of it, by tier.\nWhat the policy grants and no page shows stands after \"not shown\". Who is not named found nothing.\n");
        var asked = 0;
        foreach (var (turn, role) in policy.Roles.Union(town.Roles, StringComparer.Ordinal).Prepend("").Index())
        {
            var found = new HashSet<Mark>();
            foreach (var (address, named, text) in await Crawl(role, policy.PurposesOf(role), turn))
            {
                asked++;
                foreach (var mark in text.AsSpan().ContainsAny(anything) ? Shown(text, named) : [])
                {
                    Assert.True(policy.May(role, mark), $"{address} shows '{mark.Place}' of the case '{mark.Case}' (tier {mark.Tier}) to {(role.Length == 0 ? "nobody" : role)}, who may not see it");
                    found.Add(mark);
                }

                var counted = OfOneCase.Any(o => address.Contains(o, StringComparison.Ordinal)) || !text.AsSpan().ContainsAny(Counted) ? null : PlantedPeople.Marks.FirstOrDefault(text.Contains);
                Assert.True(counted is null || !Opaque().Replace(text, "").Contains(counted, StringComparison.Ordinal), $"{address} shows the planted person '{counted}' of the register to {(role.Length == 0 ? "nobody" : role)}");
            }

            Write(table, role, found, [.. town.Marks.Where(m => policy.May(role, m))]);
        }

        TestContext.Current.SendDiagnosticMessage($"{asked} questions were asked");
        Assert.True(asked > 2_000, $"{asked} questions");
        var said = town.Logged.FirstOrDefault(l => town.Marks.Any(m => m.Texts.Any(t => IsWord(t) && l.Contains(t, StringComparison.OrdinalIgnoreCase))));
        Assert.True(said is null, $"the log says of a planted case: {said}");
        Golden.Matches(table.ToString(), "Outgoing", "planted.md");
    }

    /// <summary>Case files do not flow into counts: no byte of a page or file of counts changes when a case is added.</summary>
    [Fact]
    public async Task Counts_StandStill_WhenACaseIsPlanted()
    {
        await town.Plant();
        var after = await town.Counts();
        Assert.True(after.Count > 60, $"{after.Count} answers");
        Assert.Equal(town.CountsBefore.Keys, after.Keys);
        Assert.All(after, a => Assert.True(a.Value == town.CountsBefore[a.Key], $"{a.Key} changed"));
    }

    private async Task<List<(string Address, PlantedCase? Named, string Text)>> Crawl(string role, IReadOnlyList<string> purposes, int turn)
    {
        var account = role.Length == 0 ? null : town.People.GetValueOrDefault(role) ?? await town.AddAccount([role], Palermo.Casework.Demonstration.Cast.Shelter);
        using var person = account is null ? town.Browser() : await town.In(account);
        var answers = new List<(string, PlantedCase?, string)>();
        var closed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (address, named) in Addresses(purposes, turn).Where(a => !a.Address.StartsWith("/api/", StringComparison.Ordinal)))
        {
            await Ask(person, address, named);
        }

        await Search(person, turn);
        using var program = account is null ? town.Browser() : await Api.Clients.CallerAs(town, account);
        foreach (var (address, named) in Addresses(purposes, turn).Where(a => a.Address.StartsWith("/api/", StringComparison.Ordinal)))
        {
            await Ask(program, address, named);
        }

        return answers;

        async Task Ask(HttpClient who, string address, PlantedCase? named)
        {
            // A door that is shut to the role is shut whatever is asked behind it.
            var door = address.Split('?')[0];
            if (named is null && closed.Contains(door))
            {
                return;
            }

            using var response = await who.GetAsync(new Uri(address, UriKind.Relative), Stop);
            if (response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized || response.Headers.Location?.ToString().Contains("/sign-in?", StringComparison.Ordinal) == true)
            {
                closed.Add(door);
            }

            Assert.True(response.StatusCode < HttpStatusCode.InternalServerError, $"{address} as {role}: {response.StatusCode}");
            var bytes = await response.Content.ReadAsByteArrayAsync(Stop);
            answers.Add((address, named, $"{string.Join('\n', response.Headers.Concat(response.Content.Headers).SelectMany(h => h.Value))}\n{Answers.Text(bytes)}"));
        }

        async Task Search(HttpClient who, int at)
        {
            var token = Regex.Match((await who.Get("/en/search")).Html, "name=\"form-token\" value=\"([^\"]+)\"").Groups[1].Value;
            foreach (var planted in town.Planted)
            {
                // What was typed stands on the page again: it is typed otherwise than it was written.
                foreach (var (kind, text) in new[] { ("name", planted.Name.ToUpperInvariant()), ("Phone", $"0044 {planted.Phone[4..7]}-{planted.Phone[7..]}"), ("reference", planted.Reference.Replace("-", " ", StringComparison.Ordinal)) })
                {
                    answers.Add(($"POST /en/search by {kind}", null, (await who.Post("/en/search", [new("form-token", token), new("kind", kind), new("text", text)])).Html));
                }
            }
        }
    }

    /// <summary>Every GET there is; those of a case once for each planted case and purpose.</summary>
    private IEnumerable<(string Address, PlantedCase? Named)> Addresses(IReadOnlyList<string> purposes, int turn)
    {
        foreach (var address in new CrawlQuestions(town, () => town.Released).Few().Where(a => !OfOneCase.Any(o => a.Contains(o, StringComparison.Ordinal))))
        {
            yield return (address, null);
        }

        foreach (var purpose in purposes)
        {
            yield return ($"/en/work?list=office&purpose={purpose}", null);
            yield return ($"/en/work?purpose={purpose}", null);
            yield return ($"/api/v1/cases?mine=false&purpose={purpose}", null);
            foreach (var pattern in town.Routes.Where(r => r.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")).Select(r => "/" + r.RoutePattern.RawText!.TrimStart('/')))
            {
                // The printed decision says what the other document says; a test of its own reads both.
                if (!OfOneCase.Any(o => pattern.Contains(o, StringComparison.Ordinal)) || pattern.EndsWith(".pdf", StringComparison.Ordinal) || (!pattern.StartsWith("/en/", StringComparison.Ordinal) && !pattern.StartsWith("/api/", StringComparison.Ordinal) && !(purpose == purposes[0] && pattern.StartsWith("/" + Others[turn % Others.Length], StringComparison.Ordinal))))
                {
                    continue;
                }

                // In another language the pages of the two cases that have most to show.
                foreach (var planted in town.Planted.Where(p => p.Decision is not null ? purpose == purposes[0] : p.Key == "own" || pattern.StartsWith("/en/", StringComparison.Ordinal) || pattern.StartsWith("/api/", StringComparison.Ordinal)))
                {
                    var address = Samples.Address(pattern.Replace("{interview:guid}", planted.Interview.ToString(), StringComparison.Ordinal).Replace("{file:guid}", planted.File.ToString(), StringComparison.Ordinal).Replace("{decision:guid}", (planted.Decision ?? Guid.Empty).ToString(), StringComparison.Ordinal), planted.Id, town);
                    yield return ($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}purpose={purpose}", planted);
                }
            }
        }
    }

    private static readonly string[] Others = [.. Site.Languages.Where(l => l != "en")];

    /// <summary>What of the planted cases stands in an answer. That a case is there is found by its number, and by its address where the question did not name it.</summary>
    private IEnumerable<Mark> Shown(string text, PlantedCase? named)
    {
        foreach (var mark in town.Marks.Where(m => m.Texts.Any(t => text.Contains(t, StringComparison.Ordinal))))
        {
            yield return mark;
        }

        foreach (var planted in town.Planted.Where(p => p != named && text.Contains(p.Id.ToString(), StringComparison.Ordinal)))
        {
            yield return town.Marks.Single(m => m.Case == planted.Key && m.Place == "reference");
        }
    }

    private static void Write(StringBuilder table, string role, HashSet<Mark> found, IReadOnlyList<Mark> granted)
    {
        if (found.Count == 0 && granted.Count == 0)
        {
            return;
        }

        table.Append("\n## ").Append(role).Append("\n\n");
        foreach (var of in granted.GroupBy(m => m.Case))
        {
            table.Append("- ").Append(of.Key).Append(": ");
            table.AppendJoin("; ", of.Where(found.Contains).GroupBy(m => m.Tier).OrderBy(g => g.Key).Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Place).Distinct())}"));
            string[] missing = [.. of.Where(m => !found.Contains(m)).Select(m => m.Place).Distinct()];
            table.Append(missing.Length == 0 ? "" : $" (not shown: {string.Join(", ", missing)})").Append('\n');
        }
    }

    // Codes and days stand in logs of the frameworks for reasons of their own; words and numbers of people do not.
    private static bool IsWord(string text) => text.Length > 8 && (char.IsAsciiLetter(text[0]) || text.StartsWith("44", StringComparison.Ordinal));

    // Tokens, nonces and digests are letters and digits by chance.
    [GeneratedRegex("[A-Za-z0-9+/_=-]{16,}")]
    private static partial Regex Opaque();
}
