namespace Palermo.Records.Countries;

/// <summary>A rough sound key for Latin letters: letters that are written for one another across the field's languages take one form.</summary>
internal static class Sound
{
    public const int ShortestKey = 5;

    public static string Of(string key)
    {
        Span<char> into = stackalloc char[key.Length];
        var n = 0;
        for (var i = 0; i < key.Length; i++)
        {
            var c = key[i];
            var next = i + 1 < key.Length ? key[i + 1] : ' ';
            char f;
            switch (c)
            {
                case 'y' or 'j': f = 'i'; break;
                case 'p' when next == 'h': f = 'f'; i++; break;
                case 'p': f = 'b'; break;
                case 'c' when next is 'k' or 'q': continue;
                case 'c' when next == 'h': f = 'x'; i++; break;
                case 's' when next == 'h': f = 'x'; i++; break;
                case 'c' or 'q': f = 'k'; break;
                case 'z': f = 's'; break;
                case 'w': f = 'v'; break;
                case 'h': continue;
                default: f = c; break;
            }

            if (n == 0 || into[n - 1] != f)
            {
                into[n++] = f;
            }
        }

        return into[..n].ToString();
    }
}
