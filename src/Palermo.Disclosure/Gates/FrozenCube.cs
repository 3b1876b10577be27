using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Palermo.Disclosure.Gates;

/// <summary>
/// What can be asked of one version of a dataset: its distinct vectors over the columns that may be explored, how many people have
/// each, and each vector's secret key. Held inside; it has no public member that tells a count.
/// </summary>
public sealed class FrozenCube
{
    private readonly ushort[] codes;
    private readonly long[] counts;
    private readonly ulong[] keys;

    internal FrozenCube(string dataset, string version, ImmutableArray<ReleasedColumn> columns, ushort[] codes, long[] counts, byte[] secret)
    {
        if (columns.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count() != columns.Length)
        {
            throw new ArgumentException("a column stands twice in the cube", nameof(columns));
        }

        if (codes.Length != counts.Length * columns.Length)
        {
            throw new ArgumentException("the codes are not one vector a count", nameof(codes));
        }

        (Dataset, Version, Columns, this.codes, this.counts) = (dataset, version, columns, codes, counts);
        keys = Keys(secret);
    }

    public string Dataset { get; }

    public string Version { get; }

    /// <summary>The columns that may be asked for.</summary>
    public ImmutableArray<ReleasedColumn> Columns { get; }

    private FrozenCube(FrozenCube from, ImmutableArray<ReleasedColumn> columns, ushort[] codes) =>
        (Dataset, Version, Columns, this.codes, counts, keys) = (from.Dataset, from.Version, from.Columns.AddRange(columns), codes, from.counts, from.keys);

    /// <summary>Writes the codes of computed columns from the codes of the others.</summary>
    public delegate void Computing(ReadOnlySpan<ushort> codes, Span<ushort> made);

    /// <summary>
    /// The cube with one more column, computed from the codes of the others (a region from a country, a corridor from two). The people's
    /// keys stay, so that the same people still give the same answer; another cube of the same data would not.
    /// </summary>
    public FrozenCube With(ReleasedColumn column, Func<ImmutableArray<int>, int> code)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(code);
        return With([column], (row, made) => made[0] = checked((ushort)code([.. row.ToArray().Select(c => (int)c)])));
    }

    /// <summary>The cube with several more columns, computed likewise (what texts say of the recorded facts).</summary>
    public FrozenCube With(ImmutableArray<ReleasedColumn> columns, Computing code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (columns.Select((c, i) => (c.Name, i)).Any(c => Columns.Concat(columns.Take(c.i)).Any(known => known.Name == c.Name)))
        {
            throw new ArgumentException("a column stands twice in the cube", nameof(columns));
        }

        var width = Columns.Length + columns.Length;
        var wide = new ushort[counts.Length * width];
        for (var v = 0; v < counts.Length; v++)
        {
            var row = wide.AsSpan(v * width, width);
            codes.AsSpan(v * Columns.Length, Columns.Length).CopyTo(row);
            code(row[..Columns.Length], row[Columns.Length..]);
            for (var c = 0; c < columns.Length; c++)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThan(row[Columns.Length + c], columns[c].Labels.Length, nameof(code));
            }
        }

        return new FrozenCube(this, columns, wide);
    }

    // A vector's key hangs on the words of its values, so that it stays from version to version. People with one vector share it,
    // which is why it counts as often as there are of them.
    private ulong[] Keys(byte[] secret)
    {
        for (var c = 0; c < Columns.Length; c++)
        {
            for (var v = 0; v < counts.Length; v++)
            {
                if (codes[(v * Columns.Length) + c] > Columns[c].Labels.Length)
                {
                    throw new InvalidDataException($"column '{Columns[c].Name}' holds a code without a label");
                }
            }
        }

        var words = Columns.Select(c => c.Labels.Prepend("").Select(l => Hash(c.Name + "\n" + l)).ToArray()).ToArray();
        var result = new ulong[counts.Length];
        if (result.Length == 0)
        {
            return result;
        }

        var name = Hash(Dataset);
        Parallel.ForEach(Partitioner.Create(0, result.Length), range =>
        {
            var text = new byte[8 * (Columns.Length + 1)];
            BinaryPrimitives.WriteUInt64LittleEndian(text, name);
            Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
            for (var v = range.Item1; v < range.Item2; v++)
            {
                for (var c = 0; c < Columns.Length; c++)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(text.AsSpan(8 * (c + 1)), words[c][codes[(v * Columns.Length) + c]]);
                }

                HMACSHA256.HashData(secret, text, hash);
                result[v] = unchecked(BinaryPrimitives.ReadUInt64LittleEndian(hash) * (ulong)counts[v]);
            }
        });
        return result;
    }

    private static ulong Hash(string text) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal int IndexOf(string column)
    {
        for (var c = 0; c < Columns.Length; c++)
        {
            if (Columns[c].Name == column)
            {
                return c;
            }
        }

        throw new GateRefusal(Refused.NoSuchColumn, $"the dataset has no column '{column}' to explore");
    }

    /// <summary>Count and sum of keys of every cell that someone stands in, margins included.</summary>
    internal Dictionary<long, (long Count, ulong Key)> Cells(ReadOnlySpan<int> by, IReadOnlyList<(int Column, int Code)> where, bool margins)
    {
        // A code plus one, so that 0 is the margin, in the mixed base of the columns' sizes.
        var steps = Steps(by);
        var subsets = margins ? 1 << by.Length : 1;
        var cells = new Dictionary<long, (long, ulong)>();
        for (var v = 0; v < counts.Length; v++)
        {
            var row = codes.AsSpan(v * Columns.Length, Columns.Length);
            var inside = true;
            foreach (var (column, code) in where)
            {
                inside &= row[column] == code;
            }

            if (!inside)
            {
                continue;
            }

            for (var s = 0; s < subsets; s++)
            {
                long at = 0;
                for (var i = 0; i < by.Length; i++)
                {
                    at += (s >> i & 1) == 0 ? (row[by[i]] + 1L) * steps[i] : 0;
                }

                ref var cell = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(cells, at, out _);
                cell = (cell.Item1 + counts[v], unchecked(cell.Item2 + keys[v]));
            }
        }

        return cells;
    }

    /// <summary>The step of each column in a cell's number; codes run from the margin (0) over "not recorded" (1) to the last label.</summary>
    internal long[] Steps(ReadOnlySpan<int> by)
    {
        var steps = new long[by.Length];
        long size = 1;
        for (var i = by.Length - 1; i >= 0; i--)
        {
            steps[i] = size;
            size = checked(size * (Columns[by[i]].Labels.Length + 2));
        }

        return steps;
    }
}
