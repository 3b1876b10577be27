using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Law.Documents;
using Palermo.Law.Facts;

namespace Palermo.Law.Instruments;

/// <summary>Reads the vocabulary of facts.</summary>
internal static class VocabularyReader
{
    public static Vocabulary? Read(ReadOnlyMemory<byte> json, ProblemList problems)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            problems.Add("", $"not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine})");
            return null;
        }

        using (document)
        {
            if (new JsonCursor(document.RootElement, "", problems).BrokenText() is { } path)
            {
                problems.Add(path, "text that is not valid Unicode");
                return null;
            }

            var root = new JsonCursor(document.RootElement, "", problems).Only("$schema", "format", "id", "version", "about", "groups", "facts");
            var facts = ImmutableArray.CreateBuilder<Fact>();
            foreach (var at in root["facts"].Items(required: true))
            {
                at.Only("id", "element", "label", "question", "minutes", "harm", "trap", "extra");
                facts.Add(new Fact(
                    at["id"].Text(),
                    facts.Count,
                    at["element"].Word(Words.Elements, FactElement.Other),
                    at["extra"].Flag(false),
                    at["label"].Label("en", "ar"),
                    at["question"].Label("en", "ar"),
                    at["minutes"].Number(1, 0, 600),
                    at["harm"].Whole(0, 0, 4),
                    at["trap"].OptionalText()));
            }

            foreach (var twice in facts.GroupBy(f => f.Id).Where(g => g.Count() > 1))
            {
                root["facts"].Complain($"the fact '{twice.Key}' stands twice");
            }

            if (facts.Count > 48)
            {
                root["facts"].Complain("more than 48 facts leave too few of the 64 bits to the instruments' own atoms");
            }

            var groups = ImmutableArray.CreateBuilder<FactGroup>();
            foreach (var at in root["groups"].Items(required: true))
            {
                at.Only("id", "element", "label");
                var element = at["element"].Word(Words.Elements, FactElement.Other);
                var members = facts.Where(f => f.Element == element && !f.IsExtra).Aggregate(0UL, (sum, f) => sum | 1UL << f.Index);
                groups.Add(new FactGroup(at["id"].Text(), groups.Count, element, at["label"].Label("en", "ar"), members));
            }

            return problems.All.Count > 0 ? null : new Vocabulary(root["id"].Text(), root["version"].Text(), facts.ToImmutable(), groups.ToImmutable());
        }
    }
}
