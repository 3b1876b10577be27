using System.Globalization;
using System.Text.Json;

namespace Palermo.Casework.Audit;

/// <summary>
/// A point of the chain written down outside the database: on paper, at another organisation, in a signed mail. What came
/// before it can no longer be cut off or rewritten unseen, not even by somebody who holds every key.
/// </summary>
/// <param name="Seq">Number of the last entry.</param>
/// <param name="Hash">Its hash, 64 hexadecimal digits.</param>
/// <param name="At">When the anchor was taken.</param>
/// <param name="Mac">Keyed hash over the three, 64 hexadecimal digits.</param>
public sealed record AuditAnchor(long Seq, string Hash, DateTimeOffset At, string Mac)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    internal static AuditAnchor Take(AuditKey key, long seq, byte[] hash, DateTimeOffset at)
    {
        var anchor = new AuditAnchor(seq, Convert.ToHexStringLower(hash), DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()), "");
        return anchor with { Mac = anchor.MacUnder(key) };
    }

    internal bool IsGenuine(AuditKey key) => string.Equals(Mac, MacUnder(key), StringComparison.OrdinalIgnoreCase);

    private string MacUnder(AuditKey key) => Convert.ToHexStringLower(key.Anchor(Seq, Hash.ToLowerInvariant(), At));

    /// <summary>One line of an anchor file.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Options);

    /// <summary>Reads an anchor file: one anchor a line, in any order; empty lines are skipped.</summary>
    /// <exception cref="InvalidDataException">A line is not an anchor; the message names it.</exception>
    public static IReadOnlyList<AuditAnchor> ReadFile(string path)
    {
        List<AuditAnchor> anchors = [];
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                anchors.Add(JsonSerializer.Deserialize<AuditAnchor>(line, Options) is { Seq: >= 0, Hash.Length: 64, Mac.Length: 64 } anchor ? anchor : throw new JsonException());
            }
            catch (JsonException e)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}, line {number}: not an anchor. An anchor is one line as `palermo audit-log anchor` prints it."), e);
            }
        }

        return anchors;
    }
}
