using System.IO.Compression;

namespace Palermo.Records.Sources;

/// <summary>
/// Opens a file of any kind as delimited UTF-8 text, so that one reader, one set of checks and one set of errors serve all
/// kinds. Nothing is written to disk. Delimited text passes through untouched.
/// </summary>
public sealed class Source : IDisposable
{
    private Source(FileKind kind, Stream text, char? separator)
    {
        Kind = kind;
        Text = text;
        Separator = separator;
    }

    public FileKind Kind { get; }

    /// <summary>The table as delimited text.</summary>
    public Stream Text { get; }

    /// <summary>The delimiter of <see cref="Text"/>; null when it must be found.</summary>
    public char? Separator { get; }

    /// <summary>How large a workbook's sheet says it is, and is; null for other kinds.</summary>
    public SheetSize? Size { get; private init; }

    /// <summary>Opens a file by its content; the name decides nothing but the error texts.</summary>
    public static Source Open(string path, SourceOptions? options = null)
    {
        var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 1 << 16, Options = FileOptions.SequentialScan });
        return Open(stream, (options ?? SourceOptions.Default) with { FileName = options?.FileName ?? Path.GetFileName(path) });
    }

    /// <summary>Opens a seekable stream by its content; the stream is disposed with the source.</summary>
    public static Source Open(Stream stream, SourceOptions? options = null)
    {
        options ??= SourceOptions.Default;
        try
        {
            var kind = KindOf(stream, options);
            return kind switch
            {
                FileKind.Workbook => Workbook(stream, options),
                FileKind.OpenDocument => Rows(kind, OpenDocumentRows.Read(stream, options), stream),
                FileKind.Json => Rows(kind, JsonRows.ReadList(stream, options), stream),
                FileKind.JsonLines => Rows(kind, JsonRows.ReadLines(stream, options), stream),
                FileKind.Parquet => Rows(kind, ParquetRows.Read(stream, options), stream),
                _ => new Source(kind, stream, null),
            };
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public void Dispose() => Text.Dispose();

    private static Source Rows(FileKind kind, IEnumerable<IReadOnlyList<string?>> rows, Stream stream) => new(kind, new RowsStream(rows, stream), ',');

    private static Source Workbook(Stream stream, SourceOptions options)
    {
        var size = SheetSize.Of(stream, options.Sheet);
        stream.Position = 0;
        return new Source(FileKind.Workbook, new RowsStream(WorkbookRows.Read(stream, options, size), stream), ',') { Size = size };
    }

    private static FileKind KindOf(Stream stream, SourceOptions options)
    {
        Span<byte> buffer = stackalloc byte[512];
        var n = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        ReadOnlySpan<byte> start = buffer[..n];
        if (start.StartsWith("PK\u0003\u0004"u8))
        {
            return ArchiveKind(stream, options);
        }

        if (start.StartsWith("PAR1"u8))
        {
            return FileKind.Parquet;
        }

        var text = (start.StartsWith("\uFEFF"u8) ? start[3..] : start).TrimStart(" \t\r\n"u8);
        return text.StartsWith("["u8) ? FileKind.Json : text.StartsWith("{"u8) ? FileKind.JsonLines : FileKind.Delimited;
    }

    private static FileKind ArchiveKind(Stream stream, SourceOptions options)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var unpacked = zip.Entries.Sum(e => e.Length);
            if (unpacked > options.LargestUnpacked || unpacked > Math.Max(stream.Length, 1 << 20) * options.LargestRatio)
            {
                throw new RecordsException(new RecordsError(RecordsErrorCode.TooLarge, "the archive unpacks to far more than a workbook does", new Place(options.FileName),
                    "It may be made to exhaust the machine that opens it.", "If the file is trusted, save the sheet as CSV (UTF-8) and give that."));
            }

            var kind = zip.GetEntry("xl/workbook.xml") is not null ? FileKind.Workbook : zip.GetEntry("content.xml") is not null ? FileKind.OpenDocument : (FileKind?)null;
            stream.Position = 0;
            return kind ?? throw new RecordsException(new RecordsError(RecordsErrorCode.WrongFormat, "the archive is neither an .xlsx nor an .ods workbook", new Place(options.FileName),
                "Only these two kinds of archive hold a table.", "Unpack the archive and give the file in it."));
        }
        catch (InvalidDataException e)
        {
            throw SourceFaults.Broken("workbook", options, e);
        }
    }
}
