using Palermo.Records.Crosswalks;
using Palermo.Records.Dialects;

namespace Palermo.Records.Conversions;

/// <summary>
/// A mapping compiled for one direction: rows of one dialect to rows of another. A row is, for every column of its dialect,
/// the codes recorded there; null means not recorded.
/// </summary>
internal sealed class Translation
{
    private readonly Dictionary<string, Step[]>?[] steps;
    private readonly (int Target, Func<string, string?> Form)[][] copies;
    private readonly bool[] isList;
    private readonly bool[] isNamed;

    private Translation(Dialect from, Dialect to, Dictionary<string, Step[]>?[] steps, (int, Func<string, string?>)[][] copies, bool[] isNamed)
    {
        this.isNamed = isNamed;
        From = from;
        To = to;
        this.steps = steps;
        this.copies = copies;
        isList = [.. to.Columns.Select(c => c.Kind == "list")];
    }

    public Dialect From { get; }

    public Dialect To { get; }

    public static Translation In(RecordMapping mapping, Dialect theirs, Dialect ours) => Build(theirs, ours,
        mapping.Rows.Where(r => r.Direction != Direction.Out).Select(r => (r.Column, r.Value, r.Ours, r.OurValue, r)),
        mapping.Copies.Select(c => (c.Column, c.Ours, Form(c.Form, toOurs: true))),
        mapping.Copies.Where(c => c.Form == CopyForm.Name).Select(c => c.Column));

    public static Translation Out(RecordMapping mapping, Dialect ours, Dialect theirs) => Build(ours, theirs,
        mapping.Rows.Where(r => r.Direction != Direction.In).Select(r => (r.Ours, r.OurValue, r.Column, r.Value, r)),
        mapping.Copies.Select(c => (c.Ours, c.Column, Form(c.Form, toOurs: false))),
        []);

    public string[]?[] Row(string[]?[] row)
    {
        var result = new string[]?[To.Columns.Length];
        var firm = new bool[result.Length];
        for (var c = 0; c < row.Length; c++)
        {
            if (row[c] is not { } codes)
            {
                continue;
            }

            foreach (var (target, form) in copies[c])
            {
                if (result[target] is null && form(codes[0]) is { } copied)
                {
                    result[target] = [copied];
                }
            }

            foreach (var code in codes)
            {
                foreach (var step in steps[c]?.GetValueOrDefault(code) ?? [])
                {
                    Put(result, firm, step);
                }
            }
        }

        return result;
    }

    /// <summary>The steps that a value takes; none when the target has no word for it.</summary>
    public IReadOnlyList<Step> Steps(int column, string code) => steps[column]?.GetValueOrDefault(code) ?? [];

    /// <summary>Whether the column's texts are names of countries that become codes.</summary>
    public bool NamesCountries(int column) => isNamed[column];

    public bool Copies(int column) => copies[column].Length > 0;

    // A column that holds one value keeps a "yes" before a "no", else the first: a composite is 1 if any of its parts is.
    private void Put(string[]?[] result, bool[] firm, Step step)
    {
        var positive = step.Row.OurValue != "false";
        ref var cell = ref result[step.Target];
        if (isList[step.Target])
        {
            cell = cell is null ? [step.Code] : cell.Contains(step.Code) ? cell : [.. cell, step.Code];
        }
        else if (cell is null || (positive && !firm[step.Target]))
        {
            cell = [step.Code];
            firm[step.Target] = positive;
        }
    }

    private static Translation Build(Dialect from, Dialect to, IEnumerable<(string Column, string Code, string Target, string TargetCode, MappingRow Row)> rows, IEnumerable<(string Column, string Target, Func<string, string?> Form)> copied, IEnumerable<string> named)
    {
        var all = rows.ToLookup(r => r.Column, StringComparer.Ordinal);
        var copyOf = copied.ToLookup(c => c.Column, StringComparer.Ordinal);
        var targets = to.Columns.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i, StringComparer.Ordinal);
        var compiled = from.Columns.Select(c => all.Contains(c.Name)
            ? all[c.Name].GroupBy(r => r.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.OrderBy(r => r.Row.Direction).Select(r => new Step(targets[r.Target], r.TargetCode, r.Row)).ToArray(), StringComparer.Ordinal)
            : null).ToArray();
        var passed = from.Columns.Select(c => copyOf[c.Name].Select(x => (targets[x.Target], x.Form)).ToArray()).ToArray();
        var names = named.ToHashSet(StringComparer.Ordinal);
        return new Translation(from, to, compiled, passed, [.. from.Columns.Select(c => names.Contains(c.Name))]);
    }

    private static string First(string value) => value.Split(';', 2)[0].Trim();

    private static Func<string, string?> Form(CopyForm form, bool toOurs) => form switch
    {
        CopyForm.Alpha3 when toOurs => CountryForm.ToAlpha2,
        CopyForm.Alpha3 => static value => CountryForm.ToAlpha3(First(value)),
        CopyForm.Name when toOurs => CountryForm.FromName,
        CopyForm.Alpha2 when !toOurs => First,
        _ => static value => value,
    };
}

/// <summary>One value into one column of the target.</summary>
internal sealed record Step(int Target, string Code, MappingRow Row)
{
    public bool IsJudged => Row.Relation != Relation.Exact;
}
