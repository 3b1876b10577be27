using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Palermo.Web.Accounts;

/// <summary>Codes of an authenticator app: RFC 6238 with HMAC-SHA-1, six digits, thirty seconds, as every app knows them.</summary>
public static class Totp
{
    private const int StepSeconds = 30;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(20);

    public static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / StepSeconds;

    public static string Code(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8], hash = stackalloc byte[20];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The standard that authenticator apps implement; HMAC does not rest on SHA-1's collision resistance.
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[19] & 0xf)..]) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is: now, the one before or the one after, and later than the last one used; null if none.</summary>
    public static long? Accept(ReadOnlySpan<byte> key, string code, DateTimeOffset at, long lastUsed)
    {
        var typed = new string([.. code.Where(char.IsAsciiDigit)]);
        long? accepted = null;
        for (var step = StepAt(at) - 1; step <= StepAt(at) + 1; step++)
        {
            var same = typed.Length == 6 && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(typed), System.Text.Encoding.ASCII.GetBytes(Code(key, step)));
            if (same && step > lastUsed)
            {
                accepted ??= step;
            }
        }

        return accepted;
    }

    public static string ToBase32(ReadOnlySpan<byte> key)
    {
        var text = new System.Text.StringBuilder();
        int bits = 0, held = 0;
        foreach (var b in key)
        {
            (bits, held) = ((bits << 8) | b, held + 8);
            while (held >= 5)
            {
                text.Append(Base32[(bits >> (held - 5)) & 31]);
                held -= 5;
            }
        }

        return held > 0 ? text.Append(Base32[(bits << (5 - held)) & 31]).ToString() : text.ToString();
    }

    /// <summary>What the square code on the page says to the app.</summary>
    public static string Address(string key, string accountName) =>
        $"otpauth://totp/Palermo:{Uri.EscapeDataString(accountName)}?secret={key}&issuer=Palermo&algorithm=SHA1&digits=6&period=30";
}
