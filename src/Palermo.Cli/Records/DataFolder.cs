using System.CommandLine;
using Palermo.Records.Store;

namespace Palermo.Cli.Records;

/// <summary>The option that names the data folder.</summary>
internal sealed class DataFolder
{
    private readonly Option<DirectoryInfo?> data = new("--data") { Description = "The data folder (PALERMO_DATA, else palermo-data in the current folder)" };

    public void AddTo(Command command) => command.Options.Add(data);

    public DatasetStore Open(ParseResult parsed) => DatasetStore.Open(Path(parsed), TimeProvider.System);

    /// <summary>The store, or null when there is no data folder: looking into it makes none.</summary>
    public DatasetStore? OpenExisting(ParseResult parsed) => Directory.Exists(Path(parsed)) ? Open(parsed) : null;

    private string Path(ParseResult parsed)
    {
        var folder = parsed.GetValue(data)?.FullName ?? Environment.GetEnvironmentVariable("PALERMO_DATA");
        return string.IsNullOrEmpty(folder) ? System.IO.Path.GetFullPath("palermo-data") : folder;
    }
}
