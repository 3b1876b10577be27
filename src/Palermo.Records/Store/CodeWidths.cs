using System.Numerics;

namespace Palermo.Records.Store;

/// <summary>
/// Codes between their width in memory (8 or 16 bits) and the 32 bits that Parquet's packed encoding takes. Several codes at a
/// time, because a reload passes every code of a dataset through here.
/// </summary>
internal static class CodeWidths
{
    public static void Widen(ReadOnlySpan<byte> codes, Span<int> wide)
    {
        var at = 0;
        for (; at <= codes.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(codes[at..]), out var low, out var high);
            Store(low, wide[at..]);
            Store(high, wide[(at + Vector<ushort>.Count)..]);
        }

        for (; at < codes.Length; at++)
        {
            wide[at] = codes[at];
        }
    }

    public static void Widen(ReadOnlySpan<ushort> codes, Span<int> wide)
    {
        var at = 0;
        for (; at <= codes.Length - Vector<ushort>.Count; at += Vector<ushort>.Count)
        {
            Store(new Vector<ushort>(codes[at..]), wide[at..]);
        }

        for (; at < codes.Length; at++)
        {
            wide[at] = codes[at];
        }
    }

    /// <returns>Whether every code is from 0 to 255; else <paramref name="codes"/> means nothing.</returns>
    public static bool Narrow(ReadOnlySpan<int> wide, Span<byte> codes)
    {
        var at = 0;
        var seen = Vector<uint>.Zero;
        for (; at <= wide.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            var a = Load(wide[at..]);
            var b = Load(wide[(at + Vector<uint>.Count)..]);
            var c = Load(wide[(at + (2 * Vector<uint>.Count))..]);
            var d = Load(wide[(at + (3 * Vector<uint>.Count))..]);
            seen |= a | b | c | d;
            Vector.Narrow(Vector.Narrow(a, b), Vector.Narrow(c, d)).CopyTo(codes[at..]);
        }

        var rest = 0u;
        for (; at < wide.Length; at++)
        {
            rest |= (uint)wide[at];
            codes[at] = (byte)wide[at];
        }

        return rest <= byte.MaxValue && Vector.LessThanOrEqualAll(seen, new Vector<uint>(byte.MaxValue));
    }

    /// <returns>Whether every code is from 0 to 65,535; else <paramref name="codes"/> means nothing.</returns>
    public static bool Narrow(ReadOnlySpan<int> wide, Span<ushort> codes)
    {
        var at = 0;
        var seen = Vector<uint>.Zero;
        for (; at <= wide.Length - Vector<ushort>.Count; at += Vector<ushort>.Count)
        {
            var a = Load(wide[at..]);
            var b = Load(wide[(at + Vector<uint>.Count)..]);
            seen |= a | b;
            Vector.Narrow(a, b).CopyTo(codes[at..]);
        }

        var rest = 0u;
        for (; at < wide.Length; at++)
        {
            rest |= (uint)wide[at];
            codes[at] = (ushort)wide[at];
        }

        return rest <= ushort.MaxValue && Vector.LessThanOrEqualAll(seen, new Vector<uint>(ushort.MaxValue));
    }

    private static void Store(Vector<ushort> codes, Span<int> wide)
    {
        Vector.Widen(codes, out var low, out var high);
        Vector.AsVectorInt32(low).CopyTo(wide);
        Vector.AsVectorInt32(high).CopyTo(wide[Vector<int>.Count..]);
    }

    private static Vector<uint> Load(ReadOnlySpan<int> wide) => Vector.AsVectorUInt32(new Vector<int>(wide));
}
