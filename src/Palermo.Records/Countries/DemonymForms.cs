namespace Palermo.Records.Countries;

/// <summary>
/// Feminine and plural forms of a demonym from its masculine singular, by the regular endings of its language. Irregular forms stand in the
/// data; a wrong form made here is a word nobody writes, and one that meets another country's form makes both ambiguous.
/// </summary>
internal static class DemonymForms
{
    public static IEnumerable<string> Of(string language, string form) => language switch
    {
        "en" => English(form),
        "fr" => LastWords(form, French),
        "es" => LastWords(form, Spanish),
        "pt" => LastWords(form, Portuguese),
        "it" => LastWords(form, Italian),
        "de" => German(form),
        "ru" => Russian(form),
        "ar" => Arabic(form),
        _ => [form],
    };

    private static IEnumerable<string> English(string f)
    {
        yield return f;
        if (!Ends(f, "ese", "ish", "ch", "ss", "ois", "man", "men", "women", "woman") || Ends(f, "oman", "roman", "german"))
        {
            yield return f + "s";
        }

        if (Ends(f, "man") && !Ends(f, "oman", "german", "roman"))
        {
            yield return f[..^3] + "men";
        }
    }

    /// <summary>Inflects the last word, and in forms of two adjectives also both (français, française; nord-coréen, nord-coréenne).</summary>
    private static IEnumerable<string> LastWords(string form, Func<string, string[]> inflect)
    {
        var cut = form.LastIndexOf(' ') + 1;
        yield return form;
        foreach (var last in inflect(form[cut..]))
        {
            yield return form[..cut] + last;
        }

        var first = form.IndexOf(' ', StringComparison.Ordinal);
        if (first > 0)
        {
            // The noun may stand first: "congolais de la rdc".
            foreach (var head in inflect(form[..first]))
            {
                yield return head + form[first..];
            }
        }
    }

    private static string[] French(string f)
    {
        var feminine = f switch
        {
            _ when Ends(f, "ien", "éen", "een") => f + "ne",
            _ when Ends(f, "on") => f + "ne",
            _ when Ends(f, "ec") => f[..^1] + "cque",
            _ when Ends(f, "urc") => f[..^1] + "que",
            _ when Ends(f, "e") => f,
            _ => f + "e",
        };
        var plural = Ends(f, "s", "x") ? f : f + "s";
        return [feminine, plural, feminine + "s", .. Ends(f, "kh", "iz", "k") ? new[] { f + "e", f + "es" } : []];
    }

    private static string[] Spanish(string f) => f switch
    {
        _ when Ends(f, "o") => [f[..^1] + "a", f + "s", f[..^1] + "as"],
        _ when Ends(f, "és") => Closed(f[..^2], "es"),
        _ when Ends(f, "án") => Closed(f[..^2], "an"),
        _ when Ends(f, "ón") => Closed(f[..^2], "on"),
        _ when Ends(f, "ol") => [f + "a", f + "es", f + "as"],
        _ when Ends(f, "í", "ú") => [f + "es", f + "s"],
        _ when Ends(f, "l", "r") => [f + "es"],
        _ => [f + "s"],
    };

    private static string[] Closed(string stem, string ending) => [stem + ending + "a", stem + ending + "es", stem + ending + "as"];

    private static string[] Portuguese(string f) => f switch
    {
        _ when Ends(f, "o") && !Ends(f, "ão") => [f[..^1] + "a", f + "s", f[..^1] + "as"],
        _ when Ends(f, "ês") => Closed(f[..^2], "es"),
        _ when Ends(f, "ão") => [f[..^2] + "ã", f[..^2] + "ães", f[..^2] + "ãos", f[..^2] + "ões", f[..^2] + "ãs"],
        _ when Ends(f, "eu") => [f[..^2] + "eia", f + "s", f[..^2] + "eias"],
        _ when Ends(f, "ol") => [f + "a", f[..^1] + "is", f + "as"],
        _ => [f + "s"],
    };

    private static string[] Italian(string f) => f switch
    {
        _ when Ends(f, "co", "go") => [f[..^1] + "a", f[..^1] + "hi", f[..^1] + "i", f[..^1] + "he"],
        _ when Ends(f, "io") => [f[..^1] + "a", f[..^1], f[..^1] + "e"],
        _ when Ends(f, "o") => [f[..^1] + "a", f[..^1] + "i", f[..^1] + "e"],
        _ when Ends(f, "e") => [f[..^1] + "i"],
        _ when Ends(f, "ga") => [f[..^1] + "hi", f[..^1] + "i", f[..^1] + "he"],
        _ when Ends(f, "a") => [f[..^1] + "i", f[..^1] + "e"],
        _ => [],
    };

