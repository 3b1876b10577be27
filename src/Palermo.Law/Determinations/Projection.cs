using System.Collections.Frozen;
using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Law.Determinations;

/// <summary>What is known about one atom after the query's filters, and the findings that say so.</summary>
/// <param name="Findings">Positions in the given findings.</param>
public sealed record AtomStatus(AtomId Atom, InputState State, ImmutableArray<int> Findings)
{
    public static AtomStatus NotAsked(AtomId atom) => new(atom, InputState.NotAsked, []);
}

/// <summary>
/// Findings seen through one query and one instrument: a fact vector with the instrument's own bits, the status of each
/// atom, and remarks on what did not count.
/// </summary>
public sealed class Projection
{
    private static readonly AtomId ReasonsToBelieveChild = "reasons_to_believe_child";

    private readonly FrozenDictionary<AtomId, AtomStatus> _status;

    private Projection(FactVector facts, IReadOnlyDictionary<AtomId, AtomStatus> status, ImmutableArray<Remark> remarks, ulong refused)
    {
        (Facts, Remarks, Refused) = (facts, remarks, refused);
        _status = status.ToFrozenDictionary();
    }

    /// <summary>The vocabulary's bits and the instrument's own.</summary>
    public FactVector Facts { get; }

    /// <summary>Bits that must not be asked again.</summary>
    public ulong Refused { get; }

    public ImmutableArray<Remark> Remarks { get; }

    public AtomStatus Status(AtomId atom) => _status.GetValueOrDefault(atom) ?? AtomStatus.NotAsked(atom);

    public static Projection Of(ImmutableArray<Finding> findings, InstrumentVersion instrument, Query query)
    {
        var remarks = new List<Remark>();
        var status = Statuses(findings, instrument, query, remarks);
        PresumeChild(instrument, query, status, remarks);
        foreach (var rule in query.SubDefinitions)
        {
            Feed(findings, rule, query, status, remarks);
        }

        var facts = FactVector.Empty;
        ulong refused = 0;
        foreach (var (atom, known) in status)
        {
            if (instrument.Evaluator.Bit(atom) is { } bit)
            {
                facts = known.State switch
                {
                    InputState.True => facts.With(bit, true),
                    InputState.False => facts.With(bit, false),
                    _ => facts,
                };
                refused |= known.State == InputState.Refused ? 1UL << bit : 0;
            }
        }

        facts = ApplyGroups(instrument.Vocabulary, status, facts, remarks);
        return new Projection(facts, status, [.. remarks], refused);
    }

    private static Dictionary<AtomId, AtomStatus> Statuses(ImmutableArray<Finding> findings, InstrumentVersion instrument, Query query, List<Remark> remarks)
    {
        var states = new Dictionary<AtomId, (InputState State, ImmutableArray<int>.Builder Findings)>();
        for (var i = 0; i < findings.Length; i++)
        {
            var finding = findings[i];
            if (!Counts(finding, query))
            {
                continue;
            }

            var state = StateUnder(finding, instrument, remarks);
            if (states.TryGetValue(finding.Atom, out var before))
            {
                before.Findings.Add(i);
                states[finding.Atom] = (Join(before.State, state), before.Findings);
            }
            else
            {
                var list = ImmutableArray.CreateBuilder<int>(1);
                list.Add(i);
                states[finding.Atom] = (state, list);
            }
        }

        foreach (var (atom, (state, _)) in states)
        {
            if (state == InputState.Conflict)
            {
                remarks.Add(new Remark(RemarkKind.Conflict, atom));
            }
        }

        return states.ToDictionary(s => s.Key, s => new AtomStatus(s.Key, s.Value.State, s.Value.Findings.ToImmutable()));
    }

    private static bool Counts(Finding finding, Query query) =>
        finding.Standard >= query.Standard
        && (finding.Set == FactSet.Found || finding.Set == query.Set)
        && (query.Actor is null || finding.Actor is null || finding.Actor == query.Actor)
        && (query.Victim is null || finding.Victim is null || finding.Victim == query.Victim)
        && (query.Place is null || finding.Place is null || finding.Place == query.Place)
        && finding.When.MayOverlap(query.When);

