using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Access;
using Palermo.Casework.Desks;
using Palermo.Casework.Vault;

namespace Palermo.Tests.Casework.Promises;

/// <summary>
/// Five hundred names, addresses and telephones that occur nowhere else, put into every place that takes one; then every byte
/// that reached a disk, a trace or a message is searched for them, in the encodings that text comes in.
/// </summary>
public sealed class CanaryTests
{
    private const string NameStem = "Qvyxkolzwambri";
    private const string AddressStem = "Jhudzepwyngfot";
    private const string WordStem = "Vroktuxelmibqa";
    private const string PhoneStem = "7935028461";
    private const int Canaries = 500;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(House.Databases), MemberType = typeof(House))]
    public async Task Canaries_AreInNoFileTraceOrMessage(string database)
    {
        var said = new ConcurrentQueue<string>();
        using var traces = Listen(said);
        await using var house = await House.OpenAsync(database);
        // A connection that stays open, as in a running program: SQLite then keeps its write-ahead log.
        await using var held = house.Setting.Database.NewContext();
        await held.Database.OpenConnectionAsync(Stop);
        await held.Set<Palermo.Casework.Cases.Case>().AnyAsync(Stop);

        // Most canaries by the one record that holds all three kinds; every hundredth through every place there is.
        for (var i = 0; i < Canaries / 100; i++)
        {
            await FullHouse.FillAsync(house, $"{NameStem} {i:000}", $"{AddressStem} Street {i:000}", $"{PhoneStem}{i:000}", place => $"{WordStem} {place} {i:000}");
        }

        await FillAsync(house, Canaries - (Canaries / 100));
        await ProvokeAsync(house, said);

        var files = await FilesAsync(house);
        Assert.InRange(files.Sum(f => f.Bytes.LongLength), 1_000_000, long.MaxValue);
        foreach (var needle in Needles())
        {
            Assert.All(files, file => Assert.True(file.Bytes.AsSpan().IndexOf(needle.Bytes) < 0, $"{needle.Name} in {file.Name}"));
            Assert.DoesNotContain(said, line => line.Contains(needle.Name, StringComparison.OrdinalIgnoreCase));
        }

        // The search above can find: a word that is stored in the clear by design is there, in every copy of the database too.
        Assert.Contains(files, file => file.Bytes.AsSpan().IndexOf("demo-shelter"u8) >= 0);
        Assert.All(files.Where(f => f.Name.StartsWith("copy", StringComparison.Ordinal)), copy => Assert.True(copy.Bytes.AsSpan().IndexOf("demo-shelter"u8) >= 0, copy.Name));
        Assert.Equal(house.Setting.Database.IsPostgres ? 1 : 3, files.Count(f => f.Name.StartsWith("copy", StringComparison.Ordinal)));
        Assert.NotEmpty(said);

        // And what was put in comes out again for whoever may see it.
        var found = await house.Desk.SearchAsync(house.Cast.Caseworker, Purpose.CasePlanning, new SearchQuery(null, (IdentifierKind.Phone, PhoneStem + "499"), null), Stop);
        Assert.Equal($"{NameStem} 499", Assert.Single(found).Name);
    }

    private static async Task FillAsync(House house, int count)
    {
        for (var i = Canaries - count; i < Canaries; i++)
        {
            var file = await house.AdultAsync();
            var identity = new Palermo.Casework.Persons.PersonIdentity([new($"{NameStem} {i:000}", Palermo.Casework.Persons.NameKind.Told)]) { Identifiers = [new(IdentifierKind.Phone, $"{PhoneStem}{i:000}")] };
            await house.Desk.ChangePersonAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, 1, new PersonDraft(Palermo.Casework.Persons.RecordedSex.NotRecorded, [], [], [], identity), Stop);
            var fresh = house.Cast.Caseworker with { SteppedUpAt = house.Clock.GetUtcNow() };
            await house.Desk.AddContactAsync(fresh, Purpose.Safety, file.CaseId, new ContactDraft(Palermo.Casework.Contacts.ContactChannel.Post, new($"{AddressStem} Street {i:000}"), null, null, Palermo.Casework.Contacts.Voicemail.Never, false), Stop);
            // And all three once more, in a file that is attached and called after the person.
            var attached = Encoding.UTF8.GetBytes($"{NameStem} {i:000}, {AddressStem} Street {i:000}, {PhoneStem}{i:000}");
            await house.Desk.AttachAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, $"{NameStem} {i:000}.txt", attached, null, Stop);
        }
    }

    /// <summary>Refusals and failures, with the canaries in the questions: what the program says of them must not repeat them.</summary>
    private static async Task ProvokeAsync(House house, ConcurrentQueue<string> said)
    {
        var stranger = house.Cast.Caseworker with { UserId = house.Setting.Ids.Next(), Office = "elsewhere" };
        var file = await house.AdultAsync();
        await SayAsync(() => house.Desk.SearchAsync(stranger, Purpose.CasePlanning, new SearchQuery(null, null, NameStem), Stop));
        await SayAsync(() => house.Desk.OpenAsync(stranger, Purpose.CasePlanning, file.CaseId, Stop));
        await SayAsync(() => house.Desk.AnswerAsync(house.Cast.Caseworker, Purpose.Intake, file.CaseId, file.InterviewId, [new AnswerDraft(NameStem, Palermo.Casework.Facts.FactAnswer.Yes, WordStem)], Stop));
        await SayAsync(() => house.Desk.AddNoteAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, Tier.Privileged, WordStem, null, Stop));
        await SayAsync(() => house.Desk.AddContactAsync(house.Cast.Caseworker, Purpose.Safety, file.CaseId, new ContactDraft(Palermo.Casework.Contacts.ContactChannel.Post, new(AddressStem), null, null, Palermo.Casework.Contacts.Voicemail.Never, false), Stop));
        await using (var context = house.Setting.Database.NewContext())
        {
            await context.Set<Palermo.Casework.Persons.Person>().Where(p => p.Identity != null).ExecuteUpdateAsync(s => s.SetProperty(p => p.Version, p => p.Version + 1), Stop);
        }

        // Every sealed identity now fails closed; the failure names the record, not the person.
        await SayAsync(() => house.Desk.CaseloadAsync(house.Cast.Caseworker, Purpose.CasePlanning, new CaseloadQuery(Size: 200), Stop));
        await using (var context = house.Setting.Database.NewContext())
        {
            await context.Set<Palermo.Casework.Persons.Person>().Where(p => p.Identity != null).ExecuteUpdateAsync(s => s.SetProperty(p => p.Version, p => p.Version - 1), Stop);
        }

        async Task SayAsync<T>(Func<Task<T>> question)
        {
            try
            {
                said.Enqueue($"{(await question())?.GetType().Name}");
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                said.Enqueue(e.ToString());
            }
        }
    }

    private static async Task<List<(string Name, byte[] Bytes)>> FilesAsync(House house)
    {
        await using var context = house.Setting.Database.NewContext();
        if (!house.Setting.Database.IsPostgres)
        {
            var folder = Path.GetDirectoryName(house.File)!;
            // The files as they lie while the program runs (write-ahead log and all), then a backup.
            List<(string, byte[])> running = [.. Directory.GetFiles(folder).Select(f => (Path.GetFileName(f), Shared(f)))];
            Assert.Contains(running, f => f.Item1.EndsWith("-wal", StringComparison.Ordinal));
            var copy = Path.Combine(folder, "copy.db");
            await context.Database.ExecuteSqlAsync($"VACUUM INTO {copy}", Stop);
            var whole = Shared(copy);
            await JournalAsync(copy);
            return [.. running, ("copy.db", whole), .. new[] { copy + "-journal", copy + ".sql" }.Select(f => (Path.GetFileName(f), Shared(f)))];
        }

        await context.Database.ExecuteSqlRawAsync("CHECKPOINT", Stop);
        await context.Database.OpenConnectionAsync(Stop);
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(context.Database.GetDbConnection().ConnectionString);
        Assert.SkipUnless(connection.Host is { } host && Directory.Exists(Path.Combine(host, "data", "base")), "the files of this PostgreSQL are not on this machine");
        Assert.SkipWhen(PostgresServer.Program("pg_dump") is null, "pg_dump is not installed");
        var dump = await PostgresServer.DumpAsync(connection.ConnectionString, Stop);
        return [.. Directory.EnumerateFiles(connection.Host!, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".pid", StringComparison.Ordinal) && new FileInfo(f).Length > 0).Select(f => (f, Shared(f))), ("copy.pg_dump", dump)];
    }

    /// <summary>Rewrites every row of a copy under a rollback journal that is kept, and spells the copy out as text: what those files hold is searched too.</summary>
    private static async Task JournalAsync(string copy)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={copy};Pooling=False");
        await connection.OpenAsync(Stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = PERSIST; SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        List<string> tables = [];
        await using (var reader = await command.ExecuteReaderAsync(Stop))
        {
            Assert.True(await reader.ReadAsync(Stop));
            Assert.Equal("persist", reader.GetString(0));
            Assert.True(await reader.NextResultAsync(Stop));
            while (await reader.ReadAsync(Stop))
            {
                tables.Add(reader.GetString(0));
            }
        }

        await using var text = new StreamWriter(copy + ".sql");
        foreach (var table in tables)
        {
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync(Stop);
            while (await reader.ReadAsync(Stop))
            {
                await text.WriteLineAsync(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
            }
        }

        // The journal keeps every page as it was before the change: a change that empties each page writes them all.
        command.CommandText = "BEGIN; " + string.Concat(tables.Select(t => $"DELETE FROM \"{t}\"; ")) + "COMMIT";
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static byte[] Shared(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (IOException)
        {
            // A socket or a file that the server removed meanwhile.
            return [];
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Needles()
    {
        foreach (var stem in new[] { NameStem, AddressStem, WordStem, PhoneStem })
        {
            foreach (var written in new[] { stem, stem.ToLowerInvariant(), stem.ToUpperInvariant() }.Distinct(StringComparer.Ordinal))
            {
                yield return (stem, Encoding.UTF8.GetBytes(written));
                yield return (stem, Encoding.Unicode.GetBytes(written));
                yield return (stem, Encoding.BigEndianUnicode.GetBytes(written));
                yield return (stem, Encoding.ASCII.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(written))));
                yield return (stem, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(written))));
                // The middle of the base64 of the stem at each of the three ways it can lie.
                for (var shift = 0; shift < 3; shift++)
                {
                    var base64 = Convert.ToBase64String([.. new byte[shift], .. Encoding.UTF8.GetBytes(written)]);
                    yield return (stem, Encoding.ASCII.GetBytes(base64[4..12]));
                }
            }
        }

        // The form in which it would be searched.
        foreach (var token in NameTokens.Stored(NameStem))
        {
            yield return (token, Encoding.UTF8.GetBytes(token));
        }
    }

    private static ActivityListener Listen(ConcurrentQueue<string> said)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => said.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}"))} {string.Join(' ', activity.Events.SelectMany(e => e.Tags).Select(t => $"{t.Key}={t.Value}"))}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
