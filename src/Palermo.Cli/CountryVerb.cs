using System.CommandLine;
using System.Globalization;
using Palermo.Cli.Records;
using Palermo.Records.Countries;

namespace Palermo.Cli;

/// <summary><c>palermo country TEXT...</c>: what a country or citizenship text means, and why.</summary>
internal static class CountryVerb
{
    public static Command Create()
    {
        var texts = new Argument<string[]>("text") { Arity = ArgumentArity.OneOrMore, Description = "Texts as they stand in the file; '-' reads them from standard input, one a line." };
        var on = new Option<DateOnly?>("--on") { Description = "The day the record speaks of (yyyy-MM-dd): decides what a reused or withdrawn code meant." };
        var decisions = new Option<FileInfo?>("--decisions") { Description = "Stored review decisions (JSON Lines), applied first." };
        var command = new Command("country", "Read country and citizenship texts: code, class or queued for review, with the reason.") { texts, on, decisions, QueueVerb.Create() };
        command.SetAction(parsed => Run(parsed.GetValue(texts)!, parsed.GetValue(on), parsed.GetValue(decisions)));
        return command;
    }

    private static int Run(string[] texts, DateOnly? on, FileInfo? decisionFile)
    {
        var normaliser = CountryNormaliser.Default;
        if (decisionFile is not null)
        {
            try
            {
                using var reader = decisionFile.OpenText();
                normaliser = normaliser.With(CountryDecisions.Read(reader, normaliser.Codes));
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{decisionFile.Name}: {e.Message}"));
                return ExitCode.Findings;
            }
        }

        var queued = 0;
        foreach (var text in texts is ["-"] ? Lines(Console.In) : texts)
        {
            var answer = normaliser.Read(text, on);
            queued += answer is Queued ? 1 : 0;
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{text}\t{Code(answer)}\t{answer.Confidence:0.00}\t{answer.Explain()}"));
        }

        return queued == 0 ? ExitCode.Done : ExitCode.Findings;
    }

    private static string Code(CountryAnswer answer) => answer switch
    {
        MappedCountry m => string.Join('+', m.Countries.Select(c => c.Country.Code)),
        NotACountry n => n.Class.ToString(),
        _ => "queued",
    };

    private static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
