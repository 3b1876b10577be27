using System.Collections.Immutable;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.National;

/// <summary>Makes a table's variables of the columns counted. Columns stay in the table, so that several variables may read one.</summary>
internal static class Variables
{
    /// <summary>What a column is called beside the variables, one of which may have the column's own name.</summary>
    public static string Raw(string column) => "column " + column;

    /// <summary>Adds a variable as a dimension, of counts whose columns are called <see cref="Raw"/>.</summary>
    public static CountTable Shape(CountTable counts, string variable, VariableRule rule, CodeList list, ReturnScope scope, ImmutableArray<Membership> union)
    {
        var into = new Dimension(variable, list.Codes) { IsOpen = list.Codes.IsEmpty };
        List<string> own = [];
        foreach (var column in rule.Needs)
        {
            var name = variable + "/" + column;
            counts = counts.Copy(Raw(column), name);
            own.Add(name);
        }

        if (!rule.Flags.IsEmpty)
        {
            return counts.Flags([.. rule.Needs.Zip(own, (flag, name) => (name, rule.Flags[flag]))], into, rule.Yes);
        }

        if (rule.Rule is not null)
        {
            return counts.Merge(own, into, texts => Derived(rule.Rule, texts, scope, union));
        }

        if (into.IsOpen)
        {
            var margin = counts.Margin(own[0]);
            into = new Dimension(variable, [.. counts[own[0]].Codes.Where((_, i) => margin[i + 1] > 0).Order(StringComparer.Ordinal)]) { IsOpen = true };
        }

        return counts[own[0]].ListSeparator is not null && !rule.Codes.IsEmpty
            ? counts.Members(own[0], into, p => rule.Codes.GetValueOrDefault(p))
            : counts.Recode(own[0], into, text => rule.Codes.IsEmpty ? into.Code(text) is null ? null : text : rule.Codes.GetValueOrDefault(text));
    }

    /// <summary>Records that have one of the codes of a variable; null when the rule cannot be asked so.</summary>
    public static Filter? Condition(VariableRule rule, ImmutableArray<string> codes)
    {
        if (!rule.Flags.IsEmpty)
        {
            return Filter.Either(rule.Flags.Where(f => codes.Contains(f.Value)).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => Filter.In(f.Key, rule.Yes)));
        }

        return rule.Column is null ? null
            : rule.Codes.IsEmpty ? Filter.In(rule.Column, codes)
            : Filter.In(rule.Column, rule.Codes.Where(c => codes.Contains(c.Value)).Select(c => c.Key).Order(StringComparer.Ordinal));
    }

    private static string? Derived(string rule, IReadOnlyList<string?> texts, ReturnScope scope, ImmutableArray<Membership> union)
    {
        // Several citizenships stand in one text, joined by semicolons.
        var citizenships = texts[0]?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (citizenships is null)
        {
            return null;
        }

        switch (rule)
        {
            case "same-country":
                return texts[1] is not { } country ? null : citizenships.Contains(country, StringComparer.Ordinal) ? "Domestic" : "Cross-border";
            case "reporting-country":
                // Membership of the last day of the year, where a year is asked.
                var day = new DateOnly(scope.Year ?? DateOnly.MaxValue.Year, 12, 31);
                return scope.Country is null ? null
                    : citizenships.Contains(scope.Country, StringComparer.Ordinal) ? "Reporting country"
                    : citizenships.Any(c => union.Any(m => m.Country == c && m.From <= day && (m.To is not { } to || to >= day))) ? "Other EU country" : "Non-EU country";
            default:
                throw new CountsException(new CountsError(CountsErrorCode.Definition, "a variable follows a rule that is not known", null, "Rules are same-country and reporting-country.", "Correct the file of variables."));
        }
    }
}
