using System.Collections.Immutable;
using System.Globalization;
using Palermo.Law.Bulk;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Records.Conversions;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Ledgers;

namespace Palermo.Statistics.Projections;

/// <summary>
/// The contract by which case files become countable: one row a person in the columns and codes of <c>palermo-records</c>,
/// the same that an imported dataset has after conversion, followed by a column a fact (<c>fact:NAME</c>, codes true and
/// false) and a column an instrument (<c>law:ID/VERSION</c>, codes met, not_met, undetermined). A table of one adds to a
/// table of the other. What is not given is "not recorded"; names, identifiers and free text have no column.
/// </summary>
public sealed class RecordColumns : IRecordWriter
{
    public const string FactPrefix = "fact:";
    public const string LawPrefix = "law:";

    private static readonly ImmutableArray<string> Truths = ["true", "false"];
    private static readonly ImmutableArray<string> Results = ["met", "not_met", "undetermined"];

    private readonly Dialect records;
    private readonly ImmutableArray<InstrumentVersion> instruments;
    private readonly ImmutableArray<Fact> facts;
    private readonly int[] at;
    private readonly Coding[] columns;
    private readonly Dictionary<FactVector, byte[]> judged = [];

    /// <param name="records">The dialect <c>palermo-records</c>.</param>
    /// <param name="vocabulary">Facts that get a column; null for none.</param>
    /// <param name="instruments">Texts that get a column; one that is unverified is not computed and stays "not recorded".</param>
    public RecordColumns(Dialect records, Vocabulary? vocabulary = null, params ImmutableArray<InstrumentVersion> instruments)
    {
        this.records = records;
        this.instruments = instruments;
        facts = vocabulary?.Facts ?? [];
        at = [.. records.Columns.Select((c, i) => (c, i)).Where(x => x.c.Kind is not ("id" or "text")).Select(x => x.i)];
        columns =
        [
            .. at.Select(i => Coding.Of(records, records.Columns[i])),
            .. facts.Select(f => new Coding(FactPrefix + f.Id.Value, Truths, null)),
            .. instruments.Select(i => new Coding(LawPrefix + i.Key, Results, null)),
        ];
    }

    public int Rows { get; private set; }

    /// <summary>Adds a person.</summary>
    /// <param name="attributes">Codes by column of the record table; several for a list. Columns not named are not recorded.</param>
    /// <param name="vector">The person's facts at the standard of proof asked for.</param>
    /// <exception cref="ArgumentException">The record table has no such column, or a closed column no such code.</exception>
    public void Add(IEnumerable<KeyValuePair<string, ImmutableArray<string>>> attributes, FactVector vector)
    {
        var row = new string[]?[records.Columns.Length];
        foreach (var (name, codes) in attributes)
        {
            var index = records.Columns.ToList().FindIndex(c => c.Name == name);
            row[index >= 0 ? index : throw new ArgumentException($"The record table has no column '{name}'.", nameof(attributes))] = codes.IsDefaultOrEmpty ? null : [.. codes];
        }

        Add(row, vector);
    }

    /// <summary>The columns so far.</summary>
    public Frame ToFrame() => new(
        records with { Columns = [.. columns.Select((c, i) => i < at.Length ? records.Columns[at[i]] : new DialectColumn { Name = c.Name, Kind = "code", Values = [.. c.Codes.Select(x => new DialectValue { Code = x })] })] },
        Rows,
        [.. columns.Select(c => c.ToColumn(Rows))],
        new Ledger());

    /// <summary>An imported dataset in the same columns.</summary>
    /// <returns>The columns, and the mappings used by name and version.</returns>
    public static (Frame Frame, ImmutableArray<string> Mappings) OfDataset(Frame dataset, DialectCatalog? catalog = null, CancellationToken cancel = default)
    {
        catalog ??= DialectCatalog.Default;
        using var rows = new RecordColumns(catalog["palermo-records"]);
        var result = Conversion.Run(dataset, catalog["palermo-records"], rows, new ConversionOptions { Catalog = catalog }, cancel: cancel);
        return (rows.ToFrame(), result.Mappings);
    }

