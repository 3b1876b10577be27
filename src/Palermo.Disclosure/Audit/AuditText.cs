using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Palermo.Disclosure.Microdata;
using Palermo.Disclosure.Tables;

namespace Palermo.Disclosure.Audit;

/// <summary>The audit in plain words. Counts only.</summary>
public static class AuditText
{
    public static string Write(ReleaseAudit audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        var text = new StringBuilder();
        foreach (var file in audit.Files)
        {
            Line(text, $"{file.File}  (sha256 {file.Sha256[..16]}...)");
            if (file.Table is { } table)
            {
                Table(text, table);
            }

            if (file.Records is { } records)
            {
                Records(text, records);
            }
        }

        if (audit.Differencing is { } d)
        {
            Line(text, $"The releases together: {Many(d.SharedCells, "cell", "cells")} in more than one, {d.Revised} revised, {d.HiddenHereShownThere} hidden in one and printed in another,");
            Line(text, $"  {d.SmallDifferences} differ by a small count, {Many(d.RecoveredOnlyJointly, "hidden cell falls", "hidden cells fall")} only when the releases are held together.");
        }

        TimeOver(text, audit);
        Line(text, $"{(audit.HasFindings ? "Do not publish as it stands." : !audit.Complete ? "Nothing found in the part that was searched; the audit is not complete, so do not publish on it." : "Nothing found by these methods; that is no proof against others.")}");
        return text.ToString();
    }

    /// <summary>The proof chain of a person's own tables, one line a cell.</summary>
    public static string Write(ImmutableArray<ChainLink> proof)
    {
        var text = new StringBuilder();
        foreach (var link in proof)
        {
            var known = string.Join(", ", link.Known.Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Cell} {k.Value}")));
            Line(text, link switch
            {
                { Relation: null } => $"  {link.Cell} = {link.Value}: the only value in every whole-number solution of its group",
                { Reason: SubtractionReason.OnlyOneHidden } => $"  {link.Cell} = {link.Value}: {link.Total?.Cell} {link.Total?.Value} less the others ({known}); {link.Relation}",
                { Reason: SubtractionReason.SumOfKnownParts } => $"  {link.Cell} = {link.Value}: the sum of its parts ({known}); {link.Relation}",
                { Reason: SubtractionReason.AllAtLeast } => $"  {link.Cell} = {link.Value}: {link.Total?.Cell} {link.Total?.Value} leaves the hidden parts no more than their least ({known}); {link.Relation}",
                _ => $"  {link.Cell} = {link.Value}: {link.Total?.Cell} {link.Total?.Value} needs the hidden parts all at their most ({known}); {link.Relation}",
            });
        }

        return text.ToString();
    }

    private static void TimeOver(StringBuilder text, ReleaseAudit audit)
    {
        if (audit.Complete)
        {
            return;
        }

        Line(text, $"The time limit of {audit.TimeLimit?.TotalSeconds:0.###} s was over before the search was. Not searched:");
        foreach (var u in audit.Unsearched)
        {
            Line(text, $"  {(u.File.Length > 0 ? u.File : "the releases together")}: {u.Step switch
            {
                AuditStep.Reading => "the file was not read to its end; nothing in it was searched",
                AuditStep.Relations => "relations were not looked for; no hidden cell was searched",
                AuditStep.Records => "the records were read; classes, homogeneity and unique combinations were not counted to the end",
                AuditStep.Differencing when u.Groups is null => "what they give away together was not searched",
                _ => string.Create(CultureInfo.InvariantCulture, $"{Many(u.Groups ?? 0, "group", "groups")} with {Many(u.HiddenCells ?? 0, "hidden cell was", "hidden cells were")} not begun, and {Many(u.UndecidedCells ?? 0, "hidden cell of others is", "hidden cells of others are")} not settled; the counts above are of the rest, and more may fall"),
            }}.");
        }

        Line(text, $"  Give more time with --time-limit SECONDS, or audit parts of the table.");
    }

