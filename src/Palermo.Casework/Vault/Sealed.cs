namespace Palermo.Casework.Vault;

/// <summary>A sealed value as it is stored. It shows nothing but a rounded length.</summary>
/// <param name="Bytes">Format, nonce, ciphertext and tag.</param>
public readonly record struct Sealed(byte[] Bytes)
{
    /// <summary>True where nothing was stored.</summary>
    public bool IsEmpty => Bytes is null or { Length: 0 };

    /// <summary>Equal when the bytes are equal.</summary>
    public bool Equals(Sealed other) => (Bytes ?? []).AsSpan().SequenceEqual(other.Bytes ?? []);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes ?? []);
        return hash.ToHashCode();
    }

    /// <summary>The length only.</summary>
    public override string ToString() => $"sealed, {Bytes?.Length ?? 0} bytes";
}