    private static IEnumerable<string> German(string f)
    {
        yield return f;
        if (Ends(f, "isch", "sch") || f is "deutsch")
        {
            foreach (var ending in (string[])["e", "er", "en", "es", "em"])
            {
                yield return f + ending;
            }
        }
        else if (Ends(f, "er"))
        {
            yield return f + "n";
            yield return f + "in";
            yield return f + "innen";
        }
        else if (Ends(f, "e"))
        {
            yield return f + "n";
            yield return f[..^1] + "in";
            yield return f[..^1] + "innen";
        }
        else
        {
            yield return f + "s";
            yield return f + "en";
            yield return f + "in";
            yield return f + "innen";
        }
    }

    /// <summary>Noun/feminine noun/adjective, any of them empty: nominative and genitive of both numbers, as columns and form labels use them.</summary>
    private static IEnumerable<string> Russian(string triple)
    {
        var parts = triple.Split('/');
        var (m, f, a) = (parts[0], parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? "");
        if (m.Length > 0)
        {
            yield return m;
            if (Ends(m, "ец"))
            {
                // After a vowel the fleeting e leaves a short i: китаец, китайцы.
                var stem = m[..^2] + (IsRussianVowel(m[^3]) ? "й" : Ends(m, "лец") && Ends(a, "льский") ? "ь" : "");
                yield return stem + "цы";
                yield return stem + "цев";
                yield return stem + "ца";
            }
            else if (Ends(m, "анин", "янин"))
            {
                yield return m[..^2] + "е";
                yield return m[..^2];
                yield return m + "а";
            }
            else if (Ends(m, "рин"))
            {
                yield return m[..^2] + "ы";
                yield return m[..^2];
                yield return m + "а";
            }
            else
            {
                yield return m + (Ends(m, "к", "г", "х", "ш") ? "и" : "ы");
                yield return m + "ов";
                yield return m + "а";
            }
        }

        if (f.Length > 0)
        {
            yield return f;
            if (Ends(f, "ка"))
            {
                yield return f[..^1] + "и";
                yield return f[..^2] + "ок";
            }
        }

        if (Ends(a, "ий"))
        {
            foreach (var ending in (string[])["ий", "ая", "ое", "ие", "ого", "ой", "их"])
            {
                yield return a[..^2] + ending;
            }
        }
    }

    /// <summary>Genitive (and for -а the dative) forms of a Russian country name of one word: "гражданин Нигерии".</summary>
    public static IEnumerable<string> RussianNameCases(string name)
    {
        if (name.Length < 4 || name.AsSpan().IndexOfAny(' ', '-') >= 0)
        {
            yield break;
        }

        if (Ends(name, "ия", "ея"))
        {
            yield return name[..^1] + "и";
        }
        else if (Ends(name, "а"))
        {
            yield return name[..^1] + (Ends(name[..^1], "к", "г", "х", "ж", "ш", "щ", "ч") ? "и" : "ы");
            yield return name[..^1] + "е";
        }
        else if (Ends(name, "й"))
        {
            yield return name[..^1] + "я";
        }
        else if (!IsRussianVowel(name[^1]) && !Ends(name, "ь"))
        {
            yield return name + "а";
        }
    }

    private static bool IsRussianVowel(char c) => "аеиоуыэюя".Contains(c, StringComparison.Ordinal);

    private static IEnumerable<string> Arabic(string f)
    {
        // The last word, or the first of "سوداني جنوبي" and both, takes the ending.
        var words = f.Split(' ');
        string[] endings = ["", "ة", "ون", "ين", "ات", "ان", "تان"];
        foreach (var ending in endings)
        {
            yield return string.Join(' ', words.Select((w, i) => i == words.Length - 1 ? w + ending : w));
            if (words.Length > 1)
            {
                yield return string.Join(' ', words.Select((w, i) => i == 0 ? w + ending : w));
                yield return string.Join(' ', words.Select(w => w + ending));
            }
        }
    }

    private static bool Ends(string text, params ReadOnlySpan<string> endings)
    {
        foreach (var e in endings)
        {
            if (text.EndsWith(e, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
