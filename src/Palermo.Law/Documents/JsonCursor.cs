using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Palermo.Law.Facts;

namespace Palermo.Law.Documents;

/// <summary>A place in a JSON document that knows its path, so that every problem names where it is.</summary>
internal readonly record struct JsonCursor(JsonElement Element, string Path, ProblemList Problems)
{
    public bool IsNull => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    public bool Has(string name) => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out _);

    public JsonCursor this[string name] =>
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out var value)
            ? new(value, Path.Length == 0 ? name : Path + "." + name, Problems)
            : new(default, Path.Length == 0 ? name : Path + "." + name, Problems);

    public void Complain(string what) => Problems.Add(Path, what);

    /// <summary>Reports properties that nobody reads: a misspelt one would otherwise be lost in silence.</summary>
    public JsonCursor Only(params ReadOnlySpan<string> names)
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            Complain("an object is expected here");
            return this;
        }

        var place = 0;
        foreach (var property in Element.EnumerateObject())
        {
            place++;
            if (names.Contains(property.Name))
            {
                continue;
            }

            if (Problems.Quotes)
            {
                this[property.Name].Complain($"'{property.Name}' is not a property of this object");
            }
            else
            {
                Complain(string.Create(CultureInfo.InvariantCulture, $"property {place} is none of this object's: {string.Join(", ", names.ToArray())}"));
            }
        }

        return Once(names);
    }

    /// <summary>Reports properties that stand twice: which of the two was meant nobody can tell.</summary>
    public JsonCursor Once(params ReadOnlySpan<string> names)
    {
        if (Element.ValueKind == JsonValueKind.Object)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var property in Element.EnumerateObject())
            {
                if (!seen.Add(property.Name) && names.Contains(property.Name))
                {
                    this[property.Name].Complain($"'{property.Name}' stands twice");
                }
            }
        }

        return this;
    }

    /// <summary>A name of the kind that files and atoms bear.</summary>
    public string Name()
    {
        var name = Text("?");
        if (name != "?" && (!char.IsAsciiLetterOrDigit(name[0]) || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '_'))))
        {
            Complain("a name of lower-case letters, digits, - and _ is expected here");
        }

        return name;
    }

    /// <summary>
    /// Where a text in an element is not valid Unicode (half a surrogate pair, broken UTF-8): its path, or that of the object
    /// whose property name it is. JSON may hold such text; nothing can be done with it.
    /// </summary>
    public string? BrokenText()
    {
        try
        {
            switch (Element.ValueKind)
            {
                case JsonValueKind.String:
                    _ = Element.GetString();
                    return null;
                case JsonValueKind.Array:
                    return Items().Select(i => i.BrokenText()).FirstOrDefault(p => p is not null);
                case JsonValueKind.Object:
                    var broken = Problems;
                    var path = Path;
                    return Element.EnumerateObject()
                        .Select(p => new JsonCursor(p.Value, path.Length == 0 ? p.Name : path + "." + p.Name, broken).BrokenText())
                        .FirstOrDefault(p => p is not null);
                default:
                    return null;
            }
        }
        catch (InvalidOperationException)
        {
            return Path;
        }
    }

    public string Text(string fallback = "")
    {
        if (Element.ValueKind == JsonValueKind.String && Element.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Complain("a non-empty string is expected here");
        return fallback;
    }

    public string? OptionalText() => IsNull ? null : Text();

    public bool Flag(bool fallback)
    {
        switch (Element.ValueKind)
        {
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            case JsonValueKind.Undefined: return fallback;
            default:
                Complain("true or false is expected here");
                return fallback;
        }
    }

    public bool RequiredFlag()
    {
        if (Element.ValueKind == JsonValueKind.Undefined)
        {
            Complain("true or false is required here");
        }

        return Flag(false);
    }

    public double Number(double fallback)
    {
        if (IsNull)
        {
            return fallback;
        }

        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        Complain("a number is expected here");
        return fallback;
    }

    public int Whole(int fallback, int least, int most)
    {
        var number = Whole(fallback);
        if (number < least || number > most)
        {
            Complain(string.Create(CultureInfo.InvariantCulture, $"a whole number between {least} and {most} is expected here"));
        }

        return number;
    }

    public double Number(double fallback, double least, double most)
    {
        var number = Number(fallback);
        if (number < least || number > most)
        {
            Complain(string.Create(CultureInfo.InvariantCulture, $"a number between {least} and {most} is expected here"));
        }

        return number;
    }

    public int Whole(int fallback)
    {
        if (IsNull)
        {
            return fallback;
        }

        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var number))
        {
            return number;
        }

        Complain("a whole number is expected here");
        return fallback;
    }

    public DateOnly? Day()
    {
        if (IsNull)
        {
            return null;
        }

        if (Element.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(Element.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Complain("a day written yyyy-mm-dd is expected here");
        return null;
    }

    public TEnum Word<TEnum>(IReadOnlyDictionary<string, TEnum> words, TEnum fallback) where TEnum : struct
    {
        if (Element.ValueKind == JsonValueKind.String && words.TryGetValue(Element.GetString()!, out var value))
        {
            return value;
        }

        Complain("one of " + string.Join(", ", words.Keys.Order(StringComparer.Ordinal)) + " is expected here");
        return fallback;
    }

    public Label Label(params ReadOnlySpan<string> required)
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            Complain("a label is expected here: an object with words by language");
            return Facts.Label.English("?");
        }

        var words = new List<KeyValuePair<string, string>>();
        foreach (var property in Element.EnumerateObject())
        {
            if (words.Exists(w => w.Key == property.Name))
            {
                this[property.Name].Complain($"'{property.Name}' stands twice");
            }

            words.Add(new(property.Name, this[property.Name].Text("?")));
        }

        foreach (var language in required)
        {
            if (!words.Exists(w => w.Key == language))
            {
                Complain($"words in '{language}' are missing");
            }
        }

        return words.Exists(w => w.Key == "en") ? new Label(words) : Facts.Label.English("?");
    }

    public IEnumerable<JsonCursor> Items(bool required = false)
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            if (required || !IsNull)
            {
                Complain("a list is expected here");
            }

            yield break;
        }

        var index = 0;
        foreach (var item in Element.EnumerateArray())
        {
            yield return new(item, string.Create(CultureInfo.InvariantCulture, $"{Path}[{index++}]"), Problems);
        }
    }

    public ImmutableArray<string> Texts() => [.. Items().Select(i => i.Text())];
}
