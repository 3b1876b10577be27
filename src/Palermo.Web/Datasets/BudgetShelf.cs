using System.Collections.Immutable;
using System.Globalization;
using Palermo.Disclosure.Privacy;
using Palermo.Disclosure.Release;

namespace Palermo.Web.Datasets;

/// <summary>
/// The privacy budgets of the datasets: a ledger each, and a chain of requests to open or raise one. Whether a request was granted is
/// told by the ledger alone, which names it: a grant that was cut off is repeated without raising twice.
/// </summary>
public sealed class BudgetShelf(string folder)
{
    // Smaller releases than the one asked for have thresholds of their own: so many fit into a grant.
    private const int Thresholds = 10;

    private readonly Lock _turn = new();

    private BudgetRequests Requests { get; } = new(Path.Combine(folder, "requests.jsonl"));

    /// <summary>The ledger of a dataset; null while nobody opened one.</summary>
    /// <exception cref="BudgetException">Its chain is broken.</exception>
    public BudgetLedger? Find(string dataset)
    {
        lock (_turn)
        {
            return File.Exists(Of(dataset)) ? BudgetLedger.Read(Of(dataset)) : null;
        }
    }

    /// <summary>The ledger of a dataset, to be charged.</summary>
    /// <exception cref="BudgetException">There is none, or its chain is broken.</exception>
    public BudgetLedger Open(string dataset) => Find(dataset) ?? throw new BudgetException("no privacy budget is open for this dataset; two people open one");

    /// <summary>The requests of a dataset, newest first.</summary>
    public ImmutableArray<StandingRequest> Asked(string dataset)
    {
        lock (_turn)
        {
            return [.. Standing().Where(r => r.Request.Dataset == dataset)];
        }
    }

    /// <summary>Those of all datasets that wait for a second person, newest first.</summary>
    public ImmutableArray<StandingRequest> Waiting()
    {
        lock (_turn)
        {
            return [.. Standing().Where(r => r.State == RequestState.Waiting)];
        }
    }

    /// <summary>Asks for enough to make one more release at this epsilon; opens the budget when there is none.</summary>
    /// <exception cref="BudgetException">A request of this dataset waits already.</exception>
    public BudgetRequest Ask(string dataset, double epsilon, BudgetReason reason, string? note, string person, DateOnly date)
    {
        lock (_turn)
        {
            if (Standing().Any(r => r.Request.Dataset == dataset && r.State == RequestState.Waiting))
            {
                throw new BudgetException("a request for this dataset waits for its second person already");
            }

            return Requests.Ask(dataset, epsilon, reason, note, person, date);
        }
    }

    /// <summary>Grants a request: the ledger is opened or raised and both people stand in it.</summary>
    /// <exception cref="BudgetException">There is no such waiting request, or the person asked for it.</exception>
    public void Grant(string id, string person, DateOnly date)
    {
        lock (_turn)
        {
            var request = Must(id);
            if (string.Equals(request.Person, person.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                throw new BudgetException("whoever asks for budget does not grant it: a second person must");
            }

            var (rho, threshold) = ReleasePlan.Price(request.Epsilon);
            var delta = Thresholds * threshold;
            ImmutableArray<string> people = [request.Person, person.Trim()];
            if (File.Exists(Of(request.Dataset)))
            {
                BudgetLedger.Read(Of(request.Dataset)).RaiseOnce(request.Id, rho, delta, date, people);
            }
            else
            {
                Directory.CreateDirectory(folder);
                BudgetLedger.Open(Of(request.Dataset), rho, delta, date, people, request.Id);
            }
        }
    }

    /// <summary>Declines a request, or takes one's own back: nothing is raised.</summary>
    /// <exception cref="BudgetException">There is no such waiting request.</exception>
    public void Decline(string id, string person, DateOnly date)
    {
        lock (_turn)
        {
            Requests.Decline(Must(id), person, date);
        }
    }

    private BudgetRequest Must(string id) => Standing().FirstOrDefault(r => r.Request.Id == id && r.State == RequestState.Waiting)?.Request ?? throw new BudgetException("there is no such request that waits; look at the page again");

    private List<StandingRequest> Standing()
    {
        var granted = new Dictionary<string, BudgetLedger?>(StringComparer.Ordinal);
        var standing = new List<StandingRequest>();
        foreach (var (request, declined) in Requests.Read())
        {
            if (!granted.TryGetValue(request.Dataset, out var ledger))
            {
                granted[request.Dataset] = ledger = File.Exists(Of(request.Dataset)) ? BudgetLedger.Read(Of(request.Dataset)) : null;
            }

            standing.Insert(0, new StandingRequest(request, ledger?.Has("raise", request.Id) == true || ledger?.Has("open", request.Id) == true ? RequestState.Granted : declined is null ? RequestState.Waiting : RequestState.Declined));
        }

        return standing;
    }

    // Names of datasets are letters, digits, dots, dashes and underscores.
    private string Of(string dataset) => dataset.Length is > 0 and <= 64 && dataset[0] != '.' && dataset.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        ? Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{dataset}.ledger"))
        : throw new BudgetException("a dataset of this name has no budget: rename it with letters, digits, dots, dashes and underscores");
}
