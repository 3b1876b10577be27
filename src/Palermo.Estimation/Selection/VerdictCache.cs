namespace Palermo.Estimation.Selection;

/// <summary>
/// What is known about models with the same terms at minus infinity (and so the same histories kept): a property that fails for
/// a model fails for every larger one, and one that holds, holds for every smaller one.
/// </summary>
internal sealed class VerdictCache
{
    private readonly Dictionary<ulong, (List<ulong> Failing, List<ulong> Holding)> _known = [];

    public bool? Known(ulong minusInfinity, ulong model)
    {
        if (!_known.TryGetValue(minusInfinity, out var lists))
        {
            return null;
        }

        foreach (var smaller in lists.Failing)
        {
            if ((smaller & ~model) == 0)
            {
                return false;
            }
        }

        foreach (var larger in lists.Holding)
        {
            if ((model & ~larger) == 0)
            {
                return true;
            }
        }

        return null;
    }

    public void Remember(ulong minusInfinity, ulong model, bool holds)
    {
        if (!_known.TryGetValue(minusInfinity, out var lists))
        {
            _known[minusInfinity] = lists = ([], []);
        }

        if (holds)
        {
            lists.Holding.RemoveAll(m => (m & ~model) == 0);
            lists.Holding.Add(model);
        }
        else
        {
            lists.Failing.RemoveAll(m => (model & ~m) == 0);
            lists.Failing.Add(model);
        }
    }
}
