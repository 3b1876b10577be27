namespace Palermo.Casework.Vault;

/// <summary>A key of the whole organisation, wrapped by the master key: for the blind index and for the audit chain.</summary>
/// <param name="Name">What the key is for: one of <see cref="OrganisationKeys"/>' names.</param>
/// <param name="Wrapped">The key, sealed by the master key.</param>
/// <param name="MasterVersion">The version of the master key that wrapped it.</param>
public sealed record OrganisationKey(string Name, byte[] Wrapped, int MasterVersion)
{
    internal static OrganisationKey Create(string name, MasterKey master, ReadOnlySpan<byte> key) => new(name, master.Wrap(key, PlaceOf(name)), master.Current);

    /// <summary>The same key, wrapped by the current version of the master key.</summary>
    public OrganisationKey Rewrap(MasterKey master) => MasterVersion == master.Current ? this : Create(Name, master, Unwrap(master));

    internal byte[] Unwrap(MasterKey master) => master.Unwrap(MasterVersion, Wrapped, PlaceOf(Name));

    private static byte[] PlaceOf(string name) => new Place("palermo organisation key 1").Text(name).ToArray();
}
