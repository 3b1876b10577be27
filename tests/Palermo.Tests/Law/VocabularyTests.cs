using Palermo.Records.Crosswalks;
using Palermo.Records.Dialects;

namespace Palermo.Tests.Law;

/// <summary>The law and the records speak of the same facts, so that nothing is lost between a file and a determination.</summary>
public sealed class VocabularyTests
{
    [Fact]
    public void Facts_OfTheLawAndOfTheDialects_AreTheSame()
    {
        var vocabulary = Laws.Library.Vocabulary;
        var law = vocabulary.Facts.Select(f => f.Id.Value).Concat(vocabulary.Groups.Select(g => g.Id.Value)).Order(StringComparer.Ordinal);
        var dialects = Crosswalk.For(DialectCatalog.Default["palermo-facts"], DialectCatalog.Default).Facts.Facts.Select(f => f.Name).Order(StringComparer.Ordinal);

        Assert.Equal(law, dialects);
    }
}
