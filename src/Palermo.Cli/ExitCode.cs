namespace Palermo.Cli;

/// <summary>What a command's exit code says, the same for every verb.</summary>
public static class ExitCode
{
    /// <summary>Done, nothing to report.</summary>
    public const int Done = 0;

    /// <summary>Done or refused, with findings the caller must look at: bad input, a failed check, a refusal.</summary>
    public const int Findings = 1;

    /// <summary>The command line itself was wrong; nothing was read.</summary>
    public const int Usage = 2;
}
