using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Palermo.Records.Dialects;

/// <summary>How a raw field was understood.</summary>
public enum Understood
{
    /// <summary>Empty, or a spelling of "not recorded".</summary>
    NotRecorded,

    /// <summary>One of the column's codes as the dialect spells it.</summary>
    Known,

    /// <summary>Another spelling of a code.</summary>
    Variant,

    /// <summary>Not a value of this column (for a list: at least one part is not).</summary>
    Unrecognised,
}

/// <summary>The codes that a raw field means; for a list the recognised parts in order.</summary>
public readonly record struct Meaning(Understood How, ImmutableArray<string> Codes);

/// <summary>Reads the raw fields of one column by the dialect's rules. Immutable, safe for several threads.</summary>
public sealed class ColumnReading
{
    private readonly FrozenDictionary<string, string> byExact;
    private readonly FrozenDictionary<string, string> byLoose;
    private readonly FrozenSet<string> missing;
    private readonly bool open;

    public ColumnReading(Dialect dialect, DialectColumn column)
    {
        Column = column;
        IsList = column.Kind == "list";
        Values = dialect.Kinds.TryGetValue(column.Kind, out var shared) ? shared : column.Values;
        open = column.Kind is "open" or "id" or "text";
        byExact = Values.ToFrozenDictionary(v => v.Code, v => v.Code, StringComparer.Ordinal);
        var loose = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in Values)
        {
            foreach (var spelling in value.Also.Prepend(value.Code))
            {
                loose.TryAdd(spelling, value.Code);
            }
        }

        byLoose = loose.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        missing = dialect.Missing.Concat(column.Missing).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    public DialectColumn Column { get; }

    public bool IsList { get; }

    /// <summary>The column's closed values; empty for an open column.</summary>
    public ImmutableArray<DialectValue> Values { get; }

    public Meaning Read(string raw)
    {
        var text = raw.Trim();
        if (text.Length == 0)
        {
            return new Meaning(Understood.NotRecorded, []);
        }

        return IsList ? ReadList(raw) : ReadOne(raw, text);
    }

    /// <summary>Whether a list's parts are joined by other marks than the column's separator.</summary>
    public bool IsJoinedOtherwise(string raw) =>
        IsList && (Column.Joiners.Any(j => raw.Contains(j, StringComparison.Ordinal))
            || (Column.OtherSeparators.Any(s => raw.Contains(s, StringComparison.Ordinal)) && ReadParts(raw, Column.Separator).How == Understood.Unrecognised && ReadList(raw).How != Understood.Unrecognised));

    private Meaning ReadOne(string raw, string text)
    {
        if (byExact.TryGetValue(raw, out var code))
        {
            return new Meaning(Understood.Known, [code]);
        }

        if (byLoose.TryGetValue(text, out code))
        {
            return new Meaning(Understood.Variant, [code]);
        }

        if (missing.Contains(text))
        {
            return new Meaning(Understood.NotRecorded, []);
        }

        return open ? new Meaning(Understood.Known, [text]) : new Meaning(Understood.Unrecognised, []);
    }

    private Meaning ReadList(string raw)
    {
        var meaning = ReadParts(raw, Column.Separator);
        foreach (var other in Column.OtherSeparators)
        {
            if (meaning.How != Understood.Unrecognised)
            {
                break;
            }

            var again = ReadParts(raw, other);
            meaning = again.How != Understood.Unrecognised ? again with { How = Understood.Variant } : meaning;
        }

        return meaning;
    }

    private Meaning ReadParts(string raw, string separator)
    {
        var how = Understood.NotRecorded;
        var codes = ImmutableArray.CreateBuilder<string>();
        foreach (var part in raw.Split([separator, .. Column.Joiners], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Trim().Length == 0)
            {
                continue;
            }

            // A space after the separator is the dialect's habit, not a variant.
            var one = ReadOne(part.TrimStart(), part.Trim());
            how = one.How > how ? one.How : how;
            foreach (var code in one.Codes)
            {
                if (!codes.Contains(code))
                {
                    codes.Add(code);
                }
            }
        }

        return new Meaning(how, codes.DrainToImmutable());
    }
}
