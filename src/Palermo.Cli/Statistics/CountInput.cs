using System.CommandLine;
using Npgsql;
using Palermo.Cli.Records;
using Palermo.Records.Frames;
using Palermo.Records.Ledgers;
using Palermo.Statistics.Counts;
using Palermo.Statistics.Postgres;

namespace Palermo.Cli.Statistics;

/// <summary>What is counted: a file, a stored dataset, or a dataset loaded into PostgreSQL; and which of its records.</summary>
internal sealed class CountInput
{
    private readonly FileOrDataset input = new();
    private readonly Option<bool> database = new("--database") { Description = "FILE names a dataset in the PostgreSQL database that PALERMO_DATABASE names ('palermo load' puts it there)" };
    private readonly Option<string?> where = new("--where") { Description = "Which records count, e.g. \"gender=Female & yearOfRegistration=2019,2020\"; column? for not recorded, column* for recorded, ! & | and parentheses" };

    public void AddTo(Command command)
    {
        input.AddTo(command);
        command.Options.Add(database);
        command.Options.Add(where);
    }

    public Filter Where(ParseResult parsed) => FilterText.Read(parsed.GetValue(where) ?? "");

    /// <summary>The source, and the findings of the reading where the file was read.</summary>
    public async Task<(ICountSource Source, Ledger? Ledger)> OpenAsync(ParseResult parsed, CancellationToken cancel)
    {
        if (parsed.GetValue(database))
        {
            var datasets = await PostgresDatasets.OpenAsync(Database(), TimeProvider.System, cancel);
            return (await datasets.CountsAsync(input.Name(parsed), cancel), null);
        }

        switch (input.Given(parsed))
        {
            case RecordsGiven.OfStore stored:
                // Only the columns asked for are read.
                return (FrameCounts.Of(stored.Store, stored.Entry.Name), null);
            case var given:
                var frame = given.Read(cancel);
                return (FrameCounts.Of(frame, given.Shown, given.Sha256), frame.Ledger);
        }
    }

    /// <summary>The database that the environment names: a connection string holds a secret and is no argument.</summary>
    public static NpgsqlDataSource Database() => Environment.GetEnvironmentVariable("PALERMO_DATABASE") is { Length: > 0 } address
        ? NpgsqlDataSource.Create(address)
        : throw Refusal.Usage("Set PALERMO_DATABASE to the connection string of the PostgreSQL database.");
}
