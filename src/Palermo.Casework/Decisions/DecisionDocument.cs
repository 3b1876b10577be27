using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Palermo.Casework.Processes;
using Palermo.Law.Cases;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Renderings;

namespace Palermo.Casework.Decisions;

/// <summary>
/// The decision in words: particulars, what the findings establish in the words of the proof, the authority's reasons with
/// the evidence they cite, the variants of the account, what was missing, and what the person can do. It names nobody; the
/// letter that carries it does.
/// </summary>
public static class DecisionDocument
{
    public static ImmutableArray<Block> Blocks(DecisionContent content, string contentHash, ProcessDefinition process, InstrumentLibrary library, string language)
    {
        var say = DecisionPhrases.For(language);
        var determination = content.Replay(library);
        var step = process.Decisions.First(d => d.Id == content.Step);
        var outcome = step.Find(content.Outcome)!;
        var page = ImmutableArray.CreateBuilder<Block>();
        page.Add(new Heading(1, say.Say("title", step.Label.In(language), outcome.Label.In(language))));
        page.Add(new Grid(
            [say.Say("particular"), say.Say("value")],
            [
                [say.Say("case"), content.Reference],
                [say.Say("authority"), content.Office],
                [say.Say("day"), content.DecidedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
                [say.Say("text"), determination.Instrument.ShortTitle.In(language) + " (" + content.Instrument + ")"],
                [say.Say("standard"), Phrasebook.For(language).Say("standard." + content.Standard)],
                [say.Say("outcome"), outcome.Label.In(language)],
            ]));
        page.Add(new Heading(2, say.Say("establish")));
        page.AddRange(Lower(Reasons.Page(determination, language)));
        AddReasons(page, content, say);
        AddEvidence(page, content, say);
        AddVariants(page, content, determination, say, language);
        if (!content.Missing.IsEmpty)
        {
            page.Add(new Heading(2, say.Say("missing")));
            page.Add(new Paragraph(say.Say("missing.words")));
            page.Add(new Bullets([.. content.Missing.Select(a => Reasons.Name(a, determination.Instrument, language))]));
        }

        page.Add(new Heading(2, say.Say("next")));
        page.Add(new Paragraph(say.Say(outcome.Carried == Carried.Met ? "next.positive" : "next.negative")));
        page.Add(new Heading(2, say.Say("record")));
        page.Add(new Paragraph(say.Say("record.words", contentHash, content.InputHash[..16], content.InstrumentHash[..16])));
        return page.ToImmutable();
    }

    /// <summary>A page of its own, without script, style from elsewhere or anything that loads.</summary>
    public static string Html(DecisionContent content, string contentHash, ProcessDefinition process, InstrumentLibrary library, string language)
    {
        var say = DecisionPhrases.For(language);
        var blocks = Blocks(content, contentHash, process, library, language);
        var title = WebUtility.HtmlEncode(((Heading)blocks[0]).Words);
        return $"""
            <!DOCTYPE html>
            <html lang="{say.Language}" dir="{(say.IsRightToLeft ? "rtl" : "ltr")}">
            <head><meta charset="utf-8"><title>{title}</title></head>
            <body>
            <main>
            {BlockWriter.Html(blocks)}</main>
            </body>
            </html>

            """;
    }

    private static void AddReasons(ImmutableArray<Block>.Builder page, DecisionContent content, DecisionPhrases say)
    {
        page.Add(new Heading(2, say.Say("reasons")));
        foreach (var reason in content.Reasons)
        {
            page.Add(new Heading(3, say.Say("element." + reason.Element)));
            page.Add(new Paragraph(Written(reason.Words, say)));
            if (!reason.Evidence.IsDefaultOrEmpty)
            {
                page.Add(new Paragraph(say.Say("cites", string.Join(", ", reason.Evidence))));
            }
        }

        if (content.Departure is { } departure)
        {
            page.Add(new Heading(3, say.Say("departure")));
            page.Add(new Paragraph(Written(departure, say)));
        }

        if (content.SecondReader is not null)
        {
            page.Add(new Paragraph(say.Say("second_reader")));
        }
    }

    private static void AddEvidence(ImmutableArray<Block>.Builder page, DecisionContent content, DecisionPhrases say)
    {
        page.Add(new Heading(2, say.Say("evidence")));
        page.Add(content.Evidence.IsEmpty
            ? new Paragraph(say.Say("evidence.none"))
            : new Grid(
                [say.Say("key"), say.Say("kind"), say.Say("what"), say.Say("obtained")],
                [.. content.Evidence.Select(e => ImmutableArray.Create(e.Key, say.Say("kind." + e.Kind), Written(e.Description ?? "", say), e.ObtainedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? say.Say("not_recorded")))]));
    }

    private static void AddVariants(ImmutableArray<Block>.Builder page, DecisionContent content, Determination determination, DecisionPhrases say, string language)
    {
        if (content.Variants.IsEmpty)
        {
            return;
        }

        page.Add(new Heading(2, say.Say("variants")));
        page.Add(new Paragraph(say.Say("variants.words")));
        page.Add(new Bullets([.. content.Variants.Select(v => Reasons.Name(v.Code, determination.Instrument, language) + ": " + string.Join("; ", v.Answers))]));
    }

    /// <summary>What a person wrote, in whatever script; among words from right to left it keeps its own direction.</summary>
    private static string Written(string words, DecisionPhrases say) => say.IsRightToLeft && words.Length > 0 ? "\u2068" + words + "\u2069" : words;

    /// <summary>The proof's page keeps its words and steps down below this document's own headings.</summary>
    private static IEnumerable<Block> Lower(IEnumerable<Block> blocks) =>
        blocks.Select(b => b is Heading heading ? heading with { Level = Math.Min(heading.Level + 2, 6) } : b);
}
