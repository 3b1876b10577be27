using System.Collections.Immutable;
using Palermo.Disclosure.Gates;
using Palermo.Statistics.Reports;

namespace Palermo.Tests.Disclosure.Gates;

/// <summary>Whom the figures of flows count, said by origin and destination.</summary>
public sealed class ColumnWordsTests
{
    private const string Border = "same-country(destination|origin)";

    public static TheoryData<string, string, string> Figures => new()
    {
        { $"{Border}=Domestic destination=PL", "UA NG PL", "destination=PL origin=PL" },
        { $"{Border}=Cross-border destination=PL", "UA NG PL", "destination=PL origin=NG|UA" },
        { "corridors=any origin=UA", "UA NG PL", "destination=GB|PL origin=UA" },
        { "corridors=any from or to=PL origin=UA", "UA NG PL", "destination=PL origin=UA" },
        { "corridors=any from or to=PL origin=PL", "UA NG PL", "destination=GB origin=PL" },
        { $"{Border}=Cross-border from or to=UA destination=PL", "UA NG PL", "destination=PL origin=UA" },
        // No single columns say these.
        { $"{Border}=Domestic", "UA NG PL", $"{Border}=Domestic" },
        { $"{Border}= destination=PL", "UA NG PL", $"{Border}= destination=PL" },
        { $"{Border}=Domestic from or to=UA destination=PL", "UA NG PL", $"{Border}=Domestic destination=PL from or to=UA" },
        // One of several origins may be the destination.
        { $"{Border}=Domestic destination=PL", "UA;PL NG PL", $"{Border}=Domestic destination=PL" },
        // Nothing to be said otherwise.
        { "origin=UA destination=PL", "UA NG PL", "destination=PL origin=UA" },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void Figure_IsSaidByItsColumns(string figure, string origins, string expected)
    {
        var gate = new Gate(GateKey.Fresh(), new QuestionLedger());
        var cube = gate.Freeze("sample", "1", [new ReleasedColumn("origin", [.. origins.Split(' ')]), new ReleasedColumn("destination", ["PL", "GB"])], [1, 1], [1]);
        var cells = new LinkedCells();
        var people = Traits(figure);
        cells.Add(people, 1);
        // The border stands in some figure of every report of flows.
        cells.Add(Traits($"{Border}=Domestic"), 1);
        Assert.Equal(Said(Traits(expected)), Said(new ColumnWords(cube, cells).Of(people)));
    }

    private static IEnumerable<string> Said(ImmutableArray<Trait> people) => people.Select(t => t.Of + "=" + string.Join('|', t.Codes.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal);

    private static ImmutableArray<Trait> Traits(string figure) =>
        [.. figure.Replace("from or to", "from_or_to", StringComparison.Ordinal).Split(' ').Select(t => t.Split('=')).Select(t => new Trait(t[0].Replace('_', ' '), [.. t[1].Split('|')]))];
}