    /// <summary>How a finding counts under an instrument: some texts ask for a link, a target or a controller.</summary>
    private static InputState StateUnder(Finding finding, InstrumentVersion instrument, List<Remark> remarks)
    {
        if (finding.State != InputState.True)
        {
            return finding.State;
        }

        var parameters = instrument.Parameters;
        var element = instrument.Vocabulary.Find(finding.Atom)?.Element ?? instrument.Atoms.FirstOrDefault(a => a.Id == finding.Atom)?.Element;
        RemarkKind? doubt = null;
        if (finding.Origin == FindingOrigin.Inference && finding.InferredFrom.IsEmpty)
        {
            doubt = RemarkKind.InferenceWithoutBasis;
        }
        else if (element == FactElement.Means && finding.Nexus == Nexus.NotShown)
        {
            doubt = RemarkKind.NexusNotShown;
        }
        else if (element == FactElement.Means && !parameters.MeansTargets.IsEmpty && !parameters.MeansTargets.Contains(MeansTarget.AnyPerson)
            && finding.Target is not (MeansTarget.NotRecorded or MeansTarget.Victim) && !parameters.MeansTargets.Contains(finding.Target))
        {
            doubt = RemarkKind.TargetNotCovered;
        }
        else if (finding.Atom == "payments_to_controller" && (finding.Target == MeansTarget.Victim || (finding.Controller is not null && finding.Controller == finding.Victim)))
        {
            doubt = RemarkKind.PaidToThePerson;
        }
        else if (finding.Atom == "other_exploitation" && finding.Origin != FindingOrigin.Mapping && string.IsNullOrWhiteSpace(finding.Reason))
        {
            remarks.Add(new Remark(RemarkKind.OpenListWithoutReason, finding.Atom));
        }

        if (doubt is not { } kind)
        {
            return InputState.True;
        }

        remarks.Add(new Remark(kind, finding.Atom));
        return InputState.AskedUnknown;
    }

    private static InputState Join(InputState a, InputState b)
    {
        if (a == b)
        {
            return a;
        }

        if (a == InputState.Conflict || b == InputState.Conflict || (a is InputState.True or InputState.False && b is InputState.True or InputState.False))
        {
            return InputState.Conflict;
        }

        return a is InputState.True or InputState.False ? a
            : b is InputState.True or InputState.False ? b
            : a == InputState.Refused || b == InputState.Refused ? InputState.Refused
            : InputState.AskedUnknown;
    }

    private static void PresumeChild(InstrumentVersion instrument, Query query, Dictionary<AtomId, AtomStatus> status, List<Remark> remarks)
    {
        if (query.Mode != Mode.Protection || instrument.Parameters.ChildPresumption is null
            || status.GetValueOrDefault(ReasonsToBelieveChild)?.State != InputState.True)
        {
            return;
        }

        AtomId child = "under_18";
        if (status.GetValueOrDefault(child)?.State is InputState.True or InputState.False)
        {
            return;
        }

        status[child] = new AtomStatus(child, InputState.True, status[ReasonsToBelieveChild].Findings);
        remarks.Add(new Remark(RemarkKind.ChildPresumed, child));
    }

    /// <summary>Lets a sub-definition settle the fact it feeds, where nobody has found that fact itself.</summary>
    private static void Feed(ImmutableArray<Finding> findings, InstrumentVersion rule, Query query, Dictionary<AtomId, AtomStatus> status, List<Remark> remarks)
    {
        if (!rule.IsVerified || rule.Feeds is not { } feed || status.GetValueOrDefault(feed.Fact.Id)?.State is InputState.True or InputState.False or InputState.Conflict)
        {
            return;
        }

        var own = rule.Evaluator.OwnAtoms;
        if (!findings.Any(f => own.Contains(f.Atom)))
        {
            return;
        }

        var inner = Of(findings, rule, query with { SubDefinitions = [] });
        var value = rule.Evaluator.Evaluate(rule.Definition, inner.Facts);
        if (value.IsTrue || (value.IsFalse && feed.Relation == Relation.Equivalent))
        {
            ImmutableArray<int> basis = [.. own.SelectMany(a => inner.Status(a).Findings).Order()];
            status[feed.Fact.Id] = new AtomStatus(feed.Fact.Id, value.IsTrue ? InputState.True : InputState.False, basis);
            remarks.Add(new Remark(RemarkKind.FromSubDefinition, feed.Fact.Id, rule.Key));
        }
    }

    private static FactVector ApplyGroups(Vocabulary vocabulary, Dictionary<AtomId, AtomStatus> status, FactVector facts, List<Remark> remarks)
    {
        foreach (var group in vocabulary.Groups)
        {
            var state = status.GetValueOrDefault(group.Id)?.State;
            if (state == InputState.False)
            {
                if ((facts.True & group.Members) != 0)
                {
                    remarks.Add(new Remark(RemarkKind.GroupContradiction, group.Id));
                    continue;
                }

                facts = facts with { False = facts.False | group.Members };
            }
            else if (state == InputState.True)
            {
                if ((group.Members & ~facts.False) == 0)
                {
                    remarks.Add(new Remark(RemarkKind.GroupContradiction, group.Id));
                    facts = facts with { False = facts.False & ~group.Members };
                    continue;
                }

                facts = facts with { Some = (byte)(facts.Some | 1 << group.Index) };
            }
        }

        return facts;
    }
}
