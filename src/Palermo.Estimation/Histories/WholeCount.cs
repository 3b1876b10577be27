using System.Globalization;

namespace Palermo.Estimation.Histories;

/// <summary>A count of people as files write it: 12, 12.0 or 1.2e1, never a share, a weight or a negative.</summary>
internal static class WholeCount
{
    /// <summary>The number, or why there is none.</summary>
    public static (long Value, string? Why) Read(string? cell) =>
        string.IsNullOrWhiteSpace(cell) ? (0, "the count is not recorded")
        : !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value) ? (0, "the count is not a number")
        : value < 0 ? (0, "the count is negative")
        : value > CaptureTable.MostPeople ? (0, "the count is too large: more people than live")
        : value != Math.Floor(value) ? (0, "the count is fractional (weights or percentages?)")
        : ((long)value, null);
}
