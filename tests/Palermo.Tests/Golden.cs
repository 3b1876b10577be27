namespace Palermo.Tests;

/// <summary>Approved texts. A mismatch writes what was received beside the approved file and fails; with <c>PALERMO_APPROVE=1</c> it takes its place, to be looked at before it is committed.</summary>
internal static class Golden
{
    public static void Matches(string received, params string[] path)
    {
        var approved = Path.Combine([SharedData.Repository, "tests", "Palermo.Tests", .. path]);
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
}
