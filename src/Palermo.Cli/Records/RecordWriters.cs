using Palermo.Records.Conversions;

namespace Palermo.Cli.Records;

/// <summary>The kinds of file that records are written in, by the ending of the name; a file appears whole or not at all.</summary>
internal static class RecordWriters
{
    public const string Endings = ".csv, .tsv, .jsonl, .json or .parquet";

    public static Func<Stream, IRecordWriter>? Of(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".csv" => s => new CsvRecordWriter(s),
        ".tsv" => s => new CsvRecordWriter(s, '\t'),
        ".jsonl" or ".ndjson" => s => new JsonRecordWriter(s, asLines: true),
        ".json" => s => new JsonRecordWriter(s, asLines: false),
        ".parquet" => s => new ParquetRecordWriter(s),
        _ => null,
    };

    public static T Whole<T>(FileInfo target, Func<Stream, IRecordWriter> writerOf, Func<IRecordWriter, T> write)
    {
        var part = target.FullName + ".part";
        try
        {
            T result;
            using (var stream = new FileStream(part, FileMode.Create, FileAccess.ReadWrite))
            using (var writer = writerOf(stream))
            {
                result = write(writer);
            }

            File.Move(part, target.FullName, overwrite: true);
            return result;
        }
        finally
        {
            File.Delete(part);
        }
    }
}
