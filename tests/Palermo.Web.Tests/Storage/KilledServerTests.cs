using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Cases;
using Palermo.Casework.Desks;
using Palermo.Casework.Facts;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Law.Instruments;
using Palermo.Web.Tests.Casework;
using Palermo.Web.Tests.Real;

namespace Palermo.Web.Tests.Storage;

/// <summary>
/// The server itself is killed (SIGKILL) at random moments while people work at its pages, and sometimes while it starts. What
/// it acknowledged is there and opens, the audit chain and every record verify, every case is whole, and the next start needs
/// no help. <c>PALERMO_KILLS</c> sets how often; 200 is the measure.
/// </summary>
public sealed class KilledServerTests
{
    private const int Writers = 8, Usual = 2, Seed = 20261130;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task KilledAtRandomMoments_LosesNothingThatItAcknowledged(string database)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the kill is a signal of Unix");
        var kills = int.TryParse(Environment.GetEnvironmentVariable("PALERMO_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : Usual;
        var folder = Directory.CreateTempSubdirectory("palermo-kill-").FullName;
        try
        {
            var house = new RealHouse(folder, database == "SQLite" ? null : PostgresServer.NewDatabase(), Path.Combine(AppContext.BaseDirectory, "Palermo.Web.dll"));
            var random = new Random(Seed + (int.TryParse(Environment.GetEnvironmentVariable("PALERMO_KILLS_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var other) ? other : 0));
            List<RealHouse.SignedIn> people = [];
            ConcurrentQueue<Acknowledged> acknowledged = [];
            var (known, starting) = (0, 0);
            for (var kill = 0; kill < kills; kill++)
            {
                await using var server = house.Start();
                if (kill % 8 == 0)
                {
                    starting++;
                    await Task.Delay(random.Next(3000), Stop);
                    await server.KillAsync();
                }
                else
                {
                    var address = await server.Address.WaitAsync(TimeSpan.FromMinutes(2), Stop);
                    while (people.Count < Writers)
                    {
                        people.Add(await house.AddPersonAsync("caseworker", "north", Stop));
                    }

                    var work = people.Select(p => new Writer(p, acknowledged).WorkAsync(address)).ToList();
                    await UntilAsync(() => acknowledged.Count > known, work);
                    await Task.Delay(random.Next(2500), Stop);
                    await server.KillAsync();
                    await Task.WhenAll(work);
                }

                await CheckAsync(house, people, [.. acknowledged.Skip(known)]);
                known = acknowledged.Count;
            }

            await CheckAsync(house, people, [.. acknowledged]);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database}: {kills} kills ({starting} while starting), {known} acknowledged writes, none lost, chain whole"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task UntilAsync(Func<bool> holds, List<Task> work)
    {
        for (var waited = 0; !holds(); waited++)
        {
            Assert.True(waited < 2400, "nothing was acknowledged in two minutes");
            foreach (var failed in work.Where(w => w.IsCompleted))
            {
                await failed;
                Assert.Fail("the server broke a connection before it was killed");
            }

            await Task.Delay(50, Stop);
        }
    }

    private static async Task CheckAsync(RealHouse house, List<RealHouse.SignedIn> people, List<Acknowledged> acknowledged)
    {
        if (people.Count == 0)
        {
            // Killed while it made the database: the next start must finish that.
            return;
        }

        await using var database = house.Database();
        using var master = KeyFile.Open(house.KeyPath, null);
        await using (var context = database.NewContext())
        {
            using var keys = await OrganisationKeys.LoadOrCreateAsync(context, master, Stop);
            var report = await new AuditVerifier(keys, TimeProvider.System).VerifyAsync(context, new AuditScope { Deep = true, Master = master }, stop: Stop);
            Assert.True(report.Holds, string.Join('\n', report.Findings.Take(5)));
        }

        await AssertWholeAsync(database);

        var data = Path.Combine(SharedRepository.Root, "data");
        var desk = new CaseDesk(await DeskSetting.PrepareAsync(database, master, InstrumentLibrary.Load(Path.Combine(data, "instruments")), data, TimeProvider.System, Stop), "check");
        foreach (var ofCase in acknowledged.GroupBy(a => a.CaseId))
        {
            await AssertThereAsync(desk, people, ofCase.Key, [.. ofCase]);
        }
    }

    /// <summary>No case without its keys, its person, its consent and its interview: they are one transaction.</summary>
    private static async Task AssertWholeAsync(CaseworkDatabase database)
    {
        await using var context = database.NewContext();
        var cases = await context.Set<Case>().CountAsync(Stop);
        Assert.Equal(cases * CaseKey.Tiers.Length, await context.Set<CaseKey>().CountAsync(Stop));
        Assert.Equal(cases, await context.Set<Palermo.Casework.Persons.Person>().CountAsync(Stop));
        Assert.Equal(cases, await context.Set<Palermo.Casework.Consents.Consent>().CountAsync(Stop));
        Assert.Equal(cases, await context.Set<Interview>().CountAsync(Stop));
        Assert.Equal(await context.Set<Palermo.Casework.Attachments.Attachment>().CountAsync(Stop), await context.Set<Palermo.Casework.Attachments.AttachmentContent>().CountAsync(Stop));
    }

    private static async Task AssertThereAsync(CaseDesk desk, List<RealHouse.SignedIn> people, Guid caseId, List<Acknowledged> acknowledged)
    {
        await using var context = desk.Setting.Database.NewContext();
        var opener = await context.Set<Case>().Where(c => c.Id == caseId).Select(c => c.OpenedBy).SingleAsync(Stop);
        var actor = people.Single(p => p.Actor.UserId == opener).Actor;
        var file = await desk.OpenAsync(actor, Purpose.CasePlanning, caseId, Stop);
        Assert.Equal(caseId, file.Case.Id);
        var facts = await context.Set<StatedFact>().AsNoTracking().Where(f => f.CaseId == caseId).ToDictionaryAsync(f => f.Id, f => f.Answer.ToString(), Stop);
        Assert.All(acknowledged.OfType<Acknowledged.Answer>(), a => Assert.Equal(a.Said, facts.GetValueOrDefault(a.FactId)));
        var notes = (await desk.ReadNotesAsync(actor, Purpose.CasePlanning, caseId, Tier.Identity, Stop)).Select(n => n.Words).ToHashSet(StringComparer.Ordinal);
        Assert.All(acknowledged.OfType<Acknowledged.Note>(), n => Assert.Contains(n.Words, notes));
        var files = (await desk.FilesAsync(actor, Purpose.CasePlanning, caseId, Stop)).ToDictionary(f => f.Name, f => f.File.Id, StringComparer.Ordinal);
        foreach (var attached in acknowledged.OfType<Acknowledged.File>())
        {
            var opened = await desk.ReadFileAsync(actor, Purpose.CasePlanning, caseId, files[attached.Name], Stop);
            Assert.Equal(attached.Content, Encoding.UTF8.GetString(opened.Content));
        }
    }
}
