using System.CommandLine;
using Palermo.Records.Frames;
using Palermo.Records.Store;

namespace Palermo.Cli.Records;

/// <summary>The argument of verbs that take a record file or the name of a stored dataset; a file of that name goes first.</summary>
internal sealed class FileOrDataset
{
    private readonly Argument<string> what = new("FILE") { Description = "A record file (CSV, TSV, XLSX, ODS, JSON, JSON Lines, Parquet), or the name of a stored dataset where there is no such file" };
    private readonly RecordsInput options = new();
    private readonly DataFolder folder = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(what);
        options.AddOptionsTo(command);
        folder.AddTo(command);
    }

    /// <summary>The argument as it was given.</summary>
    public string Name(ParseResult parsed) => parsed.GetValue(what)!;

    /// <summary>What was given.</summary>
    /// <exception cref="Refusal">Neither a file nor a dataset has that name.</exception>
    public RecordsGiven Given(ParseResult parsed)
    {
        var name = parsed.GetValue(what)!;
        if (File.Exists(name))
        {
            var file = new FileInfo(name);
            return new RecordsGiven.OfFile(file, options.Options(parsed, file));
        }

        return folder.OpenExisting(parsed) is { } store && store.List().FirstOrDefault(d => d.Name == name) is { } entry
            ? new RecordsGiven.OfStore(store, entry)
            : throw Refusal.Usage($"'{name}' is neither a file nor a stored dataset. 'palermo datasets' lists what is stored.");
    }
}

/// <summary>A record file or a stored dataset.</summary>
internal abstract record RecordsGiven
{
    private protected RecordsGiven()
    {
    }

    /// <summary>The name to show.</summary>
    public abstract string Shown { get; }

    /// <summary>SHA-256 of the file, or of the file that was imported.</summary>
    public abstract string Sha256 { get; }

    public abstract Frame Read(CancellationToken cancellation);

    public sealed record OfFile(FileInfo File, FrameOptions Options) : RecordsGiven
    {
        public override string Shown => File.Name;

        public override string Sha256 => RecordsInput.Hash(File.FullName);

        public override Frame Read(CancellationToken cancellation)
        {
            var progress = RecordsInput.ProgressOver(File);
            var frame = Frame.Read(File.FullName, Options, progress, cancellation);
            progress.Done();
            return frame;
        }
    }

    public sealed record OfStore(DatasetStore Store, DatasetEntry Entry) : RecordsGiven
    {
        public override string Shown => Entry.Name;

        public override string Sha256 => Entry.Manifest.SourceSha256;

        public override Frame Read(CancellationToken cancellation) => Store.Load(Entry.Name);
    }
}
