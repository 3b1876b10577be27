using System.CommandLine;
using System.Globalization;
using Palermo.Cli.Records;

namespace Palermo.Cli;

/// <summary><c>palermo import FILE --as NAME</c>: a record file into the data folder, coded, checked and sealed.</summary>
internal static class ImportVerb
{
    public static Command Create()
    {
        var input = new RecordsInput();
        var folder = new DataFolder();
        var name = new Option<string?>("--as") { Description = "The dataset's name (the file's, if not given)" };
        var command = new Command("import", "Store a record file as a dataset: coded columns, encrypted; names, identifiers and free text are left out.") { name };
        var decisions = new DecisionsOption();
        input.AddTo(command);
        decisions.AddTo(command);
        folder.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var path = input.Path(parsed);
            var progress = input.Progress(parsed);
            var entry = folder.Open(parsed).Import(path, parsed.GetValue(name) ?? Path.GetFileNameWithoutExtension(path), input.Options(parsed), progress, decisions.Read(parsed), cancellation);
            progress.Done();
            var manifest = entry.Manifest;
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entry.Name}: {manifest.Rows:N0} rows, {manifest.Columns.Length} columns, {manifest.Dialect} {manifest.DialectVersion}, version {manifest.Version}."));
            foreach (var line in manifest.Ledger)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Severity,-8} {line.Count,12:N0}  {line.Check}{(line.Column is null ? "" : " [" + line.Column + "]")}"));
            }

            return Task.FromResult(manifest.Ledger.Any(l => l.Severity > Palermo.Records.Ledgers.Severity.Note) ? ExitCode.Findings : ExitCode.Done);
        });
        return command;
    }
}
