using System.Globalization;
using Palermo.Web.Localization;
using Palermo.Web.Wording;

namespace Palermo.Web.Layout;

/// <summary>
/// Days and moments as pages show them, in world time: 2026-11-30, 2026-11-30 14:45 UTC. On a page written from right to left they are
/// set apart, or the words before them would turn their parts about.
/// </summary>
public static class Stamp
{
    public static string Day(this Texts texts, DateOnly day) => texts.Figures(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static string Day(this Texts texts, DateTimeOffset at) => texts.Day(DateOnly.FromDateTime(at.UtcDateTime));

    public static string Moment(this Texts texts, DateTimeOffset at) => texts.Figures(at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
}
