using System.CommandLine;
using Palermo.Records.Countries;

namespace Palermo.Cli.Records;

/// <summary>The option that names a file of decisions on country texts.</summary>
internal sealed class DecisionsOption
{
    private readonly Option<FileInfo> file = new Option<FileInfo>("--decisions") { Description = "Decisions on country texts (JSON Lines, as 'palermo country queue' prepares them); they go first" }.AcceptExistingOnly();

    public void AddTo(Command command) => command.Options.Add(file);

    /// <summary>The decisions, or null when none were given.</summary>
    /// <exception cref="Refusal">The file holds something else.</exception>
    public CountryDecisions? Read(ParseResult parsed)
    {
        if (parsed.GetValue(file) is not { } given)
        {
            return null;
        }

        try
        {
            using var reader = given.OpenText();
            return CountryDecisions.Read(reader, CountryNormaliser.Default.Codes);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new Refusal(ExitCode.Findings, $"{given.Name}: {e.Message}");
        }
    }

    public CountryNormaliser Normaliser(ParseResult parsed) => Read(parsed) is { } decisions ? CountryNormaliser.Default.With(decisions) : CountryNormaliser.Default;
}
