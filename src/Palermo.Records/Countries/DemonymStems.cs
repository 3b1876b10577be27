namespace Palermo.Records.Countries;

/// <summary>
/// Words made from a country's name by an ending for its people: Burundean, Kazaki, Rwandean. A text without its ending meets the known
/// names and demonyms without theirs; a stem that two countries share answers nothing.
/// </summary>
internal static class DemonymStems
{
    private const int Shortest = 4;

    private static readonly string[] Endings =
    [
        "eans", "ians", "ans", "ean", "ian", "an", "ese", "ish", "i", "is", "ic", "er", "ers", "ien", "ienne", "iens", "iennes", "ais", "aise", "ois", "oise",
        "ano", "ana", "anos", "anas", "eno", "ena", "enos", "enas", "es", "esa", "ense", "enses", "o", "os", "a", "as", "e", "y", "ia", "ie", "ien", "ja", "aa",
    ];

    private static readonly string[] PeopleEndings =
    [
        "eans", "ians", "ans", "ean", "ian", "an", "ese", "ish", "i", "ien", "ienne", "iens", "iennes", "ais", "aise", "ois", "oise",
        "ano", "ana", "anos", "anas", "eno", "ena", "enos", "enas", "ense", "enses",
    ];

    /// <summary>The whole key and the key without each ending.</summary>
    public static IEnumerable<string> OfKnown(string key) => Without(key, Endings).Append(key).Distinct(StringComparer.Ordinal);

    /// <summary>The key without each ending for a people; the ending must be there.</summary>
    public static IEnumerable<string> OfUnknown(string key) => Without(key, PeopleEndings).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Without(string key, string[] endings)
    {
        var lastWord = key.LastIndexOf(' ') + 1;
        foreach (var ending in endings)
        {
            if (key.Length - lastWord - ending.Length >= Shortest && key.EndsWith(ending, StringComparison.Ordinal))
            {
                yield return key[..^ending.Length];
            }
        }
    }
}
