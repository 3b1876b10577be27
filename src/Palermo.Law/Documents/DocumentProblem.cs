namespace Palermo.Law.Documents;

/// <summary>Something wrong with a document: which file, where in it, what, and what to do. Never carries a value that was read.</summary>
/// <param name="File">The file's name as given to the reader.</param>
/// <param name="Path">JSON path inside the file, such as <c>atoms[3].from[0].fact</c>; empty for the whole.</param>
public sealed record DocumentProblem(string File, string Path, string What)
{
    public override string ToString() => Path.Length == 0 ? $"{File}: {What}" : $"{File}: {Path}: {What}";
}

/// <summary>Collects the problems of one document.</summary>
/// <param name="quotes">Whether problems may repeat names found in the document: yes for law, no for cases, where a name may be a person's.</param>
internal sealed class ProblemList(string file, bool quotes = true)
{
    public bool Quotes => quotes;

    private readonly List<DocumentProblem> _problems = [];

    public IReadOnlyList<DocumentProblem> All => _problems;

    public void Add(string path, string what) => _problems.Add(new DocumentProblem(file, path, what));
}
