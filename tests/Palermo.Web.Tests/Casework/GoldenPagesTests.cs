using System.Net;
using Palermo.Casework.Demonstration;
using Palermo.Law.Facts;

namespace Palermo.Web.Tests.Casework;

public sealed class GoldenPagesOnSqliteTests(StaffSite site) : GoldenPagesTests(site), IClassFixture<StaffSite>;

public sealed class GoldenPagesOnPostgresTests(PostgresStaffSite site) : GoldenPagesTests(site), IClassFixture<PostgresStaffSite>;

/// <summary>The golden cases through the pages, without script: what the pages then show is what counsel expects.</summary>
public abstract class GoldenPagesTests(StaffSite site)
{
    private static readonly string Folder = Path.Combine(SharedRepository.Root, "data", "cases", "golden");

    public static TheoryData<string> Stories => [.. ScriptedStory.LoadAll(Folder).Select(s => s.Id)];

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task Story_ThroughThePages_EstablishesAndDecidesWhatIsExpected(string id)
    {
        var player = await PagePlayer.At(site);
        foreach (var script in ScriptedStory.Load(Path.Combine(Folder, id + ".json")).Cases)
        {
            var file = await player.Open(script);
            var decision = await player.Decide(script, file);
            var read = await player.Read(file);
            Assert.Equal(script.Expected.State, read.Case.State);
            Assert.Equal(script.Expected.Contradictions.Order(), read.Knowledge.Contradictions.Select(c => c.Code).Order());
            foreach (var expected in script.Expected.Determinations.Where(d => d.Standard != StandardOfProof.Alleged))
            {
                Assert.Equal(expected.Result, read.Knowledge.Determine(site.Library.Find(expected.Instrument)!, expected.Standard).Result.ToString());
                var page = await player.Supervisor.Get($"{file}?standard={expected.Standard}&law={expected.Instrument}");
                Assert.Equal(HttpStatusCode.OK, page.Status);
                Assert.Contains($"finding is-{expected.Result}", page.Html, StringComparison.Ordinal);
            }

            if (decision is not null)
            {
                var document = await player.Authority.Get(decision);
                Assert.Equal(HttpStatusCode.OK, document.Status);
                Assert.Contains(script.Decision!.Reasons[0].Words, document.Words, StringComparison.Ordinal);
                Assert.Contains(read.Decisions[^1].ContentHash, document.Html, StringComparison.Ordinal);
                Assert.Equal(HttpStatusCode.OK, (await player.Authority.Get(decision.Replace("/en/", "/ar/", StringComparison.Ordinal) + "/document.html")).Status);
            }
        }
    }
}
