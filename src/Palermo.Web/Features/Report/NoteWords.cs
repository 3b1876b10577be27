using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Palermo.Statistics.Tables;
using Palermo.Web.Localization;
using Palermo.Web.Wording;

namespace Palermo.Web.Features.Report;

/// <summary>
/// What stands under a table, in the language of a report. A table says its notes in English, as its files do; here those that are ours
/// are known again and said in the report's words. A note that is not known stands in English and is named as that.
/// </summary>
public static class NoteWords
{
    private const string Prefix = "report.note.";

    /// <summary>The English notes as patterns: what the English words leave open is an argument.</summary>
    private static readonly Lazy<ImmutableArray<(string Key, Regex English)>> Known = new(() =>
    [
        .. Texts.In(Language.English).Keys.Where(k => k.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(k => (k, new Regex("^" + Regex.Replace(Regex.Escape(Texts.In(Language.English)[k]), @"\\\{\d}", "(.+?)") + "$", RegexOptions.Singleline, TimeSpan.FromSeconds(1)))),
    ]);

    public static Worded Note(this Texts texts, string note)
    {
        foreach (var (key, english) in texts.Language == Language.English ? [] : Known.Value)
        {
            if (texts.Has(key) && english.Match(note) is { Success: true } match)
            {
                return new(texts[key, [.. match.Groups.Values.Skip(1).Select(g => texts.Named(key, g.Value))]], null);
            }
        }

        return new(note, texts.Language == Language.English ? null : "en");
    }

    /// <summary>Where each figure comes from: definition, mapping, law, data hash and query; names and queries as they are written.</summary>
    public static string From(this Texts texts, StatTable table)
    {
        var p = table.Provenance;
        string Say(string key, string what) => texts["report.from." + key, texts.Figures(what)];
        return texts["report.from", string.Join(texts.Language == Language.Arabic ? "؛ " : "; ", (IEnumerable<string>)
        [
            .. p.Definitions.Select(d => Say("table", d)), .. p.Mappings.Select(m => Say("mapping", m)), .. p.Laws.Select(l => Say("law", l)),
            .. p.Origins.Select(o => texts.Figures(o.Name + (o.Sha256 is { } s ? " (SHA-256 " + s + ")" : ""))), .. p.Query.Length > 0 ? (IEnumerable<string>)[Say("query", p.Query)] : [],
            .. table.Source is { } shape ? (IEnumerable<string>)[Say("shape", shape)] : [],
        ])];
    }

    /// <summary>A variable or what is counted by its name, anything else as it is written.</summary>
    private static object Named(this Texts texts, string key, string argument) => key switch
    {
        Prefix + "variable" or Prefix + "which" when texts.Variable(argument) is { Language: null } variable => variable.Text,
        Prefix + "unit" when texts.Has("report.counted." + ReportWords.Slug(argument)) => texts["report.counted." + ReportWords.Slug(argument)],
        _ => texts.Figures(argument),
    };
}