    private static void Marks(StringBuilder text, AuditReport t)
    {
        foreach (var m in t.Marks.Take(MarksShown))
        {
            var range = m.State != CellState.Hidden ? "says nothing" : m.High is { } high ? string.Create(CultureInfo.InvariantCulture, $"hides a count from {m.Low} to {high}") : string.Create(CultureInfo.InvariantCulture, $"hides a count of {m.Low} or more");
            Line(text, $"  {(m.Mark.Length == 0 ? "a blank cell" : "'" + m.Mark + "'")} {range}: {Many(m.Rows, "row", "rows")}{(m.Mark.Length > 0 ? "" : m.State == CellState.Hidden ? " (--blank missing reads it as no count)" : " (--blank hidden reads it as a hidden count)")}");
        }

        if (t.Marks.Length > MarksShown)
        {
            Line(text, $"  and {Many(t.Marks.Length - MarksShown, "more mark", "more marks")}");
        }
    }

    private const int MarksShown = 12;

    /// <summary>A number with the words that go with it.</summary>
    private static string Many(long n, string one, string more) => string.Create(CultureInfo.InvariantCulture, $"{n} {(n == 1 ? one : more)}");

    private static void Table(StringBuilder text, AuditReport t)
    {
        Line(text, $"  {t.Shape}: {Many(t.Cells, "cell", "cells")} ({Many(t.AmbiguousCells, "more occurs several times and is", "more occur several times and are")} left out), {t.HiddenCells} hidden.");
        Marks(text, t);
        if (t.UnreadableCells > 0)
        {
            Line(text, $"  {Many(t.UnreadableCells, "cell is neither a count nor a known mark and takes", "cells are neither a count nor a known mark and take")} part in nothing.");
        }

        foreach (var relation in t.Relations)
        {
            Line(text, $"  relation {(relation.Used ? "used    " : "not used")} {relation.Name}: {Many(relation.Instances, "time", "times")}; fully shown {relation.FullyShown}, holds {relation.Hold}, parts exceed {relation.PartsExceed}, fall short {relation.PartsFallShort}");
        }

        if (t.NegativeCells > 0)
        {
            Line(text, $"  {Many(t.NegativeCells, "cell prints", "cells print")} a negative count, which no count can be; nothing is claimed in {(t.NegativeCells == 1 ? "its group" : "their groups")}.");
        }

        Line(text, $"  {Many(t.ContradictoryGroups, "group contradicts itself", "groups contradict themselves")}; nothing is claimed about the {Many(t.HiddenCellsInContradictoryGroups, "hidden cell", "hidden cells")} inside.");
        Line(text, $"  {Many(t.RecoveredCells, "hidden cell has", "hidden cells have")} one possible value ({t.RecoveredBySubtraction} by subtraction alone); {Many(t.NarrowedCells, "more is", "more are")} narrowed.");
        if (t.SmallCellsShown > 0)
        {
            Line(text, $"  {Many(t.SmallCellsShown, "cell prints a count from 1 to 4 as it is", "cells print a count from 1 to 4 as it is")}; {Many(t.SinglesShown, "of them is", "of them are")} one person.");
        }

        foreach (var (dimension, counts) in t.RecoveredBy.Where(b => b.Value.Count > 0))
        {
            Line(text, $"  recovered by {dimension}: {string.Join("; ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value}")))}");
        }

        if (t.UndecidedCells > 0)
        {
            Line(text, $"  {Many(t.UndecidedCells, "hidden cell is", "hidden cells are")} not settled: the bounds are outer bounds, and more may fall.");
        }
    }

    private static void Records(StringBuilder text, RecordsReport records)
    {
        Line(text, $"  {Many(records.Rows, "record", "records")}");
        foreach (var k in records.ByColumns)
        {
            Line(text, $"  {Short(k)}: {Many(k.Classes, "class", "classes")}, smallest {k.Min}, {k.ClassesBelow} below {k.K} ({Many(k.RecordsBelow, "record", "records")})");
        }

        foreach (var a in records.Attributes)
        {
            Line(text, $"  {a.Sensitive}: l {a.DistinctL} (entropy {a.EntropyL:F2}), t {a.T:F2}, {Many(a.HomogeneousClasses, "class holds", "classes hold")} one value only ({Many(a.RecordsInHomogeneous, "record", "records")})");
        }

        if (records.Uniques is { } u)
        {
            Line(text, $"  {Many(u.RecordsWithUnique, "record is", "records are")} unique on some combination of up to {Many(u.MaximumSize, "column", "columns")}; minimal ones by size: {string.Join(", ", u.MinimalUniqueBySize)}");
        }
    }

    private static string Short(KAnonymity k) =>
        k.Columns.Length <= 7 ? string.Join(", ", k.Columns) : $"{string.Join(", ", k.Columns.Take(6))} and {k.Columns.Length - 6} more";

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
