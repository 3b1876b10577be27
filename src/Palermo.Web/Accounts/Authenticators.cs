using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Palermo.Web.Accounts;

/// <summary>Authenticator apps and recovery codes of the accounts.</summary>
public sealed class Authenticators(AccountsContext accounts, IDataProtectionProvider protection, TimeProvider clock)
{
    private const int Codes = 10;

    private readonly IDataProtector _seal = protection.CreateProtector("palermo.authenticator");

    public string Seal(byte[] key) => _seal.Protect(Convert.ToBase64String(key));

    public byte[] Open(string seal) => Convert.FromBase64String(_seal.Unprotect(seal));

    /// <summary>Sets the authenticator up once the person shows that the app gives its codes.</summary>
    public async Task<bool> SetUp(Account account, string seal, string code, CancellationToken cancel)
    {
        if (Totp.Accept(Open(seal), code, clock.GetUtcNow(), 0) is not { } step)
        {
            return false;
        }

        account.AuthenticatorKey = seal;
        account.AuthenticatorStep = step;
        account.HasSecondFactor = true;
        await accounts.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Whether a code is the authenticator's or an unused recovery code. Either works once, also when two requests bring it at the same moment.</summary>
    public async Task<bool> Accept(Account account, string code, CancellationToken cancel)
    {
        if (account.AuthenticatorKey is { } seal && Totp.Accept(Open(seal), code, clock.GetUtcNow(), account.AuthenticatorStep) is { } step)
        {
            return await accounts.Users.Where(a => a.Id == account.Id && a.AuthenticatorStep < step).ExecuteUpdateAsync(a => a.SetProperty(x => x.AuthenticatorStep, step), cancel) == 1;
        }

        var hash = Secrets.HashCode(code);
        return await accounts.RecoveryCodes.Where(c => c.AccountId == account.Id && c.CodeHash == hash).ExecuteDeleteAsync(cancel) == 1;
    }

    /// <summary>Ten new recovery codes; the old ones end. Shown once.</summary>
    public async Task<IReadOnlyList<string>> NewCodes(Guid account, CancellationToken cancel)
    {
        var codes = Enumerable.Range(0, Codes).Select(_ => Secrets.NewCode()).ToList();
        await accounts.RecoveryCodes.Where(c => c.AccountId == account).ExecuteDeleteAsync(cancel);
        accounts.RecoveryCodes.AddRange(codes.Select(c => new RecoveryCode { Id = Secrets.NewId(), AccountId = account, CodeHash = Secrets.HashCode(c) }));
        await accounts.SaveChangesAsync(cancel);
        return codes;
    }
}
