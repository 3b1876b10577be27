using System.Security.Cryptography;

namespace Palermo.Web.Accounts;

/// <summary>Random tokens and codes. What is kept of them is a hash: they are long enough that nobody guesses one from it.</summary>
public static class Secrets
{
    // No letters and figures that look alike.
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    public static Guid NewId() => new(RandomNumberGenerator.GetBytes(16).AsSpan(), bigEndian: true);

    /// <summary>256 random bits as text for an address or a cookie.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>A code for people to copy: 25 signs in groups of five, 123 random bits.</summary>
    public static string NewCode() => string.Join('-', Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));

    public static byte[] Hash(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));

    /// <summary>A code as typed: without spaces, hyphens and capitals.</summary>
    public static byte[] HashCode(string code) => Hash(new string([.. code.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]));
}
