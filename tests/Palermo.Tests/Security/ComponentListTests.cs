using System.Diagnostics;
using System.Text.Json;

namespace Palermo.Tests.Security;

/// <summary>The list of components that the documented command makes (CycloneDX; ASVS 5.0, 15.1.2).</summary>
public sealed class ComponentListTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryPackageOfTheServer_IsListed_WithItsHashAndLicence()
    {
        Assert.SkipUnless((await ToolAsync("--version")).Code == 0, "the tool CycloneDX is not restored: run 'dotnet tool restore'");
        var folder = Directory.CreateTempSubdirectory("palermo-components-").FullName;
        try
        {
            var made = await ToolAsync("src/Palermo.Web/Palermo.Web.csproj", "--recursive", "--disable-package-restore", "--output-format", "Json", "--spec-version", "1.6", "--set-name", "Palermo", "--output", folder);
            Assert.True(made.Code == 0, made.Said);
            using var list = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "bom.json"), Stop));
            Assert.Equal(("CycloneDX", "1.6"), (list.RootElement.GetProperty("bomFormat").GetString(), list.RootElement.GetProperty("specVersion").GetString()));
            var components = list.RootElement.GetProperty("components").EnumerateArray().ToList();
            Assert.All(components, c => Assert.True(c.GetProperty("hashes").GetArrayLength() > 0 && c.GetProperty("licenses").GetArrayLength() > 0, c.ToString()));
            var listed = components.Select(c => (c.GetProperty("name").GetString()!.ToLowerInvariant(), c.GetProperty("version").GetString()!)).ToHashSet();
            var locked = await LockedAsync();
            Assert.NotEmpty(locked);
            Assert.Empty(locked.Except(listed));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<(string Name, string Version)>> LockedAsync()
    {
        using var file = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(SharedData.Repository, "src", "Palermo.Web", "packages.lock.json"), Stop));
        return [.. file.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(p => p.Value.GetProperty("type").GetString() != "Project")
            .Select(p => (p.Name.ToLowerInvariant(), p.Value.GetProperty("resolved").GetString()!))];
    }

    private static async Task<(int Code, string Said)> ToolAsync(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", ["tool", "run", "dotnet-CycloneDX", "--", .. words]) { WorkingDirectory = SharedData.Repository, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await said + await complained);
    }
}
