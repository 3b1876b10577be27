using System.Collections.Immutable;
using System.Text.Json;

namespace Palermo.Web.Features.Publish;

/// <summary>A cell of a prepared release: its values (null: not recorded) or the margin, and what is printed of it.</summary>
/// <param name="Values">One a column; the flag says that it is the margin of all values.</param>
/// <param name="People">The number, <c>few</c> or <c>withheld</c>.</param>
public sealed record PreparedCell(ImmutableArray<(bool All, string? Label)> Values, string People);

/// <summary>The table of a prepared release, read from the very file that would be published: who signs it off sees what leaves.</summary>
public sealed record PreparedTable(ImmutableArray<string> Columns, ImmutableArray<PreparedCell> Cells)
{
    /// <summary>Reads <c>table.json</c> of a release; null where it has none (rows or private counts have other files).</summary>
    public static PreparedTable? Read(byte[]? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new PreparedTable(
            [.. root.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)],
            [
                .. root.GetProperty("cells").EnumerateArray().Select(cell => new PreparedCell(
                    [.. cell.GetProperty("values").EnumerateArray().Select(v => (v.GetProperty("all").GetBoolean(), v.GetProperty("label").GetString()))],
                    cell.GetProperty("people").ToString())),
            ]);
    }
}
