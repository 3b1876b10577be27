using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Palermo.Records.Countries;
using Palermo.Records.Dialects;
using Palermo.Records.Frames;
using Palermo.Records.Quality;

namespace Palermo.Records.Store;

/// <summary>What a whole dataset consists of: the rows of each part and the codes of each column.</summary>
internal sealed record DatasetIndex(ImmutableArray<int> Parts, ImmutableDictionary<string, ImmutableArray<string>> Codes);

/// <summary>What is finished of an import: the rows of each part written, and where the reading stood after the last.</summary>
/// <param name="Program">The build that wrote it; another build starts afresh.</param>
internal sealed record Checkpoint(Guid Program, ImmutableArray<int> Parts, ReadingState Reading);

/// <summary>Writes and reads a version's sealed parts and their index; writing can stop at any moment and go on later.</summary>
internal static class DatasetFiles
{
    public const string CheckpointFile = "checkpoint.sealed";

    private const string IndexFile = "index.sealed";
    private const string CountriesFile = "countries.sealed";
    private const int Waiting = 1;

    private static Guid Program => typeof(DatasetFiles).Module.ModuleVersionId;

    /// <summary>The last checkpoint whose parts are all there and whole, else null.</summary>
    public static Checkpoint? Finished(SealedFolder folder)
    {
        try
        {
            var found = folder.ReadJson<Checkpoint>(CheckpointFile);
            return found.Program == Program && found.Parts.All(p => p == PartFile.Rows) && Enumerable.Range(0, found.Parts.Length).All(p => folder.IsWhole(PartFile.Name(p))) ? found : null;
        }
        catch (Exception e) when (e is RecordsException or IOException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads, checks and writes what the reader has left; what it finds goes to the reader's ledger.</summary>
    public static void Write(FrameReader reader, SealedFolder folder, ImmutableArray<int> finished, CountryNormaliser normaliser, IProgress<FrameProgress>? progress, CancellationToken cancel)
    {
        var (parts, codes, readings) = reader.Dialect.Counts is null && reader.Dialect.Sums.IsEmpty
            ? WriteRecords(reader, folder, finished, normaliser, progress, cancel)
            : WriteWhole(Review.Of(Frame.Read(reader, progress, cancel), normaliser), folder, normaliser);
        folder.WriteJson(CountriesFile, readings.Select(StoredCountries.Of));
        folder.WriteJson(IndexFile, new DatasetIndex(parts, codes));
        File.Delete(Path.Combine(folder.Path, CheckpointFile));
    }

    /// <summary>What the countries were read as.</summary>
    public static ImmutableArray<CountryReading> Countries(SealedFolder folder)
    {
        var codes = folder.ReadJson<DatasetIndex>(IndexFile).Codes;
        return [.. folder.ReadJson<ImmutableArray<StoredCountries>>(CountriesFile).Select(c => c.ToReading(codes[c.Column], CountryNormaliser.Default.Codes))];
    }

    /// <summary>A table of counts is small and its checks need it whole.</summary>
    private static Written WriteWhole(Frame frame, SealedFolder folder, CountryNormaliser normaliser)
    {
        var parts = ImmutableArray.CreateBuilder<int>();
        for (var at = 0; at < frame.Rows; at += PartFile.Rows)
        {
            var rows = Math.Min(PartFile.Rows, frame.Rows - at);
            var part = new Part(rows, [.. frame.Columns.Select(c => (c.Name, Slice(c.Values, at, rows)))]);
            folder.Write(PartFile.Name(parts.Count), stream => PartFile.Write(part, stream).GetAwaiter().GetResult());
            parts.Add(rows);
        }

        return new Written(parts.ToImmutable(), frame.Columns.ToImmutableDictionary(c => c.Name, c => c.Codes, StringComparer.Ordinal), [.. CountryColumn.Of(frame, normaliser).Select(c => c.Reading)]);

        static Array Slice(Array codes, int at, int rows) => codes is byte[] narrow ? narrow[at..(at + rows)] : ((ushort[])codes)[at..(at + rows)];
    }

    /// <summary>Codes and writes at the same time: one thread reads the source, one checks and writes parts, each followed by a checkpoint.</summary>
    private static Written WriteRecords(FrameReader reader, SealedFolder folder, ImmutableArray<int> finished, CountryNormaliser normaliser, IProgress<FrameProgress>? progress, CancellationToken cancel)
    {
        var review = new PartReview(reader.Dialect, [.. reader.Columns.Select(c => c.Name)]);
        for (var part = 0; part < finished.Length; part++)
        {
            review.Take(finished[part], Again(folder, part, finished[part], reader));
        }

        using var queue = new BlockingCollection<(Part Part, ReadingState After)>(Waiting);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var writing = Task.Run(
            async () =>
            {
                try
                {
                    return WriteParts(queue, folder, finished, review);
                }
                catch
                {
                    await stop.CancelAsync();
                    throw;
                }
            },
            CancellationToken.None);
        try
        {
            while (NextPart(reader, progress, stop.Token) is { Rows: > 0 } part)
            {
                queue.Add((part, reader.State), stop.Token);
            }
        }
        catch (OperationCanceledException) when (writing.IsFaulted)
        {
            // The writer failed first; its own error is the one to show.
        }
        finally
        {
            queue.CompleteAdding();
            ((IAsyncResult)writing).AsyncWaitHandle.WaitOne();
        }

        var parts = writing.GetAwaiter().GetResult();
        var codes = reader.Columns.Where(c => !c.Overflowed).ToImmutableDictionary(c => c.Name, c => c.Codes.ToImmutableArray(), StringComparer.Ordinal);
        return new Written(parts, codes, review.Finish(codes, reader.Ledger, normaliser));
    }

    // A part that an earlier import finished, for the checks that need every row.
    private static List<(string Name, Array Codes)> Again(SealedFolder folder, int part, int rows, FrameReader reader)
    {
        var into = reader.Columns.ToDictionary(c => c.Name, _ => (Array)new ushort[rows], StringComparer.Ordinal);
        using var stream = folder.Read(PartFile.Name(part));
        PartFile.Read(stream, PartFile.Name(part), into, 0, rows);
        return [.. reader.Columns.Select(c => (c.Name, into[c.Name]))];
    }

    /// <summary>Reads the named columns whole.</summary>
    public static ImmutableArray<FrameColumn> Read(SealedFolder folder, Dialect dialect, IReadOnlyCollection<string> only, int rows)
    {
        var index = folder.ReadJson<DatasetIndex>(IndexFile);
        if (index.Parts.Sum() != rows)
        {
            throw new InvalidDataException("The index and the manifest disagree.");
        }

        var into = only.ToDictionary(c => c, c => index.Codes[c].Length <= byte.MaxValue ? (Array)GC.AllocateUninitializedArray<byte>(rows) : GC.AllocateUninitializedArray<ushort>(rows), StringComparer.Ordinal);
        // A part is a file of its own: as many are opened at once as there are processors.
        var starts = index.Parts.Aggregate(ImmutableArray.Create(0), (at, part) => at.Add(at[^1] + part));
        try
        {
            Parallel.For(0, into.Count == 0 ? 0 : index.Parts.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, part =>
            {
                using var stream = folder.Read(PartFile.Name(part));
                PartFile.Read(stream, PartFile.Name(part), into, starts[part], index.Parts[part]);
            });
        }
        catch (AggregateException e)
        {
            // One fault is told, as it would be by one thread.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return [.. only.Select(name => Column(name, index.Codes[name], into[name], dialect))];
    }

    private static FrameColumn Column(string name, ImmutableArray<string> codes, Array values, Dialect dialect)
    {
        var separator = dialect.Columns.FirstOrDefault(c => c.Name == name) is { Kind: "list" } list ? list.Separator.Trim() : null;
        return values is byte[] narrow ? new FrameColumn(name, codes, narrow, separator) : new FrameColumn(name, codes, (ushort[])values, separator);
    }

    private static ImmutableArray<int> WriteParts(BlockingCollection<(Part Part, ReadingState After)> queue, SealedFolder folder, ImmutableArray<int> finished, PartReview review)
    {
        foreach (var (part, after) in queue.GetConsumingEnumerable())
        {
            review.Take(part.Rows, part.Columns);
            folder.Write(PartFile.Name(finished.Length), stream => PartFile.Write(part, stream).GetAwaiter().GetResult());
            finished = finished.Add(part.Rows);
            if (part.Rows == PartFile.Rows)
            {
                folder.WriteJson(CheckpointFile, new Checkpoint(Program, finished, after));
            }
        }

        return finished;
    }

    private static Part NextPart(FrameReader reader, IProgress<FrameProgress>? progress, CancellationToken cancel)
    {
        var columns = new Array[reader.Columns.Length];
        int rows, all = 0;
        while (all < PartFile.Rows && (rows = reader.ReadSegment(cancel)) > 0)
        {
            for (var c = 0; c < columns.Length; c++)
            {
                columns[c] = With(columns[c], reader.Columns[c], all, rows);
            }

            all += rows;
            progress?.Report(new FrameProgress(reader.Rows, reader.BytesRead));
        }

        return new Part(all, [.. columns.Select((codes, c) => (reader.Columns[c].Name, codes))]);
    }

    // Bytes until a code no longer fits; what is there is widened then.
    private static Array With(Array? part, ColumnCoder column, int at, int rows)
    {
        var segment = column.Segment[..rows];
        if (part is not ushort[] && column.Codes.Count <= byte.MaxValue)
        {
            var narrow = part as byte[] ?? GC.AllocateUninitializedArray<byte>(PartFile.Rows);
            for (var i = 0; i < segment.Length; i++)
            {
                narrow[at + i] = (byte)segment[i];
            }

            return narrow;
        }

        if (part is not ushort[] wide)
        {
            wide = GC.AllocateUninitializedArray<ushort>(PartFile.Rows);
            for (var i = 0; i < at; i++)
            {
                wide[i] = ((byte[])part!)[i];
            }
        }

        segment.CopyTo(wide.AsSpan(at));
        return wide;
    }

    /// <summary>What was written: the rows of each part, the codes of each column, the countries as read.</summary>
    private readonly record struct Written(ImmutableArray<int> Parts, ImmutableDictionary<string, ImmutableArray<string>> Codes, ImmutableArray<CountryReading> Countries);
}
