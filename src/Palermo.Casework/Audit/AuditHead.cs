namespace Palermo.Casework.Audit;

/// <summary>
/// The end of the chain: one row, locked while an entry is appended. Its own keyed hash keeps a thief of the database from
/// cutting off the last entries and pointing the head at an earlier one.
/// </summary>
public sealed class AuditHead
{
    /// <summary>The only row's key.</summary>
    public const int Only = 1;

    /// <summary>Always <see cref="Only"/>.</summary>
    public int Id { get; init; } = Only;

    /// <summary>Number of the last entry; 0 before the first.</summary>
    public long Seq { get; init; }

    /// <summary>Hash of the last entry; 32 zero bytes before the first.</summary>
    public byte[] Hash { get; init; } = [];

    /// <summary>Keyed hash over number and hash.</summary>
    public byte[] Mac { get; init; } = [];
}
