using System.Security.Cryptography;
using System.Text;

namespace Palermo.Web.Accounts;

/// <summary>
/// Passwords known from breaches, from a file that the operator downloads: lines of a SHA-1 in capitals and a count, sorted, as Have I
/// Been Pwned publishes them. Searched on disk by halving; nothing is asked of another server. Without a file it holds nothing.
/// </summary>
public sealed class KnownPasswords(string? file)
{
    private const int HashLength = 40;

    public bool Holds(string password)
    {
        if (file is null)
        {
            return false;
        }

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
