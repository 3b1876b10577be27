namespace Palermo.Web.Tests;

/// <summary>Approved texts. A mismatch writes what was received beside the approved file and fails; with <c>PALERMO_APPROVE=1</c> it takes its place, to be looked at before it is committed.</summary>
internal static class Golden
{
    public static string Repository { get; } = Find();

    public static void Matches(string received, params string[] path)
    {
        var approved = Path.Combine([Repository, "tests", "Palermo.Web.Tests", .. path]);
        if (File.Exists(approved) && File.ReadAllText(approved) == received)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(approved)!);
        if (Environment.GetEnvironmentVariable("PALERMO_APPROVE") == "1")
        {
            File.WriteAllText(approved, received);
            return;
        }

        var beside = Path.Combine(Path.GetDirectoryName(approved)!, Path.GetFileNameWithoutExtension(approved) + ".received" + Path.GetExtension(approved));
        File.WriteAllText(beside, received);
        Assert.Fail($"{Path.GetFileName(approved)} differs from what was approved; what was received stands beside it.");
    }

    private static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Palermo.slnx")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("the tests run outside the repository");
    }
}
