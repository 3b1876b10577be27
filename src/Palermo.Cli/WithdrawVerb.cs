using System.CommandLine;
using Palermo.Disclosure.Release;

namespace Palermo.Cli;

/// <summary><c>palermo withdraw FOLDER</c>: takes a release back; its identifier and the reason stay.</summary>
internal static class WithdrawVerb
{
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "the folder of the release" };
        var reason = new Option<string>("--reason") { Description = "why, for readers who hold a copy; name no person and no count", Required = true };
        var command = new Command("withdraw", "take a release back; what others copied cannot be called back") { folder, reason };
        command.SetAction(parsed =>
        {
            if (string.IsNullOrWhiteSpace(parsed.GetValue(reason)))
            {
                Console.Error.WriteLine("--reason must say why");
                return ExitCode.Usage;
            }

            try
            {
                var manifest = ReleaseFolder.Withdraw(parsed.GetValue(folder)!, parsed.GetValue(reason)!.Trim());
                Console.Out.WriteLine($"{manifest.Identifier}: withdrawn; its data files are gone, the manifest and the statements say why");
                return ExitCode.Done;
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                Console.Error.WriteLine(e.Message);
                return ExitCode.Findings;
            }
        });
        return command;
    }
}
