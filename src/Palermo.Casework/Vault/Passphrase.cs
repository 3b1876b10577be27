using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace Palermo.Casework.Vault;

/// <summary>
/// Turns a passphrase into a key: Argon2id with 64 MiB, 3 passes, 4 lanes and a 128-bit salt (RFC 9106, section 4, second
/// recommended option). The parameters travel in the key file, so that they can be raised later.
/// </summary>
/// <param name="MemoryKib">Memory, KiB; 19456 to 4194304.</param>
/// <param name="Passes">Passes over the memory; 2 to 64.</param>
/// <param name="Lanes">Lanes; 1 to 16.</param>
/// <param name="Salt">16 random bytes.</param>
internal sealed record Passphrase(int MemoryKib, int Passes, int Lanes, byte[] Salt)
{
    /// <summary>The fewest characters a passphrase may have.</summary>
    public const int Shortest = 12;

    public static Passphrase New() => new(65536, 3, 4, RandomNumberGenerator.GetBytes(16));

    /// <summary>Parameters below the floor, or so high that opening would exhaust the machine, are not followed.</summary>
    public bool IsSound => MemoryKib is >= 19456 and <= 4194304 && Passes is >= 2 and <= 64 && Lanes is >= 1 and <= 16 && Salt.Length >= 16;

    public byte[] Derive(string passphrase)
    {
        // The same passphrase typed on two keyboards is one passphrase.
        using var argon = new Argon2id(Encoding.UTF8.GetBytes(passphrase.Normalize(NormalizationForm.FormC)))
        {
            MemorySize = MemoryKib,
            Iterations = Passes,
            DegreeOfParallelism = Lanes,
            Salt = Salt,
        };
        return argon.GetBytes(Seal.KeyBytes);
    }
}
