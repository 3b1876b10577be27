using System.Runtime.Intrinsics;
using Palermo.Records.Frames;

namespace Palermo.Statistics.Counts;

/// <summary>
/// A filter over columns in memory. Negations are pushed down to the conditions, where they turn "in" into "recorded and
/// not in"; what is left is the set of rows for which the filter is certainly true, which Kleene's "and" and "or" keep.
/// </summary>
internal abstract class RowFilter
{
    public const int Block = 4096;

    /// <summary>Null when every row counts.</summary>
    public static RowFilter? Of(Filter filter, Func<string, (FrameColumn Column, Dimension Dimension)> column)
    {
        var compiled = Compile(filter, column, not: false);
        return compiled is Every { Holds: true } ? null : compiled;
    }

    /// <summary>Writes 1 for each row that counts, else 0. At most <see cref="Block"/> rows.</summary>
    public abstract void Fill(int start, Span<byte> mask);

    private static RowFilter Compile(Filter filter, Func<string, (FrameColumn Column, Dimension Dimension)> column, bool not) => filter switch
    {
        NotOf f => Compile(f.Part, column, !not),
        AllOf f => Combine(f.Parts.Select(p => Compile(p, column, not)), and: !not),
        AnyOf f => Combine(f.Parts.Select(p => Compile(p, column, not)), and: not),
        IsRecorded f => Recorded(column(f.Column).Column, f.Yes != not),
        CodeIn f => In(f, column(f.Column), not),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.GetType().Name, "a filter of an unknown kind"),
    };

    private static Codes Recorded(FrameColumn column, bool yes)
    {
        var holds = new byte[column.Codes.Length + 1];
        holds.AsSpan(1).Fill(yes ? (byte)1 : (byte)0);
        holds[0] = yes ? (byte)0 : (byte)1;
        return new Codes(column, holds);
    }

    private static Codes In(CodeIn filter, (FrameColumn Column, Dimension Dimension) at, bool not)
    {
        var holds = new byte[at.Dimension.Size];
        foreach (var code in CodesOf(filter, at.Dimension))
        {
            holds[code] = 1;
        }

        if (not)
        {
            for (var i = 1; i < holds.Length; i++)
            {
                holds[i] ^= 1;
            }
        }

        return new Codes(at.Column, holds);
    }

    /// <summary>The codes a condition names; for a list those that contain one of them.</summary>
    /// <exception cref="CountsException">A closed list has no such code.</exception>
    public static IEnumerable<int> CodesOf(CodeIn filter, Dimension dimension)
    {
        if (dimension.ListSeparator is not null)
        {
            return Enumerable.Range(1, dimension.Codes.Length).Where(c => dimension.Parts(c).Intersect(filter.Codes, StringComparer.Ordinal).Any());
        }

        foreach (var text in filter.Codes)
        {
            if (dimension.Code(text) is null && !dimension.IsOpen)
            {
                throw new CountsException(new CountsError(CountsErrorCode.UnknownCode, "the filter names a code that the column does not have", dimension.Name,
                    "Its codes are: " + string.Join(", ", dimension.Codes) + ".", "Use one of its codes; an empty result would look like a zero."));
            }
        }

        return filter.Codes.Select(dimension.Code).OfType<int>();
    }

    private static RowFilter Combine(IEnumerable<RowFilter> parts, bool and)
    {
        RowFilter[] kept = [.. parts.Where(p => p is not Every every || every.Holds != and)];
        return kept.Any(p => p is Every) ? new Every(!and) : kept.Length == 0 ? new Every(and) : kept.Length == 1 ? kept[0] : new Joined(kept, and);
    }

    private sealed class Every(bool holds) : RowFilter
    {
        public bool Holds { get; } = holds;

        public override void Fill(int start, Span<byte> mask) => mask.Fill(Holds ? (byte)1 : (byte)0);
    }

    private sealed class Joined(RowFilter[] parts, bool and) : RowFilter
    {
        public override void Fill(int start, Span<byte> mask)
        {
            parts[0].Fill(start, mask);
            Span<byte> other = stackalloc byte[Block];
            other = other[..mask.Length];
            for (var p = 1; p < parts.Length; p++)
            {
                parts[p].Fill(start, other);
                for (var i = 0; i < mask.Length; i++)
                {
                    mask[i] = (byte)(and ? mask[i] & other[i] : mask[i] | other[i]);
                }
            }
        }
    }

    private sealed class Codes(FrameColumn column, byte[] holds) : RowFilter
    {
        private readonly byte[] few = [.. holds.Select((h, c) => (h, c)).Where(x => x.h == 1 && x.c <= byte.MaxValue).Select(x => (byte)x.c)];
        private readonly bool vectors = column.IsNarrow && holds.Count(h => h == 1) <= 4;

        public override void Fill(int start, Span<byte> mask)
        {
            if (column.IsNarrow)
            {
                var codes = column.Bytes.Slice(start, mask.Length);
                var i = vectors ? Compare(codes, mask) : 0;
                for (; i < mask.Length; i++)
                {
                    mask[i] = holds[codes[i]];
                }
            }
            else
            {
                var codes = column.Shorts.Slice(start, mask.Length);
                for (var i = 0; i < mask.Length; i++)
                {
                    mask[i] = holds[codes[i]];
                }
            }
        }

        private int Compare(ReadOnlySpan<byte> codes, Span<byte> mask)
        {
            var i = 0;
            for (; i <= codes.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
            {
                var block = Vector256.Create(codes[i..]);
                var found = Vector256<byte>.Zero;
                foreach (var code in few)
                {
                    found |= Vector256.Equals(block, Vector256.Create(code));
                }

                (found & Vector256<byte>.One).CopyTo(mask[i..]);
            }

            return i;
        }
    }
}
