using System.Collections.Immutable;
using Palermo.Records.Dialects;
using Palermo.Records.Ledgers;
using Palermo.Records.Sources;

namespace Palermo.Records.Frames;

/// <summary>
/// A table as coded columns in memory: about one byte a field. Identifiers, names and free text never enter it.
/// </summary>
/// <param name="Dialect">The dialect the columns belong to.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Columns">The coded columns, in the dialect's order; absent ones are left out.</param>
/// <param name="Ledger">What was found while reading.</param>
public sealed record Frame(Dialect Dialect, int Rows, ImmutableArray<FrameColumn> Columns, Ledger Ledger)
{
    /// <summary>The named column, or null when the file lacks it.</summary>
    public FrameColumn? Find(string name) => Columns.FirstOrDefault(c => c.Name == name);

    /// <summary>The named column, which must be there.</summary>
    public FrameColumn this[string name] => Find(name) ?? throw new RecordsException(new RecordsError(RecordsErrorCode.MissingColumn,
        "the data has no such column", new Place(Column: name), "It was asked for by name.", "Known are: " + string.Join(", ", Columns.Select(c => c.Name)) + "."));

    /// <summary>Reads a file of any kind and dialect whole.</summary>
    public static Frame Read(string path, FrameOptions? options = null, IProgress<FrameProgress>? progress = null, CancellationToken cancel = default)
    {
        options ??= FrameOptions.Default;
        options = options with { Table = options.Table with { FileName = options.Table.FileName ?? Path.GetFileName(path) } };
        return Read(Source.Open(path, new SourceOptions { FileName = options.Table.FileName, Sheet = options.Sheet }), options, progress, cancel);
    }

    /// <summary>Reads an opened source whole; it is disposed at the end.</summary>
    public static Frame Read(Source source, FrameOptions? options = null, IProgress<FrameProgress>? progress = null, CancellationToken cancel = default)
    {
        using var reader = FrameReader.Open(source, options);
        return Read(reader, progress, cancel);
    }

    /// <summary>Reads what an opened reader has left whole.</summary>
    internal static Frame Read(FrameReader reader, IProgress<FrameProgress>? progress, CancellationToken cancel)
    {
        var parts = reader.Columns.Select(_ => new ColumnParts()).ToArray();
        int rows;
        while ((rows = reader.ReadSegment(cancel)) > 0)
        {
            for (var i = 0; i < parts.Length; i++)
            {
                parts[i].Add(reader.Columns[i].Segment[..rows], reader.Columns[i].Codes.Count);
            }

            progress?.Report(new FrameProgress(reader.Rows, reader.BytesRead));
        }

        var total = checked((int)reader.Rows);
        var columns = ImmutableArray.CreateBuilder<FrameColumn>();
        for (var i = 0; i < parts.Length; i++)
        {
            if (!reader.Columns[i].Overflowed)
            {
                columns.Add(parts[i].ToColumn(reader.Columns[i], total));
            }

            parts[i] = null!;
        }

        return new Frame(reader.Dialect, total, columns.ToImmutable(), reader.Ledger);
    }

    /// <summary>The segments of one column as they arrive, narrow while that is enough.</summary>
    private sealed class ColumnParts
    {
        private readonly List<Array> parts = [];

        public void Add(ReadOnlySpan<ushort> segment, int codes)
        {
            if (codes > byte.MaxValue)
            {
                parts.Add(segment.ToArray());
                return;
            }

            var narrow = new byte[segment.Length];
            for (var i = 0; i < narrow.Length; i++)
            {
                narrow[i] = (byte)segment[i];
            }

            parts.Add(narrow);
        }

        public FrameColumn ToColumn(ColumnCoder coder, int rows)
        {
            ImmutableArray<string> codes = [.. coder.Codes];
            if (codes.Length <= byte.MaxValue)
            {
                var narrow = GC.AllocateUninitializedArray<byte>(rows);
                Join(parts, narrow, static b => b);
                return new FrameColumn(coder.Name, codes, narrow, coder.ListSeparator);
            }

            var wide = GC.AllocateUninitializedArray<ushort>(rows);
            Join(parts, wide, static b => b);
            return new FrameColumn(coder.Name, codes, wide, coder.ListSeparator);
        }

        private static void Join<T>(List<Array> parts, T[] into, Func<byte, T> widen)
        {
            var at = 0;
            for (var p = 0; p < parts.Count; p++)
            {
                if (parts[p] is T[] same)
                {
                    same.CopyTo(into, at);
                    at += same.Length;
                }
                else
                {
                    foreach (var b in (byte[])parts[p])
                    {
                        into[at++] = widen(b);
                    }
                }

                parts[p] = Array.Empty<byte>();
            }
        }
    }
}
