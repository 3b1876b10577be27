using System.Collections.Immutable;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Casework.Access;
using Palermo.Casework.Contacts;
using Palermo.Casework.Decisions;
using Palermo.Casework.Demonstration;
using Palermo.Casework.Desks;
using Palermo.Casework.Persons;
using Palermo.Casework.Vault;
using Palermo.Web.House;
using Palermo.Web.Printing;
using Palermo.Web.Security;
using Palermo.Web.Tests.Casework;

namespace Palermo.Web.Tests.Storage;

/// <summary>
/// Five hundred names, addresses and telephones in case files: none leaves in a table of any form. And what a decision carries
/// out of its case file is exactly the words that were written for it.
/// </summary>
public sealed class CanaryOutgoingTests
{
    private const string NameStem = "Qvyxkolzwambri", AddressStem = "Jhudzepwyngfot", WordStem = "Vroktuxelmibqa", PhoneStem = "7935028461";
    private const string EvidenceStem = "Zelbrifonkquap", ReasonStem = "Wuxtavilmeghro";
    private const int Canaries = 500;
    private static readonly string[] Kept = [NameStem, AddressStem, WordStem, PhoneStem];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exports_HoldNoneOfFiveHundred()
    {
        await using var site = new StaffSite();
        await FillAsync(site);
        using var reader = site.Holder(Enum.GetValues<Right>());
        string[] tables =
        [
            .. new[] { "csv", "json", "xlsx", "svg" }.Select(f => $"/en/explore/{f}?data=sample-routes&rows=year&columns=sex"),
            .. new[] { "csv", "json", "json-stat", "sdmx-csv" }.Select(f => $"/api/v1/tables?data=sample-routes&rows=destination&columns=form&format={f}"),
            .. new[] { "csv", "json", "xlsx" }.Select(f => $"/en/flows/{f}?data=sample-routes&by=sex"), "/api/v1/flows?data=sample-routes",
            .. new[] { "html", "json" }.Select(f => $"/en/report/{f}?data=sample-routes&year=2021"),
            "/api/v1/datasets",
        ];
        foreach (var address in tables)
        {
            var response = await reader.GetAsync(new Uri(address, UriKind.Relative), Stop);
            var text = Text(await response.Content.ReadAsByteArrayAsync(Stop));
            Assert.True(response.StatusCode == HttpStatusCode.OK && text.Length > 20, $"{address}: {response.StatusCode}");
            Assert.All(Kept, stem => Assert.False(text.Contains(stem, StringComparison.OrdinalIgnoreCase), $"{stem} in {address}"));
        }
    }

