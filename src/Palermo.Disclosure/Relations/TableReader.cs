using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Relations;

/// <summary>Reads a published table out of rows of text.</summary>
public static class TableReader
{
    /// <summary>Rows (header first) into a table. Labels are trimmed; ignored columns are dropped.</summary>
    /// <exception cref="InvalidDataException">The count column is not in the header, or no dimension is left.</exception>
    public static PublishedTable Read(string name, IEnumerable<string[]> rows, TableShape shape, MarkReading? reading = null)
    {
        PublishedTableBuilder? builder = null;
        int[] dimensions = [];
        var value = -1;
        string[] labels = [];
        foreach (var row in rows)
        {
            if (builder is null)
            {
                value = Array.IndexOf(row, shape.Value);
                dimensions = [.. Enumerable.Range(0, row.Length).Where(i => i != value && !shape.Ignored.Contains(row[i]))];
                if (value < 0 || dimensions.Length == 0)
                {
                    throw new InvalidDataException($"{name}: the header has no column '{shape.Value}' beside at least one dimension; name the count column with --value");
                }

                builder = new PublishedTableBuilder(name, dimensions.Select(i => row[i]));
                labels = new string[dimensions.Length];
                continue;
            }

            if (row.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            for (var i = 0; i < dimensions.Length; i++)
            {
                labels[i] = row[dimensions[i]].Trim();
            }

            builder.Add(labels, row[value], reading);
        }

        return builder?.Build() ?? throw new InvalidDataException($"{name}: the file is empty");
    }
}
