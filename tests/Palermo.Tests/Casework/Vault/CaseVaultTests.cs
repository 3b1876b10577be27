using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Palermo.Casework.Vault;

namespace Palermo.Tests.Casework.Vault;

public sealed class CaseVaultTests
{
    private static readonly Guid Case = Guid.Parse("5f3a0f6e-6a53-4c52-9d1e-0b8d0f6b7a11");
    private static readonly FieldId Field = new("person", "name", Guid.Parse("0d6bb2ae-3f11-4f0e-8a70-5a9a3f5b0c22"), 3);

    public static TheoryData<FieldId> OtherPlaces =>
    [
        Field with { RecordType = "place" },
        Field with { Field = "alias" },
        Field with { RecordId = Case },
        Field with { Version = 4 },
        // The parts carry their lengths: moving the border between two of them is another place.
        Field with { RecordType = "personn", Field = "ame" },
    ];

    [Fact]
    public void Value_SealedAndOpened_IsTheSame()
    {
        using var master = MasterKey.Generate();
        using var vault = new CaseVault(Case, master, CaseKey.ForNewCase(Case, master));

        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Int[2, 6].Select(t => (Tier)t)).Sample((plain, tier) =>
            vault.Open(tier, Field, vault.Seal(tier, Field, plain)).AsSpan().SequenceEqual(plain), threads: 1);
    }

    [Fact]
    public void Text_InEveryScript_SurvivesTheSeal()
    {
        using var master = MasterKey.Generate();
        using var vault = new CaseVault(Case, master, CaseKey.ForNewCase(Case, master));

        const string text = "Ниғора نگاره 李娜 ኣስቴር Ñandú\0";
        Assert.Equal(text, vault.OpenText(Tier.Identity, Field, vault.Seal(Tier.Identity, Field, text)));
    }

    [Fact]
    public void Nonce_OfTwentyThousandSeals_NeverRepeats()
    {
        using var master = MasterKey.Generate();
        using var vault = new CaseVault(Case, master, CaseKey.ForNewCase(Case, master));

        var nonces = Enumerable.Range(0, 20_000).Select(_ => Convert.ToHexString(vault.Seal(Tier.Identity, Field, "same").Bytes.AsSpan(1, 12)));

        Assert.Equal(20_000, nonces.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void EveryBit_Flipped_DoesNotOpen()
    {
        using var master = MasterKey.Generate();
        using var vault = new CaseVault(Case, master, CaseKey.ForNewCase(Case, master));
        var bytes = vault.Seal(Tier.Location, Field, "harbour street 4").Bytes;

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var thrown = Assert.Throws<VaultException>(() => vault.Open(Tier.Location, Field, new Sealed(changed)));
            Assert.Equal(VaultProblem.Tampered, thrown.Problem);
            Assert.DoesNotContain("harbour", thrown.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(28)]
    [InlineData(29)]
    [InlineData(60)]
    public void Value_CutToLength_DoesNotOpen(int length)
    {
        using var master = MasterKey.Generate();
        using var vault = new CaseVault(Case, master, CaseKey.ForNewCase(Case, master));
        var bytes = vault.Seal(Tier.Identity, Field, "x").Bytes;

        Assert.Equal(VaultProblem.Tampered, Assert.Throws<VaultException>(() => vault.Open(Tier.Identity, Field, new Sealed(bytes[..length]))).Problem);
    }

    [Theory]
    [MemberData(nameof(OtherPlaces))]
    public void Value_MovedToAnotherPlace_DoesNotOpen(FieldId other)
    {
        using var master = MasterKey.Generate();
        using var vault = new CaseVault(Case, master, CaseKey.ForNewCase(Case, master));
        var value = vault.Seal(Tier.Identity, Field, "moved");

        Assert.Throws<VaultException>(() => vault.Open(Tier.Identity, other, value));
    }

    [Fact]
    public void Value_MovedToAnotherTierOrCase_DoesNotOpen()
    {
        using var master = MasterKey.Generate();
        using var vault = new CaseVault(Case, master, CaseKey.ForNewCase(Case, master));
        using var other = new CaseVault(Field.RecordId, master, CaseKey.ForNewCase(Field.RecordId, master));
        var value = vault.Seal(Tier.Identity, Field, "moved");

        Assert.Throws<VaultException>(() => vault.Open(Tier.Location, Field, value));
        Assert.Throws<VaultException>(() => other.Open(Tier.Identity, Field, value));
    }

    [Fact]
    public void Key_MovedToAnotherCaseOrTier_DoesNotOpen()
    {
        using var master = MasterKey.Generate();
        var key = CaseKey.ForNewCase(Case, master)[1];
        using var moved = new CaseVault(Field.RecordId, master, [key with { CaseId = Field.RecordId }]);
        using var raised = new CaseVault(Case, master, [key with { Tier = Tier.Location }]);

        Assert.Equal(VaultProblem.WrongMaster, Assert.Throws<VaultException>(() => moved.Seal(Tier.Identity, Field, "x")).Problem);
        Assert.Equal(VaultProblem.WrongMaster, Assert.Throws<VaultException>(() => raised.Seal(Tier.Location, Field, "x")).Problem);
    }

    [Fact]
    public void Tier_WhoseKeyWasErased_IsUnreadableAndTheOthersStand()
    {
        using var master = MasterKey.Generate();
        var keys = CaseKey.ForNewCase(Case, master);
        using var before = new CaseVault(Case, master, keys);
        var where = before.Seal(Tier.Location, Field, "where");
        var who = before.Seal(Tier.Identity, Field, "who");

        using var after = new CaseVault(Case, master, keys.Where(k => k.Tier != Tier.Location));

        Assert.False(after.Holds(Tier.Location));
        Assert.Equal(VaultProblem.Erased, Assert.Throws<VaultException>(() => after.Open(Tier.Location, Field, where)).Problem);
        Assert.Equal(VaultProblem.Erased, Assert.Throws<VaultException>(() => after.Seal(Tier.Location, Field, "again")).Problem);
        Assert.Equal("who", after.OpenText(Tier.Identity, Field, who));
    }

    [Fact]
    public void Length_OfShortValues_DoesNotShow()
    {
        using var master = MasterKey.Generate();
        using var vault = new CaseVault(Case, master, CaseKey.ForNewCase(Case, master));

        var lengths = new[] { "", "no", "yes", "unknown", new string('x', 31) }.Select(v => vault.Seal(Tier.Facts, Field, v).Bytes.Length);

        Assert.Single(lengths.Distinct());
    }

    [Fact]
    public void Length_OfAnyValue_IsRoundedUpByAtMostAnEighthBeyond256()
    {
        using var master = MasterKey.Generate();
        using var vault = new CaseVault(Case, master, CaseKey.ForNewCase(Case, master));

        Gen.Int[0, 100_000].Sample(n =>
        {
            var rounded = vault.Seal(Tier.Facts, Field, new byte[n]).Bytes.Length - 29;
            return rounded > n && (n < 256 ? System.Numerics.BitOperations.IsPow2(rounded) : rounded <= n + 1 + (n + 1) / 8);
        }, threads: 1, iter: 300);
    }

    [Fact]
    public void Ciphertext_IsAesGcmByTheBook()
    {
        // An independent reading of the layout: derive nothing, use the framework's AES-GCM over the documented bytes.
        using var master = MasterKey.Generate();
        var row = CaseKey.ForNewCase(Case, master)[1];
        using var vault = new CaseVault(Case, master, [row]);
        var value = vault.Seal(Tier.Identity, Field, "plain").Bytes;

        using var aes = new AesGcm(row.Unwrap(master), 16);
        var padded = new byte[value.Length - 29];
        aes.Decrypt(value.AsSpan(1, 12), value.AsSpan(13, padded.Length), value.AsSpan(value.Length - 16), padded, Place());

        Assert.Equal(32, padded.Length);
        Assert.Equal("plain"u8, padded.AsSpan(0, 5));
        Assert.Equal(0x80, padded[5]);
    }

    private static byte[] Place()
    {
        using var bytes = new MemoryStream();
        Text("palermo field 1");
        bytes.Write(Case.ToByteArray(bigEndian: true));
        bytes.Write([0, 0, 0, 3]);
        Text("person");
        Text("name");
        bytes.Write(Field.RecordId.ToByteArray(bigEndian: true));
        bytes.Write([0, 0, 0, 3]);
        return bytes.ToArray();

        void Text(string value)
        {
            bytes.Write([0, 0, 0, (byte)value.Length]);
            bytes.Write(Encoding.ASCII.GetBytes(value));
        }
    }
}
