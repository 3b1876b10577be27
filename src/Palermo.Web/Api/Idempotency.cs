using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Palermo.Web.Accounts;
using Palermo.Web.Security;

namespace Palermo.Web.Api;

/// <summary>
/// A request that changes something names itself (<c>Idempotency-Key</c>): sent twice, it is done once and answered twice. The key
/// is kept for a day. A server that stopped between the deed and its answer says so instead of doing it again.
/// </summary>
public sealed class Idempotency(AccountsContext accounts, TimeProvider clock)
{
    public const string Header = "Idempotency-Key";

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <param name="body">What was sent; the same key with another body is another request.</param>
    /// <param name="work">Does the work and gives the answer: its status, its address and its JSON, in which nothing names a person.</param>
    public async Task<IResult> Once(HttpContext context, string body, Func<Task<(int Status, string? Location, string Json)>> work)
    {
        var cancel = context.RequestAborted;
        if (context.Request.Headers[Header].ToString() is not { Length: >= 8 and <= 200 } key)
        {
            return ApiProblem.Of(StatusCodes.Status400BadRequest, "key-missing", $"Send {Header}: 8 to 200 characters that no other request of yours has.");
        }

        var account = context.User.AccountId() ?? Guid.Empty;
        var now = clock.GetUtcNow();
        await accounts.Answers.Where(a => a.At < now - Kept).ExecuteDeleteAsync(cancel);
        var (keyHash, request) = (Secrets.Hash(key), SHA256.HashData(Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}\n{body}")));
        if (await Known(account, keyHash, cancel) is { } known)
        {
            return Again(known, request, context);
        }

        var answer = new ApiAnswer { Id = Secrets.NewId(), AccountId = account, KeyHash = keyHash, Request = request, At = now };
        accounts.Answers.Add(answer);
        try
        {
            await accounts.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            accounts.Entry(answer).State = EntityState.Detached;
            return await Known(account, keyHash, cancel) is { } faster ? Again(faster, request, context) : throw new InvalidOperationException("an idempotency key could not be stored");
        }

        try
        {
            (answer.Status, answer.Location, answer.Json) = await work();
        }
        catch
        {
            // Nothing was done, so the same key may try again.
            await accounts.Answers.Where(a => a.Id == answer.Id).ExecuteDeleteAsync(CancellationToken.None);
            throw;
        }

        await accounts.SaveChangesAsync(CancellationToken.None);
        return Answer(answer, context);
    }

    private Task<ApiAnswer?> Known(Guid account, byte[] key, CancellationToken cancel) => accounts.Answers.AsNoTracking().SingleOrDefaultAsync(a => a.AccountId == account && a.KeyHash == key, cancel);

    private static IResult Again(ApiAnswer known, byte[] request, HttpContext context) => known switch
    {
        _ when !known.Request.AsSpan().SequenceEqual(request) => ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, "key-reused", $"This {Header} belongs to another request. Send a new one."),
        { Status: null } => ApiProblem.Of(StatusCodes.Status409Conflict, "under-way", "A request of this key is under way, or the server stopped before it could answer. Read the case to see whether it was done."),
        _ => Answer(known, context),
    };

    private static IResult Answer(ApiAnswer answer, HttpContext context)
    {
        if (answer.Location is { } location)
        {
            context.Response.Headers.Location = location;
        }

        return Results.Text(answer.Json, "application/json; charset=utf-8", Encoding.UTF8, answer.Status);
    }
}
