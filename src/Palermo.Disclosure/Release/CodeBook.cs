using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Disclosure.Release;

/// <summary>
/// The public code book of a release, as a file: columns with their labels (one label: a mark), the columns that carry place, the core
/// marks, and pairs that cannot occur. It is written from the data model; labels read out of the data would be a leak.
/// </summary>
public sealed record CodeBook(Domain Domain, ImmutableArray<int> Place, ImmutableArray<int> Core)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private sealed record ColumnEntry(string Name, ImmutableArray<string> Labels);

    private sealed record ImpossibleEntry(string ColumnA, string LabelA, string ColumnB, string LabelB);

    private sealed record BookEntry(ImmutableArray<ColumnEntry> Columns, ImmutableArray<string> Place, ImmutableArray<string> Core, ImmutableArray<ImpossibleEntry> Impossible);

    /// <exception cref="InvalidDataException">The file is no code book; the message says which entry is wrong.</exception>
    public static CodeBook Read(string path)
    {
        BookEntry? book;
        try
        {
            book = JsonSerializer.Deserialize<BookEntry>(File.ReadAllText(path), Options);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)}, {e.Path ?? "$"}: this is no code book; it needs \"columns\": [{{ \"name\", \"labels\" }}]", e);
        }

        if (book is null || book.Columns.IsDefaultOrEmpty || book.Columns.Any(c => string.IsNullOrEmpty(c.Name) || c.Labels.IsDefaultOrEmpty) || book.Columns.Length > 63)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)}, $.columns: 1 to 63 columns, each with a name and at least one label, are needed");
        }

        var columns = book.Columns.Select(c => new DomainColumn(c.Name, c.Labels)).ToImmutableArray();
        int Column(string name, string where)
        {
            var at = columns.Select(c => c.Name).ToList().IndexOf(name);
            return at >= 0 ? at : throw new InvalidDataException($"{Path.GetFileName(path)}, $.{where}: there is no column '{name}'");
        }

        int Code(int column, string label, string where)
        {
            var at = columns[column].Labels.IndexOf(label);
            return at >= 0 ? at + 1 : throw new InvalidDataException($"{Path.GetFileName(path)}, $.{where}: column '{columns[column].Name}' has no label '{label}'");
        }

        var impossible = (book.Impossible.IsDefault ? [] : book.Impossible).Select(i =>
        {
            var (a, b) = (Column(i.ColumnA, "impossible"), Column(i.ColumnB, "impossible"));
            return new ImpossiblePair(a, Code(a, i.LabelA, "impossible"), b, Code(b, i.LabelB, "impossible"));
        });
        return new CodeBook(
            new Domain(columns, [.. impossible]),
            [.. (book.Place.IsDefault ? [] : book.Place).Select(p => Column(p, "place"))],
            [.. (book.Core.IsDefault ? [] : book.Core).Select(p => Column(p, "core"))]);
    }
}
