using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Web.Security;

namespace Palermo.Web.Tests.Tours;

/// <summary>The demonstration over real HTTP: one press signs in as each role, and everything that the pages then offer opens.</summary>
public sealed partial class DemonstrationWalkTests(Loopback loopback) : IClassFixture<Loopback>
{
    [Fact]
    public async Task OnePress_SignsInAsEachRole_AndEveryDoorOnThePageOpens()
    {
        using var visitor = loopback.Visitor();
        var roles = ButtonPattern().Matches((await visitor.Get("/en/sign-in")).Html).Select(m => m.Groups[1].Value).ToList();
        Assert.Superset(loopback.Site.Services.GetRequiredService<RoleRights>().Roles.ToHashSet(StringComparer.Ordinal), roles.ToHashSet(StringComparer.Ordinal));
        foreach (var role in roles)
        {
            using var person = await loopback.As(role);
            var work = await person.Get("/en/work");
            Assert.Equal((role, HttpStatusCode.OK), (role, work.Status));
            Assert.Contains(role.Replace('-', ' '), work.Words, StringComparison.Ordinal);
            Assert.Contains("demonstration", work.Words, StringComparison.OrdinalIgnoreCase);
            foreach (var door in DoorPattern().Matches(work.Html).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).Where(d => !d.EndsWith("/leave", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
            {
                var answer = await person.Get(door);
                Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.SeeOther or HttpStatusCode.Redirect, $"{role}: {door} gives {answer.Status}");
                Assert.True(answer.Status == HttpStatusCode.OK || answer.Response.Headers.Location!.ToString().Contains("/step-up", StringComparison.Ordinal), $"{role}: {door} leads to {answer.Response.Headers.Location}");
            }
        }
    }

    [GeneratedRegex("name=\"as\" value=\"([^\"]+)\"")]
    private static partial Regex ButtonPattern();

    [GeneratedRegex("href=\"(/en[^\"#]*)\"")]
    private static partial Regex DoorPattern();
}
