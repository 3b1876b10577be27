using System.Globalization;
using Palermo.Disclosure.Noise;
using Palermo.Disclosure.Protection;
using Palermo.Disclosure.Synthesis;

namespace Palermo.Tests.Disclosure.Synthesis;

/// <summary>
/// What k-anonymous rows of few columns tell beside a table with holes of the same people. This is no protection that holds, it is one that is missing:
/// the statement says so in every language (0141), and it must go on saying so for as long as this attack works.
/// </summary>
public sealed class KAnonymousBesideTablesTests
{
    [Fact]
    public void RowsBesideATableWithHoles_TellWhatItWithholds()
    {
        const int k = 10;
        var bits = new SeededBits(41);
        var domain = new Domain([new("sex", ["F", "M", "X"]), new("from", [.. Enumerable.Range(0, 8).Select(i => "c" + i.ToString(CultureInfo.InvariantCulture))]), new("threats", ["1"])], []);
        var codes = new List<ushort>();
        for (var i = 0; i < 6_000; i++)
        {
            codes.Add((ushort)(bits.Below(60) == 0 ? 3 : 1 + (int)bits.Below(2)));
            codes.Add((ushort)(1 + ((int)bits.Below(8) * (int)bits.Below(8) / 8)));
            codes.Add((ushort)(bits.Below(2) == 0 ? 1 : 0));
        }

        var people = new PersonRows(domain.Width, [.. codes]);
        var tree = CountTree.Build([Hierarchy.Flat("sex", domain.Columns[0].Labels), Hierarchy.Flat("from", domain.Columns[1].Labels)], at => Fitting(people, at[0], at[1]));
        var table = SecondarySuppression.Protect(tree, new PrimaryRules(), new ProtectionLevel(), TestContext.Current.CancellationToken);
        Assert.True(Publication.MayBeWritten(table, new ProtectionLevel(), stop: TestContext.Current.CancellationToken));
        var made = KAnonymousSynthesizer.Build(people, domain, k, 7, TestContext.Current.CancellationToken);
        Assert.Equal(people.Count, made.Count);

        int hidden = 0, near = 0, exact = 0;
        var from = domain.Columns[1].Labels.Length + 1;
        for (var cell = 0; cell < table.Hidden.Length; cell++)
        {
            if (table.Hidden[cell] && !table.Primary[cell])
            {
                var away = Math.Abs(Fitting(made, cell / from, cell % from) - tree.Counts[cell]);
                (hidden, near, exact) = (hidden + 1, near + (away <= 2 ? 1 : 0), exact + (away == 0 ? 1 : 0));
            }
        }

        TestContext.Current.SendDiagnosticMessage($"of {hidden} counts withheld as cover the rows give {exact} exactly and {near} to within two");
        Assert.True(hidden > 3 && near > hidden / 2, $"of {hidden} counts withheld as cover the rows give {near} to within two: if the attack no longer works the statement may say less");
    }

    private static long Fitting(PersonRows rows, int sex, int from) => Enumerable.Range(0, rows.Count).Count(r => (sex == 0 || rows[r][0] == sex) && (from == 0 || rows[r][1] == from));
}
