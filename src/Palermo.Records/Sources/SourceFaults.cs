namespace Palermo.Records.Sources;

/// <summary>The errors that several kinds of file share.</summary>
internal static class SourceFaults
{
    public static RecordsException Broken(string what, SourceOptions options, Exception cause, long? row = null) => new(new RecordsError(
        RecordsErrorCode.Malformed, $"the {what} is damaged", new Place(options.FileName, Row: row),
        "Its inner structure cannot be read; the file may be cut off.", "Get the file again, or open it in its own program and save it as CSV (UTF-8)."), cause);

    /// <summary>Passes rows on; any fault of the library that reads them becomes a located error.</summary>
    public static IEnumerable<T> Guard<T>(IEnumerable<T> rows, string what, SourceOptions options)
    {
        using var at = rows.GetEnumerator();
        for (long row = 1; ; row++)
        {
            bool more;
            try
            {
                more = at.MoveNext();
            }
            catch (Exception e) when (e is not (RecordsException or OperationCanceledException or OutOfMemoryException))
            {
                throw Broken(what, options, e, row);
            }

            if (!more)
            {
                yield break;
            }

            yield return at.Current;
        }
    }
}
