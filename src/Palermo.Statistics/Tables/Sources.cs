using System.Globalization;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Tables;

/// <summary>What a table's figures rest on, in lines: title, notes, definition, mapping, law version, data with its hash, query. The same in every file that has no place of its own for it.</summary>
public static class Sources
{
    public static IEnumerable<string> Lines(StatTable table)
    {
        var p = table.Provenance;
        return
        [
            table.Title + (table.IsVerified ? "" : " (unverified)"),
            .. table.Notes,
            .. p.Definitions.Select(d => "Definition: " + d),
            .. p.Mappings.Select(m => "Mapping: " + m),
            .. p.Laws.Select(l => "Law: " + l),
            .. p.Origins.Select(Data),
            .. p.Query.Length > 0 ? (IEnumerable<string>)["Query: " + p.Query] : [],
            .. table.Source is { } shape ? (IEnumerable<string>)["Shape: " + shape] : [],
        ];
    }

    private static string Data(DataOrigin origin) => string.Create(CultureInfo.InvariantCulture,
        $"Data: {origin.Name}, {origin.Dialect}, {origin.Rows} records{(origin.Version is { } v ? ", version " + v : "")}{(origin.Sha256 is { } s ? ", SHA-256 " + s : ", live records")}");
}
