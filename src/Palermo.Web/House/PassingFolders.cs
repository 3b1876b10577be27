namespace Palermo.Web.House;

/// <summary>Temporary folders of this server, removed when it stops.</summary>
public sealed class PassingFolders : IDisposable
{
    private readonly Lock _making = new();

    private readonly List<string> _made = [];

    /// <summary>A new empty folder that only the server's own account may read.</summary>
    public string Make(string prefix)
    {
        lock (_making)
        {
            _made.Add(Directory.CreateTempSubdirectory(prefix).FullName);
            return _made[^1];
        }
    }

    public void Dispose()
    {
        foreach (var folder in _made.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
