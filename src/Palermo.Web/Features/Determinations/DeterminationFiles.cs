using System.Globalization;
using Palermo.Statistics.Determinations;
using Palermo.Statistics.Tables;
using Palermo.Web.Datasets;

namespace Palermo.Web.Features.Determinations;

/// <summary>The tables of an answer as they are downloaded: the same as the page shows, with what they rest on.</summary>
public static class DeterminationFiles
{
    public static StatTable[] Tables(DeterminationAnswer answer)
    {
        string[] notes =
        [
            "Facts were set by the mapping " + string.Join("; ", answer.Provenance.Mappings) + "; nobody has weighed them.",
            string.Create(CultureInfo.InvariantCulture, $"Counts below {answer.Protection.Threshold} are not told from none and stand as suppressed; every count carries noise of at most {answer.Protection.Noise}, the same for the same people in every table, so parts need not add up to their total."),
            .. answer.Dataset.IsSample ? ["Made-up sample: nobody in it exists."] : (string[])[],
        ];
        var questions = answer.Missing.Select(m => m.Question).ToList();
        return
        [
            DeterminationTables.Results(answer.Texts, (t, c) => answer.Result(answer.Texts.IndexOf(t), c), answer.Provenance, [.. notes]),
            .. answer.Between.Select((_, i) => DeterminationTables.Between(answer.Texts[0], answer.Texts[i + 1], (r, c) => answer.Pair(i, r, c), answer.Provenance, [.. notes])),
            DeterminationTables.Missing(answer.Texts[0], questions, (q, s) => answer.Lacking(questions.IndexOf(q), s), answer.Provenance, [.. notes]),
        ];
    }
}
