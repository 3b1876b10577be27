using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Audit;
using Palermo.Casework.Desks;
using Palermo.Casework.Facts;
using Palermo.Casework.Notes;
using Palermo.Casework.Persons;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Tests.Law;

namespace Palermo.Tests.Casework.Promises;

/// <summary>
/// A process that serves many writers is killed (SIGKILL) at random moments, again and again. What it acknowledged before is
/// there, and the chain and every record verify. <c>PALERMO_KILLS</c> sets how often; 200 is the measure, 6 the daily check.
/// </summary>
public sealed class CrashTests
{
    private const string Worker = "PALERMO_CRASH_WORKER";
    private const int Writers = 8;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task KilledAtRandomMoments_EveryAcknowledgedWriteIsThereAndTheChainHolds(string database)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the kill is a signal of Unix");
        var kills = int.TryParse(Environment.GetEnvironmentVariable("PALERMO_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : 6;
        var folder = Directory.CreateTempSubdirectory("palermo-crash-").FullName;
        try
        {
            var connection = database == "SQLite" ? $"Data Source={folder}/casework.db" : PostgresServer.NewDatabase();
            var (keyFile, acknowledged) = (Path.Combine(folder, "keys"), Path.Combine(folder, "acknowledged"));
            KeyFile.Create(keyFile, null).Dispose();
            var random = new Ids();
            var seen = 0;
            for (var kill = 0; kill < kills; kill++)
            {
                await KillOneAsync([connection, keyFile, acknowledged], random.Next().ToByteArray()[0] * 6);
                var lines = await File.ReadAllLinesAsync(acknowledged, Stop);
                Assert.True(lines.Length > seen, "the worker acknowledged nothing before it was killed");
                seen = lines.Length;
                // The last line may be half written: it was not acknowledged.
                await CheckAsync(connection, keyFile, lines.Where(l => l.EndsWith(';')));
            }

            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{database}: {kills} kills, {seen} acknowledged writes, none lost"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The process that is killed: this one, started again. Without its variable it is no test.</summary>
    [Fact(Explicit = true)]
    public async Task CrashWorker()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Worker) is { Length: > 0 }, "only for the crash test's own process");
        var parts = Environment.GetEnvironmentVariable(Worker)!.Split('\n');
        await using var database = new CaseworkDatabase(parts[0]);
        using var master = KeyFile.Open(parts[1], null);
        var setting = await DeskSetting.PrepareAsync(database, master, Laws.Library, House.Data, TimeProvider.System, Stop);
        await using var acknowledged = new FileStream(parts[2], FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var desk = new CaseDesk(setting, "crash");
            var actor = new Actor(setting.Ids.Next(), ["caseworker"], "office", null);
            var consent = new ConsentDraft(
                Palermo.Casework.Consents.ConsentGivenBy.ThePerson, Palermo.Casework.Consents.Assent.NotApplicable, ["identification-decision"], ["competent_authority"], ["Facts"],
                Palermo.Casework.Consents.ConsentChannel.Spoken, "en", setting.Wording.Hash("en"), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(90));
            for (var i = 0; ; i++)
            {
                var file = await desk.OpenCaseAsync(actor, Purpose.Intake, new CaseDraft(AgeStatus.Adult, AgeBasis.Stated, consent) { IsSynthetic = true }, Stop);
                for (var j = 0; j < 20; j++)
                {
                    var answer = j % 2 == 0 ? FactAnswer.Yes : FactAnswer.No;
                    var saved = await desk.AnswerAsync(actor, Purpose.Intake, file.CaseId, file.InterviewId, [new AnswerDraft("deception", answer, $"{writer} {i} {j}")], Stop);
                    Acknowledge($"fact {saved[0].FactId} {answer};");
                    var note = await desk.AddNoteAsync(actor, Purpose.CasePlanning, file.CaseId, Tier.Identity, $"{writer} {i} {j}", null, Stop);
                    Acknowledge($"note {note} {actor.UserId};");
                }
            }
        })));

        void Acknowledge(string line)
        {
            lock (acknowledged)
            {
                acknowledged.Write(System.Text.Encoding.ASCII.GetBytes(line + "\n"));
            }
        }
    }

    private static async Task KillOneAsync(string[] parts, int milliseconds)
    {
        var before = File.Exists(parts[2]) ? new FileInfo(parts[2]).Length : 0;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [.. Host(), "-noLogo", "-explicit", "only", "-method", $"{typeof(CrashTests).FullName}.{nameof(CrashWorker)}"];
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment[Worker] = string.Join('\n', parts);
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync(Stop);
        _ = process.StandardError.ReadToEndAsync(Stop);
        try
        {
            // Wait until it is at work, then a random while.
            for (var waited = 0; waited < 600 && !process.HasExited && (!File.Exists(parts[2]) || new FileInfo(parts[2]).Length == before); waited++)
            {
                await Task.Delay(50, Stop);
            }

            await Task.Delay(milliseconds, Stop);
            Assert.False(process.HasExited, "the worker ended by itself");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(Stop);
        }
    }

    /// <summary>Under <c>dotnet exec</c> the program is the host and the assembly its first argument.</summary>
    private static string[] Host() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? ["exec", typeof(CrashTests).Assembly.Location] : [];

    private static async Task CheckAsync(string connection, string keyFile, IEnumerable<string> acknowledged)
    {
        await using var database = new CaseworkDatabase(connection);
        using var master = KeyFile.Open(keyFile, null);
        await using var context = database.NewContext();
        using var keys = await OrganisationKeys.LoadAsync(context, master, Stop);
        var facts = await context.Set<StatedFact>().AsNoTracking().ToDictionaryAsync(f => f.Id, f => f.Answer.ToString(), Stop);
        var notes = await context.Set<Note>().AsNoTracking().ToDictionaryAsync(n => n.Id, n => n.By.ToString(), Stop);
        foreach (var words in acknowledged.Select(l => l.TrimEnd(';').Split(' ')))
        {
            var stored = (words[0] == "fact" ? facts : notes).GetValueOrDefault(Guid.Parse(words[1]));
            Assert.Equal(words[2], stored);
        }

        var report = await new AuditVerifier(keys, TimeProvider.System).VerifyAsync(context, new AuditScope { Deep = true, Master = master }, stop: Stop);
        Assert.True(report.Holds, string.Join('\n', report.Findings.Take(5)));
    }
}
