using Palermo.Records.Dialects;

namespace Palermo.Records.Crosswalks;

/// <summary>What a schema cannot say of a crosswalk: every row points at a column, a value and a fact that exist.</summary>
internal static class CrosswalkRules
{
    public static void Check(Crosswalk crosswalk, Dialect dialect, string file)
    {
        if (crosswalk.Dialect != dialect.Id)
        {
            throw DataFile.Wrong(file, "$.dialect", $"the crosswalk is for '{crosswalk.Dialect}'", "Keep it in the folder of its dialect.");
        }

        if (crosswalk.Standard != "recorded")
        {
            throw DataFile.Wrong(file, "$.standard", "the standard is not 'recorded'", "A mapping never finds anything; it only passes on what was recorded.");
        }

        for (var i = 0; i < crosswalk.Rows.Length; i++)
        {
            var row = crosswalk.Rows[i];
            var path = FormattableString.Invariant($"$.rows[{i}]");
            var column = dialect.Columns.FirstOrDefault(c => c.Name == row.Column)
                ?? throw DataFile.Wrong(file, path + ".column", $"no column '{row.Column}'", "Name a column of the dialect.");
            if (new ColumnReading(dialect, column).Values.All(v => v.Code != row.Value))
            {
                throw DataFile.Wrong(file, path + ".value", $"no value '{row.Value}' in '{row.Column}'", "Use one of the column's codes.");
            }

            if (crosswalk.Facts.IndexOf(row.Fact) < 0)
            {
                throw DataFile.Wrong(file, path + ".fact", $"no fact '{row.Fact}'", "Use a fact of facts.json.");
            }
        }

        foreach (var fact in crosswalk.Conflicts.Keys)
        {
            if (crosswalk.Facts.IndexOf(fact) < 0)
            {
                throw DataFile.Wrong(file, "$.conflicts", $"no fact '{fact}'", "Use a fact of facts.json.");
            }
        }
    }
}
