using System.CommandLine;
using System.Globalization;
using Palermo.Cli.Records;
using Palermo.Records.Conversions;

namespace Palermo.Cli;

/// <summary><c>palermo export NAME TO</c>: a stored dataset as a file in its own dialect.</summary>
internal static class ExportVerb
{
    public static Command Create()
    {
        var folder = new DataFolder();
        var name = new Argument<string>("NAME") { Description = "The dataset" };
        var target = new Argument<FileInfo>("TO") { Description = "The file to write: " + RecordWriters.Endings };
        var command = new Command("export", "Write a stored dataset to a file, in its own dialect.") { name, target };
        folder.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var file = parsed.GetValue(target)!;
            if (RecordWriters.Of(file.Name) is not { } writerOf)
            {
                Console.Error.WriteLine($"'{file.Name}' has no known ending: {RecordWriters.Endings}.");
                return Task.FromResult(ExitCode.Usage);
            }

            var frame = folder.Open(parsed).Load(parsed.GetValue(name)!);
            RecordWriters.Whole(file, writerOf, writer =>
            {
                FrameExport.Write(frame, writer, cancellation);
                return 0;
            });
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frame.Rows:N0} rows of {frame.Dialect.Id} {frame.Dialect.Version} to {file.Name}."));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
