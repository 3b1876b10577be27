using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Palermo.Web.Accounts;

namespace Palermo.Web.Tests.Accounts;

/// <summary>
/// A sign-in that fails tells nobody why, in time either: an unknown name, a wrong password, a disabled account and one without a
/// password each cost one hash of the same price. Counted, not timed.
/// </summary>
public sealed class SamePathTests
{
    [Fact]
    public async Task EveryFailedSignIn_CostsTheSame()
    {
        await using var site = new CountingSite();
        var wrong = await site.AddAccount(["caseworker"], password: "seven grey herons wade", authenticator: Totp.NewKey());
        var disabled = await site.AddAccount(["caseworker"], password: "seven grey herons wade", authenticator: Totp.NewKey());
        var byPasskey = await site.AddAccount(["caseworker"]);
        await site.Change(a => a.Users.Single(x => x.Id == disabled.Id).Disabled = true);

        // The first sign-in of the server's life makes the hash that stands in for a missing one.
        await FailAsync(site, "somebody-before");
        List<string> costs = [];
        foreach (var name in new[] { "nobody-of-that-name", wrong.UserName!, "another-nobody", disabled.UserName!, byPasskey.UserName!, "a-third-nobody" })
        {
            costs.Add(await FailAsync(site, name));
        }

        Assert.All(costs, cost => Assert.Equal(costs[0], cost));
        Assert.StartsWith("v1 function 2 rounds ", costs[0], StringComparison.Ordinal);
    }

    private static async Task<string> FailAsync(CountingSite site, string name)
    {
        using var browser = site.Browser();
        var page = await browser.Get("/en/sign-in");
        site.Hashes.Clear();
        var refused = await browser.Submit(page, "/en/sign-in", ("name", name), ("password", "not the password at all"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        return string.Join(' ', site.Hashes);
    }

    /// <summary>Counts what the framework's hasher is asked, and at what price.</summary>
    private sealed class CountingSite : StaffSite
    {
        public List<string> Hashes { get; } = [];

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services.AddScoped<IPasswordHasher<Account>>(s => new Counting(s.GetRequiredService<IOptions<PasswordHasherOptions>>(), Hashes)));
        }
    }

    private sealed class Counting(IOptions<PasswordHasherOptions> options, List<string> hashes) : PasswordHasher<Account>(options)
    {
        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            // Version 3 of the format: one byte of version, then the function and the number of rounds, four bytes each.
            var bytes = Convert.FromBase64String(hashedPassword);
            hashes.Add($"v{bytes[0]} function {BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1))} rounds {BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5))}");
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }

        public override string HashPassword(Account user, string password)
        {
            hashes.Add("hashed");
            return base.HashPassword(user, password);
        }
    }
}
