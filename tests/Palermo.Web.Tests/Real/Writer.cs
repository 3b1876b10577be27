using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Palermo.Web.Tests.Real;

/// <summary>Something that a server said was saved.</summary>
public abstract record Acknowledged(Guid CaseId)
{
    public sealed record Opened(Guid CaseId) : Acknowledged(CaseId);

    public sealed record Answer(Guid CaseId, Guid FactId, string Said) : Acknowledged(CaseId);

    public sealed record Note(Guid CaseId, string Words) : Acknowledged(CaseId);

    public sealed record File(Guid CaseId, string Name, string Content) : Acknowledged(CaseId);
}

/// <summary>One person at work through the pages: opens cases, answers, writes notes and adds files until the server is gone.</summary>
public sealed class Writer(RealHouse.SignedIn who, ConcurrentQueue<Acknowledged> acknowledged)
{
    private static readonly string[] Answers = ["Yes", "No", "Unknown", "Declined"];

    private int _written;

    /// <summary>Returns when the connection breaks.</summary>
    /// <exception cref="InvalidOperationException">The server was there and refused.</exception>
    public async Task WorkAsync(Uri server)
    {
        using var browser = who.At(server);
        try
        {
            while (true)
            {
                await OneCaseAsync(browser);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // Killed: what was under way was not acknowledged.
        }
    }

    private async Task OneCaseAsync(HttpClient browser)
    {
        var interview = await OpenAsync(browser);
        var file = interview[..interview.IndexOf("/interview/", StringComparison.Ordinal)];
        var id = Guid.Parse(file[^36..]);
        acknowledged.Enqueue(new Acknowledged.Opened(id));
        var question = Forms.Hidden(await Shown(browser, interview + "?ask=deception"), interview).ToList();
        var notes = await Shown(browser, file + "/notes");
        var (note, attach) = (Forms.Hidden(notes, file + "/notes").ToList(), Forms.Hidden(notes, file + "/files").ToList());
        for (var i = 0; i < 8; i++)
        {
            var said = Answers[i % Answers.Length];
            var saved = await browser.Post(interview, [.. question, new("answer", said), new("save", "1")]);
            Expect(saved, HttpStatusCode.OK);
            acknowledged.Enqueue(new Acknowledged.Answer(id, JsonDocument.Parse(saved.Html).RootElement.GetProperty("seen").GetProperty("deception").GetGuid(), said));

            var words = Next("note");
            Expect(await browser.Post(file + "/notes", [.. note, new("words", words)]), HttpStatusCode.SeeOther);
            acknowledged.Enqueue(new Acknowledged.Note(id, words));

            var (name, content) = (Next("file") + ".txt", string.Concat(Enumerable.Repeat(Next("content") + "\n", 400)));
            using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", name } };
            attach.ForEach(h => form.Add(new StringContent(h.Value), h.Key));
            Expect(await browser.Post(file + "/files", form), HttpStatusCode.SeeOther);
            acknowledged.Enqueue(new Acknowledged.File(id, name, content));
        }
    }

    private static async Task<string> OpenAsync(HttpClient browser)
    {
        var who = await Shown(browser, "/en/intake");
        var consent = await browser.Submit(who, "/en/intake", ("age", "Adult"), ("ageBasis", "Stated"), ("private", "yes"), ("heardFrom", "ThePerson"));
        Expect(consent, HttpStatusCode.OK);
        var opened = await browser.Submit(consent, "/en/intake/open", ("agrees", "yes"), ("assent", "NotApplicable"), ("tiers", "identity"), ("for", "180"), ("purposes", "identification-decision"), ("recipients", "competent_authority"));
        Expect(opened, HttpStatusCode.SeeOther);
        return opened.Response.Headers.Location!.ToString();
    }

    private static async Task<Answered> Shown(HttpClient browser, string address)
    {
        var page = await browser.Get(address);
        Expect(page, HttpStatusCode.OK);
        return page;
    }

    private static void Expect(Answered answered, HttpStatusCode status)
    {
        if (answered.Status != status)
        {
            throw new InvalidOperationException($"{answered.Response.RequestMessage!.Method} answered {answered.Status} where {status} was due: {answered.Title}");
        }
    }

    private string Next(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind} {who.Actor.UserId:N} {_written++}");
}
