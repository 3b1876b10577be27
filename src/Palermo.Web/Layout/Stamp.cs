using System.Globalization;

namespace Palermo.Web.Layout;

/// <summary>A moment as pages write it: the same in every language, and in which time zone it is said.</summary>
public static class Stamp
{
    /// <summary>The same inside a sentence, set apart so that Arabic words around it do not turn its parts about.</summary>
    public static string Apart(DateTimeOffset at) => "\u2066" + Of(at) + "\u2069";

    public static string Of(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
