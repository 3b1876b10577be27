using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Palermo.Records.Sources;

/// <summary>The flat columns of a Parquet file as rows, one row group in memory at a time.</summary>
internal static class ParquetRows
{
    public static IEnumerable<IReadOnlyList<string?>> Read(Stream stream, SourceOptions options) => SourceFaults.Guard(Rows(stream, options), "Parquet file", options);

    private static IEnumerable<IReadOnlyList<string?>> Rows(Stream stream, SourceOptions options)
    {
        var reader = Now(ParquetReader.CreateAsync(stream, leaveStreamOpen: true));
        var fields = reader.Schema.GetDataFields();
        var nested = Array.Find(fields, f => f.IsArray || f.MaxRepetitionLevel > 0);
        if (nested is not null)
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.WrongFormat, "a column of the Parquet file holds lists", new Place(options.FileName, Column: nested.Name),
                "A table holds plain values.", "Write the lists as text joined by semicolons."));
        }

        yield return fields.Select(f => f.Name).ToArray();
        for (var g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            var columns = fields.Select(f => Column(group, f, checked((int)group.RowCount), options)).ToArray();
            for (var row = 0; row < group.RowCount; row++)
            {
                yield return columns.Select(c => c(row)).ToArray();
            }
        }
    }

    private static Func<int, string?> Column(ParquetRowGroupReader group, DataField field, int rows, SourceOptions options)
    {
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[rows];
            Now(group.ReadAsync(field, texts.AsMemory()!));
            return row => texts[row];
        }

        return Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Boolean => Values<bool>(v => v ? "true" : "false"),
            TypeCode.Byte => Values<byte>(null),
            TypeCode.SByte => Values<sbyte>(null),
            TypeCode.Int16 => Values<short>(null),
            TypeCode.UInt16 => Values<ushort>(null),
            TypeCode.Int32 => Values<int>(null),
            TypeCode.UInt32 => Values<uint>(null),
            TypeCode.Int64 => Values<long>(null),
            TypeCode.UInt64 => Values<ulong>(null),
            TypeCode.Single => Values<float>(null),
            TypeCode.Double => Values<double>(null),
            TypeCode.Decimal => Values<decimal>(null),
            TypeCode.DateTime => Values<DateTime>(v => v.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            _ => throw new RecordsException(new RecordsError(RecordsErrorCode.WrongFormat, "a column of the Parquet file has a type that is not read", new Place(options.FileName, Column: field.Name),
                "Text, numbers, booleans and dates are read.", "Write the column as text.")),
        };

        Func<int, string?> Values<T>(Func<T, string>? show)
            where T : struct
        {
            string? Show(T value) => show is not null ? show(value) : Convert.ToString(value, CultureInfo.InvariantCulture);
            if (field.IsNullable)
            {
                var nullable = new T?[rows];
                Now(group.ReadAsync(field, nullable.AsMemory()));
                return row => nullable[row] is { } value ? Show(value) : null;
            }

            var values = new T[rows];
            Now(group.ReadAsync(field, values.AsMemory()));
            return row => Show(values[row]);
        }
    }

    // Parquet.Net reads asynchronously only; the rows are pulled by a synchronous reader on a thread of its own, where nothing waits for it.
    private static T Now<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Now(ValueTask task) => task.AsTask().GetAwaiter().GetResult();
}
