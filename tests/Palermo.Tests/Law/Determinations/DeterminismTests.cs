using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Palermo.Law.Determinations;
using Palermo.Law.Facts;
using Palermo.Law.Instruments;
using Palermo.Law.Logic;
using Palermo.Law.Renderings;

namespace Palermo.Tests.Law.Determinations;

/// <summary>Same input, same bytes, in every culture; and every kind of node and expression is known to every visitor.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void Json_InEveryCulture_IsByteForByteTheSame()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var expected = Everything();
            foreach (var culture in new[] { "tr-TR", "ar-SA", "de-DE", "fa-IR", "en-US" })
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
                Assert.True(expected.AsSpan().SequenceEqual(Everything()), culture);
                var again = InstrumentLibrary.Load(Laws.Folder);
                Assert.Equal(Laws.Library.Versions.Select(v => (v.Key, v.Hash)), again.Versions.Select(v => (v.Key, v.Hash)));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void InputHash_DependsOnEveryPartOfFindingAndQuery()
    {
        var finding = new Finding("deception", InputState.True);
        Finding[] findings =
        [
            finding, finding with { Atom = "fraud" }, finding with { State = InputState.False }, finding with { Standard = StandardOfProof.Alleged }, finding with { Origin = FindingOrigin.Tribunal },
            finding with { Set = FactSet.Alleged }, finding with { By = "a court" }, finding with { Reason = "a reason" }, finding with { Evidence = ["e1"] }, finding with { InferredFrom = ["fraud"] }, finding with { Actor = "a" },
            finding with { Exploiter = "b" }, finding with { Victim = "c" }, finding with { Controller = "d" }, finding with { Target = MeansTarget.Family }, finding with { Nexus = Nexus.Shown },
            finding with { When = new(new(2020, 1, 1), null) }, finding with { When = new(null, new(2020, 1, 1)) }, finding with { Place = "AT" }, finding with { About = ["pay"] }, finding with { Believed = true }, finding with { Believed = false },
        ];
        Assert.Equal(19, typeof(Finding).GetProperties().Length);
        Query[] queries =
        [
            new(), new() { Standard = StandardOfProof.Balance }, new() { Set = FactSet.Alleged }, new() { Mode = Mode.Protection }, new() { Actor = "a" }, new() { Victim = "a" }, new() { Place = "a" },
            new() { When = new(new(2020, 1, 1), null) },
        ];
        var hashes = findings.Select(f => Hash([f], new Query())).Concat(queries.Select(q => Hash([], q))).Append(Hash([finding, finding], new Query())).ToList();
        Assert.Equal(hashes.Count, hashes.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Hash([finding], new Query()), Hash([finding with { }], new Query()));

        static string Hash(ImmutableArray<Finding> findings, Query query) => Determiner.Determine(findings, Laws.Library.Protocol, query).InputHash;
    }

    [Fact]
    public void Nodes_EveryKind_IsKnownToEveryVisitor()
    {
        var cite = ImmutableArray.Create("a6");
        var atom = new AtomNode("x", Laws.Library.Protocol.Atoms[0]);
        Node[] all =
        [
            atom, new NotNode("x", atom.Atom), new AllOfNode("x", cite, null, [atom]), new AnyOfNode("x", cite, null, [atom]), new OpenListNode("x", cite, null, [atom], new AtomNode("y", Laws.Library.Protocol.Atoms[1])),
            new AtLeastNode("x", cite, null, 1, [atom]), new RefNode("x", "act", atom), new AlwaysNode("x", cite),
        ];
        Assert.Equal(Kinds(typeof(Node)), all.Select(n => n.GetType().Name).Order(StringComparer.Ordinal));
        foreach (var node in all)
        {
            _ = InstrumentVersion.Express(node);
            var instrument = Laws.Library.Protocol with { Definition = node, Hash = node.GetType().Name.PadRight(64, '0') };
            instrument = Fresh(instrument);
            foreach (var findings in new ImmutableArray<Finding>[] { [], [new("recruitment", InputState.True)], [new("recruitment", InputState.False)] })
            {
                var determination = Determiner.Determine(findings, instrument, new Query());
                Assert.Equal(new BruteForce(node, instrument.Vocabulary).Value(determination.Facts), determination.Result);
                Assert.NotEmpty(BlockWriter.Text(Reasons.Full(determination, "en")));
                Assert.NotEmpty(BlockWriter.Html(Reasons.Page(determination, "ar")));
                Assert.NotEmpty(Json(determination));
            }

            Assert.NotEmpty(InstrumentWords.Of(instrument, "en"));
            Assert.NotEmpty(InstrumentDifferences.Of(instrument, Laws.Library.Protocol, "en"));
        }
    }

    [Fact]
    public void Expressions_EveryKind_IsKnownToEveryVisitor()
    {
        var variable = new Expression.Variable(0);
        Expression[] all = [new Expression.Always(), variable, new Expression.Negated(0), new Expression.All([variable]), new Expression.Any([variable]), new Expression.AtLeast(1, [variable])];
        Assert.Equal(typeof(Expression).GetNestedTypes().Where(t => t.IsSealed && t.IsSubclassOf(typeof(Expression))).Select(t => t.Name).Order(StringComparer.Ordinal), all.Select(e => e.GetType().Name).Order(StringComparer.Ordinal));
        var diagram = new DecisionDiagram();
        var evaluator = Laws.Library.Protocol.Evaluator;
        foreach (var expression in all)
        {
            foreach (var facts in new FactVector[] { default, new(1, 0), new(0, 1) })
            {
                Assert.Equal(expression.Evaluate(facts.True, facts.False), diagram.Evaluate(diagram.Build(expression), facts.True, facts.False));
                Assert.Equal(expression.Evaluate(facts.True, facts.False), evaluator.Exact(expression, facts));
                _ = evaluator.StillMatters(expression, facts);
            }
        }
    }

    [Fact]
    public void Remarks_EveryKind_HasWordsInEveryLanguage()
    {
        foreach (var language in Phrasebook.Languages)
        {
            foreach (var kind in Enum.GetNames<RemarkKind>())
            {
                var key = "remark." + string.Concat(kind.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
                Assert.Contains(key, Phrasebook.For(language).Keys);
            }
        }
    }

    private static IEnumerable<string> Kinds(Type closed) =>
        closed.Assembly.GetTypes().Where(t => t.IsSubclassOf(closed)).Select(t => t.Name).Order(StringComparer.Ordinal);

    /// <summary>A copy whose definition is evaluated anew: the shared evaluator belongs to the original.</summary>
    private static InstrumentVersion Fresh(InstrumentVersion instrument)
    {
        typeof(InstrumentVersion).GetField("_evaluator", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(instrument, null);
        return instrument;
    }

    private static byte[] Everything()
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var (_, facts, _) in DecidedCases.All.Take(4))
        {
            foreach (var instrument in Laws.Library.Definitions)
            {
                var determination = Determiner.Determine(facts.Findings, instrument, new Query());
                buffer.Write(Json(determination));
                buffer.Write(System.Text.Encoding.UTF8.GetBytes(BlockWriter.Markdown(Reasons.Full(determination, "en"))));
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Json(Determination determination)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            DeterminationJson.Write(json, "case", determination, "en");
        }

        return buffer.WrittenSpan.ToArray();
    }
}
