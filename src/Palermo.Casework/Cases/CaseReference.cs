using Palermo.Casework.Vault;

namespace Palermo.Casework.Cases;

/// <summary>
/// A case number that people can read out: eight of thirty letters and digits that are not mistaken for one another, in two
/// groups. It carries no year, office or count.
/// </summary>
public static class CaseReference
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Next(Ids ids)
    {
        // The last ten bytes of an identifier hold at least 72 random bits; eight letters take less than 40 of them.
        var random = new System.Numerics.BigInteger(ids.Next().ToByteArray(bigEndian: true).AsSpan(9), isUnsigned: true);
        Span<char> text = stackalloc char[9];
        for (var i = 0; i < 8; i++)
        {
            random = System.Numerics.BigInteger.DivRem(random, Letters.Length, out var letter);
            text[i < 4 ? i : i + 1] = Letters[(int)letter];
        }

        text[4] = '-';
        return new string(text);
    }

    /// <summary>The number as it is stored, from how somebody typed it; null when it is none.</summary>
    public static string? Read(string typed)
    {
        var letters = new string([.. typed.ToUpperInvariant().Where(char.IsLetterOrDigit)]);
        return letters.Length == 8 && letters.All(Letters.Contains) ? $"{letters[..4]}-{letters[4..]}" : null;
    }
}
