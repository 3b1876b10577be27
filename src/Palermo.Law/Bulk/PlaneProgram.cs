using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Palermo.Law.Instruments;

namespace Palermo.Law.Bulk;

/// <summary>
/// Judges many cases under many instruments in one pass over their planes. The planes are read in blocks that stay in the
/// first-level cache, and what instruments share is computed once. Results are counts; they add.
/// </summary>
public sealed class PlaneProgram
{
    /// <summary>Words a block: 2 KiB a register.</summary>
    private const int Block = 256;

    private readonly FactPlanes _planes;
    private readonly ImmutableArray<Operation> _operations;
    private readonly ImmutableArray<Outputs> _outputs;

    /// <summary>Planes of truth and falsity that some instrument asks for, each once: texts share most of their elements.</summary>
    private readonly ImmutableArray<Pair> _pairs;

    private PlaneProgram(FactPlanes planes, ImmutableArray<Operation> operations, ImmutableArray<Outputs> outputs, ImmutableArray<Pair> pairs) =>
        (_planes, _operations, _outputs, _pairs) = (planes, operations, outputs, pairs);

    /// <summary>Compiles instruments for the facts that the planes hold. An unverified instrument is not computed.</summary>
    public static PlaneProgram Compile(IEnumerable<InstrumentVersion> instruments, FactPlanes planes)
    {
        var outputs = ImmutableArray.CreateBuilder<Outputs>();
        var pairs = new List<Pair>();
        PlaneCompiler? compiler = null;
        foreach (var instrument in instruments)
        {
            compiler ??= new PlaneCompiler(planes, instrument.Vocabulary);
            outputs.Add(instrument.IsVerified
                ? new Outputs(instrument, Add(instrument.Definition), Add(instrument.Act), Add(instrument.Means), Add(instrument.Purpose), Add(instrument.Child))
                : new Outputs(instrument, -1, -1, -1, -1, -1));

            int Add(Node? node)
            {
                var (isTrue, isFalse) = compiler.Compile(instrument.Evaluator, node);
                var pair = new Pair(isTrue, isFalse);
                var at = pairs.IndexOf(pair);
                if (at < 0)
                {
                    at = pairs.Count;
                    pairs.Add(pair);
                }

                return at;
            }
        }

        return new PlaneProgram(planes, [.. compiler?.Operations ?? []], outputs.ToImmutable(), [.. pairs]);
    }

    /// <summary>How much work a block is: operations, and pairs of planes to count.</summary>
    public (int Operations, int Pairs) Size => (_operations.Length, _pairs.Length);

    /// <summary>Runs over all cases.</summary>
    public ImmutableArray<BulkCounts> Run(CancellationToken cancellation = default)
    {
        var scratch = new ulong[Math.Max(1, _operations.Length) * Block];
        var zero = new ulong[Block];
        var ones = new ulong[Block];
        var flipped = new ulong[8 * Block];
        Array.Fill(ones, ulong.MaxValue);
        var truths = new (long True, long False)[_pairs.Length];
        var wants = new Wanted[_outputs.Length];
        for (var start = 0; start < _planes.Words; start += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = Math.Min(Block, _planes.Words - start);
            var inside = start + length == _planes.Words && (_planes.Count & 63) != 0 ? (1UL << (_planes.Count & 63)) - 1 : ulong.MaxValue;
            Flip(flipped, start, length);
            foreach (var operation in _operations)
            {
                Apply(operation, scratch, start, length, zero, ones, flipped);
            }

            for (var i = 0; i < _pairs.Length; i++)
            {
                Count(ref truths[i], Get(_pairs[i].True), Get(_pairs[i].False), inside);
            }

            for (var i = 0; i < _outputs.Length; i++)
            {
                if (_outputs[i] is { Result: >= 0 } o)
                {
                    CountWants(ref wants[i], o.Instrument.Child is not null, Of(o.Result), Of(o.Act), Of(o.Means), Of(o.Purpose), Of(o.Child), inside);
                }
            }

            ReadOnlySpan<ulong> Get(Register register) => Source(register, scratch, start, length, zero, ones, flipped);

            Planes Of(int pair) => new(Get(_pairs[pair].True), Get(_pairs[pair].False));
        }

        return [.. _outputs.Select((o, i) => ToCounts(o, truths, wants[i]))];
    }

