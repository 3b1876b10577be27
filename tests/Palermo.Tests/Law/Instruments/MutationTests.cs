using System.Globalization;
using System.Text.Json.Nodes;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;

namespace Palermo.Tests.Law.Instruments;

/// <summary>
/// Are the vectors sharp enough to notice a slip in an instrument file? Every file is changed in every small way (an atom
/// dropped, any and all swapped, the child condition turned, a list opened or closed, a day shifted) and judged on the decided
/// cases, the probes and vectors that vary one element at a time; a change that no vector notices has survived.
/// </summary>
public sealed class MutationTests
{
    private const double Wanted = 0.95;

    private static readonly string[] Lists = ["allOf", "anyOf", "openList", "of"];

    [Fact]
    public void Vectors_NoticeNearlyEveryChangeOfEveryInstrument()
    {
        var total = new Dictionary<string, (int Killed, int All)>(StringComparer.Ordinal);
        var survivors = new List<string>();
        var same = 0;
        foreach (var instrument in Laws.Library.Definitions)
        {
            var original = Drafts.Copy(instrument.Key);
            var vectors = Vectors(instrument).ToList();
            var expected = vectors.ConvertAll(v => instrument.Evaluator.Evaluate(instrument.Definition, v));
            foreach (var (kind, place, mutant) in Mutants(original))
            {
                var (version, problems) = Drafts.Read(mutant);
                if (version is not null && IsSame(instrument, version))
                {
                    same++;
                    continue;
                }

                var killed = version is null || Differs(instrument, version, vectors, expected);
                var (k, all) = total.GetValueOrDefault(kind);
                total[kind] = (k + (killed ? 1 : 0), all + 1);
                if (!killed)
                {
                    survivors.Add($"{instrument.Key} {kind} {place}");
                }
            }
        }

        var (sum, count) = (total.Values.Sum(t => t.Killed), total.Values.Sum(t => t.All));
        TestContext.Current.SendDiagnosticMessage("changes noticed: {0} of {1}; {2} more change nothing; {3}", sum, count, same, string.Join(", ", total.Select(t => $"{t.Key} {t.Value.Killed}/{t.Value.All}")));
        Assert.True(count > 500, "enough changes to speak of a rate");
        Assert.True(sum >= Wanted * count, string.Create(CultureInfo.InvariantCulture, $"{sum} of {count} noticed ({string.Join(", ", total.Select(t => $"{t.Key} {t.Value.Killed}/{t.Value.All}"))}); survived:\n{string.Join('\n', survivors.Take(60))}"));
        Assert.All(total.Where(t => t.Value.All >= 20), t => Assert.True(t.Value.Killed >= 0.9 * t.Value.All, $"{t.Key}: {t.Value}\n{string.Join('\n', survivors.Take(60))}"));
    }

