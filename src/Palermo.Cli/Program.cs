using System.CommandLine;
using System.CommandLine.Parsing;
using System.CommandLine.Help;
using System.Text;
using Palermo.Cli;
using Palermo.Law.Instruments;
using Palermo.Records;
using Palermo.Statistics.Counts;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

// Not a RootCommand: that one takes the name of its file, and people type "palermo".
var root = new Command("palermo", "Palermo: the UN Trafficking Protocol's definition as working software.") { new HelpOption(), new VersionOption() };
foreach (var verb in Verbs.All())
{
    root.Subcommands.Add(verb);
}

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync(error.Message);
    }

    var called = "--help";
    for (var at = parsed.CommandResult; at is not null; at = at.Parent as CommandResult)
    {
        called = at.Command.Name + " " + called;
    }

    await Console.Error.WriteLineAsync("Try: " + called);
    return ExitCode.Usage;
}

using var interruption = new Interruption();
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
}
catch (Refusal refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return refusal.ExitCode;
}
catch (RecordsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return ExitCode.Findings;
}
catch (CountsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return ExitCode.Findings;
}
catch (InstrumentException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return ExitCode.Findings;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped. No result was written.");
    return ExitCode.Findings;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync("The file cannot be read or written: " + e.GetType().Name + ". Check its name and your rights to it.");
    return ExitCode.Findings;
}
