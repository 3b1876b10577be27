using Palermo.Law.Documents;

namespace Palermo.Law.Instruments;

/// <summary>Thrown when a library of instruments cannot be used; carries every problem found, not only the first.</summary>
public sealed class InstrumentException(IReadOnlyList<DocumentProblem> problems)
    : Exception("The instruments cannot be used:" + Environment.NewLine + string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<DocumentProblem> Problems { get; } = problems;
}
