using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Custody;
using Palermo.Casework.Desks;
using Palermo.Casework.Persons;
using Palermo.Casework.Vault;
using Palermo.Tests.Law;

namespace Palermo.Tests.Casework.Custody;

/// <summary>
/// <c>palermo keys rotate</c> as a process of its own, killed (SIGKILL) while it rewraps: after each kill every key opens with
/// the key file as it then is, every case reads, the log and every record verify; called again, it goes on to the end.
/// </summary>
public sealed class KilledRotationTests
{
    private const int Cases = 450, Seed = 20261130;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Palermo.Cli.dll");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task KilledMidway_LeavesEveryCaseOpenable_AndGoesOn(string database)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the kill is a signal of Unix");
        var folder = Directory.CreateTempSubdirectory("palermo-rotation-").FullName;
        try
        {
            var key = Path.Combine(folder, "palermo.keys");
            using var first = KeyFile.Create(key, null);
            await using var house = await House.OpenAsync(database, first);
            List<OpenedCase> files = [];
            for (var i = 0; i < Cases; i++)
            {
                files.Add(await house.AdultAsync());
            }

            await NameAsync(house, files[0]);
            var random = new Random(Seed);
            var midway = 0;
            for (var kill = 0; kill < 4; kill++)
            {
                var before = await VersionsAsync(house);
                await KillAsync(house.Connection, key, afterBatch: kill % 2 == 0, TimeSpan.FromMilliseconds(random.Next(400)));
                var versions = await VersionsAsync(house);
                midway += versions.Count > 1 ? 1 : 0;
                // Whole batches or nothing: a key is wrapped by the old version or by the new one.
                Assert.All(versions.Keys, v => Assert.Contains(v, before.Keys.Append(before.Keys.Max() + 1)));
                Assert.Equal(Cases * CaseKey.Tiers.Length, versions.Values.Sum());
                await AssertOpensAsync(house, key, files);
            }

            Assert.InRange(midway, 1, 4);
            using (var end = Start(house.Connection, key))
            {
                var said = await end.StandardOutput.ReadToEndAsync(Stop);
                await end.WaitForExitAsync(Stop);
                Assert.True(end.ExitCode == 0, said);
            }

            using var last = KeyFile.Open(key, null);
            Assert.Equal([last.Current], (await VersionsAsync(house)).Keys);
            await using (var context = house.Setting.Database.NewContext())
            {
                Assert.Equal(0, await KeyRotation.PendingAsync(context, last, Stop));
            }

            // Cases open without the versions that were.
            KeyFile.RetireOldVersions(key, null).Dispose();
            await AssertOpensAsync(house, key, files);
            TestContext.Current.TestOutputHelper?.WriteLine($"{database}: 4 kills, {midway} between two batches, version {last.Current}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task NameAsync(House house, OpenedCase file) =>
        await house.Desk.ChangePersonAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, 1, new PersonDraft(RecordedSex.NotRecorded, [], [], [], new PersonIdentity([new("Somebody", NameKind.Told)])), Stop);

    /// <summary>Kills the rotation: after it said that a batch is done, or some time after it made its new version.</summary>
    private static async Task KillAsync(string connection, string key, bool afterBatch, TimeSpan later)
    {
        var made = File.GetLastWriteTimeUtc(key);
        using var process = Start(connection, key);
        var said = process.StandardError.ReadLineAsync(Stop).AsTask();
        while (!process.HasExited && !said.IsCompleted && (afterBatch || File.GetLastWriteTimeUtc(key) == made))
        {
            await Task.Delay(1, Stop);
        }

        if (!afterBatch)
        {
            await Task.Delay(later, Stop);
        }
        else if (said.IsCompleted && (await said)?.Contains("going on with it", StringComparison.Ordinal) == true)
        {
            await process.StandardError.ReadLineAsync(Stop);
        }

        process.Kill();
        await process.WaitForExitAsync(Stop);
    }

    private static Process Start(string connection, string key)
    {
        string[] words = ["exec", Program, "keys", "rotate", "--connection", connection, "--key-file", key];
        return Process.Start(new ProcessStartInfo("dotnet", words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = SharedData.Repository })!;
    }

    /// <summary>How many keys of cases each version of the master key wraps.</summary>
    private static async Task<SortedDictionary<int, int>> VersionsAsync(House house)
    {
        await using var context = house.Setting.Database.NewContext();
        return new(await context.Set<CaseKey>().GroupBy(k => k.MasterVersion).ToDictionaryAsync(g => g.Key, g => g.Count(), Stop));
    }

    private static async Task AssertOpensAsync(House house, string key, List<OpenedCase> files)
    {
        using var master = KeyFile.Open(key, null);
        await using (var context = house.Setting.Database.NewContext())
        {
            using var keys = await OrganisationKeys.LoadAsync(context, master, Stop);
            var report = await new AuditVerifier(keys, house.Clock).VerifyAsync(context, new AuditScope { Deep = true, Master = master }, stop: Stop);
            Assert.True(report.Holds, string.Join('\n', report.Findings.Take(5)));
        }

        var desk = new CaseDesk(await DeskSetting.PrepareAsync(house.Setting.Database, master, Laws.Library, House.Data, house.Clock, Stop), "check");
        // A sample: the deep verification above has opened every record.
        foreach (var file in files.Where((_, i) => i % 30 == 0))
        {
            Assert.Equal(file.CaseId, (await desk.OpenAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, Stop)).Case.Id);
        }

        Assert.Equal("Somebody", (await desk.OpenAsync(house.Cast.Caseworker, Purpose.CasePlanning, files[0].CaseId, Stop)).Identity?.ShownName);
    }
}
