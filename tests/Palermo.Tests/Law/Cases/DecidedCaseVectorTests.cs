using System.Collections.Immutable;
using System.Text.Json;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Logic;
using Palermo.Tests.Law.Doctrine;

namespace Palermo.Tests.Law.Cases;

/// <summary>What the decided cases must yield beyond their result: questions, reasons, and indifference to scope, consent and order.</summary>
public sealed class DecidedCaseVectorTests
{
    public static TheoryData<string> Ids => [.. DecidedCases.All.Select(c => c.Id)];

    public static TheoryData<string> Unknown => [.. DecidedCases.All.Where(c => Projection(c.Record, "result") == "unknown").Select(c => c.Id)];

    public static TheoryData<string> Decided => [.. DecidedCases.All.Where(c => Projection(c.Record, "result") != "unknown").Select(c => c.Id)];

    [Fact]
    public void DecidedCases_ThirtySixMetTenNotMetTwentyEightOpen() =>
        Assert.Equal(
            (36, 10, 28),
            (DecidedCases.All.Count(c => Projection(c.Record, "result") == "true"), DecidedCases.All.Count(c => Projection(c.Record, "result") == "false"), DecidedCases.All.Count(c => Projection(c.Record, "result") == "unknown")));

    [Theory]
    [MemberData(nameof(Unknown))]
    public void OpenQuestions_NameOnlyWhatTheVectorLeavesOpenAndSettleBothWays(string id)
    {
        var facts = DecidedCases.Facts(id).Findings;
        var determination = Rules.Determine(facts);
        var known = facts.Where(f => f.State is InputState.True or InputState.False).Select(f => f.Atom).ToHashSet();
        var asked = determination.Open.StillMatters.Concat(determination.Open.Ranked.SelectMany(q => q.Atoms))
            .Concat(determination.Open.ToMet.Concat(determination.Open.ToNotMet).SelectMany(w => w).SelectMany(a => a.Atoms)).Distinct().ToList();

        Assert.NotEmpty(asked);
        Assert.DoesNotContain(asked, known.Contains);
        Assert.All(asked, a => Assert.NotNull(Laws.Library.Vocabulary.Find(a)));
        Assert.NotEmpty(determination.Open.ToMet);
        Assert.NotEmpty(determination.Open.ToNotMet);
        Assert.All(determination.Open.ToMet, w => Assert.Equal(Truth.True, Answered(facts, w)));
        Assert.All(determination.Open.ToNotMet, w => Assert.Equal(Truth.False, Answered(facts, w)));
        Assert.Equal(Truth.True, Rules.Determine(facts.AddRange(determination.Open.StillMatters.Select(a => Finding(a, true)))).Result);
        Assert.Equal(Truth.False, Rules.Determine(facts.AddRange(determination.Open.StillMatters.Select(a => Finding(a, false)))).Result);
    }

    [Theory]
    [MemberData(nameof(Decided))]
    public void Proof_DecidingLeaves_AreAmongTheListedItems(string id)
    {
        var (_, facts, record) = DecidedCases.All.Single(c => c.Id == id);
        var vector = record.GetProperty("fact_vector");
        var determination = Rules.Determine(facts.Findings);
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in new[] { "act", "means", "purpose" })
        {
            foreach (var item in vector.GetProperty(element).EnumerateObject())
            {
                listed.Add(item.Name);
            }

            if (vector.GetProperty(element + "_any").GetString() == "false")
            {
                // A finding on the whole element speaks of each item of it.
                listed.UnionWith(Laws.Library.Vocabulary.Facts.Where(f => f.Element.ToString().Equals(element, StringComparison.OrdinalIgnoreCase)).Select(f => f.Id.Value));
            }
        }

        listed.Add("under_18");
        var deciding = determination.Proof.DecidingLeaves().ToList();
        Assert.NotEmpty(deciding);
        Assert.Equal(determination.Result, determination.Proof.Value);
        foreach (var leaf in deciding.Where(l => l.Value.IsKnown))
        {
            Assert.Contains(leaf.Atom!.Value.Value, listed);
            Assert.NotEmpty(leaf.Findings);
            Assert.All(leaf.Cite, c => Assert.NotNull(Rules.Protocol.Text.Find(c)));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ScopeFlip_NeverChangesTheResult(string id)
    {
        var facts = DecidedCases.Facts(id).Findings;
        var flipped = facts.Select(f => f.Atom == "transnational" || f.Atom == "organized_criminal_group" ? f with { State = Flip(f.State) } : f).ToImmutableArray();
        Same(Rules.Determine(facts), Rules.Determine(flipped));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ConsentFlip_NeverChangesTheResult(string id)
    {
        var facts = DecidedCases.Facts(id).Findings;
        var agreed = Rules.Determine(facts.Add(Finding(ConsentNote.Atom, true)));
        Same(Rules.Determine(facts), agreed);
        Same(agreed, Rules.Determine(facts.Add(Finding(ConsentNote.Atom, false))));
        Assert.DoesNotContain(agreed.Proof.DecidingLeaves(), l => l.Atom == ConsentNote.Atom);
    }

    [Fact]
    public void Consent_IsAnAtomOfNoText()
    {
        Assert.Null(Laws.Library.Vocabulary.Find(ConsentNote.Atom));
        Assert.DoesNotContain(Laws.Library.Vocabulary.Facts, f => f.Id.Value.Contains("consent", StringComparison.Ordinal));
        Assert.DoesNotContain(Laws.Library.Versions.SelectMany(v => v.Atoms), a => a.Id == ConsentNote.Atom);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void OrderFlip_NeverChangesTheResult(string id)
    {
        var facts = DecidedCases.Facts(id).Findings;
        Same(Rules.Determine(facts), Rules.Determine([.. facts.Reverse()]));
        Same(Rules.Determine(facts), Rules.Determine([.. facts.OrderBy(f => f.Atom)]));
    }

    private static void Same(Determination one, Determination other)
    {
        Assert.Equal(one.Result, other.Result);
        Assert.Equal(one.Elements.Select(e => (e.Value, e.IsRequired)), other.Elements.Select(e => (e.Value, e.IsRequired)));
        Assert.Equal(one.Open.StillMatters, other.Open.StillMatters);
        Assert.Equal(one.Open.Ranked.Select(q => (q.Id, q.IfYes, q.IfNo, q.Worth)), other.Open.Ranked.Select(q => (q.Id, q.IfYes, q.IfNo, q.Worth)));
        Assert.Equal(one.Fragility.Alone, other.Fragility.Alone);
        Assert.Equal(one.Fragility.Smallest, other.Fragility.Smallest);
        Assert.Equal(one.Proof.DecidingLeaves().Select(l => l.Atom), other.Proof.DecidingLeaves().Select(l => l.Atom));
    }

    private static Truth Answered(ImmutableArray<Finding> facts, ImmutableArray<Answer> way) =>
        Rules.Determine(facts.AddRange(way.SelectMany(a => a.All ? a.Atoms.AsEnumerable() : [a.Atoms[^1]], (a, atom) => Finding(atom, a.Value)))).Result;

    private static Finding Finding(AtomId atom, bool value) => new(atom, value ? InputState.True : InputState.False) { Reason = "an answer" };

    private static InputState Flip(InputState state) => state switch { InputState.True => InputState.False, InputState.False => InputState.True, _ => InputState.True };

    private static string? Projection(JsonElement record, string element) => record.GetProperty("palermo_projection").GetProperty(element).GetString();
}
