using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Casework.Attachments;
using Palermo.Web.House;

namespace Palermo.Web.Tests.Casework;

/// <summary>Files over real HTTP: up to the largest, known by their bytes, and nowhere readable on the disk.</summary>
public sealed class UploadTests(Loopback loopback) : IClassFixture<Loopback>
{
    private const string Mark = "a canary of twenty million bytes";

    [Theory]
    [InlineData("%PDF-1.7\n", "\n%%EOF\n", FileInspection.LargestBytes)]
    [InlineData("", "", 700_000)]
    [InlineData("", "", 1)]
    public async Task File_UpToTheLargest_ComesBackAsItWas_AndIsSealedOnTheDisk(string head, string tail, int size)
    {
        using var worker = await loopback.As("caseworker");
        var file = await OwnCase(worker);
        var content = Filled(head, tail, size);
        Assert.Equal(HttpStatusCode.SeeOther, (await Send(worker, file, content)).Status);
        var address = System.Text.RegularExpressions.Regex.Matches((await worker.Get(file + "/notes")).Html, "\"([^\"]*/files/[0-9a-f-]{36})\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(2))[^1].Groups[1].Value;
        using var answer = await worker.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        var back = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(content)), Convert.ToHexString(SHA256.HashData(back)));
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        foreach (var kept in Directory.EnumerateFiles(loopback.Site.Services.GetRequiredService<Deployment>().Folder, "*", SearchOption.AllDirectories))
        {
            await using var read = new FileStream(kept, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[read.Length];
            await read.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Mark)) < 0, Path.GetFileName(kept) + " holds the file in plain text");
        }
    }

    [Fact]
    public async Task File_OneByteTooLarge_IsRefusedInWords()
    {
        using var worker = await loopback.As("caseworker");
        var file = await OwnCase(worker);
        var refused = await Send(worker, file, Filled("", "", FileInspection.LargestBytes + 1));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("The file is too large", refused.Words, StringComparison.Ordinal);
    }

    /// <summary>Far too large, with its length said beforehand and without: refused before it is read whole.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_FarTooLarge_IsRefused(bool chunked)
    {
        using var worker = await loopback.As("caseworker");
        worker.DefaultRequestHeaders.ExpectContinue = true;
        var file = await OwnCase(worker);
        var before = (await worker.Get(file + "/notes")).Html.Split("/files/").Length;
        try
        {
            var refused = await Send(worker, file, Filled("", "", 2 * FileInspection.LargestBytes), chunked: chunked);
            Assert.True(refused.Status is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest, $"{refused.Status}");
        }
        catch (HttpRequestException)
        {
            // The server closed the connection while the client was still sending.
        }

        Assert.Equal(before, (await worker.Get(file + "/notes")).Html.Split("/files/").Length);
    }

    /// <summary>Known by what is in the file; its name and the type that the browser says decide nothing.</summary>
    [Theory]
    [InlineData("MZ\u0090\0\u0003", "letter.pdf", "Only PDF, JPEG, PNG and plain text")]
    [InlineData("<html><script>alert(1)</script>", "letter.txt", "Only PDF, JPEG, PNG and plain text")]
    [InlineData("%PDF-1.7 /JavaScript (x) %%EOF", "letter.pdf", "The document runs something")]
    [InlineData("", "letter.txt", "No file was chosen")]
    public async Task File_OfAnotherKind_IsRefusedInWords(string words, string name, string said)
    {
        using var worker = await loopback.As("caseworker");
        var refused = await Send(worker, await OwnCase(worker), Encoding.Latin1.GetBytes(words), name);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(said, refused.Words, StringComparison.Ordinal);
    }

    /// <summary>A scanner is set and does not answer: nothing is taken, and every language says why.</summary>
    [Fact]
    public async Task File_ThatTheScannerCannotCheck_IsRefusedInWords()
    {
        using var unscanned = new Loopback(new DemonstrationSite { Scanner = "unix:///nowhere/clamd.ctl" });
        using var worker = await unscanned.As("caseworker");
        var file = await OwnCase(worker);
        foreach (var (tag, said) in new[] { ("en", "could not be checked for harmful software"), ("fr", "pas pu être vérifié"), ("es", "No se pudo comprobar"), ("ar", "تعذّر فحص الملف") })
        {
            var refused = await Send(worker, file.Replace("/en/", $"/{tag}/", StringComparison.Ordinal), "words"u8.ToArray());
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.Contains(said, WebUtility.HtmlDecode(refused.Words), StringComparison.Ordinal);
        }
    }

    /// <summary>Only the route of files takes so much; every other form stays small.</summary>
    [Fact]
    public async Task OtherForms_StaySmall()
    {
        using var worker = await loopback.As("caseworker");
        var file = await OwnCase(worker);
        try
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await worker.Submit(await worker.Get(file + "/notes"), file + "/notes", ("words", new string('x', 600_000)))).Status);
        }
        catch (HttpRequestException)
        {
            // The server closed the connection while the client was still sending.
        }
    }

    private static async Task<string> OwnCase(HttpClient worker) =>
        System.Text.RegularExpressions.Regex.Match((await worker.Get("/en/work")).Html, "\"(/en/case/[0-9a-f-]{36})\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(2)).Groups[1].Value;

    private static byte[] Filled(string head, string tail, int size)
    {
        var content = new byte[size];
        Array.Fill(content, (byte)'a');
        Encoding.ASCII.GetBytes(head).CopyTo(content, 0);
        if (size > 1000)
        {
            Encoding.ASCII.GetBytes(Mark).CopyTo(content, size / 2);
        }

        Encoding.ASCII.GetBytes(tail).CopyTo(content, size - tail.Length);
        return content;
    }

    private static async Task<Answered> Send(HttpClient worker, string file, byte[] content, string name = "letter.txt", bool chunked = false)
    {
        using var sent = new MultipartFormDataContent();
        foreach (var (field, value) in Forms.Hidden(await worker.Get(file + "/notes"), file + "/files"))
        {
            sent.Add(new StringContent(value), field);
        }

        sent.Add(new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, "file", name);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(file + "/files", UriKind.Relative)) { Content = sent };
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await worker.SendAsync(request, TestContext.Current.CancellationToken);
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer);
    }
}
