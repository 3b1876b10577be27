using System.Security.Cryptography;
using System.Text;

namespace Palermo.Web.Accounts;

/// <summary>
/// Passwords known from breaches: the most frequent of them from a file of ours (<c>data/passwords</c>), more from one that the
/// operator downloads. Lines of a SHA-1 in capitals, and a count or nothing, sorted, as Have I Been Pwned publishes them. Searched on
/// disk by halving; nothing is asked of another server.
/// </summary>
/// <param name="files">Any number; null where a file is not set. Without any it holds nothing.</param>
public sealed class KnownPasswords(params string?[] files)
{
    /// <summary>The file that comes with the program.</summary>
    public static string Shipped(string dataFolder) => Path.Combine(dataFolder, "passwords", "common.sha1.txt");

    private const int HashLength = 40;

    /// <summary>Whether a password stands in a list, as typed or in small letters.</summary>
    public bool Holds(string password) => files.OfType<string>().Any(f => Holds(f, password) || Holds(f, password.ToLowerInvariant()));

    private static bool Holds(string file, string password)
    {
#pragma warning disable CA5350 // The published lists are made of SHA-1; it protects nothing here.
        var wanted = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
        using var stream = File.OpenRead(file);
        long low = 0, high = stream.Length;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var (start, line) = LineAfter(stream, middle);
            if (line is null || start >= high)
            {
                high = middle;
                continue;
            }

            switch (string.CompareOrdinal(line, wanted))
            {
                case 0:
                    return true;
                case < 0:
                    low = start + 1;
                    break;
                default:
                    high = middle;
                    break;
            }
        }

        return false;
    }

    /// <summary>The first line that begins at or after a place: its beginning and its hash.</summary>
    private static (long Start, string? Hash) LineAfter(FileStream stream, long place)
    {
        stream.Position = Math.Max(0, place - 1);
        if (place > 0)
        {
            int b;
            while ((b = stream.ReadByte()) is not ('\n' or -1))
            {
            }
        }

        var start = stream.Position;
        var hash = new byte[HashLength];
        return stream.ReadAtLeast(hash, HashLength, throwOnEndOfStream: false) == HashLength ? (start, Encoding.ASCII.GetString(hash).ToUpperInvariant()) : (start, null);
    }
}
