using Palermo.Law.Bulk;
using Palermo.Law.Facts;
using Palermo.Records.Dialects;
using Palermo.Records.Facts;
using Palermo.Statistics.Counts;

namespace Palermo.Statistics.Determinations;

/// <summary>The facts of coded records in the law's own vector, at standard "recorded": somebody wrote it down, nobody has found it.</summary>
public sealed class LawFacts
{
    private readonly CodedFacts facts;
    private readonly FactTranslator translator;
    private readonly FactGroup? assumed;

    private LawFacts(CodedFacts facts, FactTranslator translator, FactGroup? assumed) => (this.facts, this.translator, this.assumed) = (facts, translator, assumed);

    /// <summary>The mapping that set the facts, with its version and standard, and what was taken as given beside it.</summary>
    public string Mapping => facts.Crosswalk.Name + (assumed is null ? "" : ", an act taken as given");

    /// <summary>Binds the mapping of a dialect.</summary>
    /// <param name="dialect">The dialect of the records; it needs a crosswalk (<see cref="CodedFacts.Covers"/>).</param>
    /// <param name="columns">The columns in the order of the codes.</param>
    /// <param name="vocabulary">The law's facts.</param>
    /// <param name="assumeAct">Take an act as given wherever the record does not exclude it: most records of the field hold none. The results are conditional and say so.</param>
    public static LawFacts Of(Dialect dialect, IEnumerable<Dimension> columns, Vocabulary vocabulary, bool assumeAct)
    {
        var coded = CodedFacts.Of(dialect, columns.Select(c => new CodedColumn(c.Name, c.Codes, c.ListSeparator)));
        return new LawFacts(coded, new FactTranslator(coded.Crosswalk.Facts, vocabulary), assumeAct ? vocabulary.FindGroup("act_any") : null);
    }

    /// <summary>The vector of one record.</summary>
    public FactVector Of(ReadOnlySpan<ushort> codes)
    {
        var (t, f) = facts.Of(codes);
        var vector = translator.Translate(t, f);
        return assumed?.AssumedIn(vector) ?? vector;
    }

    /// <summary>A population as counts of distinct fact vectors.</summary>
    public VectorCounts Count(DistinctVectors records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var counts = new VectorCounts();
        var width = records.Dimensions.Length;
        for (var v = 0; v < records.Counts.Length; v++)
        {
            counts.Add(Of(records.Codes.AsSpan(v * width, width)), records.Counts[v]);
        }

        return counts;
    }
}