    void IRecordWriter.Begin(Dialect dialect)
    {
        if (dialect.Id != records.Id)
        {
            throw new ArgumentException("Only the record table can be projected.", nameof(dialect));
        }
    }

    void IRecordWriter.Write(string[]?[] row) => Add(row, FactVector.Empty);

    void IRecordWriter.End()
    {
    }

    void IDisposable.Dispose()
    {
    }

    private void Add(string[]?[] row, FactVector vector)
    {
        for (var c = 0; c < at.Length; c++)
        {
            columns[c].Add(Rows, row[at[c]]);
        }

        for (var f = 0; f < facts.Length; f++)
        {
            var bit = 1UL << facts[f].Index;
            columns[at.Length + f].Add(Rows, (vector.True & bit) != 0 ? (ushort)1 : (vector.False & bit) != 0 ? (ushort)2 : (ushort)0);
        }

        if (!instruments.IsEmpty)
        {
            if (!judged.TryGetValue(vector, out var results))
            {
                judged[vector] = results = [.. instruments.Select(i => i.IsVerified ? Result(vector, i) : (byte)0)];
            }

            for (var i = 0; i < results.Length; i++)
            {
                columns[at.Length + facts.Length + i].Add(Rows, results[i]);
            }
        }

        Rows++;
    }

    private static byte Result(FactVector vector, InstrumentVersion instrument)
    {
        var result = Determiner.Judge(vector, instrument).Result;
        return result.IsTrue ? (byte)1 : result.IsFalse ? (byte)2 : (byte)3;
    }

    /// <summary>One column while it grows.</summary>
    private sealed class Coding(string name, ImmutableArray<string> closed, string? separator)
    {
        private readonly List<string> codes = [.. closed];
        private readonly Dictionary<string, ushort> byText = closed.Select((c, i) => (c, i)).ToDictionary(x => x.c, x => (ushort)(x.i + 1), StringComparer.Ordinal);
        private readonly List<ushort> values = [];

        public string Name => name;

        public IEnumerable<string> Codes => codes;

        public static Coding Of(Dialect dialect, DialectColumn column)
        {
            var reading = new ColumnReading(dialect, column);
            return new Coding(column.Name, reading.IsList ? [] : [.. reading.Values.Select(v => v.Code)], reading.IsList ? column.Separator.Trim() : null) { IsOpen = reading.IsList || reading.Values.IsEmpty };
        }

        private bool IsOpen { get; init; }

        public void Add(int row, string[]? parts)
        {
            if (parts is null or [])
            {
                Add(row, 0);
                return;
            }

            var text = parts.Length == 1 ? parts[0] : string.Join(separator ?? ";", parts);
            if (!byText.TryGetValue(text, out var code))
            {
                if (!IsOpen || codes.Count == ushort.MaxValue)
                {
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Row {row + 1}: column '{name}' has no such code."), nameof(parts));
                }

                codes.Add(text);
                byText[text] = code = (ushort)codes.Count;
            }

            Add(row, code);
        }

        public void Add(int row, ushort code)
        {
            while (values.Count < row)
            {
                values.Add(0);
            }

            // A row that was refused half-way is overwritten by the next.
            if (values.Count > row)
            {
                values[row] = code;
            }
            else
            {
                values.Add(code);
            }
        }

        public FrameColumn ToColumn(int rows)
        {
            Add(rows, 0);
            var kept = values.GetRange(0, rows);
            values.RemoveAt(rows);
            return codes.Count <= byte.MaxValue
                ? new FrameColumn(name, [.. codes], kept.ConvertAll(v => (byte)v).ToArray(), separator)
                : new FrameColumn(name, [.. codes], [.. kept], separator);
        }
    }
}