    private BulkCounts ToCounts(Outputs outputs, (long True, long False)[] truths, Wanted wants)
    {
        var nothing = new TruthCounts(0, 0, _planes.Count);
        var instrument = outputs.Instrument;
        return outputs.Result < 0
            ? new BulkCounts(instrument, false, nothing, nothing, nothing, nothing, 0, 0, 0, 0)
            : new BulkCounts(
                instrument,
                true,
                Truths(outputs.Result),
                Truths(outputs.Act),
                Truths(outputs.Means),
                Truths(outputs.Purpose),
                instrument.Act is null ? 0 : wants.Act,
                instrument.Means is null ? 0 : wants.Means,
                instrument.Purpose is null ? 0 : wants.Purpose,
                instrument.Means is null || instrument.Child is null ? 0 : wants.Age);

        TruthCounts Truths(int pair) => new(truths[pair].True, truths[pair].False, _planes.Count - truths[pair].True - truths[pair].False);
    }

    private void Flip(ulong[] flipped, int start, int length)
    {
        for (var group = 0; group < 8; group++)
        {
            if (_planes.SomePlanes[group] is { } plane)
            {
                for (var i = 0; i < length; i++)
                {
                    flipped[(group * Block) + i] = ~plane[start + i];
                }
            }
        }
    }

    private ReadOnlySpan<ulong> Source(Register register, ulong[] scratch, int start, int length, ulong[] zero, ulong[] ones, ulong[] flipped) => register.Source switch
    {
        PlaneSource.Zero => zero.AsSpan(0, length),
        PlaneSource.Ones => ones.AsSpan(0, length),
        PlaneSource.True => _planes.TruePlanes[register.Index].AsSpan(start, length),
        PlaneSource.False => _planes.FalsePlanes[register.Index].AsSpan(start, length),
        PlaneSource.Some => _planes.SomePlanes[register.Index].AsSpan(start, length),
        PlaneSource.NotSome => flipped.AsSpan(register.Index * Block, length),
        _ => scratch.AsSpan(register.Index * Block, length),
    };

    private void Apply(Operation operation, ulong[] scratch, int start, int length, ulong[] zero, ulong[] ones, ulong[] flipped)
    {
        if (operation.IsAnd)
        {
            Apply<And>(operation, scratch, start, length, zero, ones, flipped);
        }
        else
        {
            Apply<Or>(operation, scratch, start, length, zero, ones, flipped);
        }
    }

    private void Apply<T>(Operation operation, ulong[] scratch, int start, int length, ulong[] zero, ulong[] ones, ulong[] flipped)
        where T : struct, IGate
    {
        var target = scratch.AsSpan(operation.Target * Block, length);
        var inputs = operation.Inputs;

        // Both gates are idempotent, so a short group repeats its last input.
        var next = 0;
        while (next < inputs.Length)
        {
            var (a, b, c, d) = (next, Math.Min(next + 1, inputs.Length - 1), Math.Min(next + 2, inputs.Length - 1), Math.Min(next + 3, inputs.Length - 1));
            Combine<T>(Get(a), Get(b), Get(c), Get(d), target, next > 0);
            next += 4;
        }

        ReadOnlySpan<ulong> Get(int i) => Source(inputs[i], scratch, start, length, zero, ones, flipped);
    }

