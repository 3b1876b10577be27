using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Palermo.Casework.Vault;

/// <summary>
/// The data key of one tier of one case, wrapped by the master key. All keys of a case are made when the case is; a row that
/// is missing was erased, and what it sealed is unreadable for ever.
/// </summary>
/// <param name="CaseId">The case.</param>
/// <param name="Tier">The tier, from <see cref="Tier.Facts"/> up.</param>
/// <param name="Wrapped">The key, sealed by the master key.</param>
/// <param name="MasterVersion">The version of the master key that wrapped it.</param>
public sealed record CaseKey(Guid CaseId, Tier Tier, byte[] Wrapped, int MasterVersion)
{
    /// <summary>The tiers that have a key of their own in every case.</summary>
    public static ImmutableArray<Tier> Tiers { get; } = [Tier.Facts, Tier.Identity, Tier.Location, Tier.Privileged, Tier.Exploiter];

    /// <summary>The keys of a new case, to be stored in the transaction that stores the case.</summary>
    public static ImmutableArray<CaseKey> ForNewCase(Guid caseId, MasterKey master) =>
        [.. Tiers.Select(tier =>
        {
            var key = RandomNumberGenerator.GetBytes(Seal.KeyBytes);
            var row = new CaseKey(caseId, tier, master.Wrap(key, PlaceOf(caseId, tier)), master.Current);
            CryptographicOperations.ZeroMemory(key);
            return row;
        })];

    /// <summary>The same key, wrapped by the current version of the master key.</summary>
    public CaseKey Rewrap(MasterKey master)
    {
        if (MasterVersion == master.Current)
        {
            return this;
        }

        var key = Unwrap(master);
        var row = this with { Wrapped = master.Wrap(key, PlaceOf(CaseId, Tier)), MasterVersion = master.Current };
        CryptographicOperations.ZeroMemory(key);
        return row;
    }

    internal byte[] Unwrap(MasterKey master) => master.Unwrap(MasterVersion, Wrapped, PlaceOf(CaseId, Tier));

    private static byte[] PlaceOf(Guid caseId, Tier tier) => new Place("palermo case key 1").Id(caseId).Number((int)tier).ToArray();
}
