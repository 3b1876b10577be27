namespace Palermo.Records.Dialects;

/// <summary>What a schema cannot say of a dialect: unique names, conditions that point at something.</summary>
internal static class DialectRules
{
    private static readonly HashSet<string> OwnKinds = new(StringComparer.Ordinal) { "code", "list", "open", "id", "text" };

    public static void Check(Dialect dialect, string file)
    {
        if (dialect.Id != Path.GetFileName(Path.GetDirectoryName(file)))
        {
            throw DataFile.Wrong(file, "$.id", $"the id '{dialect.Id}' is not the folder's name", "Name the folder as the dialect.");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < dialect.Columns.Length; i++)
        {
            var column = dialect.Columns[i];
            var path = FormattableString.Invariant($"$.columns[{i}]");
            foreach (var name in column.Also.Prepend(column.Name))
            {
                if (!names.Add(name))
                {
                    throw DataFile.Wrong(file, path, $"the column name '{name}' occurs twice", "Give every name to one column.");
                }
            }

            if (!OwnKinds.Contains(column.Kind) && !dialect.Kinds.ContainsKey(column.Kind))
            {
                throw DataFile.Wrong(file, path + ".kind", $"'{column.Kind}' is no kind", "Use code, list, open, id, text or a name under kinds.");
            }

            CheckValues(new ColumnReading(dialect, column), file, path);
        }

        for (var i = 0; i < dialect.Recognise.All.Length; i++)
        {
            if (!names.Contains(dialect.Recognise.All[i]))
            {
                throw DataFile.Wrong(file, FormattableString.Invariant($"$.recognise.all[{i}]"), "no such column", "Name a column of the dialect.");
            }
        }

        if (dialect.Counts is { } counts)
        {
            foreach (var name in counts.Key.Append(counts.Value).Concat(counts.Totals.Select(t => t.Column)).Concat(counts.Junk.Select(j => j.Column)).Concat(counts.Additive.Select(a => a.Column)))
            {
                if (dialect.Columns.All(c => c.Name != name))
                {
                    throw DataFile.Wrong(file, "$.counts", $"no column '{name}'", "Name a column of the dialect.");
                }
            }
        }

        foreach (var name in dialect.Sums.SelectMany(s => s.Parts.Append(s.Total)).Concat((dialect.Counts?.Additive ?? []).SelectMany(a => a.Elsewhere).Select(e => e.Column)))
        {
            if (dialect.Columns.All(c => c.Name != name))
            {
                throw DataFile.Wrong(file, "$", $"no column '{name}' to add up", "Name a column of the dialect.");
            }
        }

        for (var i = 0; i < dialect.Checks.Length; i++)
        {
            CheckConditions(dialect, dialect.Checks[i], file, FormattableString.Invariant($"$.checks[{i}]"));
        }
    }

    private static void CheckValues(ColumnReading reading, string file, string path)
    {
        var spellings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in reading.Values)
        {
            foreach (var spelling in value.Also.Prepend(value.Code))
            {
                if (!spellings.TryAdd(spelling, value.Code) && spellings[spelling] != value.Code)
                {
                    throw DataFile.Wrong(file, path + ".values", $"'{spelling}' means two values", "Let every spelling mean one value.");
                }
            }
        }
    }

    private static void CheckConditions(Dialect dialect, RowCheck check, string file, string path)
    {
        foreach (var condition in check.All.Concat(check.None))
        {
            foreach (var name in condition.Columns)
            {
                var column = dialect.Columns.FirstOrDefault(c => c.Name == name)
                    ?? throw DataFile.Wrong(file, path, $"no column '{name}'", "Name a column of the dialect.");
                var reading = new ColumnReading(dialect, column);
                foreach (var value in condition.Values)
                {
                    if (!reading.Values.IsEmpty && reading.Values.All(v => v.Code != value))
                    {
                        throw DataFile.Wrong(file, path, $"'{value}' is no value of '{name}'", "Use one of the column's codes.");
                    }
                }
            }
        }
    }
}
