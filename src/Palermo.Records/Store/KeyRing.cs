using System.Security.Cryptography;
using System.Text;

namespace Palermo.Records.Store;

/// <summary>
/// One key a dataset, wrapped by a master key. Deleting a dataset's key makes its bytes unreadable for ever, wherever
/// copies of them lie: that is how a dataset is erased.
/// </summary>
internal sealed class KeyRing
{
    private readonly string folder;
    private readonly byte[] master;

    private KeyRing(string folder, byte[] master)
    {
        this.folder = folder;
        this.master = master;
    }

    /// <summary>Opens the ring; a new data folder gets a new master key, readable by its owner alone.</summary>
    public static KeyRing Open(string data)
    {
        var file = Path.Combine(data, "master.key");
        if (!File.Exists(file))
        {
            WriteNew(file, RandomNumberGenerator.GetBytes(SealedFormat.KeyBytes));
        }

        var read = File.ReadAllBytes(file);
        if (read.Length != SealedFormat.KeyBytes)
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Store, "the master key is not a key", new Place(file), "It must be 32 bytes.", "Restore it from a backup; without it nothing stored can be read."));
        }

        var keys = Path.Combine(data, "keys");
        Directory.CreateDirectory(keys);
        return new KeyRing(keys, read);
    }

    public bool Has(string version) => File.Exists(FileOf(version));

    /// <summary>The versions that have a key.</summary>
    public IReadOnlyList<string> Versions() => [.. Directory.GetFiles(folder, "*.key").Select(f => Path.GetFileNameWithoutExtension(f)!)];

    public byte[] Create(string version)
    {
        var key = RandomNumberGenerator.GetBytes(SealedFormat.KeyBytes);
        var nonce = RandomNumberGenerator.GetBytes(12);
        var wrapped = new byte[12 + SealedFormat.KeyBytes + SealedFormat.Tag];
        nonce.CopyTo(wrapped, 0);
        using var aes = new AesGcm(master, SealedFormat.Tag);
        aes.Encrypt(nonce, key, wrapped.AsSpan(12, SealedFormat.KeyBytes), wrapped.AsSpan(12 + SealedFormat.KeyBytes), Encoding.UTF8.GetBytes(version));
        WriteNew(FileOf(version), wrapped);
        return key;
    }

    public byte[] Get(string version)
    {
        if (!Has(version))
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Store, "the dataset was erased", new Place(version), "Its key was deleted, so its bytes cannot be read by anyone.", "Import the file again, if you may."));
        }

        var wrapped = File.ReadAllBytes(FileOf(version));
        var key = new byte[SealedFormat.KeyBytes];
        try
        {
            using var aes = new AesGcm(master, SealedFormat.Tag);
            aes.Decrypt(wrapped.AsSpan(0, 12), wrapped.AsSpan(12, SealedFormat.KeyBytes), wrapped.AsSpan(12 + SealedFormat.KeyBytes), key, Encoding.UTF8.GetBytes(version));
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Store, "the dataset's key does not open with this master key", new Place(version), "The master key or the key was changed.", "Restore both from one backup."), e);
        }
    }

    public void Delete(string version)
    {
        if (!Has(version))
        {
            return;
        }

        // Overwritten first, for disks that keep deleted blocks.
        using (var stream = new FileStream(FileOf(version), FileMode.Open, FileAccess.Write))
        {
            stream.Write(RandomNumberGenerator.GetBytes((int)stream.Length));
            stream.Flush(flushToDisk: true);
        }

        File.Delete(FileOf(version));
    }

    private string FileOf(string version) => Path.Combine(folder, version + ".key");

    private static void WriteNew(string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var part = file + ".part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(part, options))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(part, file, overwrite: true);
    }
}
