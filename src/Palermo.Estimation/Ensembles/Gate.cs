using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Palermo.Estimation.Histories;

namespace Palermo.Estimation.Ensembles;

/// <summary>What the gate found: refusals of everything, refusals of a quotable headline, and cautions.</summary>
public sealed record GateResult(ImmutableArray<Refusal> Refusals, ImmutableArray<Refusal> HeadlineRefusals, ImmutableArray<string> Cautions)
{
    /// <summary>No method may answer.</summary>
    public bool Closed => !Refusals.IsEmpty;
}

/// <summary>The gate before any estimate: enough lists, people shared between them, lists connected through shared people.</summary>
public static class Gate
{
    /// <summary>Above this many lists nothing but bounds is estimated: overlaps of so many lists are almost all empty.</summary>
    public const int MostLists = 10;

    /// <summary>The caution where there is little to go by.</summary>
    public const string FewShared = "Fewer than 20 people are on more than one list; every answer rests on them.";

    public static GateResult Check(CaptureTable table)
    {
        var all = ImmutableArray.CreateBuilder<Refusal>();
        var headline = ImmutableArray.CreateBuilder<Refusal>();
        var cautions = ImmutableArray.CreateBuilder<string>();
        if (table.Observed == 0)
        {
            all.Add(new Refusal("all", "no-cases", "nobody was observed on any list, so there is nothing to estimate from", "check that the file holds counts"));
            return new GateResult(all.ToImmutable(), [], []);
        }

        var empty = Enumerable.Range(0, table.ListCount).Where(j => table.SeenOnAll(1 << j) == 0).Select(j => table.Lists[j]).ToArray();
        if (empty.Length > 0)
        {
            all.Add(new Refusal("all", "empty-list", $"nobody is on {Names(empty)}, so it says nothing about anyone", "leave the list out and run again"));
        }

        if (table.ListCount < 3)
        {
            all.Add(new Refusal("all", "two-lists", Invariant($"{table.ListCount} lists: with fewer than three the overlap cannot tell independent lists from lists that share or avoid the same people, and any population size fits"), "bring in a third list that found its people in another way"));
        }

        if (table.ListCount > MostLists)
        {
            all.Add(new Refusal("all", "too-many-lists", Invariant($"{table.ListCount} lists have {table.CellCount - 1} possible histories for {table.Observed} people; at most {MostLists} lists are estimated"), "merge lists that report to one another, or leave out the smallest, and record the decision"));
        }

        if (all.Count == 0)
        {
            CheckOverlaps(table, all, headline, cautions);
        }

        return new GateResult(all.ToImmutable(), headline.ToImmutable(), cautions.ToImmutable());
    }

    private static void CheckOverlaps(CaptureTable table, ImmutableArray<Refusal>.Builder all, ImmutableArray<Refusal>.Builder headline, ImmutableArray<string>.Builder cautions)
    {
        var shared = table.Observed - table.SeenExactly(1);
        if (shared == 0)
        {
            all.Add(new Refusal("all", "no-overlap", "no two lists share anyone, so nothing says how much of the population the lists miss", "check that the same people carry the same identity on every list; without shared people there is no estimate"));
            return;
        }

        var components = Components(table);
        var linked = components.Where(c => BitOperations.PopCount((uint)c) > 1).ToArray();
        if (linked.Length > 1)
        {
            var groups = "the lists fall into groups that share nobody: " + string.Join("; ", linked.Select(c => Names(c, table))) + ", so each group may cover another population";
            if (linked.All(c => BitOperations.PopCount((uint)c) < 3))
            {
                all.Add(new Refusal("all", "disconnected", groups + ", and none has the three lists an estimate of its own would need", "bring in a list that reaches both"));
                return;
            }

            headline.Add(new Refusal("headline", "disconnected", groups + "; answers below hold only if they do not", "estimate each group on its own, or bring in a list that reaches both"));
        }

        foreach (var alone in components.Where(c => BitOperations.PopCount((uint)c) == 1))
        {
            headline.Add(new Refusal("headline", "disconnected", $"{Names(alone, table)} shares nobody with any other list, so it may cover another population; answers below hold only if it does not", "leave the list out and run again, or find out why nobody on it is known to the others"));
        }

        if (table.Counts.ToArray().Max() is var largest && largest > 0.98 * table.Observed)
        {
            all.Add(new Refusal("all", "one-cell", "more than 98 % of those observed have one and the same history; the answer would rest on the few others", "check the counts, and whether one list holds a register of a different kind"));
        }

        if (shared < 3)
        {
            all.Add(new Refusal("all", "few-shared", "fewer than 3 people are on more than one list", "nothing can be estimated from so few; bring in more years or lists"));
        }
        else if (shared < 5)
        {
            headline.Add(new Refusal("headline", "few-shared", "fewer than 5 people are on more than one list", "no figure should be published from so few; bring in more years or lists"));
        }
        else if (shared < 20)
        {
            cautions.Add(FewShared);
        }

        for (var i = 0; i < table.ListCount; i++)
        {
            for (var j = i + 1; j < table.ListCount; j++)
            {
                var pair = (1 << i) | (1 << j);
                var overlap = table.SeenOnAll(pair);
                if (overlap == table.SeenOnAll(1 << i) && overlap == table.SeenOnAll(1 << j))
                {
                    all.Add(new Refusal("all", "same-list", $"{table.Lists[i]} and {table.Lists[j]} hold exactly the same people, so they are one list twice", "leave one of them out and run again"));
                }
            }
        }
    }

    /// <summary>Groups of lists linked by shared people, as masks.</summary>
    private static List<int> Components(CaptureTable table)
    {
        var components = new List<int>();
        var left = (1 << table.ListCount) - 1;
        while (left != 0)
        {
            var group = left & -left;
            for (var before = 0; before != group;)
            {
                before = group;
                for (var h = 1; h < table.CellCount; h++)
                {
                    group |= table[h] > 0 && (h & group) != 0 ? h : 0;
                }
            }

            components.Add(group);
            left &= ~group;
        }

        return components;
    }

    private static string Names(int mask, CaptureTable table) =>
        Names([.. Enumerable.Range(0, table.ListCount).Where(j => ((mask >> j) & 1) == 1).Select(j => table.Lists[j])]);

    private static string Names(string[] lists) => lists.Length == 1 ? $"list {lists[0]}" : "lists " + string.Join(", ", lists);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
