using System.Reflection;
using System.Reflection.Emit;

namespace Palermo.Tests;

/// <summary>The instructions of compiled methods, for tests that hold the code itself to a rule.</summary>
internal static class Instructions
{
    public const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value, c => c);

    /// <summary>Every method and constructor that a type declares.</summary>
    public static IEnumerable<MethodBase> MethodsOf(Type type) => type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything));

    /// <summary>What the methods of a type call.</summary>
    public static IEnumerable<MethodBase> CallsOf(Type type) => MethodsOf(type).SelectMany(Of).Select(i => i.Called).OfType<MethodBase>();

    /// <summary>The instructions of a method in order, and for a call whom it calls; none where the method has no body.</summary>
    public static IEnumerable<(OpCode Code, MethodBase? Called)> Of(MethodBase method)
    {
        var il = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < il.Length;)
        {
            short value = il[at++];
            value = value == 0xFE ? (short)(0xFE00 | il[at++]) : value;
            var code = Codes[value];
            yield return (code, code.OperandType == OperandType.InlineMethod ? Resolve(method, BitConverter.ToInt32(il, at)) : null);
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

    private static MethodBase? Resolve(MethodBase method, int token) => method.Module.ResolveMethod(
        token, method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null, method.IsGenericMethod ? method.GetGenericArguments() : null);
}