    // Compiled in full at once: a run over a world-year is over before tiering would notice it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine<T>(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> c, ReadOnlySpan<ulong> d, Span<ulong> target, bool accumulate)
        where T : struct, IGate
    {
        ref var w = ref MemoryMarshal.GetReference(a);
        ref var x = ref MemoryMarshal.GetReference(b);
        ref var y = ref MemoryMarshal.GetReference(c);
        ref var z = ref MemoryMarshal.GetReference(d);
        ref var t = ref MemoryMarshal.GetReference(target);
        var i = 0;
        if (accumulate)
        {
            for (; i <= target.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            {
                Store(T.Of(T.Of(T.Of(Load(ref w, i), Load(ref x, i)), T.Of(Load(ref y, i), Load(ref z, i))), Load(ref t, i)), ref t, i);
            }
        }
        else
        {
            for (; i <= target.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            {
                Store(T.Of(T.Of(Load(ref w, i), Load(ref x, i)), T.Of(Load(ref y, i), Load(ref z, i))), ref t, i);
            }
        }

        for (; i < target.Length; i++)
        {
            var value = T.Of(T.Of(a[i], b[i]), T.Of(c[i], d[i]));
            target[i] = accumulate ? T.Of(value, target[i]) : value;
        }
    }

    private interface IGate
    {
        static abstract Vector<ulong> Of(Vector<ulong> a, Vector<ulong> b);

        static abstract ulong Of(ulong a, ulong b);
    }

    private readonly struct And : IGate
    {
        public static Vector<ulong> Of(Vector<ulong> a, Vector<ulong> b) => a & b;

        public static ulong Of(ulong a, ulong b) => a & b;
    }

    private readonly struct Or : IGate
    {
        public static Vector<ulong> Of(Vector<ulong> a, Vector<ulong> b) => a | b;

        public static ulong Of(ulong a, ulong b) => a | b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ulong> Load(ref ulong at, int index) => Unsafe.ReadUnaligned<Vector<ulong>>(ref Unsafe.As<ulong, byte>(ref Unsafe.Add(ref at, index)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<ulong> value, ref ulong at, int index) => Unsafe.WriteUnaligned(ref Unsafe.As<ulong, byte>(ref Unsafe.Add(ref at, index)), value);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(ref (long True, long False) truths, ReadOnlySpan<ulong> isTrue, ReadOnlySpan<ulong> isFalse, ulong inside)
    {
        long yes = 0, no = 0;
        var last = isTrue.Length - 1;
        for (var i = 0; i < last; i++)
        {
            // A contradictory case is true and false at once; it counts as neither.
            yes += BitOperations.PopCount(isTrue[i] & ~isFalse[i]);
            no += BitOperations.PopCount(isFalse[i] & ~isTrue[i]);
        }

        truths.True += yes + BitOperations.PopCount(isTrue[last] & ~isFalse[last] & inside);
        truths.False += no + BitOperations.PopCount(isFalse[last] & ~isTrue[last] & inside);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CountWants(ref Wanted wants, bool hasChild, Planes result, Planes act, Planes means, Planes purpose, Planes child, ulong inside)
    {
        long wantAct = 0, wantMeans = 0, wantPurpose = 0, wantAge = 0;
        ref var rt = ref MemoryMarshal.GetReference(result.True);
        ref var rf = ref MemoryMarshal.GetReference(result.False);
        ref var at = ref MemoryMarshal.GetReference(act.True);
        ref var af = ref MemoryMarshal.GetReference(act.False);
        ref var mt = ref MemoryMarshal.GetReference(means.True);
        ref var mf = ref MemoryMarshal.GetReference(means.False);
        ref var pt = ref MemoryMarshal.GetReference(purpose.True);
        ref var pf = ref MemoryMarshal.GetReference(purpose.False);
        ref var ct = ref MemoryMarshal.GetReference(child.True);
        ref var cf = ref MemoryMarshal.GetReference(child.False);
        var adult = hasChild ? 0 : ulong.MaxValue;
        var length = result.True.Length;
        for (var i = 0; i < length; i++)
        {
            var open = ~(Unsafe.Add(ref rt, i) ^ Unsafe.Add(ref rf, i)) & (i == length - 1 ? inside : ulong.MaxValue);
            var (m, n) = (Unsafe.Add(ref mt, i), Unsafe.Add(ref mf, i));
            var (c, d) = (Unsafe.Add(ref ct, i), Unsafe.Add(ref cf, i));
            wantAct += BitOperations.PopCount(open & ~(Unsafe.Add(ref at, i) ^ Unsafe.Add(ref af, i)));
            wantMeans += BitOperations.PopCount(open & ~(m ^ n) & ((d & ~c) | adult));
            wantPurpose += BitOperations.PopCount(open & ~(Unsafe.Add(ref pt, i) ^ Unsafe.Add(ref pf, i)));
            wantAge += BitOperations.PopCount(open & ~(c ^ d) & ~(m & ~n));
        }

        wants.Act += wantAct;
        wants.Means += wantMeans;
        wants.Purpose += wantPurpose;
        wants.Age += wantAge;
    }

    private readonly record struct Pair(Register True, Register False);

    /// <summary>An instrument's pairs by position; -1 when it is not computed.</summary>
    private readonly record struct Outputs(InstrumentVersion Instrument, int Result, int Act, int Means, int Purpose, int Child);

    private readonly ref struct Planes(ReadOnlySpan<ulong> isTrue, ReadOnlySpan<ulong> isFalse)
    {
        public ReadOnlySpan<ulong> True { get; } = isTrue;

        public ReadOnlySpan<ulong> False { get; } = isFalse;
    }

    private struct Wanted
    {
        public long Act;
        public long Means;
        public long Purpose;
        public long Age;
    }
}
