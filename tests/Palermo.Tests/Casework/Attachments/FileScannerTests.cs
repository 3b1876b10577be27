using System.Diagnostics;
using System.Text;
using Palermo.Casework.Access;
using Palermo.Casework.Attachments;
using Palermo.Casework.Desks;

namespace Palermo.Tests.Casework.Attachments;

public sealed class FileScannerTests
{
    private const string Clamd = "/usr/sbin/clamd";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tcp://127.0.0.1:3310", true)]
    [InlineData("tcp://scanner.example:3310/", true)]
    [InlineData("tcp://[::1]:3310", true)]
    [InlineData("unix:///run/clamav/clamd.ctl", true)]
    [InlineData("tcp://127.0.0.1", false)]
    [InlineData("tcp://127.0.0.1:3310/scan", false)]
    [InlineData("tcp://user@127.0.0.1:3310", false)]
    [InlineData("unix://host/run/clamd", false)]
    [InlineData("unix:///", false)]
    [InlineData("http://127.0.0.1:3310", false)]
    [InlineData("/run/clamav/clamd.ctl", false)]
    [InlineData("127.0.0.1:3310", false)]
    public void Address_IsOneOfTwoForms(string address, bool isOne) => Assert.Equal(isOne, FileScanner.At(address) is not null);

    /// <summary>Every byte arrives, and only the one clear answer lets a file in.</summary>
    [Theory]
    [InlineData("stream: OK\0", null)]
    [InlineData("stream: Win.Test.EICAR_HDB-1 FOUND\0", FileRefusal.Malicious)]
    [InlineData("stream: OK", FileRefusal.NotScanned)]
    [InlineData("stream: OK \0", FileRefusal.NotScanned)]
    [InlineData("", FileRefusal.NotScanned)]
    [InlineData("\0", FileRefusal.NotScanned)]
    [InlineData("INSTREAM size limit exceeded. ERROR\0", FileRefusal.NotScanned)]
    [InlineData("UNKNOWN COMMAND\0", FileRefusal.NotScanned)]
    public async Task Answer_DecidesWhetherAFileIsTaken(string answer, FileRefusal? refusal)
    {
        foreach (var unix in new[] { false, true })
        {
            foreach (var size in new[] { 1, 64 * 1024, (64 * 1024) + 1, FileInspection.LargestBytes })
            {
                await using var clamd = new PlainScanner(unix, answer);
                var file = new byte[size];
                new Random(size).NextBytes(file);
                Assert.Equal(refusal, await FileScanner.At(clamd.Address)!.ScanAsync(file, Stop));
                Assert.Equal(file, await clamd.Received);
            }
        }
    }

    [Fact]
    public async Task NobodyThere_OrHangingUp_IsNoAnswer()
    {
        string address;
        await using (var clamd = new PlainScanner(unix: false, "stream: OK\0"))
        {
            address = clamd.Address;
        }

        Assert.Equal(FileRefusal.NotScanned, await FileScanner.At(address)!.ScanAsync(new byte[1], Stop));
        Assert.Equal(FileRefusal.NotScanned, await FileScanner.At("unix:///nowhere/clamd.ctl")!.ScanAsync(new byte[1], Stop));
        await using var curt = new PlainScanner(unix: false, answer: null);
        Assert.Equal(FileRefusal.NotScanned, await FileScanner.At(curt.Address)!.ScanAsync(new byte[FileInspection.LargestBytes], Stop));
    }

    /// <summary>The desk is the only door, so it is the desk that asks; what is refused leaves nothing behind.</summary>
    [Fact]
    public async Task Desk_TakesNoFile_ThatTheScannerDoesNotClear()
    {
        await using var house = await House.OpenAsync("SQLite");
        var file = await house.AdultAsync();
        foreach (var (answer, problem) in new[] { ("stream: Palermo.Test FOUND\0", "Malicious"), ("nonsense\0", "NotScanned"), ("stream: OK\0", null) })
        {
            await using var clamd = new PlainScanner(unix: false, answer);
            var desk = new CaseDesk(house.Setting with { Scanner = FileScanner.At(clamd.Address) }, "test");
            var attach = desk.AttachAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, "letter.txt", "words"u8.ToArray(), null, Stop);
            if (problem is not null)
            {
                Assert.Equal([problem], (await Assert.ThrowsAsync<DeskRefused>(() => attach)).Problems);
                Assert.Empty(await house.Desk.FilesAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, Stop));
            }
            else
            {
                await attach;
                Assert.Single(await house.Desk.FilesAsync(house.Cast.Caseworker, Purpose.CasePlanning, file.CaseId, Stop));
            }
        }
    }

    /// <summary>The real clamd with one signature of our own.</summary>
    [Fact]
    public async Task RealClamd_IsUnderstood()
    {
        Assert.SkipUnless(File.Exists(Clamd), $"needs {Clamd} (Debian: apt-get install clamav-daemon)");
        var folder = Directory.CreateTempSubdirectory("palermo-clamd-").FullName;
        const string Harm = "palermo-harmless-test-mark";
        var (socket, settings) = (Path.Combine(folder, "clamd.ctl"), Path.Combine(folder, "clamd.conf"));
        Directory.CreateDirectory(Path.Combine(folder, "signatures"));
        await File.WriteAllTextAsync(Path.Combine(folder, "signatures", "own.ndb"), $"Palermo.Test:0:*:{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Harm))}\n", Stop);
        await File.WriteAllTextAsync(settings, $"Foreground yes\nLocalSocket {socket}\nDatabaseDirectory {folder}/signatures\nTemporaryDirectory {folder}\nUser root\n", Stop);
        using var clamd = Process.Start(new ProcessStartInfo(Clamd, ["--config-file=" + settings]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            while (!File.Exists(socket))
            {
                Assert.False(clamd.HasExited, "clamd ended before it listened");
                await Task.Delay(50, Stop);
            }

            var scanner = FileScanner.At("unix://" + socket)!;
            Assert.Null(await scanner.ScanAsync("words"u8.ToArray(), Stop));
            Assert.Null(await scanner.ScanAsync(new byte[FileInspection.LargestBytes], Stop));
            Assert.Equal(FileRefusal.Malicious, await scanner.ScanAsync(Encoding.ASCII.GetBytes("some " + Harm + " words"), Stop));
        }
        finally
        {
            clamd.Kill();
            await clamd.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }
}
