using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Palermo.Casework.Demonstration;
using Palermo.Web.Tests.Casework;

namespace Palermo.Web.Tests.Storage;

/// <summary>
/// What is typed into the pages is in no log (at its most talkative), no trace, no address, no page of somebody else, no error
/// page, and in no file beneath the database's folder.
/// </summary>
public sealed class CanaryPagesTests
{
    private const string NameStem = "Qvyxkolzwambri";
    private const string AddressStem = "Jhudzepwyngfot";
    private const string WordStem = "Vroktuxelmibqa";
    private const string PhoneStem = "7935028461";
    private static readonly string[] Stems = [NameStem, AddressStem, WordStem, PhoneStem];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatIsTyped_StaysInTheVault()
    {
        await using var site = new ListeningSite();
        using var traces = site.Listen();
        var player = await PagePlayer.At(site);
        var script = ScriptedStory.LoadAll(Path.Combine(SharedRepository.Root, "data", "cases", "golden"))[0].Cases[0];
        var file = await player.Open(script);

        await player.Send(player.Worker, file + "/person", file + "/person",
            ("name", NameStem + " A"), ("document", NameStem + " B"), ("birth", "2001"), ("gender", WordStem), ("phone", "+44 " + PhoneStem), ("paper", "P" + PhoneStem), ("sex", "Female"));
        await player.Send(player.Worker, file + "/contact", file + "/contact", ("address", AddressStem + " Street 4"), ("code", WordStem), ("channel", "Post"));
        await player.Send(player.Worker, file + "/notes", file + "/notes", ("words", WordStem + " lives at " + AddressStem));
        await player.Send(player.Worker, file + "/findings", file + "/evidence", ("what", WordStem + " said so"), ("kind", "Statement"), ("obtained", ""));

        // Who may see it sees it: the search below can find.
        Assert.Contains(NameStem, (await player.Worker.Get(file + "/person")).Html, StringComparison.Ordinal);
        Assert.Contains(AddressStem, (await player.Worker.Get(file + "/contact")).Html, StringComparison.Ordinal);

        // Who may not is told nothing; refusals and errors do not repeat what was typed.
        var stranger = await site.As("caseworker", "elsewhere");
        var others = new List<Answered>();
        foreach (var page in new[] { "", "/person", "/contact", "/notes", "/history", "/print", "/nowhere" })
        {
            others.Add(await stranger.Get(file + page));
        }

        others.Add(await stranger.Get($"/en/nowhere?name={NameStem}"));
        others.Add(await player.Worker.Post(file + "/person", [new("name", NameStem)]));
        others.Add(await player.Worker.Post(file + "/notes", new StringContent(NameStem, Encoding.UTF8, "application/json")));
        others.Add(await stranger.Get("/en/case/" + NameStem));
        var administrator = await site.As("system-administrator");
        others.Add(await administrator.Get(file));
        foreach (var answered in others)
        {
            Assert.NotEqual(HttpStatusCode.OK, answered.Status);
            Assert.All(Stems, stem => Assert.DoesNotContain(stem, answered.Html, StringComparison.OrdinalIgnoreCase));
        }

        var said = site.Said.ToArray();
        Assert.InRange(said.Length, 100, int.MaxValue);
        // The addresses that the stranger typed with a name in them are the stranger's own words, not the vault's.
        var kept = said.Where(line => !line.Contains("/en/nowhere", StringComparison.Ordinal) && !line.Contains("/en/case/" + NameStem, StringComparison.Ordinal) && !line.Contains("?name=" + NameStem, StringComparison.Ordinal)).ToArray();
        Assert.All(Stems, stem => Assert.DoesNotContain(kept, line => line.Contains(stem, StringComparison.OrdinalIgnoreCase)));

        var files = Directory.GetFiles(site.Folder, "*", SearchOption.AllDirectories);
        Assert.Contains(files, f => f.EndsWith("-wal", StringComparison.Ordinal));
        foreach (var path in files)
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, Stop);
            foreach (var stem in Stems)
            {
                Assert.True(bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(stem)) < 0, $"{stem} in {Path.GetFileName(path)}");
                Assert.True(bytes.ToArray().AsSpan().IndexOf(Encoding.Unicode.GetBytes(stem)) < 0, $"{stem} in {Path.GetFileName(path)}");
            }
        }
    }

    /// <summary>A site that hears everything that is logged or traced.</summary>
    private sealed class ListeningSite : StaffSite
    {
        public ConcurrentQueue<string> Said { get; } = [];

        public ActivityListener Listen()
        {
            var listener = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => Said.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}"))} {string.Join(' ', activity.Events.SelectMany(e => e.Tags).Select(t => $"{t.Key}={t.Value}"))}"),
            };
            ActivitySource.AddActivityListener(listener);
            return listener;
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureLogging(logging =>
            {
                logging.AddProvider(new Ear(Said));
                logging.Services.PostConfigure<LoggerFilterOptions>(options =>
                {
                    options.Rules.Clear();
                    options.MinLevel = LogLevel.Trace;
                });
            });
        }
    }

    private sealed class Ear(ConcurrentQueue<string> said) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Line(categoryName, said);

        public void Dispose()
        {
        }

        private sealed class Line(string category, ConcurrentQueue<string> said) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                said.Enqueue($"{category}: {formatter(state, exception)} {exception}");
        }
    }
}
