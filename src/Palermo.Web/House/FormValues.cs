using System.Collections.Immutable;
using System.Globalization;
using Palermo.Casework.Desks;

namespace Palermo.Web.House;

/// <summary>Reads typed values. What is missing is the default; what is no value of its kind is refused, never guessed.</summary>
public static class FormValues
{
    public static string? Text(this IFormCollection form, string name) => form[name].ToString() is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    public static ImmutableArray<string> Words(this IFormCollection form, string name) => [.. form[name].OfType<string>().Where(w => w.Length > 0)];

    /// <summary>Words separated by blanks or commas, as people type a list of codes.</summary>
    public static ImmutableArray<string> Codes(this IFormCollection form, string name) =>
        [.. form[name].ToString().Split([' ', ',', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>A word of a closed list. Its number, and several words at once, are none: the language would read both.</summary>
    public static T Code<T>(this IFormCollection form, string name, T otherwise) where T : struct, Enum =>
        form.Text(name) is not { } text ? otherwise
        : Enum.TryParse<T>(text, ignoreCase: false, out var value) && Enum.IsDefined(value) && value.ToString() == text ? value
        : throw DeskRefused.For(DeskProblem.UnknownCode);

    public static DateOnly? Day(this IFormCollection form, string name) =>
        form.Text(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw DeskRefused.For(DeskProblem.UnknownCode);

    public static TimeOnly? Time(this IFormCollection form, string name) =>
        form.Text(name) is not { } text ? null
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
        : throw DeskRefused.For(DeskProblem.UnknownCode);

    public static Guid Id(this IFormCollection form, string name) =>
        Guid.TryParse(form[name].ToString(), out var id) ? id : throw DeskRefused.For(DeskProblem.UnknownRecord);

    public static int Number(this IFormCollection form, string name) =>
        int.TryParse(form[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw DeskRefused.For(DeskProblem.UnknownCode);
}
