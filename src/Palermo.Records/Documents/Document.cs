using System.Text;
using System.Text.Json;

namespace Palermo.Records.Documents;

/// <summary>
/// A JSON or YAML document as JSON, with the place of every node. A node is named by its JSON path, <c>$.findings[2].fact</c>.
/// </summary>
public sealed class Document
{
    private readonly Dictionary<string, (long Line, int Position)> places;
    private readonly string? file;

    private Document(JsonElement root, Dictionary<string, (long, int)> places, string? file)
    {
        Root = root;
        this.places = places;
        this.file = file;
    }

    public JsonElement Root { get; }

    /// <summary>Where a node stands; for a path that does not exist, where its nearest parent stands.</summary>
    public Place PlaceOf(string path)
    {
        var at = path;
        while (at.Length > 1 && !places.ContainsKey(at))
        {
            var cut = at.LastIndexOfAny(['.', '[']);
            at = cut <= 0 ? "$" : at[..cut];
        }

        return places.TryGetValue(at, out var place) ? new Place(file, Line: place.Line, Position: place.Position, Path: path) : new Place(file, Path: path);
    }

    /// <summary>Reads one JSON document: UTF-8, no comments, no repeated names, no second document behind it.</summary>
    public static Document FromJson(Stream stream, DocumentOptions? options = null)
    {
        options ??= DocumentOptions.Default;
        return FromJson(DocumentBytes.Read(stream, options), options);
    }

    /// <inheritdoc cref="FromJson(Stream, DocumentOptions?)"/>
    public static Document FromJson(ReadOnlyMemory<byte> utf8, DocumentOptions? options = null)
    {
        options ??= DocumentOptions.Default;
        DocumentBytes.Check(utf8.Span, options);
        var root = JsonText.Parse(utf8, options, new Place(options.FileName));
        return new Document(root, JsonText.Places(utf8.Span, options.Deepest), options.FileName);
    }

    /// <summary>
    /// Reads one YAML document as JSON by the core schema of YAML 1.2: null, true, false, numbers; all else is text (so
    /// "no" is the word, not a falsehood). Refused: tags, anchors and aliases, merge keys, repeated keys, several documents.
    /// </summary>
    public static Document FromYaml(Stream stream, DocumentOptions? options = null)
    {
        options ??= DocumentOptions.Default;
        return FromYaml(DocumentBytes.Read(stream, options), options);
    }

    /// <inheritdoc cref="FromYaml(Stream, DocumentOptions?)"/>
    public static Document FromYaml(ReadOnlyMemory<byte> utf8, DocumentOptions? options = null)
    {
        options ??= DocumentOptions.Default;
        DocumentBytes.Check(utf8.Span, options);
        var (root, places) = YamlText.Parse(Encoding.UTF8.GetString(utf8.Span), options);
        return new Document(root, places, options.FileName);
    }

    /// <summary>Adds a name to a path; a name that is not plain is written in brackets.</summary>
    internal static string Child(string path, string name) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyExcept(PlainName) ? path + "." + name : path + "['" + name.Replace("'", "\\'", StringComparison.Ordinal) + "']";

    internal static string Child(string path, int index) => FormattableString.Invariant($"{path}[{index}]");

    private static readonly System.Buffers.SearchValues<char> PlainName =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
}
