using Microsoft.AspNetCore.Identity;

namespace Palermo.Web.Accounts;

/// <summary>
/// A password is long, and not one that is guessed first: no other rule, no forced change. What is guessed first: repetitions, runs
/// of the keyboard or the alphabet, the person's or the house's name with something added, and whatever the lists of known passwords
/// hold.
/// </summary>
public sealed class PasswordRules(KnownPasswords known) : IPasswordValidator<Account>
{
    public const int Shortest = 12, Longest = 200;

    private static readonly string[] Runs = ["abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "qwertzuiopasdfghjklyxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn", "1q2w3e4r5t6y7u8i9o0p"];

    private static readonly string[] FirstGuesses = ["password", "passwort", "motdepasse", "contrasena", "welcome", "letmein", "iloveyou", "administrator", "palermo", "trafficking", "changeme", "monkey", "dragon", "football", "baseball", "princess", "sunshine", "superman", "master", "secret"];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(Fault(password ?? "", [user.UserName, .. user.DisplayName.Split(' '), user.Office]) is { } fault ? IdentityResult.Failed(new IdentityError { Code = fault }) : IdentityResult.Success);

    /// <summary>What is wrong with a password, as a key of our words; null if nothing.</summary>
    /// <param name="own">Words close to the person: name, office.</param>
    public string? Fault(string password, IEnumerable<string?> own)
    {
        if (password.EnumerateRunes().Count() is var length && length is < Shortest or > Longest)
        {
            return length < Shortest ? "short" : "long";
        }

        var plain = Plain(password);
        if (plain.Distinct().Count() < 5 || IsRepeated(plain) || IsRun(plain))
        {
            return "simple";
        }

        // The first guess with figures added is the second guess.
        var rest = own.OfType<string>().Select(Plain).Where(w => w.Length > 2).Concat(FirstGuesses).OrderByDescending(w => w.Length)
            .Aggregate(plain, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        if (rest.Length < plain.Length && rest.Count(char.IsLetter) < 5)
        {
            return "guessed";
        }

        return known.Holds(password) ? "known" : null;
    }

    private static string Plain(string text) => new([.. text.ToLowerInvariant().Select(c => c switch { '@' => 'a', '$' => 's', '!' => 'i', _ => c }).Where(char.IsLetterOrDigit)]);

    private static bool IsRepeated(string text) => Enumerable.Range(1, text.Length / 2).Any(n => Enumerable.Range(n, text.Length - n).All(i => text[i] == text[i - n]));

    private static bool IsRun(string text)
    {
        var at = 0;
        var pieces = 0;
        while (at < text.Length)
        {
            var longest = Runs.SelectMany(r => new[] { r, new string([.. r.Reverse()]) }).Max(r => Enumerable.Range(1, text.Length - at).TakeWhile(n => r.Contains(text.AsSpan(at, n), StringComparison.Ordinal)).LastOrDefault());
            at += Math.Max(1, longest);
            pieces++;
        }

        return pieces <= text.Length / 4;
    }
}
