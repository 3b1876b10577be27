using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Web.Accounts;

namespace Palermo.Web.Tests.Api;

/// <summary>Programs that sign in with their own secret.</summary>
public static class Clients
{
    public static async Task<(Account Account, string Secret)> AddClient(this StaffSite site, string role, string office = "north")
    {
        var account = await site.AddAccount([role], office);
        await site.Change(a => a.Users.Single(x => x.Id == account.Id).Kind = AccountKind.Client);
        using var scope = site.Services.CreateScope();
        return (account, await scope.ServiceProvider.GetRequiredService<ApiClients>().NewSecret(account, TestContext.Current.CancellationToken));
    }

    public static async Task<(HttpStatusCode Status, JsonElement Body)> AskToken(this HttpClient caller, string id, string secret)
    {
        var answer = await caller.Post("/api/token", [new("grant_type", "client_credentials"), new("client_id", id), new("client_secret", secret)]);
        return (answer.Status, JsonDocument.Parse(answer.Html).RootElement);
    }

    /// <summary>A caller with a token in the name of an account; for a test a person's account may have one too.</summary>
    public static async Task<HttpClient> CallerAs(this StaffSite site, Account account)
    {
        using var scope = site.Services.CreateScope();
        var secret = await scope.ServiceProvider.GetRequiredService<ApiClients>().NewSecret(account, TestContext.Current.CancellationToken);
        await site.Change(a => a.Users.Single(x => x.Id == account.Id).Kind = AccountKind.Client);
        var caller = site.Browser();
        var (_, body) = await caller.AskToken(account.Id.ToString(), secret);
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body.GetProperty("access_token").GetString());
        return caller;
    }

    /// <summary>A caller that names its token in every request.</summary>
    public static async Task<HttpClient> Caller(this StaffSite site, string role, string office = "north")
    {
        var (account, secret) = await site.AddClient(role, office);
        var caller = site.Browser();
        var (status, body) = await caller.AskToken(account.Id.ToString(), secret);
        Assert.Equal(HttpStatusCode.OK, status);
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body.GetProperty("access_token").GetString());
        return caller;
    }
}

public sealed class ClientTests(StaffSite site) : IClassFixture<StaffSite>
{
    [Fact]
    public async Task Secret_GetsAToken_ForAQuarterOfAnHour()
    {
        var (account, secret) = await site.AddClient("caseworker");
        using var caller = site.Browser();
        var (status, body) = await caller.AskToken(account.Id.ToString(), secret);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.InRange(body.GetProperty("expires_in").GetInt32(), 890, 900);
    }

    [Fact]
    public async Task WrongSecret_UnknownClient_AndDisabledClient_GetNone()
    {
        var (account, secret) = await site.AddClient("caseworker");
        using var caller = site.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.AskToken(account.Id.ToString(), secret + "0")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.AskToken(Secrets.NewId().ToString(), secret)).Status);
        await site.Change(a => a.Users.Single(x => x.Id == account.Id).Disabled = true);
        Assert.True((await caller.AskToken(account.Id.ToString(), secret)).Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task NewSecret_EndsTheOldOne()
    {
        var (account, old) = await site.AddClient("caseworker");
        using (var scope = site.Services.CreateScope())
        {
            await scope.ServiceProvider.GetRequiredService<ApiClients>().NewSecret(account, TestContext.Current.CancellationToken);
        }

        using var caller = site.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.AskToken(account.Id.ToString(), old)).Status);
    }
}
