using System.Collections.Immutable;
using Palermo.Records.Crosswalks;
using Palermo.Records.Dialects;

namespace Palermo.Records.Conversions;

/// <summary>Which way a correspondence may be used.</summary>
public enum Direction
{
    Both,

    /// <summary>From the dialect into the record table only.</summary>
    In,

    /// <summary>From the record table into the dialect only.</summary>
    Out,
}

/// <summary>How a copied value is written in the dialect; the record table holds countries as ISO 3166-1 alpha-2.</summary>
public enum CopyForm
{
    Same,
    Alpha2,
    Alpha3,

    /// <summary>Names, demonyms or codes as people write them; read by the country normaliser, written as the code.</summary>
    Name,
}

/// <summary>One correspondence: a code of the dialect and a code of the record table.</summary>
public sealed record MappingRow(string Column, string Value, string Ours, string OurValue, Relation Relation, Direction Direction, string? Why = null);

/// <summary>A column whose values pass as they are or in another spelling.</summary>
public sealed record MappingCopy(string Column, string Ours, CopyForm Form, string? Why = null);

/// <summary>
/// The correspondence of a dialect with <c>palermo-records</c>, through which every conversion goes. A versioned data file,
/// <c>record.v1.json</c> in the dialect's folder.
/// </summary>
public sealed record RecordMapping
{
    /// <summary>The dialect of the record table.</summary>
    public const string Records = "palermo-records";

    public required string Id { get; init; }

    public required string Version { get; init; }

    public required DateOnly Date { get; init; }

    public required string Dialect { get; init; }

    public required ImmutableArray<MappingRow> Rows { get; init; }

    public required ImmutableArray<MappingCopy> Copies { get; init; }

    /// <summary>The mapping as outputs name it.</summary>
    public string Name => $"{Id} {Version}";

    /// <summary>Whether records can be written in the dialect, not only read from it.</summary>
    public bool Writes => Rows.Any(r => r.Direction != Direction.In);

    /// <summary>Whether the catalogue has a mapping for the dialect.</summary>
    public static bool Exists(Dialect dialect, DialectCatalog catalog) => dialect.Id == Records || File.Exists(FileOf(dialect.Id, catalog));

    /// <summary>The mapping of a dialect; null for the record table itself, which needs none.</summary>
    public static RecordMapping? For(Dialect dialect, DialectCatalog catalog)
    {
        if (dialect.Id == Records)
        {
            return null;
        }

        var file = FileOf(dialect.Id, catalog);
        if (!File.Exists(file))
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.UnknownDialect, $"'{dialect.Id}' is not a table of single persons that can be converted", new Place(),
                "It has no mapping to the record table.", "Convertible are: " + string.Join(", ", catalog.Dialects.Where(d => Exists(d, catalog)).Select(d => d.Id)) + "."));
        }

        var mapping = DataFile.Read<RecordMapping>(file);
        Check(mapping, dialect, catalog[Records], file);
        return mapping;
    }

    private static string FileOf(string dialect, DialectCatalog catalog) => Path.Combine(catalog.Folder, dialect, "record.v1.json");

    private static void Check(RecordMapping mapping, Dialect dialect, Dialect records, string file)
    {
        for (var i = 0; i < mapping.Rows.Length; i++)
        {
            var row = mapping.Rows[i];
            var path = FormattableString.Invariant($"$.rows[{i}]");
            Must(Has(dialect, row.Column, row.Value), path, $"'{row.Column}' has no value '{row.Value}'");
            Must(Has(records, row.Ours, row.OurValue), path, $"the record table's '{row.Ours}' has no value '{row.OurValue}'");
        }

        for (var i = 0; i < mapping.Copies.Length; i++)
        {
            var copy = mapping.Copies[i];
            Must(dialect.Columns.Any(c => c.Name == copy.Column) && records.Columns.Any(c => c.Name == copy.Ours), FormattableString.Invariant($"$.copies[{i}]"), "a column does not exist");
        }

        void Must(bool holds, string path, string what)
        {
            if (!holds)
            {
                throw DataFile.Wrong(file, path, what, "Use a column and code of the two dialects.");
            }
        }
    }

    private static bool Has(Dialect dialect, string name, string value) =>
        dialect.Columns.FirstOrDefault(c => c.Name == name) is { } column && new ColumnReading(dialect, column).Values.Any(v => v.Code == value);
}
