namespace Palermo.Disclosure.Protection;

/// <summary>Finds the cheapest move for a cell, when hiding a cell costs what <c>price</c> says (0 for cells hidden already).</summary>
internal sealed class MoveSearch(CountTree table, MoveSpace space, long floor)
{
    private readonly MoveSpace.Factor[] chosen = new MoveSpace.Factor[table.Dimensions.Length];

    /// <summary>Moves looked at so far: the measure of work, so that limits do not depend on the machine.</summary>
    public long Looked { get; private set; }

    /// <summary>A found move: its parts, its price, and how far it reaches up and down.</summary>
    internal sealed record Found(MoveSpace.Factor[] Factors, double Price, long Up, long Down);

    /// <summary>
    /// The cheapest move that takes <paramref name="cell"/> up by at least <paramref name="up"/>, down by at least <paramref name="down"/>
    /// and over at least <paramref name="width"/>; null when there is none. An infinite price forbids a cell.
    /// </summary>
    public Found? Cheapest(int cell, MoveSpace.Factor[][] factors, double[] price, long up, long down, long width)
    {
        Found? best = null;
        Descend(0);
        return best;

        void Descend(int dimension)
        {
            if (dimension == chosen.Length)
            {
                Looked++;
                if (space.KeepsTotal(chosen) && Judge(price, best?.Price ?? double.PositiveInfinity, up, down, width, out var cost, out var rises, out var falls))
                {
                    best = new Found((MoveSpace.Factor[])chosen.Clone(), cost, rises, falls);
                }

                return;
            }

            foreach (var factor in factors[dimension])
            {
                chosen[dimension] = factor;
                Descend(dimension + 1);
                if (best is { Price: 0 })
                {
                    return;
                }
            }
        }
    }

    private bool Judge(double[] price, double limit, long up, long down, long width, out double cost, out long forward, out long backward)
    {
        cost = 0;
        forward = backward = width;
        return Walk(0, 0, true, price, limit, up, down, width, ref cost, ref forward, ref backward);
    }

    private bool Walk(int dimension, int offset, bool rises, double[] price, double limit, long up, long down, long width, ref double cost, ref long forward, ref long backward)
    {
        if (dimension == chosen.Length)
        {
            cost += price[offset];
            if (cost >= limit)
            {
                return false;
            }

            var room = Math.Max(0, table.Counts[offset] - floor);
            if (rises)
            {
                backward = Math.Min(backward, room);
            }
            else
            {
                forward = Math.Min(forward, room);
            }

            return forward >= up && backward >= down && forward + backward >= width;
        }

        var factor = chosen[dimension];
        for (var i = 0; i < factor.Offsets.Length; i++)
        {
            if (!Walk(dimension + 1, offset + factor.Offsets[i], rises == i < factor.Rising, price, limit, up, down, width, ref cost, ref forward, ref backward))
            {
                return false;
            }
        }

        return true;
    }
}
