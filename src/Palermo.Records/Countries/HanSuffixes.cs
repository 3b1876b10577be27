namespace Palermo.Records.Countries;

/// <summary>Chinese, Japanese and Korean write the word for person or nationality onto the country's name: 尼日利亚人, 韩国籍, 한국인.</summary>
internal static class HanSuffixes
{
    private static readonly string[] Suffixes = ["国籍人士", "國籍人士", "籍人士", "国籍", "國籍", "公民", "国民", "國民", "籍人", "籍", "人", "人士", "사람", "국적", "인"];

    /// <summary>The key without each suffix it has.</summary>
    public static IEnumerable<string> Strip(string key)
    {
        if (key.Length < 2 || key[^1] < '\u2E80')
        {
            yield break;
        }

        foreach (var suffix in Suffixes)
        {
            if (key.Length > suffix.Length && key.EndsWith(suffix, StringComparison.Ordinal))
            {
                yield return key[..^suffix.Length].TrimEnd();
            }
        }
    }
}
