namespace Palermo.Tests;

/// <summary>Real data kept beside the repository, never inside it. Absent data skips a test with a message that says which.</summary>
internal static class SharedData
{
    /// <summary>The repository's root: the folder that holds <c>Palermo.slnx</c>.</summary>
    public static string Repository { get; } = FindRepository();

    public static string Root { get; } =
        Environment.GetEnvironmentVariable("PALERMO_SHARED_DATA") is { Length: > 0 } set ? set : Path.Combine(Repository, "..", "shared", "data");

    /// <summary>The path of a shared data file; skips the running test when it is absent.</summary>
    public static string File(params string[] parts)
    {
        var relative = Path.Combine(parts);
        var path = Path.GetFullPath(Path.Combine(Root, relative));
        Assert.SkipUnless(System.IO.File.Exists(path), $"shared data file '{relative}' is absent (looked beside the repository; PALERMO_SHARED_DATA overrides the folder)");
        return path;
    }

    private static string FindRepository()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(at.FullName, "Palermo.slnx")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException("Palermo.slnx was not found above " + AppContext.BaseDirectory);
    }
}
