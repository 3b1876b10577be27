using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Npgsql;
using Palermo.Records.Frames;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Postgres;

namespace Palermo.Benchmarks.Statistics;

/// <summary>
/// Four group-bys of 2.5 million records by 60 columns: in memory, in DuckDB and, with a connection string in
/// PALERMO_TEST_POSTGRES, in PostgreSQL; then all 1,770 two-way tables on one thread. Medians of interleaved rounds.
/// </summary>
internal static class CountBench
{
    private const int Rounds = 11;

    private static readonly (string Name, string[] By)[] Queries =
    [
        ("Q1 year x gender", ["year", "gender"]),
        ("Q2 origin x destination", ["origin", "destination"]),
        ("Q3 eight columns", ["year", "gender", "ageBand", "flag0", "flag1", "flag2", "flag3", "flag4"]),
        ("Q4 origin x transit x destination", ["origin", "transit", "destination"]),
    ];

    public static async Task RunAsync(int rows)
    {
        var frame = Synthetic.Frame(rows);
        using var duck = new DuckDBConnection("Data Source=:memory:");
        duck.Open();
        Load(duck, frame);
        var postgres = await OpenAsync(frame);
        foreach (var threads in (int[])[1, Environment.ProcessorCount])
        {
            Execute(duck, string.Create(CultureInfo.InvariantCulture, $"set threads to {threads}"));
            var counts = FrameCounts.Of(frame, "synthetic", null, threads);
            List<double> ratios = [];
            foreach (var (name, by) in Queries)
            {
                List<double> ours = [], theirs = [];
                var groups = 0;
                for (var round = 0; round < Rounds; round++)
                {
                    ours.Add(Time(() => groups = counts.Count(by).Count));
                    theirs.Add(Time(() =>
                    {
                        if (Groups(duck, by) != groups)
                        {
                            throw new InvalidOperationException("the two do not agree");
                        }
                    }));
                }

                ratios.Add(Median(theirs) / Median(ours));
                var rowsOf = postgres is null ? double.NaN : await PostgresAsync(postgres, by, groups);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{threads} threads, {name}: {groups} groups, ours {Median(ours) * 1000:F1} ms, DuckDB {Median(theirs) * 1000:F1} ms ({ratios[^1]:F2}x), PostgreSQL {rowsOf * 1000:F0} ms ({rowsOf / Median(ours):F0}x)"));
            }

            ratios.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{threads} threads: median of the four against DuckDB {(ratios[1] + ratios[2]) / 2:F2}x"));
        }

        var one = FrameCounts.Of(frame, "synthetic", null, 1);
        var pairs = 0;
        var pairTime = Time(() => pairs = one.Pairs(one.Columns).Count());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all {pairs} two-way tables on one thread: {pairTime:F2} s"));
    }

    private static async Task<SqlCounts?> OpenAsync(Frame frame)
    {
        if (Environment.GetEnvironmentVariable("PALERMO_TEST_POSTGRES") is not { Length: > 0 } address)
        {
            return null;
        }

        var datasets = await PostgresDatasets.OpenAsync(NpgsqlDataSource.Create(address), TimeProvider.System);
        var watch = Stopwatch.StartNew();
        await datasets.LoadAsync(frame, "bench", null);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"COPY of {frame.Rows} x {frame.Columns.Length} into PostgreSQL: {watch.Elapsed.TotalSeconds:F1} s"));
        return await datasets.CountsAsync("bench");
    }

    private static async Task<double> PostgresAsync(SqlCounts source, string[] by, int groups)
    {
        List<double> times = [];
        for (var round = 0; round < 3; round++)
        {
            var watch = Stopwatch.StartNew();
            if ((await source.CountAsync(CountQuery.Of(by))).Count != groups)
            {
                throw new InvalidOperationException("the two do not agree");
            }

            times.Add(watch.Elapsed.TotalSeconds);
        }

        return Median(times);
    }

    private static void Load(DuckDBConnection duck, Frame frame)
    {
        Execute(duck, "create table t (" + string.Join(", ", frame.Columns.Select(c => c.Name + " utinyint")) + ")");
        using var appender = duck.CreateAppender("t");
        for (var row = 0; row < frame.Rows; row++)
        {
            var line = appender.CreateRow();
            foreach (var column in frame.Columns)
            {
                line.AppendValue((byte)column[row]);
            }

            line.EndRow();
        }
    }

    /// <summary>The group-by inside the engine: fetching a million groups row by row through the driver would not be its fault.</summary>
    private static long Groups(DuckDBConnection duck, string[] by)
    {
        var names = string.Join(", ", by);
        using var command = duck.CreateCommand();
        command.CommandText = $"select count(*), sum(n) from (select {names}, count(*) as n from t group by {names})";
        using var reader = command.ExecuteReader();
        reader.Read();
        return reader.GetInt64(0);
    }

    private static void Execute(DuckDBConnection duck, string statement)
    {
        using var command = duck.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }
}
