using System.Globalization;

namespace Palermo.Web.Layout;

/// <summary>A moment as pages write it: the same in every language, and in which time zone it is said.</summary>
public static class Stamp
{
    public static string Of(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
