using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Palermo.Casework.Storage;
using Palermo.Web.House;
using Palermo.Web.Security;

namespace Palermo.Web.Accounts;

public static class AccountServices
{
    /// <summary>Registers accounts and sessions for the deployment that the settings describe.</summary>
    public static void AddAccounts(this WebApplicationBuilder builder, string dataFolder)
    {
        var services = builder.Services;
        // Read when first needed: tests and hosts may still add settings.
        services.AddSingleton(s => Deployment.Of(s.GetRequiredService<IConfiguration>()));
        services.AddSingleton(new DataFolder(dataFolder));
        services.AddDesk();
        services.AddSingleton(_ => RoleRights.Load(Path.Combine(dataFolder, "access", "rights.json")));
        services.AddSingleton(s => new KnownPasswords(KnownPasswords.Shipped(dataFolder), s.GetRequiredService<IConfiguration>()["Accounts:KnownPasswords"]));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SlowDown>();
        // Before whatever wants the database or its keys.
        services.AddHostedService<AccountsStart>();
        services.AddDbContext<SqliteAccountsContext>((s, o) => o.UseSqlite(s.GetRequiredService<Deployment>().SqliteConnection, x => x.MigrationsHistoryTable(AccountsContext.MigrationsTable)).AddInterceptors(new SqliteManners()));
        services.AddDbContext<PostgresAccountsContext>((s, o) => o.UseNpgsql(s.GetRequiredService<Deployment>().Connection, x => x.MigrationsHistoryTable(AccountsContext.MigrationsTable)));
        services.AddScoped<AccountsContext>(s => s.GetRequiredService<Deployment>().Connection is null ? s.GetRequiredService<SqliteAccountsContext>() : s.GetRequiredService<PostgresAccountsContext>());
        services.AddIdentityCore<Account>(identity =>
        {
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            identity.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@+";
            identity.Password = new PasswordOptions { RequiredLength = PasswordRules.Shortest, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false, RequiredUniqueChars = 1 };
        }).AddEntityFrameworkStores<AccountsContext>();
        services.AddScoped<IPasswordValidator<Account>, PasswordRules>();
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = 210_000);
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<IConfiguration>((passkey, settings) =>
        {
            passkey.ServerDomain = settings["Accounts:PasskeyDomain"];
            passkey.ValidateOrigin = context => PasskeyOrigin.Check(context, passkey.ServerDomain);
            passkey.UserVerificationRequirement = "required";
            passkey.ResidentKeyRequirement = "required";
        });
        services.AddScoped<Sessions>().AddScoped<Steps>().AddScoped<Authenticators>().AddScoped<Invitations>().AddScoped<Passkeys>().AddScoped<Colleagues>().AddSingleton<SecurityLog>().AddScoped<LocalSignIn>();
        services.AddAuthentication(SessionHandler.Name).AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.Name, null);
        services.AddDataProtection().SetApplicationName("Palermo");
        services.AddOptions<KeyManagementOptions>().Configure<Deployment, IServiceProvider, ILoggerFactory>((keys, deployment, provider, log) =>
        {
            keys.XmlRepository = deployment.IsOpen ? new EntityFrameworkCoreXmlRepository<AccountsContext>(provider, log) : new ForgottenKeys();
            keys.XmlEncryptor = deployment.IsOpen ? new KeySeal(provider) : new NullXmlEncryptor();
        });
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "__Host-palermo-form";
            o.Cookie.Path = "/";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.FormFieldName = "form-token";
            o.HeaderName = null;
        });
    }
}
