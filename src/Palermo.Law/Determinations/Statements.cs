using System.Collections.Immutable;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;

namespace Palermo.Law.Determinations;

/// <summary>
/// What the findings that a query lets through say about each atom, before it is joined: so that the same can be asked
/// without some of the atoms.
/// </summary>
internal sealed class Statements
{
    private static readonly AtomId ReasonsToBelieveChild = "reasons_to_believe_child";
    private static readonly AtomId Child = "under_18";

    private readonly InstrumentVersion _instrument;
    private readonly Query _query;
    private readonly Dictionary<AtomId, List<Said>> _said = [];
    private readonly List<Remark> _remarks = [];

    private Statements(InstrumentVersion instrument, Query query) => (_instrument, _query) = (instrument, query);

    /// <summary>The atoms and groups that something is said about, in the order of the findings.</summary>
    public IEnumerable<AtomId> Atoms => _said.Keys;

    /// <summary>Whether an atom stands for itself: one finding speaks of it, and no finding about a whole element can stand in for it.</summary>
    public bool IsPlain(AtomId atom) => _said[atom].Count == 1 && !_instrument.Vocabulary.Groups.Any(g => _said.ContainsKey(g.Id));

    public static Statements Of(ImmutableArray<Finding> findings, InstrumentVersion instrument, Query query)
    {
        var statements = new Statements(instrument, query);
        for (var i = 0; i < findings.Length; i++)
        {
            if (Counts(findings[i], query))
            {
                statements.Add(findings[i].Atom, new Said(statements.StateUnder(findings[i]), findings[i].Standard, [i]));
            }
        }

        foreach (var rule in query.SubDefinitions)
        {
            statements.Feed(findings, rule);
        }

        return statements;
    }

    /// <summary>Joins what is said, leaving out some atoms or groups as if nobody had spoken of them.</summary>
    public Projection Project(ReadOnlySpan<AtomId> without)
    {
        var remarks = new List<Remark>(_remarks);
        var status = new Dictionary<AtomId, AtomStatus>();
        foreach (var group in _instrument.Vocabulary.Groups)
        {
            if (_said.TryGetValue(group.Id, out var said) && !without.Contains(group.Id))
            {
                status[group.Id] = AtomStatus.Of(group.Id, said);
            }
        }

        var closed = Closed(without);
        foreach (var (atom, said) in _said)
        {
            if (!status.ContainsKey(atom) && !without.Contains(atom))
            {
                status[atom] = AtomStatus.Of(atom, closed.TryGetValue(atom, out var more) ? [.. said, .. more] : said);
            }
        }

        foreach (var (atom, said) in closed)
        {
            if (!status.ContainsKey(atom))
            {
                status[atom] = AtomStatus.Of(atom, said);
            }
        }

        foreach (var known in status.Values)
        {
            if (known.State == InputState.Conflict)
            {
                remarks.Add(new Remark(RemarkKind.Conflict, known.Atom));
            }
            else if (known.IsOutweighing)
            {
                remarks.Add(new Remark(RemarkKind.Outweighed, known.Atom));
            }
        }

        PresumeChild(status, remarks);
        return Vector(status, remarks);
    }

    private static bool Counts(Finding finding, Query query) =>
        finding.Standard >= query.Standard
        && (finding.Set == FactSet.Found || finding.Set == query.Set)
        && (query.Actor is null || finding.Actor is null || finding.Actor == query.Actor)
        && (query.Victim is null || finding.Victim is null || finding.Victim == query.Victim)
        && (query.Place is null || finding.Place is null || finding.Place == query.Place)
        && finding.When.MayOverlap(query.When);

    private void Add(AtomId atom, Said said)
    {
        if (!_said.TryGetValue(atom, out var list))
        {
            _said[atom] = list = [];
        }

        list.Add(said);
    }

    /// <summary>How a finding counts under an instrument: some texts ask for a link, a target or a controller.</summary>
    private InputState StateUnder(Finding finding)
    {
        if (finding.State != InputState.True)
        {
            return finding.State;
        }

        var targets = _instrument.Parameters.MeansTargets;
        var isMeans = Element(finding.Atom) == FactElement.Means;
        RemarkKind? doubt = null;
        if (finding.Origin == FindingOrigin.Inference && finding.InferredFrom.IsEmpty)
        {
            doubt = RemarkKind.InferenceWithoutBasis;
        }
        else if (isMeans && finding.Nexus == Nexus.NotShown)
        {
            doubt = RemarkKind.NexusNotShown;
        }
        else if (isMeans && !targets.IsEmpty && !targets.Contains(MeansTarget.AnyPerson)
            && finding.Target is not (MeansTarget.NotRecorded or MeansTarget.Victim) && !targets.Contains(finding.Target))
        {
            doubt = RemarkKind.TargetNotCovered;
        }
        else if (finding.Atom == "payments_to_controller" && (finding.Target == MeansTarget.Victim || (finding.Controller is not null && finding.Controller == finding.Victim)))
        {
            doubt = RemarkKind.PaidToThePerson;
        }
        else if (finding.Atom == "other_exploitation" && finding.Origin != FindingOrigin.Mapping && string.IsNullOrWhiteSpace(finding.Reason))
        {
            _remarks.Add(new Remark(RemarkKind.OpenListWithoutReason, finding.Atom));
        }

        if (doubt is not { } kind)
        {
            return InputState.True;
        }

        _remarks.Add(new Remark(kind, finding.Atom));
        return InputState.AskedUnknown;
    }

