using System.Collections.Immutable;
using System.Globalization;
using Palermo.Law.Documents;
using Palermo.Law.Facts;

namespace Palermo.Law.Instruments;

/// <summary>The instruments at hand with the vocabulary they share: a folder an instrument, a file a version.</summary>
public sealed class InstrumentLibrary
{
    private readonly ImmutableDictionary<string, InstrumentVersion> _byKey;

    private readonly HashSet<AtomId> _atoms;

    private InstrumentLibrary(Vocabulary vocabulary, ImmutableArray<InstrumentVersion> versions)
    {
        Vocabulary = vocabulary;
        Versions = versions;
        _byKey = versions.ToImmutableDictionary(v => v.Key, StringComparer.Ordinal);
        _atoms = [.. vocabulary.Facts.Select(f => f.Id), .. vocabulary.Groups.Select(g => g.Id), .. versions.SelectMany(v => v.Atoms).Select(a => a.Id), "reasons_to_believe_child", "consent"];
        SubDefinitions = [.. versions.Where(v => v.Kind == InstrumentKind.SubDefinition)];
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>Every version, ordered by id and then by date.</summary>
    public ImmutableArray<InstrumentVersion> Versions { get; }

    /// <summary>The constitutive rules that feed facts.</summary>
    public ImmutableArray<InstrumentVersion> SubDefinitions { get; }

    /// <summary>The versions that define trafficking, sub-definitions left out.</summary>
    public IEnumerable<InstrumentVersion> Definitions => Versions.Where(v => v.Kind != InstrumentKind.SubDefinition);

    /// <summary>The Protocol: the definition everything else is compared with.</summary>
    public InstrumentVersion Protocol => _byKey["un-palermo/2000"];

    /// <summary>Reads every instrument below a folder.</summary>
    /// <exception cref="InstrumentException">Any file has a problem; the exception carries them all, and no half library is returned.</exception>
    /// <param name="folder">The folder of instruments.</param>
    /// <param name="only">Instruments to read besides the Protocol; null reads all. A command that needs few starts sooner.</param>
    public static InstrumentLibrary Load(string folder, IReadOnlyCollection<string>? only = null)
    {
        var (library, problems) = Check(folder, only);
        return library ?? throw new InstrumentException(problems);
    }

    /// <summary>Reads every instrument below a folder and returns all problems; the library is null when there is one.</summary>
    public static (InstrumentLibrary? Library, IReadOnlyList<DocumentProblem> Problems) Check(string folder, IReadOnlyCollection<string>? only = null)
    {
        var problems = new List<DocumentProblem>();
        var vocabularyFile = Path.Combine(folder, "vocabulary.json");
        if (!File.Exists(vocabularyFile))
        {
            return (null, [new DocumentProblem("vocabulary.json", "", $"the file is missing from the folder of instruments")]);
        }

        var list = new ProblemList("vocabulary.json");
        var vocabulary = VocabularyReader.Read(File.ReadAllBytes(vocabularyFile), list);
        problems.AddRange(list.All);
        if (vocabulary is null)
        {
            return (null, problems);
        }

        var versions = new List<InstrumentVersion>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0 || (only is not null && name[..slash] != "un-palermo" && !only.Contains(name[..slash])))
            {
                continue;
            }

            var (version, found) = ReadVersion(File.ReadAllBytes(file), name, vocabulary);
            if (version is not null && name != version.Key + ".json")
            {
                found = [new DocumentProblem(name, "id", $"the file calls itself {version.Key}; it must stand at {version.Key}.json")];
            }

            problems.AddRange(found);
            if (version is not null)
            {
                versions.Add(version);
            }
        }

        problems.AddRange(CheckDates(versions));
        problems.AddRange(only is null ? ReleaseIndex.Check(folder, versions) : []);
        if (!versions.Exists(v => v.Key == "un-palermo/2000"))
        {
            problems.Add(new DocumentProblem("un-palermo/2000.json", "", "the Protocol's own definition is missing or has a problem; nothing can be compared without it"));
        }

        return problems.Count > 0 ? (null, problems) : (new InstrumentLibrary(vocabulary, [.. versions.OrderBy(v => v.Id, StringComparer.Ordinal).ThenBy(v => v.InForce.From ?? DateOnly.MinValue)]), []);
    }

    /// <summary>Whether the vocabulary or any instrument knows an atom.</summary>
    public bool KnowsAtom(AtomId atom) => _atoms.Contains(atom);

    /// <summary>Reads one instrument, such as a draft that stands outside the library.</summary>
    public (InstrumentVersion? Version, IReadOnlyList<DocumentProblem> Problems) Read(ReadOnlyMemory<byte> json, string name) => ReadVersion(json, name, Vocabulary);

    public InstrumentVersion? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>
    /// The version of an instrument in force on a day: <c>id</c> with a day, or <c>id/version</c>. Null when there is none.
    /// Without a day, the newest version that has come into force.
    /// </summary>
    public InstrumentVersion? Find(string name, DateOnly? asOf)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return Find(name);
        }

        var versions = Versions.Where(v => v.Id == name);
        return asOf is { } day ? versions.LastOrDefault(v => v.InForce.Covers(day)) : versions.LastOrDefault(v => v.IsVerified) ?? versions.LastOrDefault();
    }

    private static (InstrumentVersion? Version, IReadOnlyList<DocumentProblem> Problems) ReadVersion(ReadOnlyMemory<byte> json, string name, Vocabulary vocabulary)
    {
        var list = new ProblemList(name);
        var version = InstrumentReader.Read(json, vocabulary, list);
        return (version, list.All);
    }

    /// <summary>Versions of one instrument may neither overlap nor leave a gap that nobody explains.</summary>
    internal static IEnumerable<DocumentProblem> CheckDates(IEnumerable<InstrumentVersion> versions)
    {
        foreach (var family in versions.Where(v => v.Kind != InstrumentKind.Draft).GroupBy(v => v.Id, StringComparer.Ordinal))
        {
            var ordered = family.OrderBy(v => v.InForce.From ?? DateOnly.MinValue).ToList();
            foreach (var (earlier, later) in ordered.Zip(ordered.Skip(1)))
            {
                var file = later.Key + ".json";
                if (later.InForce.From is not { } from)
                {
                    yield return new(file, "inForce.from", $"with several versions of {family.Key} each but the first needs its first day in force");
                }
                else if (earlier.InForce.To is not { } to || to >= from)
                {
                    yield return new(file, "inForce.from", $"the version overlaps with {earlier.Key}, which runs to {Day(earlier.InForce.To)}");
                }
                else if (to.AddDays(1) < from && later.InForce.Note is null)
                {
                    yield return new(file, "inForce.from", $"between {earlier.Key}, which ends {Day(to)}, and this version lies a gap that no note explains");
                }
            }
        }

        static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "an open end";
    }
}
