using System.Text.RegularExpressions;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Tests.Law;

/// <summary>The same facts under many texts, from <c>probes.tsv</c>: what each text yields, and that every departure from the matrix says why.</summary>
public sealed class ProbeMatrixTests
{
    private static readonly string[][] Lines =
    [
        .. File.ReadLines(Path.Combine(SharedData.Repository, "tests", "Palermo.Tests", "Law", "probes.tsv"))
            .Where(l => l.Length > 0 && l[0] != '#')
            .Select(l => l.Split('\t')),
    ];

    private static readonly Dictionary<string, string[]> Matrix = Lines.Where(l => l[0] == "matrix").ToDictionary(l => l[1], l => l[2..], StringComparer.Ordinal);

    public static TheoryData<string, string> Rows => [.. Lines.Where(l => l[0] == "row").Select(l => (l[1], l[3]))];

    /// <summary>The probes as fact vectors; own atoms are left open.</summary>
    public static IReadOnlyList<FactVector> Probes { get; } = [.. Lines.Where(l => l[0] == "vector").Select(l => Vector(l[2], l[3]))];

    [Fact]
    public void Probes_AreFifteen() => Assert.Equal(15, Probes.Count);

    [Fact]
    public void Probes_EveryVerifiedDefinitionHasARow()
    {
        var rows = Lines.Where(l => l[0] == "row").SelectMany(l => l[1].Split('|')).ToHashSet(StringComparer.Ordinal);
        Assert.Equal([], Laws.Library.Definitions.Where(d => d.IsVerified).Select(d => d.Key).Except(rows, StringComparer.Ordinal));
        Assert.Equal([], rows.Except(Laws.Library.Versions.Select(v => v.Key), StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Probes_UnderAText_GiveItsRow(string key, string own)
    {
        var row = Lines.Single(l => l[0] == "row" && l[1] == key && l[3] == own);
        var actual = Probes.Select(p => Cell(key, own, p)).ToList();
        var expected = row[4..19];

        Assert.True(expected.SequenceEqual(actual), $"{key} ({own})\nexpected {string.Join('\t', expected)}\nactual   {string.Join('\t', actual)}");
        if (Matrix.TryGetValue(row[2], out var matrix))
        {
            var named = Regex.Matches(row[19], @"\bP\d+\b", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
            Assert.Equal([], Enumerable.Range(0, 15).Where(i => matrix[i] != expected[i]).Select(i => $"P{i + 1}").Where(p => !named.Contains(p)));
        }
    }

    [Fact]
    public void Probes_NoTextDecidesAgainstTheMatrix()
    {
        // Open where the matrix decides is a fact to be found; met where it says not met, or the reverse, is an encoding error.
        var against =
            from line in Lines
            where line[0] == "row" && Matrix.ContainsKey(line[2]) && line[3] is "open" or "closed"
            from i in Enumerable.Range(0, 15)
            where (line[4 + i], Matrix[line[2]][i]) is ("T", "F") or ("F", "T")
            select $"{line[1]} ({line[3]}) P{i + 1}";

        Assert.Equal(Lines.Where(l => l[0] == "against").Select(l => l[1]), against);
    }

    private static string Cell(string keys, string own, FactVector probe)
    {
        var result = keys.Split('|').Aggregate(Truth.False, (sum, key) => sum | Result(Laws.Library.Find(key)!, own, probe));
        return result.IsTrue ? "T" : result.IsFalse ? "F" : "?";
    }

    private static Truth Result(InstrumentVersion instrument, string own, FactVector probe)
    {
        var holds = own is "open" or "closed" ? [] : own.Split(' ');
        foreach (var atom in instrument.Atoms.Where(a => own != "open" && a.Own is not null && a.IsVerified))
        {
            // What the facts settle is not excluded by hand.
            if (!holds.Contains(atom.LocalId, StringComparer.Ordinal) && atom.Expression.Evaluate(probe.True, probe.False).IsKnown)
            {
                continue;
            }

            probe = probe.With(atom.Own!.Value, holds.Contains(atom.LocalId, StringComparer.Ordinal));
        }

        return instrument.Evaluator.Evaluate(instrument.Definition, probe);
    }

    private static FactVector Vector(string holds, string open)
    {
        var vocabulary = Laws.Library.Vocabulary;
        var yes = Bits(holds);
        return new FactVector(yes, ((1UL << vocabulary.Facts.Length) - 1) & ~yes & ~Bits(open));

        ulong Bits(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(0UL, (sum, n) => sum | 1UL << vocabulary[n].Index);
    }
}
