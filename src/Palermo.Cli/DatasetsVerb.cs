using System.CommandLine;
using System.Globalization;
using Palermo.Cli.Records;

namespace Palermo.Cli;

/// <summary><c>palermo datasets</c>: what is stored; <c>palermo datasets erase NAME</c>: delete a dataset's keys.</summary>
internal static class DatasetsVerb
{
    public static Command Create()
    {
        var folder = new DataFolder();
        var command = new Command("datasets", "List the stored datasets.");
        folder.AddTo(command);
        command.SetAction(parsed =>
        {
            foreach (var entry in folder.Open(parsed).List())
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{entry.Name}  {entry.Manifest.Rows:N0} rows  {entry.Manifest.Dialect} {entry.Manifest.DialectVersion}  {entry.At:yyyy-MM-dd HH:mm}Z  version {entry.Manifest.Version} ({entry.Versions}){(entry.IsErased ? "  ERASED" : "")}"));
            }

            return ExitCode.Done;
        });
        command.Subcommands.Add(Erase());
        return command;
    }

    private static Command Erase()
    {
        var folder = new DataFolder();
        var name = new Argument<string>("NAME") { Description = "The dataset" };
        var sure = new Option<bool>("--for-ever") { Description = "Confirms that the data cannot be brought back" };
        var command = new Command("erase", "Make every version of a dataset unreadable for ever by deleting its keys.") { name, sure };
        folder.AddTo(command);
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(sure))
            {
                Console.Error.WriteLine("Erasing cannot be undone. Say --for-ever if that is meant. Backups of the keys must be deleted as well.");
                return ExitCode.Usage;
            }

            folder.Open(parsed).Erase(parsed.GetValue(name)!);
            Console.Out.WriteLine("Erased.");
            return ExitCode.Done;
        });
        return command;
    }
}