    [Fact]
    public async Task Decision_CarriesTheWordsWrittenForItAndNothingElse()
    {
        Assert.SkipWhen(HeadlessBrowser.Find() is null, "Chromium is absent: no decision can be printed");
        await using var site = new StaffSite();
        var player = await PagePlayer.At(site);
        var script = Marked(ScriptedStory.LoadAll(Path.Combine(SharedRepository.Root, "data", "cases", "golden")).SelectMany(s => s.Cases).First(c => c is { Decision: not null, ChildBasis: null, Evidence: not [], Findings: not [] }));
        var file = await player.Open(script);
        await player.Send(player.Worker, file + "/person", file + "/person",
            ("name", NameStem + " A"), ("document", NameStem + " B"), ("birth", "2001"), ("gender", WordStem), ("phone", "+44 " + PhoneStem), ("paper", "P" + PhoneStem), ("sex", "Female"));
        await player.Send(player.Worker, file + "/contact", file + "/contact", ("address", AddressStem + " Street 4"), ("code", WordStem), ("channel", "Post"));
        await player.Send(player.Worker, file + "/notes", file + "/notes", ("words", WordStem + " lives at " + AddressStem));
        var decision = await player.Decide(script, file);

        foreach (var form in new[] { "html", "pdf" })
        {
            var response = await player.Authority.GetAsync(new Uri($"{decision}/document.{form}", UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var bytes = await response.Content.ReadAsByteArrayAsync(Stop);
            var text = Text(bytes) + (form == "pdf" ? About(bytes) : "");
            Assert.Equal([EvidenceStem, ReasonStem], new[] { NameStem, AddressStem, WordStem, PhoneStem, EvidenceStem, ReasonStem }.Where(s => text.Contains(s, StringComparison.OrdinalIgnoreCase)));
            Assert.Equal(script.Evidence.Length, Count(text, EvidenceStem));
            Assert.Equal(script.Decision!.Reasons.Length, Count(text, ReasonStem));
        }
    }

    /// <summary>The words that a decision is made of carry marks of their own; a finding's grounds, which are the file's, carry the file's.</summary>
    private static ScriptedCase Marked(ScriptedCase script) => script with
    {
        Evidence = [.. script.Evidence.Select(e => e with { Words = EvidenceStem })],
        Findings = [.. script.Findings.Select(f => f with { Reason = f.Reason is null ? null : WordStem, AcceptedBecause = f.AcceptedBecause is null ? null : WordStem })],
        Decision = script.Decision! with { Reasons = [.. script.Decision.Reasons.Select(r => r with { Words = ReasonStem + " is why" })] },
    };

    private static async Task FillAsync(StaffSite site)
    {
        var setting = site.Services.GetRequiredService<CaseHouse>().Setting;
        var (desk, cast) = (new CaseDesk(setting), Cast.Of(_ => setting.Ids.Next()));
        await new DemonstrationCases(desk, cast, [], 1).AddOfficesAsync(setting.Ids.Next(), Stop);
        var worker = cast.Caseworker with { SteppedUpAt = site.Clock.GetUtcNow() };
        var until = DateOnly.FromDateTime(site.Clock.GetUtcNow().UtcDateTime).AddDays(90);
        var consent = new ConsentDraft(default, default, ["identification-decision"], ["competent_authority"], [nameof(Tier.Facts)], default, "en", setting.Wording.Hash("en"), until);
        for (var i = 0; i < Canaries; i++)
        {
            var opened = await desk.OpenCaseAsync(worker, Purpose.Intake, new CaseDraft(AgeStatus.Adult, AgeBasis.Stated, consent) { IsSynthetic = true }, Stop);
            var identity = new PersonIdentity([new($"{NameStem} {i:000}", NameKind.Told)]) { Identifiers = [new(IdentifierKind.Phone, $"{PhoneStem}{i:000}")] };
            await desk.ChangePersonAsync(worker, Purpose.CasePlanning, opened.CaseId, 1, new PersonDraft(RecordedSex.NotRecorded, [], [], [], identity), Stop);
            await desk.AddContactAsync(worker, Purpose.Safety, opened.CaseId, new ContactDraft(ContactChannel.Post, new($"{AddressStem} Street {i:000}"), null, null, Voicemail.Never, false), Stop);
        }

        // They are there for whoever may see them.
        Assert.Equal($"{NameStem} 499", Assert.Single(await desk.SearchAsync(worker, Purpose.CasePlanning, new SearchQuery(null, (IdentifierKind.Phone, PhoneStem + "499"), null), Stop)).Name);
    }

    private static int Count(string text, string word) => text.Split(word).Length - 1;

    /// <summary>What a file says: of a PDF the text of its pages, of a workbook its parts.</summary>
    private static string Text(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith("%PDF"u8))
        {
            using var document = UglyToad.PdfPig.PdfDocument.Open(bytes);
            return string.Join('\n', document.GetPages().Select(p => p.Text));
        }

        if (!bytes.AsSpan().StartsWith("PK"u8))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        using var zip = new ZipArchive(new MemoryStream(bytes));
        return string.Concat(zip.Entries.Select(e =>
        {
            using var part = new StreamReader(e.Open());
            return part.ReadToEnd();
        }));
    }

    /// <summary>What a PDF says of itself, outside its pages: title, author, subject, keywords, and every uncompressed byte.</summary>
    private static string About(byte[] bytes)
    {
        using var document = UglyToad.PdfPig.PdfDocument.Open(bytes);
        var about = document.Information;
        return string.Join('\n', about.Title, about.Author, about.Subject, about.Keywords, about.Creator, about.Producer, Encoding.Latin1.GetString(bytes));
    }
}
