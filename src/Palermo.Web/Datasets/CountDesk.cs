using System.Collections.Concurrent;
using System.Collections.Immutable;
using Palermo.Disclosure.Gates;
using Palermo.Statistics.Counts;

namespace Palermo.Web.Datasets;

/// <summary>
/// Asks the gate. Counts of records leave this folder as answers of the gate alone, whoever asks and whatever is made of them (page,
/// picture, file, answer to a program).
/// </summary>
public sealed class CountDesk(DatasetShelf shelf, Gate gate)
{
    /// <summary>Cells, totals included, that one table may have.</summary>
    public const int MostCells = 60_000;

    /// <summary>Frozen datasets kept in memory.</summary>
    private const int Kept = 6;

    private readonly ConcurrentDictionary<string, Lazy<FrozenCube>> _cubes = new(StringComparer.Ordinal);

    /// <summary>Asks for a table.</summary>
    /// <exception cref="CountsException">A column is not of the dataset, a value not of a column, or the table too large.</exception>
    public ProtectedTable Ask(TableQuestion question, CancellationToken cancel = default) => Ask(question, Audience.ResearchPartner, cancel);

    /// <summary>Asks for a table for an audience; its clearance says for whom.</summary>
    /// <exception cref="CountsException">As above.</exception>
    public ProtectedTable Ask(TableQuestion question, Audience audience, CancellationToken cancel = default)
    {
        var dataset = shelf.Find(question.Dataset) ?? throw Wrong(CountsErrorCode.Missing, "there is no such dataset", null, "It is not among those of this server.", "Choose one of the list.");
        foreach (var column in question.Where.Select(w => w.Column).Append(question.Rows).Concat(question.Columns is { } c ? [c] : []))
        {
            if (dataset.Find(column) is null)
            {
                throw Wrong(CountsErrorCode.UnknownColumn, "the dataset has no such column to ask for", column, "Identifiers and free text are never counted.", "Choose one of its columns.");
            }
        }

        if (question.Rows == question.Columns)
        {
            throw Wrong(CountsErrorCode.Query, "rows and columns are the same column", question.Rows, "The table would only repeat its diagonal.", "Choose another column, or none.");
        }

        // The cube reads every column it has in one go, so it comes before what reads one.
        var (cube, counts) = (Cube(dataset), shelf.CountsOf(dataset));
        if ((counts.Dimension(question.Rows).Size + 1L) * (question.Columns is { } across ? counts.Dimension(across).Size + 1L : 1) > MostCells)
        {
            throw Wrong(CountsErrorCode.TooManyCells, "the table is too large to be read", null, "Its columns have too many values together.", "Choose a column with fewer values, or filter.");
        }

        var by = question.Columns is null ? Question.Of(question.Rows) : Question.Of(question.Rows, question.Columns);
        // A filter on a column that is shown as well is a slice of it.
        var where = question.Where.Where(w => w.Column != question.Rows && w.Column != question.Columns).ToImmutableArray();
        try
        {
            var released = gate.Count(cube, by with { Where = where }, audience);
            return new(released, question, dataset, counts.Dimension(question.Rows), question.Columns is { } c ? counts.Dimension(c) : null, counts.Origin);
        }
        catch (GateRefusal e)
        {
            throw e.Reason switch
            {
                Refused.NoSuchValue => Wrong(CountsErrorCode.UnknownCode, "the column has no such value", null, "No record has it.", "Choose one of the list."),
                Refused.TooManyCells => Wrong(CountsErrorCode.TooManyCells, "the table is too large to be read", null, e.Message, "Choose a column with fewer values, or filter."),
                _ => Wrong(CountsErrorCode.Query, "the gate refuses the question", null, e.Message, "Ask for fewer columns at once."),
            };
        }
    }

    /// <summary>The values of a column that the gate shows: one that few people have is not told from one that nobody has.</summary>
    public ImmutableArray<string> Codes(DatasetInfo dataset, string column)
    {
        var answer = gate.Count(Cube(dataset), Question.Of(column), Audience.ResearchPartner);
        return [.. answer.Columns[0].Labels.Where((l, i) => l.Length > 0 && answer[i + 1].Number is not null)];
    }

    /// <summary>What exploring a dataset answers from; inside this folder alone.</summary>
    internal FrozenCube Cube(DatasetInfo dataset)
    {
        var key = dataset.Name + "@" + dataset.Version;
        if (_cubes.Count > Kept && !_cubes.ContainsKey(key))
        {
            _cubes.Clear();
        }

        return _cubes.GetOrAdd(key, _ => new Lazy<FrozenCube>(() => gate.Freeze(shelf.CountsOf(dataset).Vectors([.. dataset.Columns.Select(c => c.Name)])))).Value;
    }

    private static CountsException Wrong(CountsErrorCode code, string what, string? where, string why, string toDo) => new(new CountsError(code, what, where, why, toDo));
}
