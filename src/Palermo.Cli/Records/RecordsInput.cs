using System.CommandLine;
using System.Security.Cryptography;
using Palermo.Records.Frames;
using Palermo.Records.Tables;

namespace Palermo.Cli.Records;

/// <summary>The options that every verb over a record file shares.</summary>
internal sealed class RecordsInput
{
    private readonly Argument<FileInfo> file = new Argument<FileInfo>("FILE") { Description = "CSV, TSV, XLSX, ODS, JSON, JSON Lines or Parquet; its dialect is recognised by its header" }.AcceptExistingOnly();
    private readonly Option<string?> dialect = new("--dialect") { Description = "The dialect, where it is not to be recognised" };
    private readonly Option<string?> sheet = new("--sheet") { Description = "The sheet of a workbook (the first, if not given)" };
    private readonly Option<bool> leaveOut = new("--leave-out-ragged") { Description = "Leave out rows with another number of fields than the header, and count them, instead of stopping" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(file);
        AddOptionsTo(command);
    }

    public void AddOptionsTo(Command command)
    {
        command.Options.Add(dialect);
        command.Options.Add(sheet);
        command.Options.Add(leaveOut);
    }

    public RowProgress Progress(ParseResult parsed) => ProgressOver(parsed.GetValue(file)!);

    /// <summary>Progress over a file, in percent where its bytes are read as they stand.</summary>
    public static RowProgress ProgressOver(FileInfo file) =>
        new(file.Extension.ToLowerInvariant() is ".csv" or ".tsv" or ".txt" ? file.Length : null);

    public string Path(ParseResult parsed) => parsed.GetValue(file)!.FullName;

    public FrameOptions Options(ParseResult parsed) => Options(parsed, parsed.GetValue(file)!);

    public FrameOptions Options(ParseResult parsed, FileInfo given) => new()
    {
        Table = new TableOptions { FileName = given.Name, RaggedRows = parsed.GetValue(leaveOut) ? RaggedRows.LeaveOut : RaggedRows.Stop },
        Dialect = parsed.GetValue(dialect),
        Sheet = parsed.GetValue(sheet),
    };

    public static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
