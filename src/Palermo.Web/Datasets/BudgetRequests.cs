using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Palermo.Disclosure.Chains;
using Palermo.Disclosure.Privacy;

namespace Palermo.Web.Datasets;

/// <summary>Why budget is asked for: a list, so that a record of it names no one.</summary>
public enum BudgetReason
{
    /// <summary>The first release of a dataset.</summary>
    FirstRelease = 1,

    /// <summary>A further year, or a version with further records.</summary>
    FurtherYear = 2,

    /// <summary>An error in an earlier release has to be put right.</summary>
    Correction = 3,

    /// <summary>Another question of public interest.</summary>
    PublicInterest = 4,

    /// <summary>A law or a court asks for it.</summary>
    LegalDuty = 5,
}

/// <summary>A request for budget.</summary>
/// <param name="Id">Names it in the ledger once it is granted.</param>
/// <param name="Dataset">Of which dataset.</param>
/// <param name="Epsilon">Enough for one release at this epsilon.</param>
/// <param name="Reason">Why.</param>
/// <param name="Note">Further words, or null.</param>
/// <param name="Person">Who asks.</param>
/// <param name="Date">The day.</param>
public sealed record BudgetRequest(string Id, string Dataset, double Epsilon, BudgetReason Reason, string? Note, string Person, DateOnly Date);

/// <summary>Where a request stands.</summary>
public enum RequestState
{
    Waiting = 1,
    Granted = 2,
    Declined = 3,
}

/// <summary>A request and where it stands.</summary>
public sealed record StandingRequest(BudgetRequest Request, RequestState State);

/// <summary>Requests for budget in a chain of lines that only grows, each with the hash of the line before. Used under its owner's lock.</summary>
internal sealed class BudgetRequests(string path)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private sealed record Declined(string Id, string Person, DateOnly Date);

    private sealed record Line(BudgetRequest? Asked, Declined? Declined, string Previous);

    /// <summary>Every request, oldest first, and who declined it.</summary>
    /// <exception cref="BudgetException">The chain is broken.</exception>
    public IReadOnlyList<(BudgetRequest Request, string? DeclinedBy)> Read()
    {
        var lines = Lines();
        var declined = lines.Select(l => l.Declined).OfType<Declined>().ToDictionary(d => d.Id, d => d.Person, StringComparer.Ordinal);
        return [.. lines.Select(l => l.Asked).OfType<BudgetRequest>().Select(r => (r, declined.GetValueOrDefault(r.Id)))];
    }

    public BudgetRequest Ask(string dataset, double epsilon, BudgetReason reason, string? note, string person, DateOnly date)
    {
        var request = new BudgetRequest("request-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), dataset, epsilon, reason, string.IsNullOrWhiteSpace(note) ? null : note.Trim(), person.Trim(), date);
        Append(new Line(request, null, ""));
        return request;
    }

    public void Decline(BudgetRequest request, string person, DateOnly date) => Append(new Line(null, new Declined(request.Id, person.Trim(), date), ""));

    private List<Line> Lines()
    {
        BudgetException Broken(int line) => new(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}, line {line}: the chain is broken; restore the file from its copy before anything is granted"));
        List<Line> lines = [.. ChainedLines.Read<Line>(ChainedLines.Of(path), Options, l => l.Previous, Broken)];
        return lines.FindIndex(l => (l.Asked is null) == (l.Declined is null)) is >= 0 and var at ? throw Broken(at + 1) : lines;
    }

    private void Append(Line line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ChainedLines.Append(path, Options, previous => line with { Previous = previous });
    }
}
