using System.CommandLine;
using Palermo.Records.Store;

namespace Palermo.Cli.Records;

/// <summary>The option that names the data folder.</summary>
internal sealed class DataFolder
{
    private readonly Option<DirectoryInfo?> data = new("--data") { Description = "The data folder (PALERMO_DATA, else palermo-data in the current folder)" };

    public void AddTo(Command command) => command.Options.Add(data);

    public DatasetStore Open(ParseResult parsed)
    {
        var folder = parsed.GetValue(data)?.FullName ?? Environment.GetEnvironmentVariable("PALERMO_DATA");
        return DatasetStore.Open(string.IsNullOrEmpty(folder) ? Path.GetFullPath("palermo-data") : folder, TimeProvider.System);
    }
}
