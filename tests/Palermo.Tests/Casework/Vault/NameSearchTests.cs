using Palermo.Casework.Vault;

namespace Palermo.Tests.Casework.Vault;

public sealed class NameSearchTests
{
    private static readonly string[] OneToThreeWords = ["Ana", "Ana Lima", "Ana Beatriz Lima"];
    private static readonly Guid Record = Guid.Parse("0d6bb2ae-3f11-4f0e-8a70-5a9a3f5b0c22");

    [Theory]
    [InlineData("Mohammed", "Muhammad")]
    [InlineData("Mohammed", "محمد")]
    [InlineData("Mohamed", "Мухаммед")]
    [InlineData("Mohammed", "মোহাম্মদ")]
    [InlineData("Mohammed", "मोहम्मद")]
    [InlineData("Youssef", "Yusuf")]
    [InlineData("Yusuf", "يوسف")]
    [InlineData("Fatima", "فاطمة")]
    [InlineData("Fatma", "Fatimah")]
    [InlineData("Khadija", "خديجة")]
    [InlineData("Ali", "علي")]
    [InlineData("Ali", "Aly")]
    [InlineData("Omar", "عمر")]
    [InlineData("Al-Hassan", "Hassan")]
    [InlineData("Al-Hassan", "الحسن")]
    [InlineData("Oksana", "Оксана")]
    [InlineData("Tchaikovsky", "Чайковский")]
    [InlineData("Natalia", "Наталія")]
    [InlineData("Georgios", "Γεώργιος")]
    [InlineData("Ștefan", "Stefan")]
    [InlineData("Müller", "Muller")]
    [InlineData("Nguyễn", "Nguyen")]
    [InlineData("Wang", "王")]
    [InlineData("Zhang", "張")]
    [InlineData("张", "張")]
    [InlineData("Kim", "김")]
    [InlineData("Park", "박")]
    [InlineData("Tanaka", "タナカ")]
    [InlineData("Sita", "सीता")]
    [InlineData("Priya", "ப்ரியா")]
    [InlineData("Abebe", "አበበ")]
    [InlineData("Tesfaye", "ተስፋዬ")]
    [InlineData("Somchai", "สมชาย")]
    [InlineData("Sarah", "שרה")]
    [InlineData("Nino", "ნინო")]
    [InlineData("Armen", "Արմեն")]
    [InlineData("O'Neill", "Oneil")]
    [InlineData("Walentina", "Valentina")]
    [InlineData("Sokha", "សុខា")]
    public void Names_OfOnePerson_ShareAToken(string one, string other) =>
        Assert.NotEmpty(NameTokens.Stored(one).Intersect(NameTokens.Stored(other)));

    [Theory]
    [InlineData("Maria", "Fatima")]
    [InlineData("Ahmed", "Mohammed")]
    [InlineData("Oksana", "Svetlana")]
    [InlineData("Kim", "Park")]
    [InlineData("王", "李")]
    public void Names_OfDifferentPeople_ShareNone(string one, string other) =>
        Assert.Empty(NameTokens.Stored(one).Intersect(NameTokens.Stored(other)));

    [Theory]
    [InlineData("Svetlana", "Svetlna")]
    [InlineData("Svetlana", "Svetlama")]
    [InlineData("Svetlana", "Sevtlanka")]
    [InlineData("Blessing", "Blesing")]
    [InlineData("Rodriguez", "Rodrigez")]
    public void NameWithOneSlip_IsFoundWhenTolerant(string stored, string typed) =>
        Assert.NotEmpty(NameTokens.Searched(typed, tolerant: true).SelectMany(t => t).Intersect(NameTokens.Stored(stored)));

    [Theory]
    [InlineData("Mohammed Ali", "محمد علي", 0.8)]
    [InlineData("Ana Lima", "Ana Beatriz Lima", 1)]
    [InlineData("Svetlna", "Светлана", 0.8)]
    [InlineData("Svetlama", "Светлана", 0.5)]
    [InlineData("Ana Costa", "Ana Lima", 0)]
    [InlineData("", "Ana", 0)]
    public void Fit_SaysHowWell(string typed, string name, double fit) => Assert.Equal(fit, NameMatch.Fit(typed, name), 6);

