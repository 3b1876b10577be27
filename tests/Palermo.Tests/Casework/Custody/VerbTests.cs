using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Desks;
using Palermo.Casework.Persons;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Tests.Cli;
using Palermo.Tests.Law;

namespace Palermo.Tests.Casework.Custody;

/// <summary>An operator's day on the command line: init, work, anchor, verify, erase, rotate, tamper, verify.</summary>
public sealed class VerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("palermo-verbs-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string KeyPath => Path.Combine(folder, "palermo.keys");

    private string Anchors => Path.Combine(folder, "anchors.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Operator_KeepsKeysAndProvesTheLog()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "passphrase"), "seven quiet lanterns over water\n", Stop);
        Expect(0, "sealed by the passphrase", "keys", "init", "--key-file", KeyPath, "--passphrase-file", Path.Combine(folder, "passphrase"));
        Expect(1, "never overwritten", "keys", "init", "--key-file", KeyPath);
        var reference = await WorkAsync();

        Expect(0, "\"seq\":", On("audit-log", "anchor", "--append", Anchors));
        Expect(0, "The audit log holds", On("audit-log", "verify", "--anchor", Anchors));
        Expect(2, "--for-ever", On("keys", "erase", reference));
        Expect(2, "from 2 to 6", On("keys", "erase", reference, "--tier", "9", "--for-ever"));
        Expect(0, "Erased: location", On("keys", "erase", reference, "--tier", "4", "--for-ever"));
        Expect(0, "Nothing to erase", On("keys", "erase", reference, "--tier", "4", "--for-ever"));
        Expect(1, "no such case", On("keys", "erase", "2222-2222", "--for-ever"));
        Expect(0, "wrapped by version 2", On("keys", "rotate", "--retire"));
        Expect(0, "The audit log holds", On("audit-log", "verify", "--anchor", Anchors));

        await TamperAsync("""UPDATE "Overrides" SET "Grounds" = zeroblob(64)""");
        Expect(1, "Override", On("audit-log", "verify"));
        Expect(0, "Not looked at", On("audit-log", "verify", "--chain-only"));
        Expect(2, "exclude each other", On("audit-log", "verify", "--chain-only", "--deep"));
        await TamperAsync("""UPDATE "AuditEntries" SET "Purpose" = 'safety' WHERE "Seq" = 2""");
        Expect(1, "does NOT hold", On("audit-log", "verify", "--chain-only"));
        Expect(1, "does NOT hold", On("audit-log", "verify"));
        Expect(1, "entry 2", On("audit-log", "verify"));
    }

    [Fact]
    public void WrongCalls_AreRefusedWithoutMakingAnything()
    {
        Expect(2, "no such database", "audit-log", "verify", "--connection", $"Data Source={folder}/none.db", "--key-file", KeyPath);
        Assert.False(File.Exists(Path.Combine(folder, "none.db")));
        Expect(2, "no such database", "audit-log", "verify", "--folder", folder, "--key-file", KeyPath);
        Expect(2, "names no database", "audit-log", "verify", "--connection", "Nonsense=1", "--key-file", KeyPath);
        Expect(2, "no such file", On("audit-log", "verify", "--anchor", Path.Combine(folder, "none")));
    }

    private string[] On(params string[] words) =>
        [.. words, "--folder", folder, "--key-file", KeyPath, "--passphrase-file", Path.Combine(folder, "passphrase")];

    private static void Expect(int code, string says, params string[] arguments)
    {
        var run = Run.Palermo(arguments);
        Assert.True(run.ExitCode == code, $"{string.Join(' ', arguments)}: {run.ExitCode}\n{run.Output}{run.Error}");
        Assert.Contains(says, run.Output + run.Error, StringComparison.Ordinal);
    }

    private async Task<string> WorkAsync()
    {
        await using var database = Database();
        using var master = KeyFile.Open(KeyPath, "seven quiet lanterns over water");
        var setting = await DeskSetting.PrepareAsync(database, master, Laws.Library, House.Data, TimeProvider.System, Stop);
        var actor = new Actor(setting.Ids.Next(), ["caseworker"], "office", null);
        var opened = await new CaseDesk(setting).OpenCaseAsync(actor, Purpose.Intake, new CaseDraft(AgeStatus.Child, AgeBasis.Stated, null, "a provision") { IsSynthetic = true }, Stop);
        await new CaseDesk(setting).OpenAsync(actor, Purpose.CasePlanning, opened.CaseId, Stop);
        return opened.Reference;
    }

    private async Task TamperAsync(string statement)
    {
        await using var database = Database();
        await using var context = database.NewContext();
        await context.Database.ExecuteSqlRawAsync(statement, Stop);
    }

    private CaseworkDatabase Database() => new($"Data Source={folder}/palermo.db;Pooling=False");
}
