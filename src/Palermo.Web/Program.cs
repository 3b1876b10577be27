using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.CookiePolicy;
using Palermo.Casework.Interviews;
using Palermo.Casework.Vault;
using Palermo.Law.Instruments;
using Palermo.Web.Accounts;
using Palermo.Web.Api;
using Palermo.Web.Assets;
using Palermo.Web.Datasets;
using Palermo.Web.Features.About;
using Palermo.Web.Features.AccountKeeping;
using Palermo.Web.Features.Audit;
using Palermo.Web.Features.CaseFile;
using Palermo.Web.Features.Caseload;
using Palermo.Web.Features.Cases;
using Palermo.Web.Features.Comparison;
using Palermo.Web.Features.Decision;
using Palermo.Web.Features.Determinations;
using Palermo.Web.Features.Emergency;
using Palermo.Web.Features.Errors;
using Palermo.Web.Features.Estimate;
using Palermo.Web.Features.Explore;
using Palermo.Web.Features.Flows;
using Palermo.Web.Features.Instruments;
using Palermo.Web.Features.Intake;
using Palermo.Web.Features.Leave;
using Palermo.Web.Features.OwnAccount;
using Palermo.Web.Features.Parties;
using Palermo.Web.Features.Publish;
using Palermo.Web.Features.Report;
using Palermo.Web.Features.Search;
using Palermo.Web.Features.SignIn;
using Palermo.Web.Features.Start;
using Palermo.Web.Features.WalkThrough;
using Palermo.Web.Features.WhoSaw;
using Palermo.Web.House;
using Palermo.Web.Localization;
using Palermo.Web.Outgoing;
using Palermo.Web.Security;
using Palermo.Web.Wording;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("OpenIddict", LogLevel.Warning);
var limits = Limits.AddTo(builder);
if (string.IsNullOrEmpty(builder.Configuration["urls"]) && builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().FirstOrDefault() is null)
{
    builder.WebHost.UseUrls("http://localhost:5080");
}

var data = Path.Combine(AppContext.BaseDirectory, "data");
var library = InstrumentLibrary.Load(Path.Combine(data, "instruments"));
builder.Services.AddSingleton(library);
builder.Services.AddSingleton<Interview>();
builder.Services.AddSingleton<Interviewer>();
builder.Services.AddSingleton(DecidedCases.Load(Path.Combine(data, "cases", "decided.jsonl"), library));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<DatasetShelf>();
builder.Services.AddSingleton<CountDesk>();
builder.Services.AddSingleton<DeterminationDesk>();
builder.Services.AddSingleton<ReportDesk>();
builder.Services.AddHttpContextAccessor();
builder.Services.AddScoped(services => Texts.In(Language.OfPath(services.GetRequiredService<IHttpContextAccessor>().HttpContext!.Request.Path)));
builder.Services.AddScoped<LawWords>();
builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
builder.AddAccounts(data);
builder.AddOpenId();
builder.Services.AddApiClients();
builder.Services.AddApi();
builder.Services.AddScoped<AccountKeeper>();
builder.AddGate();
builder.Services.AddEstimates();
builder.AddPublishing();
builder.AddOperation();
builder.Services.AddRazorComponents();
builder.Services.AddHostedService<FirstMap>();

var app = builder.Build();
app.UseForwardedHeaders();
app.UseHeadRequests();
app.UseResponseHeaders();
app.UseErrorPages();
if (!app.Environment.IsDevelopment())
{
    app.UseHsts();
}

app.UseRateLimiter();
app.UseDeskAnswers();
app.UseRouting();
limits.Use(app);
app.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.Always, HttpOnly = HttpOnlyPolicy.Always });
app.UseAuthentication();
app.UseApiClients();
app.UseRefusalLog();
app.UseMiddleware<AccessGate>();
app.MapAssets();
app.MapStart();
app.MapLeave();
app.MapWalkThrough();
app.MapComparison();
app.MapCases();
app.MapInstruments();
app.MapExplore();
app.MapFlows();
app.MapDeterminations();
app.MapEstimates();
app.MapTables();
app.MapReport();
app.MapAudit();
app.MapPublish();
app.MapAbout();
app.MapSignIn();
app.MapProof();
app.MapJoin();
app.MapAccount();
app.MapAccounts();
app.MapToken();
app.MapApi();
app.MapCaseload();
app.MapSearch();
app.MapWhoSaw();
app.MapEmergency();
app.MapIntake();
app.MapInterview();
app.MapCaseFile();
app.MapParties();
app.MapDecision();
app.MapHealth();

app.Lifetime.ApplicationStarted.Register(() =>
{
    foreach (var address in app.Urls)
    {
        Console.WriteLine($"Palermo answers at {address}");
    }
});
try
{
    await app.RunAsync();
}
catch (Exception e) when (e is DeploymentException or VaultException)
{
    await Console.Error.WriteLineAsync("palermo: " + e.Message);
    Environment.ExitCode = 2;
}

/// <summary>The web application; public for tests.</summary>
public partial class Program;