    private FactElement? Element(AtomId atom) =>
        _instrument.Vocabulary.Find(atom)?.Element ?? _instrument.Vocabulary.FindGroup(atom)?.Element ?? _instrument.Atoms.FirstOrDefault(a => a.Id == atom)?.Element;

    /// <summary>Lets a sub-definition speak of the fact it feeds, as firmly as the findings that settle the rule.</summary>
    private void Feed(ImmutableArray<Finding> findings, InstrumentVersion rule)
    {
        if (!rule.IsVerified || rule.Feeds is not { } feed)
        {
            return;
        }

        var own = rule.Evaluator.OwnAtoms;
        if (!findings.Any(f => own.Contains(f.Atom)))
        {
            return;
        }

        for (var standard = StandardOfProof.BeyondDoubt; standard >= _query.Standard; standard--)
        {
            var inner = Of(findings, rule, _query with { SubDefinitions = [], Standard = standard }).Project([]);
            var value = rule.Evaluator.Evaluate(rule.Definition, inner.Facts);
            if (value.IsTrue || (value.IsFalse && feed.Relation == Relation.Equivalent))
            {
                ImmutableArray<int> basis = [.. own.SelectMany(a => inner.Status(a).Findings).Distinct().Order()];
                Add(feed.Fact.Id, new Said(value.IsTrue ? InputState.True : InputState.False, standard, basis));
                _remarks.Add(new Remark(RemarkKind.FromSubDefinition, feed.Fact.Id, rule.Key));
                return;
            }
        }
    }

    /// <summary>"None of these" about a group is said of each of its members.</summary>
    private Dictionary<AtomId, List<Said>> Closed(ReadOnlySpan<AtomId> without)
    {
        var closed = new Dictionary<AtomId, List<Said>>();
        foreach (var group in _instrument.Vocabulary.Groups)
        {
            if (!_said.TryGetValue(group.Id, out var said) || without.Contains(group.Id) || !said.Exists(s => s.State == InputState.False))
            {
                continue;
            }

            foreach (var fact in Members(group))
            {
                closed[fact.Id] = said.FindAll(s => s.State == InputState.False);
            }
        }

        return closed;
    }

    private void PresumeChild(Dictionary<AtomId, AtomStatus> status, List<Remark> remarks)
    {
        if (_query.Mode == Mode.Protection && _instrument.Parameters.ChildPresumption is not null
            && status.GetValueOrDefault(ReasonsToBelieveChild) is { State: InputState.True } reasons
            && status.GetValueOrDefault(Child)?.State is not (InputState.True or InputState.False))
        {
            status[Child] = new AtomStatus(Child, InputState.True, reasons.Findings) { Standard = reasons.Standard };
            remarks.Add(new Remark(RemarkKind.ChildPresumed, Child));
        }
    }

    private Projection Vector(Dictionary<AtomId, AtomStatus> status, List<Remark> remarks)
    {
        var facts = FactVector.Empty;
        ulong refused = 0;
        foreach (var (atom, known) in status)
        {
            if (_instrument.Evaluator.Bit(atom) is { } bit)
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

        foreach (var group in _instrument.Vocabulary.Groups)
        {
            if (status.GetValueOrDefault(group.Id) is { State: InputState.True or InputState.Conflict } some)
            {
                facts = Bind(group, some, status, facts, remarks);
            }
        }

        return new Projection(facts, status, [.. remarks], refused);
    }

    /// <summary>"One of these" binds unless each of them is excluded; then again the firmer findings prevail, and equal ones leave it open.</summary>
    private FactVector Bind(FactGroup group, AtomStatus some, Dictionary<AtomId, AtomStatus> status, FactVector facts, List<Remark> remarks)
    {
        var bound = some.State == InputState.True ? (byte)(1 << group.Index) : (byte)0;
        if ((group.Members & ~facts.False) != 0)
        {
            return facts with { Some = (byte)(facts.Some | bound) };
        }

        ulong weaker = 0, same = 0;
        foreach (var fact in Members(group))
        {
            var against = status[fact.Id].Standard;
            weaker |= against < some.Standard ? 1UL << fact.Index : 0;
            same |= against == some.Standard ? 1UL << fact.Index : 0;
        }

        remarks.Add(new Remark(RemarkKind.GroupContradiction, group.Id));
        return weaker != 0 && bound != 0
            ? facts with { False = facts.False & ~weaker, Some = (byte)(facts.Some | bound) }
            : facts with { False = facts.False & ~(weaker | same) };
    }

    private IEnumerable<Fact> Members(FactGroup group) => _instrument.Vocabulary.Facts.Where(f => (group.Members >> f.Index & 1) != 0);
}
