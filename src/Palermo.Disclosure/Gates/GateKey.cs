using System.Security.Cryptography;

namespace Palermo.Disclosure.Gates;

/// <summary>The secret behind the noise at the gate. Whoever has it can take the noise off, so it is kept like the keys of the vault.</summary>
public sealed class GateKey
{
    private GateKey(byte[] secret) => Secret = secret;

    internal byte[] Secret { get; }

    /// <summary>A new key that lives as long as the process: answers differ after a restart, so for demonstration and tests alone.</summary>
    public static GateKey Fresh() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>A key from 32 bytes kept elsewhere.</summary>
    public static GateKey From(ReadOnlySpan<byte> secret) =>
        secret.Length >= 32 ? new(secret.ToArray()) : throw new ArgumentException("the key of the gate needs at least 32 bytes", nameof(secret));

    /// <summary>The key in a file, made when there is none, readable by its owner alone.</summary>
    public static GateKey InFile(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, options);
            file.Write(RandomNumberGenerator.GetBytes(32));
        }

        return From(File.ReadAllBytes(path));
    }
}
