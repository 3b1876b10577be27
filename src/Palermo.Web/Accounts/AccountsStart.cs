using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Storage;
using Palermo.Web.House;
using Palermo.Web.Security;

namespace Palermo.Web.Accounts;

/// <summary>Before the first request: opens the case files, brings the database of the accounts up to date, and makes the first account possible.</summary>
public sealed class AccountsStart(IServiceScopeFactory scopes, Deployment deployment, CaseHouse house, DataFolder data, RoleRights rights, TimeProvider clock, ILogger<AccountsStart> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!deployment.IsOpen)
        {
            return;
        }

        await house.Open(data.Path, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<AccountsContext>();
        await Upgrade.RunAsync(accounts, cancellationToken);
        if (deployment.IsDemonstration)
        {
            await Console.Error.WriteLineAsync("Demonstration: every case is invented, the key was made for this run and is forgotten with it, and anyone may sign in as anyone. Enter nothing real.");
            await Demonstration.Fill(accounts, house, data, rights, clock, cancellationToken);
        }
        else if (!await accounts.Users.AnyAsync(a => a.Kind == AccountKind.Person && !a.Disabled && a.PasswordHash != null, cancellationToken))
        {
            await InviteFirst(scope.ServiceProvider, accounts, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (deployment.IsDemonstration && Directory.Exists(deployment.Folder))
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            try
            {
                Directory.Delete(deployment.Folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // A second stop at the same moment was quicker: the folder goes either way.
            }
        }

        return Task.CompletedTask;
    }

    private async Task InviteFirst(IServiceProvider services, AccountsContext accounts, CancellationToken cancel)
    {
        var first = await accounts.Users.FirstOrDefaultAsync(a => a.NormalizedUserName == "ADMINISTRATOR", cancel);
        if (first is null)
        {
            first = new Account { Id = Secrets.NewId(), UserName = "administrator", NormalizedUserName = "ADMINISTRATOR", DisplayName = "Administrator", Kind = AccountKind.Person, CreatedAt = clock.GetUtcNow(), SecurityStamp = Secrets.NewToken() };
            first.Roles.AddRange(rights.Roles.Where(r => rights.Of(r).Contains(Right.ManageAccounts)));
            accounts.Users.Add(first);
            await accounts.SaveChangesAsync(cancel);
        }

        var code = await services.GetRequiredService<Invitations>().Invite(first.Id, Guid.Empty, cancel);
        // To the terminal of whoever started the server and nowhere else: a log travels.
        await Console.Error.WriteLineAsync($"No account exists yet. Open /en/join and enter this code within {Invitations.Life.TotalHours:0} hours: {code}");
        NoAccount(log, null);
    }

    private static readonly Action<ILogger, Exception?> NoAccount = LoggerMessage.Define(LogLevel.Warning, new EventId(1, "NoAccount"), "No account exists; the code for the first one was written to standard error.");
}
