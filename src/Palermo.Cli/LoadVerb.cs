using System.CommandLine;
using System.Globalization;
using Palermo.Cli.Records;
using Palermo.Cli.Statistics;
using Palermo.Statistics.Postgres;

namespace Palermo.Cli;

/// <summary><c>palermo load FILE NAME</c>: puts coded columns into PostgreSQL, where a large dataset is counted by the server or its cluster.</summary>
internal static class LoadVerb
{
    public static Command Create()
    {
        var input = new FileOrDataset();
        var name = new Argument<string>("NAME") { Description = "The dataset's name in the database" };
        var command = new Command("load", "Load a record file or stored dataset into the PostgreSQL database that PALERMO_DATABASE names.");
        input.AddTo(command);
        command.Arguments.Add(name);
        command.SetAction(async (parsed, cancel) =>
        {
            await using var database = CountInput.Database();
            var given = input.Given(parsed);
            var frame = given.Read(cancel);
            var datasets = await PostgresDatasets.OpenAsync(database, TimeProvider.System, cancel);
            var progress = new RowProgress(null);
            var stored = await datasets.LoadAsync(frame, parsed.GetValue(name)!, given.Sha256, progress, cancel);
            progress.Done();
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{stored.Name}: version {stored.Version}, {stored.Origin.Rows:N0} records{(datasets.IsDistributed ? ", spread over the cluster's workers" : "")}."));
            return ExitCode.Done;
        });
        return command;
    }
}
