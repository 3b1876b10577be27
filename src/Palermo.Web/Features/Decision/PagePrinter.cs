using System.Diagnostics;

namespace Palermo.Web.Features.Decision;

/// <summary>
/// Prints a page to PDF with Chromium where it is installed. The page and the PDF lie for that moment in a folder of the
/// machine's memory where there is one, readable by this account alone, and are gone afterwards.
/// </summary>
public sealed class PagePrinter
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly string? _program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(d => d.Length > 0).SelectMany(d => Names.Select(n => Path.Combine(d, n))).FirstOrDefault(File.Exists);

    private readonly SemaphoreSlim _one = new(1, 1);

    public bool IsPresent => _program is not null;

    /// <summary>The PDF; null where Chromium is absent or did not print.</summary>
    public async Task<byte[]?> PrintAsync(string html, CancellationToken cancel)
    {
        if (_program is null)
        {
            return null;
        }

        await _one.WaitAsync(cancel);
        var memory = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var folder = Directory.CreateDirectory(Path.Combine(memory, "palermo-print-" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)))).FullName;
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            var (page, pdf) = (Path.Combine(folder, "page.html"), Path.Combine(folder, "page.pdf"));
            await File.WriteAllTextAsync(page, html, cancel);
            var start = new ProcessStartInfo(_program)
            {
                ArgumentList =
                {
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--no-first-run", "--blink-settings=scriptEnabled=false", "--no-pdf-header-footer",
                    "--user-data-dir=" + Path.Combine(folder, "profile"), "--print-to-pdf=" + pdf, new Uri(page).AbsoluteUri,
                },
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Longest);
            try
            {
                await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token), process.WaitForExitAsync(limit.Token));
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return File.Exists(pdf) ? await File.ReadAllBytesAsync(pdf, cancel) : null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            _one.Release();
        }
    }
}
