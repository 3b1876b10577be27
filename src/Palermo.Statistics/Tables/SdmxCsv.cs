using System.Text;

namespace Palermo.Statistics.Tables;

/// <summary>
/// A table as SDMX-CSV 1.0: <c>DATAFLOW</c>, the dimensions, <c>TIME_PERIOD</c>, <c>OBS_VALUE</c>, <c>OBS_STATUS</c> (A
/// normal, Q suppressed, L not collected in the records counted, O missing) and our own <c>CELL_STATE</c>, because a zero and the
/// kinds of absence must survive a reader that drops empty values. Total is <c>_T</c>, not recorded <c>_U</c>. What the figures
/// rest on are attributes of every observation, since the format has no place for a data set's own: DEFINITION, MAPPING, LAW,
/// DATA_SHA256, QUERY.
/// </summary>
public static class SdmxCsv
{
    public static string Write(StatTable table)
    {
        var text = new StringBuilder();
        var extras = Extras.Of(table);
        var time = table.Axes.FirstOrDefault(a => a.Name == "year");
        CsvTable.Line(text, ["DATAFLOW", .. table.Axes.Where(a => a != time).Select(a => a.Name.ToUpperInvariant()), "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CELL_STATE", .. extras.Names.Select(n => n.ToUpperInvariant()), "DEFINITION", "MAPPING", "LAW", "DATA_SHA256", "QUERY"]);
        var p = table.Provenance;
        string[] rests = [Join(p.Definitions), Join(p.Mappings), Join(p.Laws), Join(p.Origins.Select(o => o.Sha256 ?? "")), p.Query];
        foreach (var observation in table.Observations)
        {
            var period = time is null ? table.Period ?? "" : observation.Codes[table.Axes.IndexOf(time)];
            CsvTable.Line(text,
            [
                "PALERMO:" + table.Id.ToUpperInvariant().Replace('-', '_') + "(1.0)",
                .. observation.Codes.Where((_, i) => table.Axes[i] != time),
                period,
                CsvTable.Number(observation.Cell),
                StateWords.Sdmx(observation.Cell.State),
                StateWords.Of(observation.Cell.State),
                .. extras.Of(observation).Select(x => Convert.ToString(x, System.Globalization.CultureInfo.InvariantCulture) ?? ""),
                .. rests,
            ]);
        }

        return text.ToString();

        static string Join(IEnumerable<string> texts) => string.Join("; ", texts);
    }
}
