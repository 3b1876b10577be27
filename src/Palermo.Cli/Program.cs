using System.CommandLine;
using Palermo.Cli;

var root = new RootCommand("Palermo: the UN Trafficking Protocol's definition as working software.");
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

    await Console.Error.WriteLineAsync("Try: palermo " + string.Join(' ', parsed.CommandResult.Command.Name == root.Name ? ["--help"] : [parsed.CommandResult.Command.Name, "--help"]));
    return ExitCode.Usage;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, stop.Token);
