namespace Palermo.Law.Instruments;

/// <summary>Something wrong with an instrument file: which file, where in it, what, and what to do.</summary>
/// <param name="File">The file's name as given to the reader.</param>
/// <param name="Path">JSON path inside the file, such as <c>atoms[3].from[0].fact</c>.</param>
public sealed record InstrumentProblem(string File, string Path, string What)
{
    public override string ToString() => Path.Length == 0 ? $"{File}: {What}" : $"{File}: {Path}: {What}";
}

/// <summary>Thrown when a library of instruments cannot be used; carries every problem found, not only the first.</summary>
public sealed class InstrumentException(IReadOnlyList<InstrumentProblem> problems)
    : Exception("The instruments cannot be used:" + Environment.NewLine + string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<InstrumentProblem> Problems { get; } = problems;
}
