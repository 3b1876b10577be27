using System.Text;
using System.Text.Json;

namespace Palermo.Records.Store;

/// <summary>The sealed files of one dataset version. A file is there whole or not at all.</summary>
internal sealed class SealedFolder(string path, string version, byte[] key, string shownAs)
{
    private const string Unfinished = ".writing";

    public string Path => path;

    public void Write(string file, Action<Stream> write)
    {
        var target = System.IO.Path.Combine(path, file);
        using (var stream = new FileStream(target + Unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 18))
        using (var sealing = new SealingStream(stream, key, Identity(file)))
        {
            write(sealing);
            sealing.Complete();
            stream.Flush(flushToDisk: true);
        }

        File.Move(target + Unfinished, target, overwrite: true);
    }

    public void WriteJson<T>(string file, T value) => Write(file, stream => JsonSerializer.Serialize(stream, value));

    public Stream Read(string file) => new UnsealingStream(new FileStream(System.IO.Path.Combine(path, file), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), key, Identity(file), shownAs);

    public T ReadJson<T>(string file)
    {
        using var stream = Read(file);
        return JsonSerializer.Deserialize<T>(stream) ?? throw UnsealingStream.Damaged(shownAs);
    }

    /// <summary>Whether every byte of a file is as it was sealed.</summary>
    public bool IsWhole(string file)
    {
        try
        {
            using var stream = Read(file);
            stream.CopyTo(Stream.Null, SealedFormat.Chunk);
            return true;
        }
        catch (Exception e) when (e is RecordsException or IOException)
        {
            return false;
        }
    }

    private byte[] Identity(string file) => Encoding.UTF8.GetBytes(version + "/" + file);
}
