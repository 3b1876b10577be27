namespace Palermo.Casework.Vault;

/// <summary>
/// Spreads frequent names over many buckets, in proportion to how frequent they are, so that counting rows does not single
/// them out (homophonic encoding: Lacharité and Paterson, "Frequency-smoothing encryption", 2018). Which homophone a record
/// has follows from the record; a search asks for all of them. At most 256 ways: one byte of the identifier decides.
/// </summary>
internal static class Spread
{
    public static string Stored(string token, Guid recordId)
    {
        var ways = Ways(token);
        return ways == 1 ? token : $"{token}#{recordId.ToByteArray()[^1] % ways}";
    }

    public static IEnumerable<string> Searched(string token)
    {
        var ways = Ways(token);
        return ways == 1 ? [token] : Enumerable.Range(0, ways).Select(i => $"{token}#{i}");
    }

    private static int Ways(string token) => CommonNames.Ways.GetValueOrDefault(token, 1);
}
