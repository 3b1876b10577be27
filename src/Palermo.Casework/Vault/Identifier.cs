using System.Globalization;
using System.Text;

namespace Palermo.Casework.Vault;

/// <summary>Identifiers that can be searched exactly.</summary>
public enum IdentifierKind
{
    /// <summary>Number of a passport, identity card, permit or case at another authority.</summary>
    Document = 1,

    /// <summary>A telephone number.</summary>
    Phone = 2,

    /// <summary>An e-mail address.</summary>
    Email = 3,

    /// <summary>An account name at a messenger or platform.</summary>
    Account = 4,
}

/// <summary>Brings identifiers that people write differently to one form.</summary>
public static class Identifier
{
    /// <summary>
    /// Document: letters and digits in capitals. Phone: the last nine digits (national and international writing meet
    /// there; shorter numbers whole). E-mail and account: trimmed, lower case, without a leading @ for accounts. Digits of
    /// every script count as digits.
    /// </summary>
    public static string Normalise(IdentifierKind kind, string value)
    {
        var text = value.Normalize(NormalizationForm.FormKC).Trim();
        return kind switch
        {
            IdentifierKind.Document => string.Concat(Kept(text, char.IsLetterOrDigit)).ToUpperInvariant(),
            IdentifierKind.Phone => LastNine(string.Concat(Kept(text, char.IsDigit))),
            IdentifierKind.Account => text.ToLowerInvariant().TrimStart('@'),
            _ => text.ToLowerInvariant(),
        };
    }

    private static IEnumerable<char> Kept(string text, Func<char, bool> keep) => text.Where(keep).Select(c =>
        CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit ? (char)('0' + digit) : c);

    private static string LastNine(string digits) => digits.Length > 9 ? digits[^9..] : digits;
}
