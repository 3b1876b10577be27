using System.Security.Cryptography;

namespace Palermo.Casework.Vault;

/// <summary>
/// Makes identifiers: 122 random bits in the shape of a version 4 GUID, so that no identifier tells when or in which order
/// a record was made. A test hands in its own source of bytes.
/// </summary>
public sealed class Ids
{
    /// <summary>Draws bytes; fills the whole span.</summary>
    public delegate void Source(Span<byte> bytes);

    private readonly Source source;

    /// <summary>Identifiers from the operating system's generator.</summary>
    public Ids()
        : this(RandomNumberGenerator.Fill)
    {
    }

    /// <summary>Identifiers from a given source; for reproducible demonstrations and tests.</summary>
    public Ids(Source source) => this.source = source;

    /// <summary>A new identifier.</summary>
    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        source(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
