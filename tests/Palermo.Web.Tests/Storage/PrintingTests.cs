using System.Diagnostics;
using System.Net;
using System.Text;
using Palermo.Casework.Access;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Casework.Vault;
using Palermo.Law.Instruments;
using Palermo.Web.Printing;
using Palermo.Web.Tests.Casework;
using Palermo.Web.Tests.Real;

namespace Palermo.Web.Tests.Storage;

/// <summary>What is printed goes to the browser and comes back over pipes: it is in no file, not while it is printed and not after the server was killed at it.</summary>
public sealed class PrintingTests : IDisposable
{
    private const string Canary = "Wuxtavilmeghro";

    private readonly string _folder = Directory.CreateTempSubdirectory("palermo-printing-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Document_IsPrintedAndPictured()
    {
        var browser = Browser();
        var html = $"<!DOCTYPE html><html lang=\"en\"><head><title>A title</title><style>@page {{ size: A5 }}</style></head><body><h1>{Canary}</h1><p>دراسة</p></body></html>";
        using var pdf = UglyToad.PdfPig.PdfDocument.Open(await browser.PrintAsync(html, Stop));
        Assert.Contains(Canary, pdf.GetPage(1).Text, StringComparison.Ordinal);
        Assert.Equal(("A title", 420, 595), (pdf.Information.Title, (int)Math.Round(pdf.GetPage(1).Width), (int)Math.Round(pdf.GetPage(1).Height)));
        var picture = await browser.PictureAsync(html, 320, 200, Stop);
        Assert.Equal("PNG", Encoding.ASCII.GetString(picture, 1, 3));
        Assert.Equal((640, 400), (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(20))));
    }

    [Fact]
    public async Task ServerKilledWhileItPrints_LeavesNoWordOfTheDecision()
    {
        _ = Browser();
        var (own, temporary) = (Path.Combine(_folder, "house"), Path.Combine(_folder, "tmp"));
        Directory.CreateDirectory(own);
        Directory.CreateDirectory(temporary);
        var house = new RealHouse(own, null, Path.Combine(AppContext.BaseDirectory, "Palermo.Web.dll"));
        house.Settings["TMPDIR"] = temporary;
        // The runtime's own pipes would stand in the same folder, and reading one waits for ever.
        house.Settings["DOTNET_EnableDiagnostics"] = "0";
        await using var server = house.Start();
        var address = await server.Address.WaitAsync(TimeSpan.FromMinutes(2), Stop);
        var authority = await house.AddPersonAsync("competent-authority", Cast.AuthorityOffice, Stop);
        var decision = await DecidedAsync(house, authority.Actor);
        using var person = authority.At(address);

        // Once to its end: it is the document that goes through the browser.
        using (var pdf = UglyToad.PdfPig.PdfDocument.Open(await person.GetByteArrayAsync(new Uri(decision, UriKind.Relative), Stop)))
        {
            Assert.Contains(Canary, string.Concat(pdf.GetPages().Select(p => p.Text)), StringComparison.Ordinal);
        }

        var seen = 0;
        for (var i = 0; i < 3; i++)
        {
            var printing = person.GetAsync(new Uri(decision, UriKind.Relative), Stop);
            while (!printing.IsCompleted)
            {
                seen += Files(temporary).Count;
            }

            await printing;
        }

        Assert.True(seen > 0, "no file of the browser was looked at while it printed");
        var last = person.GetAsync(new Uri(decision, UriKind.Relative), Stop);
        while (Directory.GetDirectories(temporary, HeadlessBrowser.ProfilePrefix + "*") is not [var profile] || Directory.GetFileSystemEntries(profile).Length == 0)
        {
            await Task.Delay(5, Stop);
        }

        await server.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => last);
        for (var waited = 0; Browsers(temporary) > 0; waited++)
        {
            Assert.True(waited < 300, "the browser outlives the server that was killed");
            await Task.Delay(100, Stop);
        }

        Files(temporary);
    }

    /// <summary>Every file under a folder, none of which holds the canary.</summary>
    private static List<string> Files(string folder)
    {
        List<string> read = [];
        foreach (var file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            byte[] bytes;
            try
            {
                using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var content = new MemoryStream();
                open.CopyTo(content);
                bytes = content.ToArray();
            }
            catch (IOException)
            {
                // Gone meanwhile, or no file of bytes.
                continue;
            }

            read.Add(file);
            Assert.False(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Canary)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Canary)) >= 0, $"{file} holds words of the decision");
        }

        return read;
    }

    /// <summary>Processes that were started with a folder under this one.</summary>
    private static int Browsers(string folder) => Process.GetProcesses().Count(p =>
    {
        try
        {
            return File.ReadAllText($"/proc/{p.Id}/cmdline").Contains(folder, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private static HeadlessBrowser Browser()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks for processes where Linux lists them");
        var browser = HeadlessBrowser.Find();
        Assert.SkipWhen(browser is null, "Chromium is absent: nothing can be printed");
        return browser!;
    }

    /// <summary>A decided case whose reasons are the canary; the address of its PDF.</summary>
    private static async Task<string> DecidedAsync(RealHouse house, Actor authority)
    {
        await using var database = house.Database();
        using var master = KeyFile.Open(house.KeyPath, null);
        var data = Path.Combine(SharedRepository.Root, "data");
        var setting = await DeskSetting.PrepareAsync(database, master, InstrumentLibrary.Load(Path.Combine(data, "instruments")), data, TimeProvider.System, Stop);
        var (desk, cast) = (new CaseDesk(setting), Cast.Of(_ => setting.Ids.Next()) with { Authority = authority });
        await new DemonstrationCases(desk, cast, [], 1).AddOfficesAsync(setting.Ids.Next(), Stop);
        var script = ScriptedStory.Load(Path.Combine(data, "cases", "golden", "G01.json")).Cases[0];
        script = script with { Decision = script.Decision! with { Reasons = [.. script.Decision.Reasons.Select(r => r with { Words = Canary + " is why" })] } };
        var file = await new Player(desk, cast).PlayAsync(script, null, Stop);
        var read = await desk.OpenAsync(authority, Purpose.IdentificationDecision, file.CaseId, Stop);
        return $"/en/case/{file.CaseId}/decision/{read.Decisions[0].Id}/document.pdf";
    }
}
