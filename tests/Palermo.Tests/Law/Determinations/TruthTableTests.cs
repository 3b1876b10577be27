using Palermo.Law.Determinations;
using Palermo.Law.Logic;
using Palermo.Tests.Law.Doctrine;

namespace Palermo.Tests.Law.Determinations;

/// <summary>All 81 states of the Protocol's four groups, written out.</summary>
public sealed class TruthTableTests
{
    /// <summary>
    /// Act, means, purpose, child: T true, F false, ? not known; then the result; then what is still to be asked, of act,
    /// means, purpose and child.
    /// </summary>
    private const string Table = """
        TTTT T -   TTTF T -   TTT? T -
        TTFT F -   TTFF F -   TTF? F -
        TT?T ? p   TT?F ? p   TT?? ? p
        TFTT T -   TFTF F -   TFT? ? c
        TFFT F -   TFFF F -   TFF? F -
        TF?T ? p   TF?F F -   TF?? ? pc
        T?TT T -   T?TF ? m   T?T? ? mc
        T?FT F -   T?FF F -   T?F? F -
        T??T ? p   T??F ? mp   T??? ? mpc
        FTTT F -   FTTF F -   FTT? F -
        FTFT F -   FTFF F -   FTF? F -
        FT?T F -   FT?F F -   FT?? F -
        FFTT F -   FFTF F -   FFT? F -
        FFFT F -   FFFF F -   FFF? F -
        FF?T F -   FF?F F -   FF?? F -
        F?TT F -   F?TF F -   F?T? F -
        F?FT F -   F?FF F -   F?F? F -
        F??T F -   F??F F -   F??? F -
        ?TTT ? a   ?TTF ? a   ?TT? ? a
        ?TFT F -   ?TFF F -   ?TF? F -
        ?T?T ? ap   ?T?F ? ap   ?T?? ? ap
        ?FTT ? a   ?FTF F -   ?FT? ? ac
        ?FFT F -   ?FFF F -   ?FF? F -
        ?F?T ? ap   ?F?F F -   ?F?? ? apc
        ??TT ? a   ??TF ? am   ??T? ? amc
        ??FT F -   ??FF F -   ??F? F -
        ???T ? ap   ???F ? amp   ???? ? ampc
        """;

    private static readonly string[][] Rows = [.. Table.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Chunk(3)];

    public static TheoryData<string, string, string> States => [.. Rows.Select(r => (r[0], r[1], r[2]))];

    [Fact]
    public void TruthTable_HasEveryStateOnce() => Assert.Equal(81, Rows.Select(r => r[0]).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [MemberData(nameof(States))]
    public void Determine_GroupState_GivesTheResultAndAsksWhatIsOpen(string state, string result, string asks)
    {
        var determination = Rules.Determine(Sign(state[0]) + "act_any", Sign(state[1]) + "means_any", Sign(state[2]) + "purpose_any", Sign(state[3]) + "under_18");

        Assert.Equal(Value(result[0]), determination.Result);
        Assert.Equal(Value(state[0]), determination.Act.Value);
        Assert.Equal(Value(state[1]), determination.Means.Value);
        Assert.Equal(Value(state[2]), determination.Purpose.Value);
        Assert.Equal(Value(state[3]), determination.Child);
        Assert.Equal(asks == "-" ? [] : asks.Select(Name).Order(StringComparer.Ordinal), determination.Open.Ranked.Select(q => q.Id).Order(StringComparer.Ordinal));
        if (asks.Length == 1 && asks != "-")
        {
            // One question left: its answers settle the case, one way each.
            Assert.Equal((Truth.True, Truth.False), (determination.Open.Ranked[0].IfYes, determination.Open.Ranked[0].IfNo));
        }

        if (result == "?")
        {
            Assert.NotEmpty(determination.Open.ToMet);
            Assert.NotEmpty(determination.Open.ToNotMet);
        }
    }

    private static char Sign(char value) => value == 'T' ? '+' : value == 'F' ? '-' : '?';

    private static Truth Value(char value) => value == 'T' ? Truth.True : value == 'F' ? Truth.False : Truth.Unknown;

    private static string Name(char group) => group switch { 'a' => "act", 'm' => "means", 'p' => "purpose", _ => "under_18" };
}
