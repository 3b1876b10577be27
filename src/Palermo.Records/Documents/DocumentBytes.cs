using System.Text.Unicode;

namespace Palermo.Records.Documents;

/// <summary>The bytes of a document, within its limits and certainly UTF-8.</summary>
internal static class DocumentBytes
{
    public static ReadOnlyMemory<byte> Read(Stream stream, DocumentOptions options)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int n;
        while ((n = stream.Read(buffer)) > 0)
        {
            if (all.Length + n > options.Largest)
            {
                throw TooLarge(options);
            }

            all.Write(buffer, 0, n);
        }

        ReadOnlyMemory<byte> bytes = all.GetBuffer().AsMemory(0, (int)all.Length);
        return bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
    }

    public static void Check(ReadOnlySpan<byte> utf8, DocumentOptions options)
    {
        if (utf8.Length > options.Largest)
        {
            throw TooLarge(options);
        }

        if (!Utf8.IsValid(utf8) || utf8.Contains((byte)0))
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Encoding, "the document is not valid UTF-8 text",
                new Place(options.FileName, Line: 1), "Accented letters would be read wrongly, and names with them.", "Save the file as UTF-8 and try again."));
        }
    }

    private static RecordsException TooLarge(DocumentOptions options) => new(new RecordsError(RecordsErrorCode.TooLarge,
        FormattableString.Invariant($"the document is larger than {options.Largest} bytes"), new Place(options.FileName),
        "A document is held in memory whole.", "Give many records as JSON Lines, one a line, or as CSV."));
}
