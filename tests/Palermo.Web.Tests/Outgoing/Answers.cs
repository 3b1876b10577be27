using System.IO.Compression;
using System.Text;

namespace Palermo.Web.Tests.Outgoing;

/// <summary>What an answer says, whatever file it is.</summary>
internal static class Answers
{
    // A workbook is a zip of XML, whose parts are looked into; of a PDF the text is.
    public static string Text(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith("%PDF"u8))
        {
            using var document = UglyToad.PdfPig.PdfDocument.Open(bytes);
            return string.Join('\n', document.GetPages().Select(p => p.Text));
        }

        if (bytes.Length < 4 || bytes[0] != 'P' || bytes[1] != 'K')
        {
            return Encoding.UTF8.GetString(bytes);
        }

        using var zip = new ZipArchive(new MemoryStream(bytes));
        return string.Concat(zip.Entries.Select(e =>
        {
            using var reader = new StreamReader(e.Open());
            return reader.ReadToEnd();
        }));
    }
}
