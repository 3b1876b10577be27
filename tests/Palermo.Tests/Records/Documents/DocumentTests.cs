using System.Text;
using System.Text.Json;
using CsCheck;
using Palermo.Records;
using Palermo.Records.Documents;

namespace Palermo.Tests.Records.Documents;

public sealed class DocumentTests
{
    private static Document Yaml(string text) => Document.FromYaml(Encoding.UTF8.GetBytes(text));

    private static Document Json(string text) => Document.FromJson(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<JsonLine> Lines(Stream stream, DocumentOptions? options = null) =>
        JsonLines.Read(stream, options, TestContext.Current.CancellationToken);

    private static RecordsError Error(Action read) => Assert.Throws<RecordsException>(read).Error;

    [Fact]
    public void Yaml_PlainData_BecomesJsonByTheCoreSchema()
    {
        var root = Yaml("""
            id: 007
            # a comment
            age: 17
            share: 0.5
            consent: no
            known: true
            nothing: ~
            empty:
            text: "12"
            list: [a, {b: 1}]
            date: 2024-03-05
            """).Root;

        Assert.Equal("""{"id":"007","age":17,"share":0.5,"consent":"no","known":true,"nothing":null,"empty":null,"text":"12","list":["a",{"b":1}],"date":"2024-03-05"}""", JsonSerializer.Serialize(root));
    }

    [Fact]
    public void Yaml_PlaceOf_NamesLineAndPosition()
    {
        var document = Document.FromYaml(Encoding.UTF8.GetBytes("a: 1\nfindings:\n  - fact: x\n  - fact: y\n"), new DocumentOptions { FileName = "case.yaml" });

        Assert.Equal(new Place("case.yaml", Line: 4, Position: 11, Path: "$.findings[1].fact"), document.PlaceOf("$.findings[1].fact"));
        Assert.Equal(4, document.PlaceOf("$.findings[1].absent").Line);
    }

    [Fact]
    public void Json_PlaceOf_NamesLineAndPosition()
    {
        var document = Json("{\n  \"a\": 1,\n  \"list\": [1,\n    {\"b c\": true}]\n}");

        Assert.Equal(4, document.PlaceOf("$.list[1]['b c']").Line);
        Assert.Equal(13, document.PlaceOf("$.list[1]['b c']").Position);
        Assert.Equal(1, document.PlaceOf("$.none").Line);
    }

    [Theory]
    [InlineData("a: &x 1\nb: *x\n", "anchor")]
    [InlineData("a: *x\n", "alias")]
    [InlineData("a: !!python/object 1\n", "tag")]
    [InlineData("a: !x 1\n", "tag")]
    [InlineData("a: 1\na: 2\n", "repeated")]
    [InlineData("<<: {a: 1}\n", "merge")]
    [InlineData("? [a, b]\n: 1\n", "key")]
    [InlineData("a: 1\n---\nb: 2\n", "second")]
    public void Yaml_RefusedParts_AreNamed(string text, string word)
    {
        var error = Error(() => Yaml(text));

        Assert.Equal(RecordsErrorCode.Yaml, error.Code);
        Assert.Contains(word, error.What, StringComparison.Ordinal);
        Assert.NotNull(error.Where.Line);
    }

    [Fact]
    public void Yaml_BrokenIndentation_IsLocatedWithoutQuotingTheText()
    {
        var error = Error(() => Yaml("a:\n  b: 1\n   c: secret\n"));

        Assert.Equal(RecordsErrorCode.Yaml, error.Code);
        Assert.Equal(3, error.Where.Line);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_TooDeep_AreRefused()
    {
        Assert.Equal(RecordsErrorCode.TooDeep, Error(() => Yaml(new string('[', 5_000))).Code);
        Assert.Equal(RecordsErrorCode.TooDeep, Error(() => Json(new string('[', 100_000))).Code);
    }

    [Fact]
    public void Documents_TooLarge_AreRefused()
    {
        var options = new DocumentOptions { Largest = 100 };
        Assert.Equal(RecordsErrorCode.TooLarge, Error(() => Document.FromJson(new MemoryStream(new byte[101]), options)).Code);
        Assert.Equal(RecordsErrorCode.TooLarge, Error(() => Document.FromYaml(new MemoryStream(new byte[101]), options)).Code);
    }

    [Theory]
    [InlineData("", RecordsErrorCode.Empty)]
    [InlineData("  \n", RecordsErrorCode.Empty)]
    [InlineData("{\"a\":1,\n\"a\":2}", RecordsErrorCode.Json)]
    [InlineData("{\"a\":1}\n{\"b\":2}", RecordsErrorCode.Json)]
    [InlineData("{\"a\":1,}", RecordsErrorCode.Json)]
    [InlineData("{'a':1}", RecordsErrorCode.Json)]
    public void Json_Faults_AreLocated(string text, RecordsErrorCode code)
    {
        var error = Error(() => Json(text));

        Assert.Equal(code, error.Code);
        Assert.NotNull(error.Where.Line);
    }

    [Fact]
    public void Json_ErrorText_NeverQuotesTheInput() =>
        Assert.DoesNotContain("Marisol", Error(() => Json("{\"name\": \"Marisol\" \"x\"}")).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Json_Mark_IsPassedOver() => Assert.Equal(JsonValueKind.Object, Document.FromJson(new MemoryStream([.. "\uFEFF{}"u8])).Root.ValueKind);

    [Fact]
    public void JsonLines_Lines_AreReadWithTheirNumbers()
    {
        var lines = Lines(new MemoryStream([.. "\uFEFF{\"a\":1}\r\n\n[2]\n3"u8])).ToList();

        Assert.Equal([(1L, "{\"a\":1}"), (3L, "[2]"), (4L, "3")], lines.Select(l => (l.Line, l.Root.GetRawText())));
    }

    [Fact]
    public void JsonLines_FaultyLine_IsNamed()
    {
        var error = Error(() => _ = Lines(new MemoryStream([.. "{}\n{}\n{\"a\": }\n"u8])).ToList());

        Assert.Equal(RecordsErrorCode.Json, error.Code);
        Assert.Equal(3, error.Where.Line);
        Assert.Equal(7, error.Where.Position);
    }

    [Theory]
    [InlineData(99_990, true)]
    [InlineData(100_001, false)]
    [InlineData(300_000, false)]
    public void JsonLines_LongLine_IsRefused(int length, bool fits)
    {
        var bytes = Encoding.UTF8.GetBytes("1\n\"" + new string('x', length - 2) + "\"\n2\n");
        var options = new DocumentOptions { Largest = 100_000 };
        if (fits)
        {
            Assert.Equal(3, Lines(new MemoryStream(bytes), options).Count());
        }
        else
        {
            var error = Error(() => _ = Lines(new MemoryStream(bytes), options).Count());
            Assert.Equal((RecordsErrorCode.TooLarge, 2L), (error.Code, error.Where.Line));
        }
    }

    [Fact]
    public void Documents_GeneratedRubbish_NeverCrashes()
    {
        string[] bits = ["{", "}", "[", "]", ":", ",", "\"", "'", "\n", "  ", "- ", "a", "b: ", "#", "&x", "*x", "!", "|", ">", "%", "---", "...", "1", "null", "\t", "é", "\\", "?", "<<", "\uFEFF", "@", "`"];
        Gen.OneOf(bits).Array[0, 40].Sample(parts => Survives(Encoding.UTF8.GetBytes(string.Concat(parts))), iter: 20_000);
        Gen.Byte.Array[0, 60].Sample(Survives, iter: 10_000);
    }

    private static void Survives(byte[] bytes)
    {
        Try(() => Document.FromJson(bytes));
        Try(() => Document.FromYaml(bytes));
        Try(() => _ = Lines(new MemoryStream(bytes)).Count());
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (RecordsException e)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Error.ToDo));
        }
    }
}
