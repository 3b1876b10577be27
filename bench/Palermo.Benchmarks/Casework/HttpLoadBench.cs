using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Palermo.Casework.Desks;
using Palermo.Casework.Storage;
using Palermo.Casework.Vault;
using Palermo.Law.Instruments;
using Palermo.Web.Tests.Real;

namespace Palermo.Benchmarks.Casework;

/// <summary>
/// Signed-in users at the pages of the real server, a process of its own, over HTTP: each does something, thinks for one to five
/// seconds, and does the next thing. Half of what they do is saving an answer; the rest is looking and searching.
/// </summary>
internal static class HttpLoadBench
{
    private static readonly (string Name, double P95BudgetMs)[] Budgets = [("caseload page (50 rows)", 250), ("open case", 400), ("save answer", 60), ("search identifier", 300), ("search name", 300)];

    /// <summary>
    /// <c>casework-http FOLDER sqlite|CONNECTION [cases] [seconds] [users]</c>: seeds a new database, or measures again on one that
    /// was seeded with the same folder and number of cases.
    /// </summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (folder, postgres) = (Path.GetFullPath(arguments[0]), arguments[1] == "sqlite" ? null : arguments[1]);
        var (cases, seconds, users) = (Number(arguments, 2, 100_000), Number(arguments, 3, 300), Number(arguments, 4, 200));
        Directory.CreateDirectory(folder);
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "Palermo.Web", "release", "Palermo.Web.dll");
        if (!File.Exists(program))
        {
            await Console.Error.WriteLineAsync($"the server is not built: {Path.GetFullPath(program)} is not there. Run `dotnet build -c Release` first.");
            return 2;
        }

        var house = new RealHouse(folder, postgres, program);
        var town = await TownAsync(house, cases);
        await using var server = house.Start();
        var address = await server.Address;
        List<User> people = [];
        foreach (var about in town.Cases.DistinctBy(c => c.Worker.UserId).Take(users))
        {
            people.Add(new User(await house.AddPersonAsync(about.Worker.Roles[0], about.Worker.Office, CancellationToken.None, about.Worker.UserId), [.. town.Cases.Where(c => c.Worker.UserId == about.Worker.UserId)], (ulong)(1000 + people.Count)));
        }

        await Task.WhenAll(people.Select(p => p.BeginAsync(address)));
        var held = await ManyAsync(people, seconds);
        var memory = Process.GetProcessById(server.Id).PeakWorkingSet64 >> 20;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"server: peak {memory} MiB"));
        return held ? 0 : 1;
    }

    private static async Task<CaseworkTown> TownAsync(RealHouse house, int cases)
    {
        await using var database = house.Database();
        using var master = File.Exists(house.KeyPath) ? KeyFile.Open(house.KeyPath, null) : KeyFile.Create(house.KeyPath, null);
        var data = Path.Combine(AppContext.BaseDirectory, "data");
        var setting = await DeskSetting.PrepareAsync(database, master, InstrumentLibrary.Load(Path.Combine(data, "instruments")), data, TimeProvider.System, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"database: {database.Kind}; {cases:N0} cases, {cases * CaseworkTown.FactsPerCase:N0} facts; {Environment.ProcessorCount} processors shared by server, users and database; {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}"));
        var town = new CaseworkTown(setting, 20261102);
        if (await CaseworkBench.IsSeededAsync(database))
        {
            town.Recall(cases);
        }
        else
        {
            await town.SeedAsync(cases, done => Console.Error.Write(done % 10_000 == 0 ? $"{done} cases\n" : ""));
            await CaseworkBench.AnalyseAsync(database);
        }

        return town;
    }

    private static async Task<bool> ManyAsync(List<User> people, int seconds)
    {
        var times = new ConcurrentBag<(int Kind, double Ms)>();
        var errors = new ConcurrentBag<string>();
        var end = Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency);
        await Task.WhenAll(people.Select(async user =>
        {
            await Task.Delay(user.Random.Below(3000));
            while (Stopwatch.GetTimestamp() < end)
            {
                var kind = user.Random.Below(10) switch { < 5 => 2, < 7 => 1, 7 => 0, 8 => 3, _ => 4 };
                var at = Stopwatch.GetTimestamp();
                try
                {
                    await user.DoAsync(kind);
                    times.Add((kind, Stopwatch.GetElapsedTime(at).TotalMilliseconds));
                }
                catch (Exception e) when (e is HttpRequestException or InvalidOperationException or OperationCanceledException)
                {
                    errors.Add(Budgets[kind].Name + ": " + e.Message);
                }

                await Task.Delay(1000 + user.Random.Below(4000));
            }
        }));
        return Print(times, errors, people.Count, seconds);
    }

    private static bool Print(ConcurrentBag<(int Kind, double Ms)> times, ConcurrentBag<string> errors, int users, int seconds)
    {
        var held = errors.IsEmpty;
        foreach (var group in times.GroupBy(t => t.Kind).OrderBy(g => g.Key))
        {
            var sorted = group.Select(t => t.Ms).Order().ToList();
            var (name, budget) = Budgets[group.Key];
            var p95 = CaseworkBench.Quantile(sorted, 0.95);
            held &= p95 <= budget;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{users} users  {name,-24} p50 {CaseworkBench.Quantile(sorted, 0.5),7:N1} ms   p95 {p95,7:N1} ms (budget {budget:N0}, {(p95 <= budget ? "held" : "MISSED")})   p99 {CaseworkBench.Quantile(sorted, 0.99),7:N1} ms   longest {sorted[^1],7:N1} ms   {sorted.Count:N0} times"));
        }

        var all = times.Select(t => t.Ms).Order().ToList();
        var p99 = CaseworkBench.Quantile(all, 0.99);
        held &= p99 <= 1500;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{users} users  {seconds} s: {all.Count:N0} operations, {all.Count / (double)seconds:N1} a second, p99 {p99:N1} ms (budget 1,500, {(p99 <= 1500 ? "held" : "MISSED")}), errors {errors.Count}"));
        foreach (var kind in errors.CountBy(e => e))
        {
            Console.WriteLine($"  {kind.Value} x {kind.Key}");
        }

        return held;
    }

    private static int Number(string[] arguments, int at, int otherwise) => arguments.Length > at ? int.Parse(arguments[at], CultureInfo.InvariantCulture) : otherwise;

    /// <summary>One signed-in user with some cases of their own.</summary>
    private sealed class User(RealHouse.SignedIn who, CaseworkTown.Seeded[] cases, ulong seed)
    {
        private static readonly string[] Answers = ["Yes", "No", "Unknown", "Declined"];

        private HttpClient _browser = null!;
        private KeyValuePair<string, string> _token;

        public CaseworkTown.Stream Random { get; } = new(seed);

        /// <summary>Opens the first page, whose forms carry the token that later ones need.</summary>
        public async Task BeginAsync(Uri server)
        {
            _browser = who.At(server);
            var html = await AskAsync(HttpMethod.Get, "/en/search", null, HttpStatusCode.OK);
            var at = html.IndexOf("name=\"form-token\" value=\"", StringComparison.Ordinal) + "name=\"form-token\" value=\"".Length;
            _token = new("form-token", WebUtility.HtmlDecode(html[at..html.IndexOf('"', at)]));
        }

        public async Task DoAsync(int kind)
        {
            var about = cases[Random.Below(cases.Length)];
            switch (kind)
            {
                case 0:
                    Expect(await AskAsync(HttpMethod.Get, "/en/work", null, HttpStatusCode.OK), "/en/case/");
                    break;
                case 1:
                    Expect(await AskAsync(HttpMethod.Get, $"/en/case/{about.CaseId}", null, HttpStatusCode.OK), about.Name);
                    break;
                case 2:
                    await AskAsync(HttpMethod.Post, $"/en/case/{about.CaseId}/interview/{about.InterviewId}", [_token, new("item", "deception"), new("answer", Answers[Random.Below(Answers.Length)]), new("save", "1")], HttpStatusCode.OK);
                    break;
                case 3:
                    Expect(await AskAsync(HttpMethod.Post, "/en/search", [_token, new("kind", nameof(IdentifierKind.Phone)), new("text", about.Phone)], HttpStatusCode.OK), about.CaseId.ToString());
                    break;
                default:
                    Expect(await AskAsync(HttpMethod.Post, "/en/search", [_token, new("kind", "name"), new("text", about.Name)], HttpStatusCode.OK), about.CaseId.ToString());
                    break;
            }
        }

        private async Task<string> AskAsync(HttpMethod method, string address, KeyValuePair<string, string>[]? fields, HttpStatusCode due)
        {
            using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = fields is null ? null : new FormUrlEncodedContent(fields) };
            using var answer = await _browser.SendAsync(request);
            var html = await answer.Content.ReadAsStringAsync();
            return answer.StatusCode == due ? html : throw new InvalidOperationException($"answered {(int)answer.StatusCode}");
        }

        private static void Expect(string html, string part)
        {
            if (!html.Contains(part, StringComparison.Ordinal))
            {
                throw new InvalidOperationException("the page does not hold what was asked for");
            }
        }
    }
}
