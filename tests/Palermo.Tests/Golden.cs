namespace Palermo.Tests;

/// <summary>Approved texts. A mismatch writes what was received beside the approved file and fails.</summary>
internal static class Golden
{
    public static void Matches(string received, params string[] path)
    {
        var approved = Path.Combine([SharedData.Repository, "tests", "Palermo.Tests", .. path]);
        if (File.Exists(approved) && File.ReadAllText(approved) == received)
        {
            return;
        }

        var beside = Path.Combine(Path.GetDirectoryName(approved)!, Path.GetFileNameWithoutExtension(approved) + ".received" + Path.GetExtension(approved));
        Directory.CreateDirectory(Path.GetDirectoryName(approved)!);
        File.WriteAllText(beside, received);
        Assert.Fail($"{Path.GetFileName(approved)} differs from what was approved; what was received stands beside it.");
    }
}
