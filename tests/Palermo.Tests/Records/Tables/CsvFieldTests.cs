using Palermo.Records.Tables;

namespace Palermo.Tests.Records.Tables;

public sealed class CsvFieldTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("forced labour", "forced labour")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a \"b\"", "\"a \"\"b\"\"\"")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("2021-2022", "2021-2022")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData(" =1", "' =1")]
    [InlineData("\u200B=1", "'\u200B=1")]
    [InlineData("\uFEFF\u200D@x", "'\uFEFF\u200D@x")]
    [InlineData("=HYPERLINK(\"a\",1)", "\"'=HYPERLINK(\"\"a\"\",1)\"")]
    public void Field_IsNeverAFormula_AndQuotedWhereItMustBe(string text, string expected) => Assert.Equal(expected, CsvField.Of(text));
}
