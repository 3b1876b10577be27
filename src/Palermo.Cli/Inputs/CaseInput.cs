using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Palermo.Law.Cases;
using Palermo.Law.Instruments;
using Palermo.Records.Documents;

namespace Palermo.Cli.Inputs;

/// <summary>Reads cases from JSON, YAML and JSON Lines. Every problem is located; one problem anywhere refuses the whole file.</summary>
internal static class CaseInput
{
    private const int MostProblems = 1000;

    /// <summary>The one case of a file.</summary>
    public static CaseFacts One(InputFile file, InstrumentLibrary library)
    {
        var cases = Stream(file, library, CancellationToken.None).Take(2).ToList();
        return cases.Count == 1 ? cases[0] : throw new Refusal(ExitCode.Findings, $"{file.Name}: one case is expected here; the file holds {(cases.Count == 0 ? "none" : "several")}. 'palermo assess' takes many.");
    }

    /// <summary>Whether a JSON or YAML file holds one object, which is one case.</summary>
    public static bool IsOne(InputFile file)
    {
        if (file.Kind is InputKind.JsonLines or InputKind.Table)
        {
            return false;
        }

        return Load(file).Root.ValueKind != JsonValueKind.Array;
    }

    /// <summary>All cases, in order and in flat memory for JSON Lines. Problems are gathered and thrown at the end of the file; until then the sound cases are handed out.</summary>
    public static IEnumerable<CaseFacts> Stream(InputFile file, InstrumentLibrary library, CancellationToken cancellation, RowProgress? progress = null)
    {
        var problems = new List<string>();
        var ids = new HashSet<UInt128>();
        foreach (var (element, place) in Elements(file, progress, cancellation))
        {
            var (facts, found) = CaseForm.Read(element, library, place);
            problems.AddRange(found.Take(MostProblems - problems.Count).Select(p => p.ToString()));
            if (facts is null)
            {
                continue;
            }

            if (!ids.Add(Fingerprint(facts.Id)))
            {
                if (problems.Count < MostProblems)
                {
                    problems.Add($"{place}: id: the id stands on an earlier case too; ids must differ so that results can be told apart");
                }

                continue;
            }

            yield return facts;
        }

        if (problems.Count > 0)
        {
            throw Refusal.Problems(problems, $"{file.Name} was not assessed. Mend these and run the command again.");
        }
    }

    private static IEnumerable<(JsonElement Element, string Place)> Elements(InputFile file, RowProgress? progress, CancellationToken cancellation)
    {
        if (file.Kind == InputKind.JsonLines)
        {
            using var stream = file.Open();
            foreach (var line in JsonLines.Read(stream, new DocumentOptions { FileName = file.Name }, cancellation))
            {
                if ((line.Line & 0x3FF) == 0)
                {
                    progress?.Report((line.Line, stream.Position));
                }

                yield return (line.Root, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file.Name}, line {line.Line}"));
            }

            progress?.Done();
            yield break;
        }

        var root = Load(file).Root;
        if (root.ValueKind != JsonValueKind.Array)
        {
            yield return (root, file.Name);
            yield break;
        }

        var index = 0;
        foreach (var element in root.EnumerateArray())
        {
            yield return (element, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file.Name}, [{index++}]"));
        }
    }

    /// <summary>Half a SHA-256 stands for an id, so that a file of millions is checked for repeated ids in little memory.</summary>
    private static UInt128 Fingerprint(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private static Document Load(InputFile file)
    {
        var options = new DocumentOptions { FileName = file.Name, Largest = 256 * 1000 * 1000 };
        using var stream = file.Open();
        return file.Kind == InputKind.Yaml ? Document.FromYaml(stream, options) : Document.FromJson(stream, options);
    }
}
