using System.Collections.Immutable;

namespace Palermo.Records.Dialects;

/// <summary>The dialects that a data folder holds.</summary>
public sealed class DialectCatalog
{
    private static readonly Lazy<DialectCatalog> Shipped = new(() => Load(Path.Combine(AppContext.BaseDirectory, "data", "dialects")));

    private DialectCatalog(string folder, ImmutableArray<Dialect> dialects)
    {
        Folder = folder;
        Dialects = dialects;
    }

    /// <summary>The dialects shipped with the program.</summary>
    public static DialectCatalog Default => Shipped.Value;

    /// <summary>Where they were read from.</summary>
    public string Folder { get; }

    /// <summary>All dialects, by id.</summary>
    public ImmutableArray<Dialect> Dialects { get; }

    public Dialect this[string id] => Dialects.FirstOrDefault(d => d.Id == id)
        ?? throw new RecordsException(new RecordsError(RecordsErrorCode.UnknownDialect, $"there is no dialect '{id}'", new Place(),
            "Known are: " + string.Join(", ", Dialects.Select(d => d.Id)) + ".", "Use one of these names, or add a folder under data/dialects."));

    /// <summary>Reads every folder that holds a <c>dialect.json</c>. A fault in one of them is an error naming file and path.</summary>
    public static DialectCatalog Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new RecordsException(new RecordsError(RecordsErrorCode.Definition, "the folder of dialects is absent", new Place(folder),
                "The dialects are data files shipped beside the program.", "Restore the folder data/dialects."));
        }

        var files = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(d => Path.Combine(d, "dialect.json")).Where(File.Exists);
        return new DialectCatalog(folder, [.. files.Select(ReadDialect)]);
    }

    /// <summary>The dialect that knows most columns of the header, or null when none recognises it.</summary>
    public Dialect? Recognise(ImmutableArray<string> header)
    {
        var best = Dialects.Select(d => (Dialect: d, Score: Binding.Score(d, header))).OrderByDescending(s => s.Score).FirstOrDefault();
        return best.Score > 0 ? best.Dialect : null;
    }

    private static Dialect ReadDialect(string file)
    {
        var dialect = DataFile.Read<Dialect>(file);
        DialectRules.Check(dialect, file);
        return dialect;
    }
}