    [Theory]
    [InlineData("")]
    [InlineData("  -- ' ")]
    [InlineData("🙂")]
    [InlineData("\ud800")]
    public void NameWithoutLetters_HasNoTokens(string name) => Assert.Empty(NameTokens.Stored(name));

    [Fact]
    public void NameOfParticlesOnly_IsStillFound() => Assert.NotEmpty(NameTokens.Stored("De La"));

    [Fact]
    public void StoredName_IsACandidateOfItsOwnSearch()
    {
        var index = Index(out var keys);
        using (keys)
        {
            foreach (var name in new[] { "Mohammed Ali", "Nguyen Thi Lan", "Adaeze Okafor", "李 娜", "Оксана Шевченко", "Ana" })
            {
                var stored = index.NameBuckets(Record, name);
                Assert.All(index.NameSearch(name, tolerant: false), word => Assert.NotEmpty(word.Intersect(stored)));
                Assert.All(index.NameSearch(name, tolerant: true), word => Assert.NotEmpty(word.Intersect(stored)));
            }
        }
    }

    [Fact]
    public void NumberOfStoredBuckets_DoesNotTellTheNumberOfWords()
    {
        var index = Index(out var keys);
        using (keys)
        {
            Assert.All(OneToThreeWords, name => Assert.Equal(4, index.NameBuckets(Record, name).Length));
        }
    }

    [Fact]
    public void Buckets_UnderAnotherOrganisationsKey_AreOthers()
    {
        var one = Index(out var keys);
        var two = Index(out var others);
        using (keys)
        using (others)
        {
            Assert.NotEqual(one.NameBuckets(Record, "Adaeze Okafor"), two.NameBuckets(Record, "Adaeze Okafor"));
            Assert.Equal(one.NameBuckets(Record, "Adaeze Okafor"), one.NameBuckets(Record, "Adaeze Okafor"));
        }
    }

    [Fact]
    public void FrequentName_IsSpreadOverManyBuckets()
    {
        // 2,000 of 10,000 people share a name: without spreading one bucket would hold a fifth of all.
        var index = Index(out var keys);
        using (keys)
        {
            var ids = new Ids(Stream(7));
            var counts = Enumerable.Range(0, 10_000)
                .SelectMany(i => index.NameBuckets(ids.Next(), i % 5 == 0 ? "Mohammed" : $"Z{Letters(i)}"))
                .CountBy(b => b)
                .ToDictionary();
            Assert.InRange(counts.Values.Max(), 1, 60);
        }
    }

    [Theory]
    [InlineData(IdentifierKind.Phone, "+44 (0)7700 900-123", "07700900123")]
    [InlineData(IdentifierKind.Phone, "٠٧٧٠٠٩٠٠١٢٣", "07700 900 123")]
    [InlineData(IdentifierKind.Phone, "00 44 7700 900123", "+447700900123")]
    [InlineData(IdentifierKind.Document, "ab 123-456", "AB123456")]
    [InlineData(IdentifierKind.Document, "ＡＢ１２３", "ab123")]
    [InlineData(IdentifierKind.Email, " Some.One@Example.ORG ", "some.one@example.org")]
    [InlineData(IdentifierKind.Account, "@Someone", "someone")]
    public void Identifiers_WrittenDifferently_AreOne(IdentifierKind kind, string one, string other) =>
        Assert.Equal(Identifier.Normalise(kind, other), Identifier.Normalise(kind, one));

    [Fact]
    public void Identifier_InAnotherField_HasAnotherBucket()
    {
        var index = Index(out var keys);
        using (keys)
        {
            var values = Enumerable.Range(0, 50).Select(i => $"{i}4455667").ToArray();
            Assert.NotEqual(values.Select(v => index.Exact(IdentifierKind.Document, v)), values.Select(v => index.Exact(IdentifierKind.Phone, v)));
            Assert.Null(index.Exact(IdentifierKind.Phone, "none"));
        }
    }

    private static BlindIndex Index(out OrganisationKeys keys)
    {
        using var master = MasterKey.Generate();
        keys = OrganisationKeys.Open(master, OrganisationKeys.ForNewDatabase(master));
        return new BlindIndex(keys);
    }

    private static string Letters(int i) => string.Concat(i.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(c => "bdfgklmnrt"[c - '0']));

    private static Ids.Source Stream(ulong state) => bytes =>
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            bytes[i] = (byte)(state >> 56);
        }
    };
}