    private static bool Differs(InstrumentVersion original, InstrumentVersion mutant, List<FactVector> vectors, List<Truth> expected)
    {
        if (original.InForce.From != mutant.InForce.From || original.InForce.To != mutant.InForce.To)
        {
            var days = new[] { original.InForce.From, original.InForce.To }.OfType<DateOnly>();
            return days.Any(d => new[] { d.AddDays(-1), d, d.AddDays(1) }.Any(day => original.InForce.Covers(day) != mutant.InForce.Covers(day)));
        }

        for (var i = 0; i < vectors.Count; i++)
        {
            if (mutant.Evaluator.Evaluate(mutant.Definition, vectors[i]) != expected[i])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A change that leaves the function as it was is no slip, whatever the file looks like.</summary>
    private static bool IsSame(InstrumentVersion original, InstrumentVersion mutant)
    {
        var diagram = new DecisionDiagram();
        return original.InForce.From == mutant.InForce.From && original.InForce.To == mutant.InForce.To
            && diagram.Build(original.Evaluator.Definition) == diagram.Build(mutant.Evaluator.Definition);
    }

    /// <summary>The decided cases and the probes; then, knowing which facts an element reads and not how, one or two facts of an element at a time.</summary>
    private static IEnumerable<FactVector> Vectors(InstrumentVersion instrument)
    {
        foreach (var (_, facts, _) in DecidedCases.All)
        {
            yield return Palermo.Law.Determinations.Projection.Of(facts.Findings, Laws.Library.Protocol, new()).Facts with { };
        }

        foreach (var probe in ProbeMatrixTests.Probes)
        {
            yield return probe;
        }

        var all = instrument.Evaluator.Definition.Variables;
        var child = Bits(instrument, all, FactElement.Child) & ~Elements(instrument).Aggregate(0UL, (sum, e) => sum | e);
        foreach (var element in Elements(instrument).Append(all & ~child & ~Elements(instrument).Aggregate(0UL, (sum, e) => sum | e)))
        {
            var rest = all & ~element & ~child;
            foreach (var some in Some(element))
            {
                foreach (var age in new[] { 0UL, child })
                {
                    var yes = some | rest | age;
                    yield return new FactVector(yes, all & ~yes);
                }
            }
        }

        // A child, or anyone whom the text spares the means, by every condition besides.
        foreach (var besides in Singles(child))
        {
            foreach (var means in Elements(instrument).Skip(1).Take(1).Append(0UL))
            {
                var yes = (all & ~child & ~means) | besides;
                yield return new FactVector(yes, all & ~yes);
            }
        }
    }

    /// <summary>What the text's act, means and purpose read; what two of them read counts for the first.</summary>
    private static List<ulong> Elements(InstrumentVersion instrument)
    {
        ulong seen = 0;
        var elements = new List<ulong>();
        foreach (var node in new[] { instrument.Act, instrument.Means, instrument.Purpose })
        {
            var bits = node is null ? 0 : BruteForce.VariablesOf(node) & ~seen;
            seen |= bits;
            elements.Add(bits);
        }

        return elements;
    }

    /// <summary>One of each, two of each, all but one, all and none.</summary>
    private static IEnumerable<ulong> Some(ulong bits)
    {
        yield return bits;
        var singles = Singles(bits);
        foreach (var one in singles)
        {
            yield return bits & ~one;
            foreach (var other in singles.Where(o => o >= one))
            {
                yield return one | other;
            }
        }
    }

    private static ulong Bits(InstrumentVersion instrument, ulong all, FactElement element)
    {
        var own = instrument.Atoms.Where(a => a.Own is not null && a.Element == element).Aggregate(0UL, (sum, a) => sum | 1UL << a.Own!.Value);
        return all & (own | instrument.Vocabulary.Bits(element));
    }

    /// <summary>Each bit alone, and none of them.</summary>
    private static List<ulong> Singles(ulong bits)
    {
        List<ulong> singles = [0];
        for (; bits != 0; bits &= bits - 1)
        {
            singles.Add(bits & (~bits + 1));
        }

        return singles;
    }

    private static IEnumerable<(string Kind, string Place, JsonObject Mutant)> Mutants(JsonObject original)
    {
        foreach (var path in Nodes(original))
        {
            var node = At(original, path);
            foreach (var list in new[] { "anyOf", "allOf", "openList" })
            {
                if (node[list] is not JsonArray parts)
                {
                    continue;
                }

                for (var i = 0; i < parts.Count && parts.Count > 1; i++)
                {
                    var index = i;
                    yield return ("part dropped", $"{path}.{list}[{i}]", Mutate(original, path, n => n[list]!.AsArray().RemoveAt(index)));
                }

                if (list is "anyOf" or "allOf" && parts.Count > 1)
                {
                    yield return ("any and all swapped", path, Mutate(original, path, n => Move(n, list, list == "anyOf" ? "allOf" : "anyOf")));
                }

                if (list == "openList")
                {
                    yield return ("list closed", path, Mutate(original, path, n => { Move(n, "openList", "anyOf"); n.Remove("other"); }));
                }
                else if (list == "anyOf" && path == "nodes.purpose")
                {
                    yield return ("list opened", path, Open(original, path));
                }
            }
        }

        if (original["elements"]!["child"] is { } child && original["nodes"]![child.GetValue<string>()]?["atom"] is { } atom)
        {
            yield return ("child turned", "nodes." + child, Mutate(original, "nodes." + child.GetValue<string>(), n => { n.Remove("atom"); n["not"] = atom.GetValue<string>(); }));
        }

        foreach (var end in new[] { "from", "to" })
        {
            if (original["inForce"]![end]?.GetValue<string>() is { } day)
            {
                foreach (var shift in new[] { -1, 1 })
                {
                    var other = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(shift).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                    yield return ("day shifted", "inForce." + end, Mutate(original, "inForce", n => n[end] = other));
                }
            }
        }
    }

    private static JsonObject Open(JsonObject original, string path)
    {
        var mutant = Mutate(original, path, n => { Move(n, "anyOf", "openList"); n["other"] = "anything_else"; });
        mutant["atoms"]!.AsArray().Add(JsonNode.Parse(
            """{ "id": "anything_else", "cite": ["?"], "label": { "en": "anything else", "ar": "غير ذلك" }, "question": { "en": "Anything else?", "ar": "أي شيء آخر؟" } }"""));
        mutant["atoms"]!.AsArray()[^1]!["cite"] = At(original, path)["cite"]!.DeepClone();
        return mutant;
    }

    /// <summary>A copy with one change, tidied so that a slip of the pen cannot be noticed by the reader's other checks alone.</summary>
    private static JsonObject Mutate(JsonObject original, string path, Action<JsonObject> change)
    {
        var mutant = original.DeepClone().AsObject();
        change(At(mutant, path));
        mutant["verified"] = true;
        Tidy(mutant);
        return mutant;
    }

    private static void Tidy(JsonObject mutant)
    {
        // Atoms that nothing uses any more keep their bits; spans that nothing cites any more are excused; open and closed follow the lists.
        var used = new HashSet<string>(StringComparer.Ordinal);
        Names(mutant, used);
        var unused = mutant["atoms"]!.AsArray().Where(a => !used.Contains(a!["id"]!.GetValue<string>())).Select(a => (JsonNode)new JsonObject { ["atom"] = a!["id"]!.GetValue<string>() }).ToArray();
        if (unused.Length > 0)
        {
            var cite = mutant["atoms"]![0]!["cite"]!;
            var kept = new JsonObject
            {
                ["id"] = "kept_by_a_test",
                ["modality"] = "may",
                ["label"] = new JsonObject { ["en"] = "kept", ["ar"] = "محفوظ" },
                ["cite"] = cite.DeepClone(),
                ["formula"] = new JsonObject { ["anyOf"] = new JsonArray(unused), ["cite"] = cite.DeepClone() },
            };
            if (mutant["derived"] is JsonArray derived) { derived.Add(kept); } else { mutant["derived"] = new JsonArray(kept); }
        }

        var cited = new HashSet<string>(StringComparer.Ordinal);
        Cited(mutant, cited);
        foreach (var span in mutant["text"]!["spans"]!.AsArray())
        {
            if (span!["nonOperative"] is null && !cited.Contains(span["id"]!.GetValue<string>()))
            {
                span["nonOperative"] = "dropped by a test";
            }
        }

        mutant["parameters"]!["purposeList"] = "by_reference";
    }

    private static void Names(JsonNode? at, HashSet<string> used)
    {
        if (at is JsonArray list)
        {
            foreach (var item in list)
            {
                Names(item, used);
            }
        }
        else if (at is JsonObject node)
        {
            foreach (var (name, value) in node)
            {
                if (name is "atom" or "not" or "other" && value is JsonValue)
                {
                    used.Add(value.GetValue<string>());
                }
                else
                {
                    Names(value, used);
                }
            }
        }
    }

    private static void Cited(JsonNode? at, HashSet<string> cited)
    {
        if (at is JsonArray list)
        {
            foreach (var item in list)
            {
                Cited(item, cited);
            }
        }
        else if (at is JsonObject node)
        {
            foreach (var (name, value) in node)
            {
                if (name == "cite" && value is JsonArray spans)
                {
                    cited.UnionWith(spans.Select(s => s!.GetValue<string>()));
                }
                else
                {
                    Cited(value, cited);
                }
            }
        }
    }

    private static void Move(JsonObject node, string from, string to)
    {
        var parts = node[from]!.DeepClone();
        node.Remove(from);
        node[to] = parts;
    }

    /// <summary>The composite nodes that the definition is made of.</summary>
    private static IEnumerable<string> Nodes(JsonObject original)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Walk("definition");

        IEnumerable<string> Walk(string path)
        {
            var node = At(original, path);
            if (node["ref"]?.GetValue<string>() is { } name)
            {
                return seen.Add(name) ? Walk("nodes." + name) : [];
            }

            var below = Lists
                .Where(l => node[l] is JsonArray)
                .SelectMany(l => Enumerable.Range(0, node[l]!.AsArray().Count).SelectMany(i => Walk($"{path}.{l}.{i.ToString(CultureInfo.InvariantCulture)}")));
            return node["atom"] is null && node["not"] is null ? below.Prepend(path) : below;
        }
    }

    private static JsonObject At(JsonObject root, string path)
    {
        JsonNode at = root;
        foreach (var step in path.Split('.'))
        {
            at = at is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : at[step]!;
        }

        return at.AsObject();
    }
}
