using System.Collections.Immutable;
using System.Globalization;

namespace Palermo.Estimation.Ensembles;

/// <summary>What may and may not be said of an estimate, in sentences for people who are not statisticians.</summary>
public static class PlainLanguage
{
    /// <summary>The caution on what the command line writes.</summary>
    public const string WorkingOutput = "Working output for those who hold the data: the sizes of lists and of their overlaps are shown, small ones too. Take them out before this is passed on.";

    internal static ImmutableArray<string> MayBeSaid(TableSummary table, Headline? headline, HeterogeneityAlarm? alarm, ImmutableArray<AnswerCluster> clusters, ImmutableArray<MethodEstimate> answers)
    {
        var said = ImmutableArray.CreateBuilder<string>();
        said.Add(Text($"{table.Observed:N0} people were seen on at least one of {table.Lists.Length} lists; {table.Observed - table.SeenTimes[0]:N0} of them on more than one."));
        if (headline is null)
        {
            said.Add("How many were not seen cannot be said from these lists.");
            return said.ToImmutable();
        }

        said.Add(Text($"If the lists depend on one another no more than the models allow, and people are about equally findable, between {Round(headline.Low):N0} and {Round(headline.High):N0} people were in this situation, seen and unseen together."));
        said.Add(Text($"If what the models leave out made those unseen up to {headline.BandOdds:0} times fewer or more, the range would be {Round(headline.BandLow):N0} to {Round(headline.BandHigh):N0}."));
        if (Headlines.Reach(headline, answers) is var (least, most))
        {
            said.Add(Text($"The methods' own intervals, taken together, reach from {Round(least):N0} to {(double.IsFinite(most) ? Text($"{Round(most):N0}") : "no limit")}: wider than that range."));
        }

        if (alarm is { Level: not AlarmLevel.Quiet })
        {
            said.Add("The table shows signs that some people are harder to find than others. The range is then more likely too low than too high; quote the wider one.");
        }

        if (clusters.Length > 1)
        {
            said.Add(Text($"The methods give {clusters.Length} groups of answers, each resting on its own assumption; the data do not choose between them."));
        }

        return said.ToImmutable();
    }

    internal static ImmutableArray<string> MayNotBeSaid(Headline? headline, ImmutableArray<AnswerCluster> clusters, bool split)
    {
        var not = ImmutableArray.CreateBuilder<string>();
        not.Add("That any single figure is the number of victims: a point without its range and its assumption is not a finding.");
        if (headline is null)
        {
            not.Add("That the lists hold nearly everyone, or hardly anyone: neither follows.");
            return not.ToImmutable();
        }

        not.Add("That the range is certain to hold the truth: it is conditional on the assumptions printed with it, which these data cannot prove.");
        not.Add("That a change from an earlier figure is a change in the number of people, unless lists, definitions and method were the same.");
        if (split)
        {
            not.Add("That the parts are as certain as their intervals: each takes one model as true, and the range for all is wider.");
        }

        if (clusters.Length > 1)
        {
            not.Add("That the methods agree.");
        }

        return not.ToImmutable();
    }

    /// <summary>Two significant digits: more would claim to know more.</summary>
    public static double Round(double value)
    {
        if (!double.IsFinite(value) || value <= 0)
        {
            return value;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return Math.Round(value / unit, MidpointRounding.ToEven) * unit;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
