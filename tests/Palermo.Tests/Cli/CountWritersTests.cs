using System.Reflection;
using System.Reflection.Emit;

namespace Palermo.Tests.Cli;

/// <summary>Who counts people on the command line, read from its instructions; and that each either goes through the gate or says that its output is for the inside.</summary>
public sealed class CountWritersTests
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private const string Working = "Working output for those who hold the data";

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value, c => c);

    // Members that tell a count of people as it is.
    private static readonly string[] Telling = ["ICountSource.CountAsync", "FrameCounts.Count", "FrameCounts.Vectors", "FrameCounts.Pairs", "SqlCounts.CountAsync", "NationalReport.MakeAsync", "NationalReport.FiguresAsync", "CaptureCounts.Read", "FlowTable.OfAsync"];

    /// <summary>Every type of the command line that counts, and what holds it. A new one fails here until it is one of these.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["CountVerb"] = "says that it is a working output",
        ["DeterminationsVerb"] = "says that it is a working output",
        ["FlowsVerb"] = "says that it is a working output",
        ["ReportVerb"] = "a document through the gate; tables say that they may not be published",
    };

    [Fact]
    public void NothingElse_OnTheCommandLine_CountsPeople()
    {
        var found = Assembly.Load("Palermo.Cli").GetTypes().SelectMany(t => Calls(t).Select(c => (Type: Top(t).Name, Called: c.DeclaringType!.Name + "." + c.Name)))
            .Where(c => Telling.Contains(c.Called)).Select(c => c.Type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Known.Keys.Order(StringComparer.Ordinal), found);
    }

    [Theory]
    [InlineData("count", "--by", "sex")]
    [InlineData("count", "--by", "sex", "-o", "json")]
    [InlineData("flows")]
    [InlineData("report")]
    public void AWorkingOutput_SaysThatItIsOne(string verb, params string[] more)
    {
        var sample = Path.Combine(SharedData.Repository, "data", "samples", "routes.csv");
        var run = Run.Palermo(verb == "report" ? ["report", "national", sample] : [verb, sample, .. more]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(verb == "report" ? "Nothing of this may be published as it stands" : Working, run.Output.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Type Top(Type type) => type.DeclaringType is { } outer ? Top(outer) : type;

    private static IEnumerable<MethodBase> Calls(Type type)
    {
        foreach (var method in type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)))
        {
            if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
            {
                continue;
            }

            for (var at = 0; at < il.Length;)
            {
                short value = il[at++];
                value = value == 0xFE ? (short)(0xFE00 | il[at++]) : value;
                var code = Codes[value];
                if (code.OperandType == OperandType.InlineMethod
                    && method.Module.ResolveMethod(BitConverter.ToInt32(il, at), type.IsGenericType ? type.GetGenericArguments() : null, method.IsGenericMethod ? method.GetGenericArguments() : null) is { DeclaringType: not null } called)
                {
                    yield return called;
                }

                at += code.OperandType switch
                {
                    OperandType.InlineNone => 0,
                    OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                    OperandType.InlineVar => 2,
                    OperandType.InlineI8 or OperandType.InlineR => 8,
                    OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                    _ => 4,
                };
            }
        }
    }
}
