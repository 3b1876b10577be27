using System.Text;

namespace Palermo.Tests.Cli;

public sealed class BadInputTests
{
    private const string Secret = "SECRETVALUE";

    /// <summary>Name, content, and what the message must say: where, and why.</summary>
    public static TheoryData<string, string, string> Broken => new()
    {
        { "case.json", "{\"id\":\"a\",", "case.json" },
        { "case.json", "{\"id\":\"a\"}", "neither findings nor a fact_vector" },
        { "case.json", "{\"id\":5,\"findings\":[]}", "id: a non-empty string" },
        { "case.json", $"{{\"id\":\"a\",\"findings\":[{{\"atom\":\"{Secret}\",\"state\":\"true\"}}]}}", "findings[0].atom: no instrument" },
        { "case.json", $"{{\"id\":\"a\",\"findings\":[{{\"atom\":\"deception\",\"state\":\"{Secret}\"}}]}}", "findings[0].state: one of" },
        { "case.json", "{\"id\":\"a\",\"findings\":[{\"atom\":\"deception\",\"state\":\"true\",\"from\":\"2024-02-30\"}]}", "findings[0].from: a day written yyyy-mm-dd" },
        { "case.json", "{\"id\":\"a\",\"findings\":[{\"atom\":\"deception\",\"state\":\"true\",\"from\":\"2024-02-03\",\"to\":\"2023-01-01\"}]}", "lies before the first" },
        { "case.json", "{\"id\":\"a\",\"fact_vector\":{\"act\":{\"recruitment\":\"true\"},\"act_any\":\"false\"}}", "fact_vector.act_any: false for the whole element" },
        { "case.json", $"{{\"id\":\"a\",\"fact_vector\":{{\"act\":{{\"{Secret}\":\"true\"}}}}}}", "fact_vector.act: an item is not one" },
        { "case.json", "{\"id\":\"a\",\"fact_vector\":{\"act\":{\"recruitment\":7}}}", "fact_vector.act.recruitment" },
        { "case.json", "{\"format\":\"palermo-case/1\",\"id\":\"a\",\"findigs\":[],\"findings\":[]}", "property 3 is none of this object's" },
        { "case.yaml", "id: a\nfindings:\n  - atom: deception\n    state: [1, 2\n", "case.yaml, line" },
        { "case.yaml", "id: &a x\nfindings: []\n", "case.yaml" },
        { "cases.jsonl", "{\"id\":\"a\",\"fact_vector\":{}}\n{\"id\":\"b\",\"fact_vector\":{\"act_any\":1}}\n", "cases.jsonl, line 2" },
        { "cases.jsonl", "{\"id\":\"a\",\"fact_vector\":{}}\n{\"id\":\"a\",\"fact_vector\":{}}\n", "cases.jsonl, line 2: id" },
        { "cases.jsonl", "{\"id\":\"a\",\"fact_vector\":{}}\nnot json\n", "cases.jsonl, line 2" },
        { "table.csv", "id,recruitment,recruitment\n1,true,false\n", "recruitment" },
        { "table.csv", "alpha,beta\n1,2\n", "dialect" },
        { "table.csv", "id,recruitment,deception\n1,true\n", "row 1" },
        { "table.csv", "id,recruitment,deception\n1,\"true,false\n2,false,true\n", "table.csv" },
        { "table.csv", $"id,recruitment,deception\n1,{Secret},true\n", "recruitment" },
        { "table.csv", "id,recruitment,act_any,deception\n1,true,false,true\n", "1" },
        { "table.csv", "", "table.csv" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Assess_BrokenInput_IsLocatedRefusedAndNeverEchoed(string name, string content, string says)
    {
        using var file = new TemporaryFile(name, content);
        var run = Run.Palermo("assess", file.Path, "--output", "jsonl");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Error + run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("case.json", 0xFF)]
    [InlineData("cases.jsonl", 0xFF)]
    [InlineData("case.yaml", 0xFF)]
    [InlineData("table.csv", 0xFF)]
    public void Assess_WrongEncoding_IsRefused(string name, int stray)
    {
        var start = name.EndsWith("csv", StringComparison.Ordinal) ? "id,recruitment,deception\n1,true," : "{\"id\":\"a";
        using var file = new TemporaryFile(name, [.. Encoding.UTF8.GetBytes(start), (byte)stray, .. "\"}\n"u8]);
        var run = Run.Palermo("assess", file.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(name, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Assess_TenMegabytesInOneField_IsRefusedInWords()
    {
        using var file = new TemporaryFile("table.csv", "id,recruitment,deception\n" + new string('x', 10_000_000) + ",true,true\n");
        var run = Run.Palermo("assess", file.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("table.csv", run.Error, StringComparison.Ordinal);
        Assert.True(run.Error.Length < 2_000);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("\uFEFFid,recruitment,deception,forced_labour\n1,true,true,true\n")]
    [InlineData("id,recruitment,deception,forced_labour\r\n1,true,true,true\r\n")]
    [InlineData("id,recruitment,deception,forced_labour\n\"a\nb\",true,true,true\n")]
    [InlineData("By using this data you agree to the Terms of Use: https://www.ctdatacollaborative.org/terms-use,id,recruitment,deception,forced_labour\n,1,true,true,true\n")]
    public void Assess_HarmlessOddity_IsRead(string content)
    {
        using var file = new TemporaryFile("table.csv", content);
        var run = Run.Palermo("assess", file.Path, "--output", "jsonl");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\"result\":\"true\"", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("assess", "no-such-file.json")]
    [InlineData("assess", "data/cases/decided.jsonl", "--output", "pdf")]
    [InlineData("assess", "data/cases/decided.jsonl", "--instrument", "atlantis")]
    [InlineData("assess", "data/cases/decided.jsonl", "--as-of", "yesterday")]
    [InlineData("assess", "data/cases/decided.jsonl", "--assume", "purpose")]
    [InlineData("assess", "data/cases/decided.jsonl", "--standard", "sure")]
    [InlineData("judge")]
    public void Palermo_WrongCommandLine_IsUsage(params string[] arguments)
    {
        var run = Run.Palermo(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.Error.Trim());
    }
}
