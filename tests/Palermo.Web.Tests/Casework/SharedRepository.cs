namespace Palermo.Web.Tests.Casework;

/// <summary>The repository's root: the folder that holds <c>Palermo.slnx</c>.</summary>
internal static class SharedRepository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Palermo.slnx")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException("Palermo.slnx was not found above " + AppContext.BaseDirectory);
    }
}
