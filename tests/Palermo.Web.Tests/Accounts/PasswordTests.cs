using System.Security.Cryptography;
using System.Text;
using Palermo.Web.Accounts;

namespace Palermo.Web.Tests.Accounts;

public sealed class PasswordTests
{
    private static readonly PasswordRules Rules = new(new KnownPasswords());

    private static readonly string Shipped = KnownPasswords.Shipped(Path.Combine(AppContext.BaseDirectory, "data"));

    [Theory]
    [InlineData("short words", "short")]
    [InlineData("aaaaaaaaaaaaaaaa", "simple")]
    [InlineData("abcabcabcabcabc", "simple")]
    [InlineData("qwertyuiopasdf", "simple")]
    [InlineData("1234567890123", "simple")]
    [InlineData("Password2026!", "guessed")]
    [InlineData("p@$$word123456", "guessed")]
    [InlineData("palermo-2026-11", "guessed")]
    [InlineData("m.keller1990!!", "guessed")]
    [InlineData("northshelter12", "guessed")]
    [InlineData("seven grey herons wade", null)]
    [InlineData("رسالة طويلة لا يعرفها غيري", null)]
    [InlineData("correct horse battery staple", null)]
    public void Fault_NamesWhatIsWrong(string password, string? fault) =>
        Assert.Equal(fault, Rules.Fault(password, ["m.keller", "Maria", "Keller", "north-shelter"]));

    /// <summary>From 112 bits on a plain hash of a code is enough (ASVS 5.0, 6.5.2); no sign looks like another.</summary>
    [Fact]
    public void Codes_HaveMoreThan112Bits()
    {
        var signs = string.Concat(Enumerable.Range(0, 400).Select(_ => Secrets.NewCode().Replace("-", "", StringComparison.Ordinal)));
        var alphabet = signs.Distinct().Count();
        Assert.True(signs.Length / 400 * Math.Log2(alphabet) > 112, $"{signs.Length / 400} signs of {alphabet}");
        Assert.DoesNotContain(signs, "01loi".Contains);
    }

    [Fact]
    public void Length_HasAnUpperEnd_FarAway()
    {
        var words = string.Concat(Enumerable.Range(0, 40).Select(i => "w" + i));
        Assert.Null(Rules.Fault(words[..64], []));
        Assert.Equal("long", Rules.Fault(string.Concat(Enumerable.Repeat("an unlikely sentence ", 10)), []));
    }

    /// <summary>Some of the most frequent long passwords that no other rule refuses; a list refuses them in capitals too, and nothing near them.</summary>
    [Theory]
    [InlineData("leavemealone")]
    [InlineData("sonyericsson")]
    [InlineData("unbelievable")]
    [InlineData("websolutions")]
    [InlineData("finalfantasy")]
    [InlineData("justinbieber")]
    [InlineData("counterstrike")]
    [InlineData("needforspeed")]
    [InlineData("Professional")]
    [InlineData("chickenwing101")]
    public void FrequentPasswords_AreRefused_ByTheListThatIsShipped(string password)
    {
        var rules = new PasswordRules(new KnownPasswords(Shipped, null));
        Assert.Null(Rules.Fault(password, []));
        Assert.Equal("known", rules.Fault(password, []));
        Assert.Equal("known", rules.Fault(password.ToUpperInvariant(), []));
        Assert.Null(rules.Fault(password + " heron", []));
        Assert.Null(rules.Fault("heron " + password, []));
    }

    /// <summary>ASVS 5.0, 6.2.4, asks for 3,000; the reader needs them sorted.</summary>
    [Fact]
    public void ShippedList_HoldsThousands_InOrder()
    {
        var lines = File.ReadAllLines(Shipped);
        Assert.True(lines.Length >= 3000);
        Assert.All(lines, l => Assert.Matches("^[0-9A-F]{40}$", l));
        Assert.Equal(lines.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), lines);
    }

    [Fact]
    public void KnownPasswords_AreFoundInASortedFile_AtItsEndsToo()
    {
        var known = Enumerable.Range(0, 1000).Select(i => "breached password " + i).ToList();
        var file = Path.GetTempFileName();
        try
        {
#pragma warning disable CA5350 // The form of the published lists.
            File.WriteAllLines(file, known.Select(p => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(p)))).Order(StringComparer.Ordinal).Select((h, i) => $"{h}:{i * i}"));
#pragma warning restore CA5350
            var list = new KnownPasswords(file);
            Assert.All(known, p => Assert.True(list.Holds(p)));
            Assert.All(Enumerable.Range(1000, 1000), i => Assert.False(list.Holds("breached password " + i)));
            Assert.Equal("known", new PasswordRules(list).Fault("breached password 7", []));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>RFC 6238, appendix B, the last six of the eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Totp_FollowsTheStandard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code("12345678901234567890"u8, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Fact]
    public void Totp_AcceptsOneStepAround_AndNoneTwice()
    {
        var key = Totp.NewKey();
        var at = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var step = Totp.StepAt(at);
        for (var away = -3; away <= 3; away++)
        {
            var code = Totp.Code(key, step + away);
            Assert.Equal(Math.Abs(away) <= 1, Totp.Accept(key, code, at, 0) is not null);
            Assert.Null(Totp.Accept(key, code, at, step + 1));
        }
    }
}
