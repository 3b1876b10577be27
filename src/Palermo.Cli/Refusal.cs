namespace Palermo.Cli;

/// <summary>
/// Ends a command with an exit code and lines for standard error: what happened, where, why, what to do. Thrown before
/// anything is written to standard output, so that nothing is half done.
/// </summary>
internal sealed class Refusal(int exitCode, params IReadOnlyList<string> lines) : Exception(string.Join(Environment.NewLine, lines))
{
    public int ExitCode { get; } = exitCode;

    public static Refusal Usage(string line) => new(Cli.ExitCode.Usage, line);

    /// <summary>Many problems: the first twenty, and how many more.</summary>
    public static Refusal Problems(IReadOnlyCollection<string> problems, string what)
    {
        const int shown = 20;
        List<string> lines = [.. problems.Take(shown)];
        if (problems.Count > shown)
        {
            lines.Add($"… and {problems.Count - shown} more");
        }

        lines.Add(what);
        return new Refusal(Cli.ExitCode.Findings, lines);
    }
}
