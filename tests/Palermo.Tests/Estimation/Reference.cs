using System.Text.Json;
using Palermo.Estimation.Histories;

namespace Palermo.Tests.Estimation;

/// <summary>The published tables and the results of the R packages and of an independent oracle on them.</summary>
internal static class Reference
{
    public static readonly string[] Tables = ["UKdat", "UKdat_5", "UKdat_4", "Ned", "NewOrl", "Kosovo", "Korea", "Australia", "Artificial_3", "HAV", "HIV"];

    private static readonly Lazy<JsonDocument> Document = new(() =>
        JsonDocument.Parse(File.ReadAllText(SharedData.File("mse", "reference.json"))));

    public static JsonElement About => Document.Value.RootElement.GetProperty("about");

    /// <summary>Every table that the file has results on.</summary>
    public static IEnumerable<string> All => Document.Value.RootElement.GetProperty("datasets").EnumerateObject().Select(p => p.Name);

    public static JsonElement Of(string table) => Document.Value.RootElement.GetProperty("datasets").GetProperty(table);

    public static CaptureTable Table(string name)
    {
        using var text = File.OpenText(SharedData.File("mse", name + ".csv"));
        var reading = CaptureCsv.Read(text);
        Assert.Empty(reading.Problems);
        return reading.Table!;
    }

    public static void Close(double expected, double actual, double relative, string what) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Max(Math.Abs(expected), 1e-6), FormattableString.Invariant($"{what}: expected {expected:R}, got {actual:R}"));

    public static int Pair(CaptureTable table, string name)
    {
        var parts = name.Split(':');
        return (1 << table.Lists.IndexOf(parts[0])) | (1 << table.Lists.IndexOf(parts[1]));
    }
}
