using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Palermo.Casework.Vault;
using Palermo.Web.House;

namespace Palermo.Web.Tests.Accounts;

/// <summary>A demonstration never runs beside anything real.</summary>
public sealed class DeploymentTests
{
    [Theory]
    [InlineData("Casework:Folder")]
    [InlineData("Casework:Connection")]
    [InlineData("Casework:KeyFile")]
    [InlineData("Casework:PassphraseFile")]
    public void Demonstration_BesideARealSetting_IsRefused(string setting)
    {
        var refused = Assert.Throws<DeploymentException>(() => Of(("Demonstration", "true"), (setting, "anything at all")));
        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("anything at all", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Passwords_AreHashedAtTheirFullPrice()
    {
        using var site = new Site();
        Assert.InRange(site.Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount, 210_000, int.MaxValue);
    }

    [Fact]
    public void Nothing_IsClosed_AndADatabaseWithoutAKeyIsRefused()
    {
        Assert.Equal(DeploymentMode.Closed, Of().Mode);
        Assert.Throws<DeploymentException>(() => Of(("Casework:Connection", "Host=db")));
        Assert.Equal(DeploymentMode.Operation, Of(("Casework:KeyFile", "key.json")).Mode);
    }

    [Fact]
    public void Scanner_IsOffUnlessSet_AndAnAddressOfAnotherFormIsRefused()
    {
        Assert.Null(Of(("Casework:KeyFile", "key.json")).Scanner);
        Assert.NotNull(Of(("Casework:KeyFile", "key.json"), ("Casework:Scanner", "tcp://127.0.0.1:3310")).Scanner);
        var refused = Assert.Throws<DeploymentException>(() => Of(("Casework:KeyFile", "key.json"), ("Casework:Scanner", "localhost:3310")));
        Assert.Contains("tcp://host:port or unix:///path", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passphrase_ForAKeyThatHasNone_OrThatIsNotThere_IsRefused()
    {
        var folder = Directory.CreateTempSubdirectory("palermo-deployment-").FullName;
        try
        {
            var (plain, closed, words) = (Path.Combine(folder, "plain.json"), Path.Combine(folder, "sealed.json"), Path.Combine(folder, "words"));
            KeyFile.Create(plain, null).Dispose();
            KeyFile.Create(closed, "seven quiet lanterns over water").Dispose();
            Assert.Contains("not sealed by a passphrase", (await OpenAsync(plain, words)).Message, StringComparison.Ordinal);
            Assert.Contains("not there", (await OpenAsync(closed, words)).Message, StringComparison.Ordinal);
            await File.WriteAllTextAsync(words, "seven quiet lanterns over land\n", TestContext.Current.CancellationToken);
            var wrong = await OpenAsync(closed, words);
            Assert.Contains("passphrase is wrong", wrong.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("lanterns", wrong.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(folder, "palermo.db")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task<Exception> OpenAsync(string key, string passphrase)
        {
            var house = new CaseHouse(Of(("Casework:Folder", folder), ("Casework:KeyFile", key), ("Casework:PassphraseFile", passphrase)), null!, TimeProvider.System);
            return await Assert.ThrowsAnyAsync<Exception>(() => house.Open(folder, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Demonstration_HasAFolderOfItsOwn()
    {
        var deployment = Of(("Demonstration", "true"));
        try
        {
            Assert.True(deployment.IsDemonstration);
            Assert.Null(deployment.Connection);
            Assert.Contains("palermo-demonstration-", deployment.Folder, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(deployment.Folder);
        }
    }

    private static Deployment Of(params (string Key, string Value)[] settings) =>
        Deployment.Of(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build());
}
