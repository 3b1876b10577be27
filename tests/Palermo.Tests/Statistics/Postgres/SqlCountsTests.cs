using System.Collections.Immutable;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Postgres;
using Palermo.Tests.Statistics.Counts;

namespace Palermo.Tests.Statistics.Postgres;

public sealed class SqlCountsTests
{
    private const string CitusVariable = "PALERMO_TEST_CITUS";

    private static readonly FakeTimeProvider Clock = new();

    private static int made;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Count_OfRandomTablesAndFilters_EqualsTheCountInMemory()
    {
        await using var database = NpgsqlDataSource.Create(PostgresServer.NewDatabase());

        await AssertEqualAsync(database, frames: 15, queries: 60);
    }

    [Fact]
    public async Task Count_OnACitusCluster_EqualsTheCountInMemory()
    {
        var cluster = Environment.GetEnvironmentVariable(CitusVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(cluster), $"no Citus cluster: {CitusVariable} is not set");
        await using var database = NpgsqlDataSource.Create(cluster!);

        await AssertEqualAsync(database, frames: 4, queries: 60);

        Assert.True((await PostgresDatasets.OpenAsync(database, Clock, Stop)).IsDistributed);
    }

    /// <summary>The address of a worker is bent to a port where nobody listens: to the coordinator that is a worker that is down.</summary>
    [Fact]
    public async Task Count_OnACitusClusterWithAWorkerDown_IsAnErrorAndNoUndercount()
    {
        var cluster = Environment.GetEnvironmentVariable(CitusVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(cluster), $"no Citus cluster: {CitusVariable} is not set");
        await using var database = NpgsqlDataSource.Create(cluster!);
        var source = await LoadAsync(database, RandomTables.Large(5000));
        var whole = await source.CountAsync(CountQuery.Of("a", "c"), Stop);
        await using var down = database.CreateCommand("update pg_dist_node set nodeport = nodeport + 20000 where nodeid = (select max(nodeid) from pg_dist_node where noderole = 'primary' and shouldhaveshards)");
        Assert.Equal(1, await down.ExecuteNonQueryAsync(Stop));
        try
        {
            var error = await Assert.ThrowsAsync<CountsException>(async () => await source.CountAsync(CountQuery.Of("a", "c"), Stop));
            Assert.Equal(CountsErrorCode.Database, error.Error.Code);
        }
        finally
        {
            await using var up = database.CreateCommand("update pg_dist_node set nodeport = nodeport - 20000 where nodeport > 20000");
            await up.ExecuteNonQueryAsync(Stop);
        }

        Assert.Equal(RandomTables.Cells(whole), RandomTables.Cells(await source.CountAsync(CountQuery.Of("a", "c"), Stop)));
        await (await PostgresDatasets.OpenAsync(database, Clock, Stop)).EraseAsync("it", Stop);
    }

    [Fact]
    public async Task Sum_OfPublishedNumbers_KeepsHiddenAndBlankApart()
    {
        await using var database = NpgsqlDataSource.Create(PostgresServer.NewDatabase());
        var frame = Published(("f", "1,200"), ("f", "<5"), ("m", "30"), ("m", "0"), ("x", null), ("z", "0"));
        var source = await LoadAsync(database, frame);
        var query = new CountQuery(["sex"], Filter.All, Measure.Sum("value"));

        var (sql, memory) = (await source.CountAsync(query, Stop), FrameCounts.Of(frame, "published", null).Count(query, Stop));

        foreach (var table in (CountTable[])[sql, memory])
        {
            Assert.Equal([CellState.Suppressed, CellState.Value, CellState.Blank, CellState.Zero, CellState.Blank], Enumerable.Range(1, 5).Select(c => table.CellAt(c).State));
            Assert.Equal(30, table.CellAt(2).Count);
        }
    }

