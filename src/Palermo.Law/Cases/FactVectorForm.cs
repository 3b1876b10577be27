using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Law.Documents;
using Palermo.Law.Facts;

namespace Palermo.Law.Cases;

/// <summary>
/// Reads a <c>fact_vector</c>: <c>act</c>, <c>means</c> and <c>purpose</c> as objects of item and truth; <c>act_any</c>,
/// <c>means_any</c>, <c>purpose_any</c> for the element as a whole; <c>victim_child</c>, <c>transnational</c>,
/// <c>organized_group</c>. Truths are <c>"true"</c>, <c>"false"</c> or <c>"unknown"</c>; what is not listed is not known.
/// An element that is false as a whole closes every item of it, the open list included.
/// </summary>
internal static class FactVectorForm
{
    /// <summary>The mapping's name as outputs give it.</summary>
    public const string Mapping = "fact-vector/1";

    private static readonly (string Property, string Group, FactElement Element)[] Elements =
        [("act", "act_any", FactElement.Act), ("means", "means_any", FactElement.Means), ("purpose", "purpose_any", FactElement.Purpose)];

    private static readonly (string Property, string Fact)[] Singles =
        [("victim_child", "under_18"), ("transnational", "transnational"), ("organized_group", "organized_criminal_group")];

    public static void Read(JsonCursor at, Vocabulary vocabulary, ImmutableArray<Finding>.Builder findings)
    {
        at.Only("act", "act_any", "means", "means_any", "purpose", "purpose_any", "victim_child", "transnational", "organized_group");
        if (at.Element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var (property, groupName, element) in Elements)
        {
            var group = vocabulary.FindGroup(groupName)!;
            ulong yes = 0, no = 0;
            var items = at[property];
            if (items.Element.ValueKind == JsonValueKind.Object)
            {
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var item in items.Element.EnumerateObject())
                {
                    if (vocabulary.Find(item.Name) is not { } fact || fact.Element != element)
                    {
                        items.Complain($"an item is not one of the vocabulary's for {property}; 'palermo instruments show un-palermo' lists the names");
                        continue;
                    }

                    if (!seen.Add(item.Name))
                    {
                        items[item.Name].Complain("the item stands twice");
                    }

                    var state = State(items[item.Name]);
                    yes |= state == InputState.True ? 1UL << fact.Index : 0;
                    no |= state == InputState.False ? 1UL << fact.Index : 0;
                    findings.Add(Recorded(fact.Id, state));
                }
            }
            else if (!items.IsNull)
            {
                items.Complain("an object of items is expected here");
            }

            if (at[groupName].IsNull)
            {
                continue;
            }

            var whole = State(at[groupName]);
            if (whole == InputState.False && (yes & group.Members) != 0)
            {
                at[groupName].Complain("false for the whole element, yet one of its items is true; one of the two must be mended");
            }
            else if (whole == InputState.True && (group.Members & ~no) == 0)
            {
                at[groupName].Complain("true for the whole element, yet all its items are false; one of the two must be mended");
            }

            findings.Add(Recorded(group.Id, whole));
        }

        foreach (var (property, fact) in Singles)
        {
            if (!at[property].IsNull)
            {
                findings.Add(Recorded(fact, State(at[property])));
            }
        }
    }

    private static Finding Recorded(AtomId atom, InputState state) =>
        new(atom, state) { Standard = StandardOfProof.Recorded, Origin = FindingOrigin.Mapping, By = Mapping };

    private static InputState State(JsonCursor at)
    {
        switch (at.Element.ValueKind)
        {
            case JsonValueKind.True: return InputState.True;
            case JsonValueKind.False: return InputState.False;
            case JsonValueKind.String when at.Element.ValueEquals("true"u8): return InputState.True;
            case JsonValueKind.String when at.Element.ValueEquals("false"u8): return InputState.False;
            case JsonValueKind.String when at.Element.ValueEquals("unknown"u8): return InputState.AskedUnknown;
            default:
                at.Complain("\"true\", \"false\" or \"unknown\" is expected here");
                return InputState.NotAsked;
        }
    }
}
