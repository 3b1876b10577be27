namespace Palermo.Tests.Disclosure.Audit;

/// <summary>An independent oracle: tries every assignment of the hidden cells, nothing clever.</summary>
internal static class Enumerator
{
    /// <summary>The set of values each hidden cell takes over all solutions; null when there is none.</summary>
    public static SortedSet<long>[]? Solve((long Low, long High)[] hidden, IReadOnlyList<(int[] Plus, int[] Minus, long Constant)> equations)
    {
        var seen = hidden.Select(_ => new SortedSet<long>()).ToArray();
        var value = hidden.Select(h => h.Low).ToArray();
        var any = false;
        while (true)
        {
            var holds = true;
            foreach (var (plus, minus, constant) in equations)
            {
                long sum = 0;
                foreach (var p in plus)
                {
                    sum += value[p];
                }

                foreach (var m in minus)
                {
                    sum -= value[m];
                }

                if (sum != constant)
                {
                    holds = false;
                    break;
                }
            }

            if (holds)
            {
                any = true;
                for (var i = 0; i < value.Length; i++)
                {
                    seen[i].Add(value[i]);
                }
            }

            var at = 0;
            while (at < value.Length && value[at] == hidden[at].High)
            {
                value[at] = hidden[at].Low;
                at++;
            }

            if (at == value.Length)
            {
                return any ? seen : null;
            }

            value[at]++;
        }
    }
}
