using System.Diagnostics;
using System.Text;

namespace Palermo.Tests.Cli;

/// <summary>The command line as a user runs it: a process of its own.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Palermo.Cli.dll");

    public static Run Palermo(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8, WorkingDirectory = SharedData.Repository };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Run(process.ExitCode, output, error.ToString());
    }
}

/// <summary>A file that exists for one test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("palermo-test-").FullName;

    public TemporaryFile(string name, ReadOnlySpan<byte> content)
    {
        Path = System.IO.Path.Combine(_folder, name);
        File.WriteAllBytes(Path, content);
    }

    public TemporaryFile(string name, string content) : this(name, Encoding.UTF8.GetBytes(content))
    {
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
