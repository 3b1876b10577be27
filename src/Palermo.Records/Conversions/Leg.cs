using System.Collections.Frozen;
using Palermo.Records.Dialects;

namespace Palermo.Records.Conversions;

/// <summary>One half of a conversion, into or out of the record table, with its way back by which losses are measured.</summary>
internal sealed class Leg
{
    private readonly Translation forth;
    private readonly Translation back;
    private readonly bool[] isFree;
    private readonly FrozenSet<(int, string)> oneWayMerged;

    private Leg(Translation forth, Translation back)
    {
        this.forth = forth;
        this.back = back;
        isFree = [.. forth.From.Columns.Select(c => new ColumnReading(forth.From, c).Values.IsEmpty)];
        oneWayMerged = MergedOneWay().ToFrozenSet();
    }

    public static Leg In(RecordMapping mapping, Dialect theirs, Dialect ours) => new(Translation.In(mapping, theirs, ours), Translation.Out(mapping, ours, theirs));

    public static Leg Out(RecordMapping mapping, Dialect ours, Dialect theirs) => new(Translation.Out(mapping, ours, theirs), Translation.In(mapping, theirs, ours));

    public string[]?[] Row(string[]?[] row, LossReport losses)
    {
        var result = forth.Row(row);
        var again = back.Row(result);
        for (var c = 0; c < row.Length; c++)
        {
            foreach (var code in row[c] ?? [])
            {
                Judge(c, code, again[c], losses);
            }
        }

        return result;
    }

    private void Judge(int column, string code, string[]? again, LossReport losses)
    {
        var steps = forth.Steps(column, code);
        var shown = isFree[column] ? null : code;
        if (steps.Count == 0)
        {
            if (forth.NamesCountries(column))
            {
                JudgeCountry(code);
            }
            else if (again?.Contains(code) != true)
            {
                Add(forth.Copies(column) ? LossKind.Merged : LossKind.Dropped, Reason(column));
            }

            return;
        }

        var judged = steps.FirstOrDefault(s => s.IsJudged);
        var oneWay = steps.All(s => s.Row.Direction == Direction.In);
        if (oneWay ? oneWayMerged.Contains((column, code)) : again?.Contains(code) != true)
        {
            Add(LossKind.Merged, judged?.Row.Why ?? "another value of the row took the place, or several values become one");
        }
        else if (judged is not null)
        {
            Add(LossKind.Guessed, judged.Row.Why ?? "the two words do not mean quite the same");
        }

        if (steps.Count(s => s.Row.Direction != Direction.Out) > 1)
        {
            Add(LossKind.Split, "one value says several things");
        }

        void JudgeCountry(string text)
        {
            if (CountryForm.FromName(text) is null)
            {
                Add(LossKind.Dropped, "no country of today was read from it for certain; 'palermo check FILE --countries' lists such texts for review");
            }
            else if (CountryForm.Doubt(text) is { } doubt)
            {
                Add(LossKind.Guessed, doubt);
            }
        }

        void Add(LossKind kind, string why) => losses.Add(forth.From.Id, forth.To.Id, forth.From.Columns[column].Name, shown, kind, why);
    }

    private string Reason(int column) => forth.From.Columns[column].Kind switch
    {
        "text" => "names, places and free text are never carried",
        "id" => "the other dialect has no identifier",
        _ => forth.Copies(column) ? "the value has no form in the other dialect, or only the first of several is kept" : "the other dialect has no word for it",
    };

    // Where a mapping only reads, nothing can be converted back: two values are merged when they become one value of the record.
    private IEnumerable<(int, string)> MergedOneWay() =>
        from c in Enumerable.Range(0, forth.From.Columns.Length)
        from v in new ColumnReading(forth.From, forth.From.Columns[c]).Values
        let steps = forth.Steps(c, v.Code)
        where steps.Count > 0
        group (c, v.Code) by string.Join('\u001F', steps.Select(s => FormattableString.Invariant($"{s.Target}={s.Code}"))) into same
        where same.Skip(1).Any()
        from one in same
        select one;
}
