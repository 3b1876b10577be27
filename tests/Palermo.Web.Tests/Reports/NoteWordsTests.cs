using System.Text.Json;
using Palermo.Web.Features.Report;
using Palermo.Web.Localization;
using Palermo.Web.Tests.Casework;

namespace Palermo.Web.Tests.Reports;

/// <summary>What stands under a table of the report is said in the language of the report.</summary>
public sealed class NoteWordsTests
{
    [Theory]
    [InlineData("fr")]
    [InlineData("es")]
    [InlineData("ar")]
    [InlineData("ru")]
    [InlineData("zh")]
    public void EveryNote_OfThePacksAndOfTheirFilling_IsSaidInTheReportsLanguage(string tag)
    {
        var texts = Texts.In(Language.FindReport(tag)!);
        string[] filled =
        [
            "No variables are defined for the dialect 'ctdc-63': every cell is blank.", "The records are of the unit 'victim', the table counts the unit 'person convicted': every cell is blank.",
            "The records do not have the variable 'citizenship': its cells are blank.", "The file lacks age, sex, so the variable 'age' is blank.",
            "There is no record of this country and year in the data. That is no zero.", "The records do not say which belong to the table (they lack 'year'): every cell is blank.",
            "A person may stand under several codes, so the cells may add up to more than the total.", "A rate needs one country and one year.", "No population was supplied, so there are no rates.",
            Palermo.Statistics.Thresholds.PlainThreshold.Label(5),
        ];
        var english = new List<string>();
        foreach (var note in PackNotes().Concat(filled))
        {
            var said = texts.Note(note);
            if (said.Language is not null || said.Text == note || said.Text.Contains("{0}", StringComparison.Ordinal))
            {
                english.Add(note);
            }
        }

        Assert.Empty(english);
    }

    [Fact]
    public void Note_KeepsWhatItNames()
    {
        Assert.Equal("Il manque au fichier age, sex, de sorte que la variable «\u00A0age\u00A0» est vide.", Texts.In(Language.French).Note("The file lacks age, sex, so the variable 'age' is blank.").Text);
        Assert.Equal("en", Texts.In(Language.Arabic).Note("A note of somebody else.").Language);
        Assert.Null(Texts.In(Language.English).Note("A note of somebody else.").Language);
    }

    private static IEnumerable<string> PackNotes() =>
        Directory.GetFiles(Path.Combine(SharedRepository.Root, "data", "tables", "packs"), "*.json")
            .SelectMany(f => JsonDocument.Parse(File.ReadAllText(f)).RootElement.GetProperty("tables").EnumerateArray().ToArray())
            .Where(t => t.TryGetProperty("notes", out _)).SelectMany(t => t.GetProperty("notes").EnumerateArray()).Select(n => n.GetString()!).Distinct(StringComparer.Ordinal);
}
