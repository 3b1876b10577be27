using System.Text;
using Palermo.Records.Frames;
using Palermo.Records.Sources;

namespace Palermo.Estimation.Histories;

/// <summary>Capture histories from a file of any kind that records come in, or from the coded columns of a dataset.</summary>
public static class CaptureFile
{
    /// <exception cref="Palermo.Records.RecordsException">The file cannot be read as a table at all.</exception>
    public static CaptureReading Read(string path, CaptureLayout? layout = null, string? sheet = null)
    {
        using var source = Source.Open(path, new SourceOptions { FileName = Path.GetFileName(path), Sheet = sheet });
        return Read(source, layout);
    }

    /// <summary>The same from a stream, which is disposed.</summary>
    public static CaptureReading Read(Stream stream, string name, CaptureLayout? layout = null)
    {
        using var source = Source.Open(stream, new SourceOptions { FileName = name });
        return Read(source, layout);
    }

    /// <summary>From a dataset: the lists must be named, for its other columns are not lists.</summary>
    public static CaptureReading Read(Frame frame, CaptureLayout layout)
    {
        var columns = layout.Lists.Append(layout.ListColumn).Append(layout.Count).Concat(layout.Strata).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(frame.Find).OfType<FrameColumn>().ToArray();
        var joined = columns.FirstOrDefault(c => c.Name == layout.ListColumn)?.ListSeparator;
        return CaptureRows.Read(
            [.. columns.Select(c => c.Name)],
            Enumerable.Range(0, frame.Rows).Select(r => new CaptureRow(r + 1, [.. columns.Select(c => c.Text(r))])),
            joined is null ? layout : layout with { Separator = joined });
    }

    private static CaptureReading Read(Source source, CaptureLayout? layout)
    {
        using var text = new StreamReader(source.Text, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            return CaptureCsv.Read(text, layout);
        }
        catch (DecoderFallbackException)
        {
            return CaptureRows.Refuse(new TableProblem(0, null, "the file is not valid UTF-8", "save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')"));
        }
    }
}
