using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Palermo.Disclosure.Gates;
using Palermo.Tests;
using Palermo.Web.Outgoing;

namespace Palermo.Web.Tests.Outgoing;

/// <summary>Nothing but the gate writes a count to the outside: read from the instructions of the web application.</summary>
public sealed class GateArchitectureTests
{
    /// <summary>Where counts are read to be handed to the gate; a slice that loads a dataset adds its loader here, never a page.</summary>
    private static readonly string[] MayHoldCounts = ["Palermo.Web.Outgoing", "Palermo.Web.Datasets"];

    private static Type[] Types => typeof(Program).Assembly.GetTypes();

    [Fact]
    public void NoPage_HoldsOrTakesRawCounts()
    {
        var faults = Types.Where(t => typeof(IComponent).IsAssignableFrom(t))
            .SelectMany(t => t.GetFields(Instructions.Everything).Select(f => (Type: t, Member: f.Name, Of: f.FieldType))
                .Concat(t.GetProperties(Instructions.Everything).Select(p => (Type: t, Member: p.Name, Of: p.PropertyType))))
            .Where(m => HoldsCounts(m.Of))
            .Select(m => $"{m.Type.Name}.{m.Member} is a {m.Of.Name}; pages take what the gate made");
        Assert.Empty(faults);
    }

    [Fact]
    public void NoCodeOutsideTheLoaders_ReadsRawCounts()
    {
        var faults = new List<string>();
        foreach (var type in Types.Where(t => !MayHoldCounts.Any(n => (t.Namespace ?? "").StartsWith(n, StringComparison.Ordinal))))
        {
            foreach (var called in Instructions.CallsOf(type))
            {
                if (called.DeclaringType is { } owner && (RawCounts.Contains(owner.FullName) || (owner == typeof(InsideReader) && called.IsStatic) || owner == typeof(GateKey)))
                {
                    faults.Add($"{type.FullName} calls {owner.Name}.{called.Name}");
                }
            }
        }

        Assert.Empty(faults.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void TheTest_SeesACallerWhereThereIsOne() =>
        Assert.Contains(Instructions.CallsOf(typeof(Viewer)), c => c.DeclaringType == typeof(InsideReader));

    [Fact]
    public void ExactCounts_AreNotWrittenIntoAFile()
    {
        using var site = new Site();
        var gate = site.Services.GetRequiredService<Gate>();
        var cube = gate.Freeze("d", "1", [new ReleasedColumn("=cmd", ["F", "M"])], [1, 2], [1, 40]);
        var exact = gate.Exact(cube, Question.Of("=cmd"), InsideReader.WhoseRightWasChecked("test"));
        Assert.Throws<GateRefusal>(() => ReleasedDownload.Csv(exact, "x.csv"));
        Assert.Throws<GateRefusal>(() => ReleasedDownload.Json(exact));
    }

    [Fact]
    public async Task ADownload_HoldsTheClearanceAndNoFormula()
    {
        using var site = new Site();
        var gate = site.Services.GetRequiredService<Gate>();
        var cube = gate.Freeze("d", "1", [new ReleasedColumn("=cmd", ["F", "M"])], [1, 2], [1, 40]);
        var context = new DefaultHttpContext { RequestServices = site.Services };
        using var body = new MemoryStream();
        context.Response.Body = body;
        await ReleasedDownload.Csv(gate.Count(cube, Question.Of("=cmd")), "x.csv").ExecuteAsync(context);
        var text = System.Text.Encoding.UTF8.GetString(body.ToArray());
        Assert.StartsWith("'=cmd,people\n", text, StringComparison.Ordinal);
        Assert.Contains("CellKey", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",1\n", text, StringComparison.Ordinal);
    }

    // Types whose members tell a count of people as it is.
    private static readonly HashSet<string?> RawCounts =
    [
        .. Assembly.Load("Palermo.Statistics").GetExportedTypes()
            .Where(t => t.Name is "CountTable" or "ICountSource" or "FrameCounts" or "SqlCounts")
            .Select(t => t.FullName),
        // Records as such, and what is made of them before anyone may see it.
        .. new[] { typeof(Palermo.Disclosure.Microdata.CodedRecords), typeof(Palermo.Disclosure.Synthesis.PersonRows), typeof(Palermo.Disclosure.Synthesis.PrivateCounts), typeof(Palermo.Disclosure.Release.PrivateRelease) }.Select(t => t.FullName),
    ];

    private static bool HoldsCounts(Type type) =>
        RawCounts.Contains(type.FullName) || type == typeof(FrozenCube)
        || (type.IsArray && HoldsCounts(type.GetElementType()!))
        || (type.IsGenericType && type.GetGenericArguments().Any(HoldsCounts));
}
