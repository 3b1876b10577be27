namespace Palermo.Disclosure.Protection;

/// <summary>When a count may not be printed.</summary>
/// <param name="Threshold">Counts from 1 to this minus one are primary.</param>
/// <param name="GroupDisclosure">A margin whose people all stand in one part tells everyone's category: the part and the margin's other parts are primary.</param>
/// <param name="Complement">A part that leaves fewer than the threshold of its margin outside: the rest is as exposed as a small cell.</param>
/// <param name="HideZeros">Whether zeros may be used as cover; a structural zero never hides anything and is always printed.</param>
public sealed record PrimaryRules(int Threshold = 5, bool GroupDisclosure = true, bool Complement = false, bool HideZeros = true)
{
    /// <summary>The primary cells of a table.</summary>
    public bool[] Apply(CountTree table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var primary = new bool[table.Counts.Length];
        for (var c = 0; c < primary.Length; c++)
        {
            primary[c] = table.Counts[c] > 0 && table.Counts[c] < Threshold;
        }

        foreach (var (total, parts) in table.Equations)
        {
            var sum = table.Counts[total];
            if (sum <= 0 || parts.Length < 2)
            {
                continue;
            }

            foreach (var part in parts)
            {
                var rest = sum - table.Counts[part];
                if ((GroupDisclosure && rest == 0) || (Complement && rest > 0 && rest < Threshold))
                {
                    primary[part] = true;
                }
            }
        }

        return primary;
    }
}
