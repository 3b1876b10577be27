using Palermo.Casework.Vault;

namespace Palermo.Tests.Casework.Vault;

public sealed class KeyFileTests : IDisposable
{
    private const string Words = "seven quiet lanterns over water";
    private static readonly Guid Case = Guid.Parse("5f3a0f6e-6a53-4c52-9d1e-0b8d0f6b7a11");
    private static readonly FieldId Field = new("person", "name", Case);
    private readonly string folder = Directory.CreateTempSubdirectory("palermo-keys-").FullName;

    private string File => Path.Combine(folder, "master.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData(Words)]
    public void File_OpenedAgain_OpensWhatTheFirstSealed(string? passphrase)
    {
        using var made = KeyFile.Create(File, passphrase);
        var keys = CaseKey.ForNewCase(Case, made);
        using var vault = new CaseVault(Case, made, keys);
        var value = vault.Seal(Tier.Identity, Field, "kept");

        using var opened = KeyFile.Open(File, passphrase);
        using var again = new CaseVault(Case, opened, keys);

        Assert.Equal("kept", again.OpenText(Tier.Identity, Field, value));
        Assert.Equal(passphrase is not null, KeyFile.NeedsPassphrase(File));
        Assert.False(opened.IsDemonstration);
    }

    [Theory]
    [InlineData(null, "none was given")]
    [InlineData("seven quiet lanterns over Water", "passphrase is wrong")]
    public void SealedFile_WithoutItsPassphrase_StaysShut(string? passphrase, string says)
    {
        KeyFile.Create(File, Words).Dispose();

        var thrown = Assert.Throws<VaultException>(() => KeyFile.Open(File, passphrase));

        Assert.Equal(VaultProblem.KeyFile, thrown.Problem);
        Assert.Contains(says, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SealedFile_HoldsNoKeyInTheClear()
    {
        using var made = KeyFile.Create(File, Words);

        Assert.DoesNotContain(Convert.ToBase64String(made.Secret(1)), System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Fact]
    public void File_IsReadableByItsOwnerAlone()
    {
        KeyFile.Create(File, null).Dispose();
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are of Unix");
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void ExistingFile_IsNeverOverwritten()
    {
        KeyFile.Create(File, null).Dispose();
        var before = System.IO.File.ReadAllText(File);

        Assert.Throws<VaultException>(() => KeyFile.Create(File, null));
        Assert.Equal(before, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Passphrase_ThatIsShort_IsRefusedAndNothingWritten()
    {
        Assert.Throws<VaultException>(() => KeyFile.Create(File, "elevenchars"));
        Assert.False(System.IO.File.Exists(File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":"palermo-master-key/1","versions":{}}""")]
    [InlineData("""{"format":"palermo-master-key/1","versions":{"1":"AAAA"}}""")]
    [InlineData("""{"format":"palermo-master-key/1","versions":{"1":"%%%"}}""")]
    [InlineData("""{"format":"palermo-master-key/1","versions":{"one":"AAAA"}}""")]
    [InlineData("""{"format":"palermo-master-key/1","versions":{"1":null}}""")]
    [InlineData("""{"format":"palermo-master-key/1","passphrase":{"memoryKib":8,"passes":1,"lanes":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA=="},"versions":{"1":"AAAA"}}""")]
    [InlineData("""{"format":"palermo-master-key/1","passphrase":{"memoryKib":"x"},"versions":{"1":"AAAA"}}""")]
    [InlineData("""{"format":"palermo-master-key/2","versions":{"1":"AAAA"}}""")]
    public void DamagedFile_IsNamedAndRefused(string text)
    {
        System.IO.File.WriteAllText(File, text);

        var thrown = Assert.Throws<VaultException>(() => KeyFile.Open(File, Words));

        Assert.Equal(VaultProblem.KeyFile, thrown.Problem);
    }

    [Fact]
    public void Rotation_RewrapsKeysAndTheOldVersionCanBeDestroyed()
    {
        using var first = KeyFile.Create(File, Words);
        var keys = CaseKey.ForNewCase(Case, first);
        using var before = new CaseVault(Case, first, keys);
        var value = before.Seal(Tier.Identity, Field, "kept");

        using var second = KeyFile.AddVersion(File, Words);
        var rewrapped = keys.Select(k => k.Rewrap(second)).ToArray();
        using var only = KeyFile.RetireOldVersions(File, Words);

        using var after = new CaseVault(Case, only, rewrapped);
        Assert.Equal("kept", after.OpenText(Tier.Identity, Field, value));
        Assert.Equal([2], only.Versions);
        // A backup with the keys of before cannot be opened any more: an erasure has reached it.
        using var backup = new CaseVault(Case, only, keys);
        Assert.Equal(VaultProblem.WrongMaster, Assert.Throws<VaultException>(() => backup.Open(Tier.Identity, Field, value)).Problem);
    }

    [Fact]
    public void DemonstrationKey_SaysThatItIsOne()
    {
        using var made = KeyFile.OpenOrCreateForDemonstration(File);
        using var again = KeyFile.OpenOrCreateForDemonstration(File);

        Assert.True(made.IsDemonstration);
        Assert.True(again.IsDemonstration);
        Assert.Equal(made.Secret(1), again.Secret(1));
    }
}
