using CsCheck;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Likelihood;
using Palermo.Estimation.Models;

namespace Palermo.Tests.Estimation.Likelihood;

public sealed class ExistenceTests
{
    /// <summary>Sparse tables of four lists and any model on them.</summary>
    private static readonly Gen<(CaptureTable Table, HierarchicalModel Model)> Cases =
        Gen.Select(Gen.Frequency((3, Gen.Const(0)), (2, Gen.Int[1, 4])).Array[15], Gen.Int[3, 15].Array[0, 4])
            .Where((counts, _) => counts.Any(c => c > 0))
            .Select((counts, interactions) => (
                CaptureTable.Create(["A", "B", "C", "D"], [0L, .. counts.Select(c => (long)c)]),
                HierarchicalModel.WithInteractions(4, interactions)));

    [Fact]
    public void Maximum_ExactAndGlop_AreOneNumber() =>
        Cases.Sample(
            c =>
            {
                var problem = ExistenceProblem.Of(c.Table, c.Model);
                var (numerator, denominator) = ExactSimplex.Maximum(problem)!.Value;
                var glop = GlopExistence.Maximum(problem);
                Assert.Equal((double)numerator / (double)denominator, glop, 1e-7);
                Assert.True(numerator == 0 || (double)numerator / (double)denominator > 1e-6);
            },
            iter: 300);

    [Fact]
    public void Exists_DependsOnTheZeroPatternAlone() =>
        Cases.Sample(
            c =>
            {
                var problem = ExistenceProblem.Of(c.Table, c.Model);
                Assert.Equal(ExactSimplex.Maximum(problem)!.Value.Numerator > 0, ExactSimplex.Maximum(problem.Pattern())!.Value.Numerator > 0);
            },
            iter: 300);

    [Fact]
    public void Exists_InASmallerModelWithTheSameTermsAtMinusInfinity_Follows() =>
        Cases.Sample(
            c =>
            {
                if (!Existence.Check(c.Table, c.Model).Exists)
                {
                    return;
                }

                foreach (var interaction in c.Model.Interactions.Where(t => c.Table.SeenOnAll(t) > 0))
                {
                    var smaller = c.Model.Interactions.Where(t => (t & interaction) != interaction).ToArray();
                    var model = HierarchicalModel.WithInteractions(4, smaller);
                    if (ExistenceProblem.Split(c.Table, model).Dropped.SequenceEqual(ExistenceProblem.Split(c.Table, c.Model).Dropped))
                    {
                        Assert.True(Existence.Check(c.Table, model).Exists);
                    }
                }
            },
            iter: 300);

    [Fact]
    public void Scanner_AndLinearProgram_AgreeOnRandomTables() =>
        Cases.Sample(
            c =>
            {
                var scanner = new Palermo.Estimation.Selection.ModelScanner(4);
                scanner.Bind(c.Table);
                if (c.Model.Order < 4)
                {
                    Assert.Equal(Existence.Check(c.Table, c.Model), scanner.Evaluate(c.Model.ToMask()).Verdict);
                }
            },
            iter: 500);

    [Fact]
    public void Check_ArtificialTable_IsRefusedWhereTheAuthorsSay()
    {
        var table = Reference.Table("Artificial_3");
        Assert.Equal(1, Existence.Check(table, HierarchicalModel.Parse("[12,3]", 3)).Code);
        Assert.Equal(2, Existence.Check(table, HierarchicalModel.Parse("[12,13,23]", 3)).Code);
        Assert.Equal(0, Existence.Check(table, HierarchicalModel.Parse("[13,23]", 3)).Code);
    }
}
