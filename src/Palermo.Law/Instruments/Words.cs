using System.Collections.Frozen;
using Palermo.Law.Facts;

namespace Palermo.Law.Instruments;

/// <summary>The words that instrument files use for closed lists of values.</summary>
internal static class Words
{
    public static readonly FrozenDictionary<string, FactElement> Elements = Map<FactElement>(
        ("act", FactElement.Act), ("means", FactElement.Means), ("purpose", FactElement.Purpose), ("child", FactElement.Child), ("scope", FactElement.Scope), ("other", FactElement.Other));

    public static readonly FrozenDictionary<string, InstrumentKind> Kinds = Map<InstrumentKind>(
        ("treaty", InstrumentKind.Treaty), ("directive", InstrumentKind.Directive), ("statute", InstrumentKind.Statute), ("sub-definition", InstrumentKind.SubDefinition), ("draft", InstrumentKind.Draft));

    public static readonly FrozenDictionary<string, TextKind> TextKinds = Map<TextKind>(
        ("official", TextKind.Official), ("translation", TextKind.Translation), ("restatement", TextKind.Restatement));

    public static readonly FrozenDictionary<string, Relation> Relations = Map<Relation>(
        ("equivalent", Relation.Equivalent), ("narrower", Relation.Narrower), ("wider", Relation.Wider), ("unclear", Relation.Unclear));

    public static readonly FrozenDictionary<string, Modality> Modalities = Map<Modality>(
        ("shall", Modality.Shall), ("shall_where_appropriate", Modality.ShallWhereAppropriate), ("shall_consider", Modality.ShallConsider),
        ("shall_endeavour", Modality.ShallEndeavour), ("shall_give_appropriate_consideration", Modality.ShallGiveAppropriateConsideration), ("may", Modality.May), ("possibility", Modality.Possibility));

    public static readonly FrozenDictionary<string, ConsequenceKind> ConsequenceKinds = Map<ConsequenceKind>(
        ("entitlement", ConsequenceKind.Entitlement), ("non_punishment", ConsequenceKind.NonPunishment), ("duty", ConsequenceKind.Duty));

    public static readonly FrozenDictionary<string, ChildRule> ChildRules = Map<ChildRule>(
        ("means_not_required", ChildRule.MeansNotRequired), ("means_not_required_for_some_purposes", ChildRule.MeansNotRequiredForSomePurposes), ("aggravates", ChildRule.Aggravates), ("none", ChildRule.None));

    public static readonly FrozenDictionary<string, PurposeList> PurposeLists = Map<PurposeList>(
        ("open", PurposeList.Open), ("closed", PurposeList.Closed), ("by_reference", PurposeList.ByReference));

    public static readonly FrozenDictionary<string, ConsentRule> ConsentRules = Map<ConsentRule>(
        ("irrelevant_where_means_used", ConsentRule.IrrelevantWhereMeansUsed), ("always_irrelevant", ConsentRule.AlwaysIrrelevant), ("silent", ConsentRule.Silent), ("part_of_one_purpose", ConsentRule.PartOfOnePurpose));

    public static readonly FrozenDictionary<string, MensRea> MensReas = Map<MensRea>(
        ("not_stated", MensRea.NotStated), ("intent", MensRea.Intent), ("specific_intent", MensRea.SpecificIntent), ("conditional_intent", MensRea.ConditionalIntent),
        ("knowledge", MensRea.Knowledge), ("knowledge_or_recklessness", MensRea.KnowledgeOrRecklessness), ("knows_or_ought_to_know", MensRea.KnowsOrOughtToKnow));

    public static readonly FrozenDictionary<string, MeansTarget> Targets = Map<MeansTarget>(
        ("victim", MeansTarget.Victim), ("family", MeansTarget.Family), ("controller", MeansTarget.Controller), ("any_person", MeansTarget.AnyPerson));

    public static readonly FrozenDictionary<string, bool> Nexus = Map<bool>(("required", true), ("not_stated", false));

    private static FrozenDictionary<string, T> Map<T>(params ReadOnlySpan<(string Word, T Value)> rows)
    {
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (word, value) in rows)
        {
            map.Add(word, value);
        }

        return map.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
