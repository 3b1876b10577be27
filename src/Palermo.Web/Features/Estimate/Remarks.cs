using System.Globalization;
using System.Text.RegularExpressions;
using Palermo.Estimation.ClosedForm;
using Palermo.Estimation.Ensembles;
using Palermo.Estimation.Histories;
using Palermo.Web.Localization;

namespace Palermo.Web.Features.Estimate;

/// <summary>What has to be known of a table and of single answers, in the page's language: in English the library's own sentences.</summary>
public static partial class Remarks
{
    /// <summary>Notes to one answer. Elsewhere than in English they are told by the numbers the answer is judged by.</summary>
    public static IEnumerable<string> Of(MethodEstimate answer, double observed, Texts texts)
    {
        var method = Sentences.Method(answer.Method, texts);
        return texts.Language == Language.English
            ? answer.Notes.Select(n => texts["estimate.note", method, n])
            : Keys(answer, observed).Select(n => texts["estimate.note", method, texts["estimate.note." + n.Key, n.Values]]);
    }

    private static IEnumerable<(string Key, object?[] Values)> Keys(MethodEstimate answer, double observed)
    {
        double Of(string diagnostic) => answer.Diagnostics.GetValueOrDefault(diagnostic, double.NaN);
        static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture);
        if (Math.Abs(Of("z0")) > 0.5)
        {
            yield return ("z0", ["\u2066" + Of("z0").ToString("0.00", CultureInfo.InvariantCulture) + "\u2069"]);
        }

        if (Of("replicatesWithoutEstimate") > 0)
        {
            yield return ("without", [Of("replicatesWithoutEstimate").ToString("0", CultureInfo.InvariantCulture)]);
        }

        if (answer.Method is "stepwise" or "bic" or "bic-order2" && double.IsNaN(Of("z0")))
        {
            yield return ("certain", []);
        }

        if (Of("coverage") < SampleCoverage.EnoughCoverage)
        {
            yield return ("coverage", [Percent(Of("coverage"))]);
        }

        if (Of("massAtGridEnd") * observed > 1e-3)
        {
            yield return ("grid", [Of("mostMissing").ToString("0", CultureInfo.InvariantCulture)]);
        }

        if (Of("saturated") > 0.5)
        {
            yield return ("saturated", [Percent(Of("saturated"))]);
        }

        if (Of("weightNearBest") < 0.7)
        {
            yield return ("disagree", []);
        }
    }

    /// <summary>A caution about the table; one that has no words of its own in the language stands as it is.</summary>
    public static string Caution(string caution, Texts texts)
    {
        var counted = Counted().Match(caution);
        var (words, count) = counted.Success ? (counted.Groups[1].Value, counted.Groups[2].Value) : (caution, "");
        var key = words == Gate.FewShared ? "few_shared" : words == PlainLanguage.WorkingOutput ? "working" : ReadingNotes.All.FirstOrDefault(n => n.Value == words).Key;
        return texts.Language == Language.English || key is null ? caution : texts["estimate.caution." + key, count.Replace("fewer than ", "< ", StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"^(.*): (\d+|fewer than \d+)$", RegexOptions.Singleline)]
    private static partial Regex Counted();
}
