using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Palermo.Web.Assets;

/// <summary>A style sheet, script, font or mark carried inside the assembly. Its address holds its hash, so it may be cached for good.</summary>
public sealed record AssetFile(string Name, string ContentType, ReadOnlyMemory<byte> Bytes, string Hash)
{
    private const string Prefix = "assets/";

    public static FrozenDictionary<string, AssetFile> All { get; } = Load();

    public static string Address(string name) => $"/assets/{name}?v={All[name].Hash}";

    private static FrozenDictionary<string, AssetFile> Load()
    {
        var assembly = typeof(AssetFile).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n =>
            {
                using var stream = assembly.GetManifestResourceStream(n)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return new AssetFile(n[Prefix.Length..], TypeOf(n), bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
            })
            .ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".woff2" => "font/woff2",
        ".svg" => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
}
