using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Palermo.Casework.Vault;

/// <summary>
/// What may be searched without being stored: keyed, field-scoped, truncated HMACs. An index value narrows a search down to
/// a few records; whether one of them matches is decided after decryption, in memory.
/// </summary>
/// <remarks>
/// 16 bits are kept. Among 100,000 records every value shares its bucket with one or two others by chance, so that two
/// records with the same value are no evidence of the same telephone, and a search decrypts a handful of records.
/// </remarks>
public sealed class BlindIndex
{
    /// <summary>Number of buckets of every index; values are from 0 to this less one.</summary>
    public const int Buckets = 1 << 16;

    private readonly byte[] key;

    /// <summary>An index under the organisation's key.</summary>
    public BlindIndex(OrganisationKeys keys) => key = keys.Secret(OrganisationKeys.Index).ToArray();

    /// <summary>
    /// The bucket of an exact identifier, normalised first; null when nothing is left after normalising. It is stored at
    /// the record and it is what a search looks up.
    /// </summary>
    public int? Exact(IdentifierKind kind, string value)
    {
        var normal = Identifier.Normalise(kind, value);
        return normal.Length == 0 ? null : Bucket($"exact {kind}", normal);
    }

    /// <summary>
    /// The buckets to store for one name of one record, in no order: one a word, filled up to a multiple of four with chaff,
    /// so that the number of words does not show. The same record and name always give the same buckets.
    /// </summary>
    public ImmutableArray<int> NameBuckets(Guid recordId, string name)
    {
        var buckets = NameTokens.Stored(name).Select(t => Bucket("name", Spread.Stored(t, recordId))).ToHashSet();
        var wanted = (buckets.Count + 3) / 4 * 4;
        for (var i = 0; buckets.Count < wanted; i++)
        {
            buckets.Add(Bucket("chaff", $"{recordId:N} {i} {name}"));
        }

        return [.. buckets.Order()];
    }

    /// <summary>
    /// What to look for: one group of buckets for each word of the searched name. A record is a candidate when it has a
    /// bucket of every group; look for those first, and for records that miss one group when there are few.
    /// </summary>
    /// <param name="name">The name as typed, in any script.</param>
    /// <param name="tolerant">Also buckets of names that differ by one letter of the skeleton.</param>
    public ImmutableArray<ImmutableArray<int>> NameSearch(string name, bool tolerant) =>
        [.. NameTokens.Searched(name, tolerant)
            .Select(word => word.SelectMany(Spread.Searched).Select(t => Bucket("name", t)).Distinct().Order().ToImmutableArray())];

    private int Bucket(string field, string value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{field}\n{value}"), hash);
        return (hash[0] << 8) | hash[1];
    }
}
