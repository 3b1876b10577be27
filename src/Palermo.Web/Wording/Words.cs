using System.Text.Json;

namespace Palermo.Web.Wording;

public static class Words
{
    /// <summary>The name of a value as phrase keys write it: <c>ShallConsider</c> is <c>shall_consider</c>.</summary>
    public static string Snake<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
