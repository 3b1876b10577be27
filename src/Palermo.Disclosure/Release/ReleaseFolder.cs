namespace Palermo.Disclosure.Release;

/// <summary>A release in a folder of its own, as the command line writes it.</summary>
public static class ReleaseFolder
{
    /// <summary>Takes a release back: its data files go; the manifest and the statements stay and say why.</summary>
    /// <exception cref="InvalidDataException">The folder holds no release, or it is withdrawn already.</exception>
    public static ReleaseManifest Withdraw(string folder, string reason)
    {
        var path = Path.Combine(folder, "manifest.json");
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"{folder}: there is no manifest.json; name the folder of a release");
        }

        ReleaseManifest manifest;
        try
        {
            manifest = ReleaseManifest.FromJson(File.ReadAllText(path));
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new InvalidDataException($"{path}, {e.Path ?? "$"}: this is no manifest of a release", e);
        }

        if (manifest.Withdrawn is not null)
        {
            throw new InvalidDataException($"{manifest.Identifier} is withdrawn already");
        }

        manifest = manifest with { Withdrawn = reason };
        Clear(folder, manifest);
        return manifest;
    }

    internal static void Clear(string folder, ReleaseManifest manifest)
    {
        // Only what the release wrote: a stray file of someone else's stays.
        foreach (var name in manifest.Files.Keys)
        {
            File.Delete(Path.Combine(folder, Path.GetFileName(name)));
        }

        File.WriteAllText(Path.Combine(folder, "manifest.json"), manifest.ToJson());
        foreach (var language in ReleaseStatement.Languages)
        {
            File.WriteAllText(Path.Combine(folder, $"statement.{language}.html"), ReleaseStatement.Html(manifest, language));
        }
    }
}
