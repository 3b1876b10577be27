using System.Text;
using CsCheck;
using Palermo.Law.Cases;
using Palermo.Law.Determinations;
using Palermo.Records;
using Palermo.Records.Documents;
using Palermo.Records.Facts;
using Palermo.Tests.Law;

namespace Palermo.Tests.Cli;

/// <summary>Damaged files of every kind, through the same readers as the commands: an answer or a located refusal, never a crash.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Words =
        ["\"", "\n", ",", ";", "{", "}", "[", "]", ":", "true", "false", "unknown", "act_any", "recruitment", "1e999", "-1", "\\u0000", "\uFEFF", "é", "id", "findings", "2024-13-45", "&x *x", "!!binary", "- ", "\t", "null", "fact_vector", "\"\"", "'"];

    private static readonly byte[] Form = File.ReadAllBytes(Path.Combine(SharedData.Repository, "data", "cases", "farm-work.yaml"));

    private static readonly byte[] Line = Encoding.UTF8.GetBytes(File.ReadLines(Path.Combine(SharedData.Repository, "data", "cases", "decided.jsonl")).First());

    private static readonly byte[] Table = "id,recruitment,means_any,deception,forced_labour,under_18\na,true,,false,1,no\nb,yes,true,unknown,,\n\"c\nd\",,,,,\n"u8.ToArray();

    /// <summary>Bytes taken out, put in, doubled or overwritten.</summary>
    private static Gen<byte[]> Damaged(byte[] sound) =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, sound.Length - 1], Gen.Int[0, 12], Gen.Int[0, Words.Length - 1].Select(i => Words[i]), Gen.Byte).Array[1, 4].Select(edits =>
        {
            var bytes = sound.ToList();
            foreach (var (kind, at, length, word, stray) in edits)
            {
                var from = Math.Min(at, bytes.Count);
                var count = Math.Min(length, bytes.Count - from);
                switch (kind)
                {
                    case 0:
                        bytes.RemoveRange(from, count);
                        break;
                    case 1:
                        bytes.InsertRange(from, Encoding.UTF8.GetBytes(word));
                        break;
                    case 2:
                        bytes.InsertRange(from, bytes.GetRange(from, count));
                        break;
                    case 3:
                        bytes.Insert(from, stray);
                        break;
                    case 4:
                        bytes.RemoveRange(from, bytes.Count - from);
                        break;
                    default:
                        bytes.InsertRange(from, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(word, length * 8))));
                        break;
                }
            }

            return bytes.ToArray();
        });

    [Fact]
    public void Yaml_Damaged_NeverCrashes() => Damaged(Form).Sample(bytes => Read(() => Judge(Document.FromYaml(bytes).Root)), iter: 20_000);

    [Fact]
    public void Json_Damaged_NeverCrashes() => Damaged(Line).Sample(bytes => Read(() => Judge(Document.FromJson(bytes).Root)), iter: 30_000);

    [Fact]
    public void JsonLines_Damaged_NeverCrashes() => Damaged(Line).Sample(
        bytes => Read(() =>
        {
            using var stream = new MemoryStream(bytes);
            foreach (var line in JsonLines.Read(stream))
            {
                Judge(line.Root);
            }
        }),
        iter: 20_000);

    [Fact]
    public void Table_Damaged_NeverCrashes() => Damaged(Table).Sample(bytes => Read(() => FactTable.CountDistinct(new MemoryStream(bytes))), iter: 30_000);

    /// <summary>A refusal is an answer; anything else thrown fails the test.</summary>
    private static bool Read(Action read)
    {
        try
        {
            read();
        }
        catch (RecordsException refused)
        {
            Assert.NotEmpty(refused.Error.What);
            Assert.NotEmpty(refused.Error.ToDo);
        }

        return true;
    }

    private static void Judge(System.Text.Json.JsonElement root)
    {
        var (facts, problems) = CaseForm.Read(root, Laws.Library, "fuzz");
        if (facts is null)
        {
            Assert.NotEmpty(problems);
            return;
        }

        Determiner.Judge(Projection.Of(facts.Findings, Laws.Library.Protocol, new Query()).Facts, Laws.Library.Protocol);
    }
}
