using System.Collections.Immutable;
using System.Globalization;
using Palermo.Law.Comparisons;
using Palermo.Law.Instruments;

namespace Palermo.Law.Renderings;

/// <summary>A comparison in words: a table of results, where the texts part with their own words, and since when.</summary>
public static class ComparisonWords
{
    public static ImmutableArray<Block> Of(Comparison comparison, string language)
    {
        var say = Phrasebook.For(language);
        var blocks = ImmutableArray.CreateBuilder<Block>();
        blocks.Add(new Heading(1, say.Say("compare.heading", comparison.Determinations.Length)));
        blocks.Add(new Grid(
            [say.Say("compare.instrument"), say.Say("compare.result"), say.Say("compare.lacking")],
            [.. comparison.Determinations.Select(d => ImmutableArray.Create(Title(d.Instrument, language), Reasons.Word(d, language), Reasons.Lacking(d, language)))]));
        foreach (var change in comparison.Changes)
        {
            blocks.Add(new Paragraph(say.Say(
                "compare.since",
                change.After.Instrument.ShortTitle.In(language),
                Reasons.Word(change.After, language),
                change.Since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Reasons.Word(change.Before, language))));
        }

        if (!comparison.Differences.IsEmpty)
        {
            blocks.Add(new Heading(2, say.Say("compare.differs")));
            foreach (var difference in comparison.Differences)
            {
                blocks.Add(new Heading(3, $"{Title(difference.First.Instrument, language)} / {Title(difference.Second.Instrument, language)}"));
                blocks.Add(new Bullets([.. difference.Words.Select(w => Words(w, language))]));
            }
        }

        blocks.Add(new Paragraph(say.Say("advice")));
        return blocks.ToImmutable();
    }

    /// <summary>One side's deciding words; quoted only when they are the text's own.</summary>
    public static string Words(DifferingWords words, string language)
    {
        var say = Phrasebook.For(language);
        var quoted = words.Instrument.Text.Kind == TextKind.Restatement ? $"{words.Words} ({say.Say("restated")})" : $"“{words.Words}”";
        return say.Say("compare.words", Title(words.Instrument, language), words.At, say.Say("mark." + words.Value), quoted);
    }

    /// <summary>The short title, with the year of the version where the title does not say it.</summary>
    public static string Title(InstrumentVersion instrument, string language)
    {
        var title = instrument.ShortTitle.In(language);
        return instrument.Version.All(char.IsAsciiDigit) && !title.Contains(instrument.Version, StringComparison.Ordinal) ? $"{title} ({instrument.Version})" : title;
    }
}