    [Fact]
    public async Task Names_ThatLookLikeStatements_AreOnlyNames()
    {
        await using var database = NpgsqlDataSource.Create(PostgresServer.NewDatabase());
        const string evil = "x'; drop table palermo_dataset; --";
        var frame = new Frame(Published().Dialect, 2, [new FrameColumn(evil, [evil, "\""], [1, 0])], new Palermo.Records.Ledgers.Ledger());
        var datasets = await PostgresDatasets.OpenAsync(database, Clock, Stop);
        await datasets.LoadAsync(frame, evil, null, cancel: Stop);

        var table = await (await datasets.CountsAsync(evil, Stop)).CountAsync(new CountQuery([evil], Filter.In(evil, evil) | Filter.NotRecorded(evil), Measure.Records), Stop);

        Assert.Equal(1, table[1]);
        Assert.Equal(1, table[0]);
        Assert.Single(await datasets.ListAsync(Stop));
    }

    [Fact]
    public async Task Load_OfTheSameData_IsOneVersionAndErasedWhole()
    {
        await using var database = NpgsqlDataSource.Create(PostgresServer.NewDatabase());
        var datasets = await PostgresDatasets.OpenAsync(database, Clock, Stop);
        var first = await datasets.LoadAsync(Published(("f", "1")), "a", "00", cancel: Stop);
        var again = await datasets.LoadAsync(Published(("f", "1")), "a", "00", cancel: Stop);
        var other = await datasets.LoadAsync(Published(("f", "2")), "a", "01", cancel: Stop);

        Assert.Equal(first.Version, again.Version);
        Assert.NotEqual(first.Version, other.Version);
        Assert.Equal(other.Version, Assert.Single(await datasets.ListAsync(Stop)).Version);

        await datasets.EraseAsync("a", Stop);
        Assert.Empty(await datasets.ListAsync(Stop));
        await using var command = database.CreateCommand("select count(*) from pg_tables where tablename like 'palermo\\_data\\_%'");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task Load_ThatIsStopped_LeavesNothing()
    {
        await using var database = NpgsqlDataSource.Create(PostgresServer.NewDatabase());
        var datasets = await PostgresDatasets.OpenAsync(database, Clock, Stop);
        using var stop = new CancellationTokenSource();
        var progress = new Told(_ => stop.Cancel());

        await Assert.ThrowsAnyAsync<Exception>(() => datasets.LoadAsync(RandomTables.Large(200_000), "big", null, progress, stop.Token));

        Assert.Empty(await datasets.ListAsync(Stop));
        await using var command = database.CreateCommand("select count(*) from pg_tables where tablename like 'palermo\\_data\\_%'");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Stop));
    }

    [Fact]
    public async Task Count_WhenTheServerEndsTheQuery_IsAnErrorAndNoTable()
    {
        await using var database = NpgsqlDataSource.Create(PostgresServer.NewDatabase());
        var source = await LoadAsync(database, RandomTables.Large(1000));
        var table = source.Statement(CountQuery.Of("a")).Split(" from ")[1].Split(' ')[0];
        await using var blocker = await database.OpenConnectionAsync(Stop);
        await using var transaction = await blocker.BeginTransactionAsync(Stop);
        await using (var block = new NpgsqlCommand($"lock table {table} in access exclusive mode", blocker))
        {
            await block.ExecuteNonQueryAsync(Stop);
        }

        var counting = source.CountAsync(CountQuery.Of("a"), Stop).AsTask();
        await using (var end = database.CreateCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"))
        {
            while ((long)(await end.ExecuteScalarAsync(Stop))! == 0)
            {
                await Task.Delay(20, Stop);
            }
        }

        var error = await Assert.ThrowsAsync<CountsException>(() => counting);
        Assert.Equal(CountsErrorCode.Database, error.Error.Code);
        Assert.DoesNotContain("select", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Count_OfATableThatLostRecords_IsAnErrorAndNotAnUndercount()
    {
        await using var database = NpgsqlDataSource.Create(PostgresServer.NewDatabase());
        var source = await LoadAsync(database, RandomTables.Large(1000));
        await using (var command = database.CreateCommand($"delete from {source.Statement(CountQuery.Of()).Split(" from ")[1]} where row_no = 7"))
        {
            await command.ExecuteNonQueryAsync(Stop);
        }

        var error = await Assert.ThrowsAsync<CountsException>(async () => await source.CountAsync(CountQuery.Of("a", "c"), Stop));
        Assert.Equal(CountsErrorCode.Database, error.Error.Code);
    }

    [Fact]
    public async Task Statement_OfAQuery_IsOneSelectWithParameters()
    {
        await using var database = NpgsqlDataSource.Create(PostgresServer.NewDatabase());
        var source = await LoadAsync(database, RandomTables.Large(10));

        var text = source.Statement(new CountQuery(["a", "d"], !Filter.In("c", "c1") & Filter.Recorded("l"), Measure.Records));

        Assert.Matches(@"^select c1::integer, c4::integer, count\(\*\) from palermo_data_[0-9a-f]{32} where \(not \(nullif\(c3, 0\) = any \(\$1\)\) and \(c6 <> 0\)\) group by c1, c4$", text);
    }

    private static async Task<SqlCounts> LoadAsync(NpgsqlDataSource database, Frame frame)
    {
        var datasets = await PostgresDatasets.OpenAsync(database, Clock, Stop);
        await datasets.LoadAsync(frame, "it", null, cancel: Stop);
        return await datasets.CountsAsync("it", Stop);
    }

    private static async Task AssertEqualAsync(NpgsqlDataSource database, int frames, int queries)
    {
        var datasets = await PostgresDatasets.OpenAsync(database, Clock, Stop);
        await RandomTables.Frames(200).SampleAsync(async frame =>
        {
            var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"random {Interlocked.Increment(ref made)}");
            await datasets.LoadAsync(frame, name, null, cancel: Stop);
            var (memory, sql) = (FrameCounts.Of(frame, name, null), await datasets.CountsAsync(name, Stop));
            var random = Gen.Select(RandomTables.By, RandomTables.Filters).Array[queries];
            ImmutableArray<(ImmutableArray<string>, Filter)> asked = default;
            random.Sample(a => { asked = [.. a]; }, iter: 1, threads: 1);
            foreach (var (by, filter) in asked)
            {
                var query = new CountQuery(by, filter, Measure.Records);
                Assert.Equal(RandomTables.Cells(memory.Count(query, Stop)), RandomTables.Cells(await sql.CountAsync(query, Stop)));
            }

            await datasets.EraseAsync(name, Stop);
        }, iter: frames, threads: 1);
    }

    private static Frame Published(params (string? Sex, string? Value)[] rows)
    {
        var dialect = new Dialect
        {
            Id = "published",
            Version = "1",
            Title = "published",
            Unit = "published cell",
            Sources = [],
            Recognise = new Recognition(1),
            Columns = [new DialectColumn { Name = "sex", Kind = "code" }, new DialectColumn { Name = "value", Kind = "open" }],
            Counts = new CountTableShape { Value = "value", Suppressed = ["<5"], Key = ["sex"] },
        };
        ImmutableArray<string> sexes = ["f", "m", "x", "z", "none"];
        ImmutableArray<string> values = [.. rows.Select(r => r.Value).OfType<string>().Distinct()];
        return new Frame(dialect, rows.Length,
        [
            new FrameColumn("sex", sexes, [.. rows.Select(r => (byte)(r.Sex is null ? 0 : sexes.IndexOf(r.Sex) + 1))]),
            new FrameColumn("value", values, [.. rows.Select(r => (byte)(r.Value is null ? 0 : values.IndexOf(r.Value) + 1))]),
        ], new Palermo.Records.Ledgers.Ledger());
    }

    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
