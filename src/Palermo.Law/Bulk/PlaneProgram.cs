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
    private readonly ImmutableArray<(InstrumentVersion Instrument, Register[] Outputs)> _outputs;

    private PlaneProgram(FactPlanes planes, ImmutableArray<Operation> operations, ImmutableArray<(InstrumentVersion, Register[])> outputs) =>
        (_planes, _operations, _outputs) = (planes, operations, outputs);

    /// <summary>Compiles instruments for the facts that the planes hold. An unverified instrument is not computed.</summary>
    public static PlaneProgram Compile(IEnumerable<InstrumentVersion> instruments, FactPlanes planes)
    {
        var outputs = ImmutableArray.CreateBuilder<(InstrumentVersion, Register[])>();
        PlaneCompiler? compiler = null;
        foreach (var instrument in instruments)
        {
            compiler ??= new PlaneCompiler(planes, instrument.Vocabulary);
            if (!instrument.IsVerified)
            {
                outputs.Add((instrument, []));
                continue;
            }

            var evaluator = instrument.Evaluator;
            var registers = new Register[10];
            var at = 0;
            foreach (var node in new[] { instrument.Definition, instrument.Act, instrument.Means, instrument.Purpose, instrument.Child })
            {
                (registers[at], registers[at + 1]) = compiler.Compile(evaluator, node);
                at += 2;
            }

            outputs.Add((instrument, registers));
        }

        return new PlaneProgram(planes, [.. compiler?.Operations ?? []], outputs.ToImmutable());
    }

    /// <summary>Runs over all cases.</summary>
    public ImmutableArray<BulkCounts> Run(CancellationToken cancellation = default)
    {
        var scratch = new ulong[Math.Max(1, _operations.Length) * Block];
        var zero = new ulong[Block];
        var ones = new ulong[Block];
        var flipped = new ulong[8 * Block];
        Array.Fill(ones, ulong.MaxValue);
        var tallies = new Tally[_outputs.Length];
        for (var start = 0; start < _planes.Words; start += Block)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = Math.Min(Block, _planes.Words - start);
            Flip(flipped, start, length);
            foreach (var operation in _operations)
            {
                Apply(operation, scratch, start, length, zero, ones, flipped);
            }

            for (var i = 0; i < _outputs.Length; i++)
            {
                if (_outputs[i].Outputs.Length > 0)
                {
                    Count(ref tallies[i], _outputs[i].Instrument.Child is not null, _outputs[i].Outputs, scratch, start, length, zero, ones, flipped);
                }
            }
        }

        return [.. _outputs.Select((o, i) => tallies[i].ToCounts(o.Instrument, o.Outputs.Length > 0, _planes.Count))];
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
        var target = scratch.AsSpan(operation.Target * Block, length);
        var inputs = operation.Inputs;
        Combine(operation.IsAnd, Get(0), Get(1), target);
        var next = 2;
        for (; next + 1 < inputs.Length; next += 2)
        {
            Accumulate(operation.IsAnd, Get(next), Get(next + 1), target);
        }

        if (next < inputs.Length)
        {
            Combine(operation.IsAnd, Get(next), target, target);
        }

        ReadOnlySpan<ulong> Get(int i) => Source(inputs[i], scratch, start, length, zero, ones, flipped);
    }

    private static void Combine(bool and, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> target)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var z = ref MemoryMarshal.GetReference(target);
        var i = 0;
        for (; i <= target.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            var (p, q) = (Load(ref x, i), Load(ref y, i));
            Store(and ? p & q : p | q, ref z, i);
        }

        for (; i < target.Length; i++)
        {
            target[i] = and ? a[i] & b[i] : a[i] | b[i];
        }
    }

    private static void Accumulate(bool and, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> target)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var z = ref MemoryMarshal.GetReference(target);
        var i = 0;
        for (; i <= target.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            var (p, q, r) = (Load(ref x, i), Load(ref y, i), Load(ref z, i));
            Store(and ? p & q & r : p | q | r, ref z, i);
        }

        for (; i < target.Length; i++)
        {
            target[i] = and ? a[i] & b[i] & target[i] : a[i] | b[i] | target[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ulong> Load(ref ulong at, int index) => Unsafe.ReadUnaligned<Vector<ulong>>(ref Unsafe.As<ulong, byte>(ref Unsafe.Add(ref at, index)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<ulong> value, ref ulong at, int index) => Unsafe.WriteUnaligned(ref Unsafe.As<ulong, byte>(ref Unsafe.Add(ref at, index)), value);

    private void Count(ref Tally tally, bool hasChild, Register[] outputs, ulong[] scratch, int start, int length, ulong[] zero, ulong[] ones, ulong[] flipped)
    {
        var resultTrue = Get(0);
        var resultFalse = Get(1);
        var actTrue = Get(2);
        var actFalse = Get(3);
        var meansTrue = Get(4);
        var meansFalse = Get(5);
        var purposeTrue = Get(6);
        var purposeFalse = Get(7);
        var childTrue = Get(8);
        var childFalse = Get(9);
        for (var i = 0; i < length; i++)
        {
            var inside = start + i == _planes.Words - 1 && (_planes.Count & 63) != 0 ? (1UL << (_planes.Count & 63)) - 1 : ulong.MaxValue;
            var open = ~(resultTrue[i] ^ resultFalse[i]) & inside;
            tally.Result.Add(resultTrue[i], resultFalse[i], inside);
            tally.Act.Add(actTrue[i], actFalse[i], inside);
            tally.Means.Add(meansTrue[i], meansFalse[i], inside);
            tally.Purpose.Add(purposeTrue[i], purposeFalse[i], inside);
            tally.WantAct += BitOperations.PopCount(open & ~(actTrue[i] ^ actFalse[i]));
            tally.WantMeans += BitOperations.PopCount(open & ~(meansTrue[i] ^ meansFalse[i]) & (hasChild ? childFalse[i] & ~childTrue[i] : ulong.MaxValue));
            tally.WantAge += BitOperations.PopCount(open & ~(childTrue[i] ^ childFalse[i]) & ~(meansTrue[i] & ~meansFalse[i]));
            tally.WantPurpose += BitOperations.PopCount(open & ~(purposeTrue[i] ^ purposeFalse[i]));
        }

        ReadOnlySpan<ulong> Get(int o) => Source(outputs[o], scratch, start, length, zero, ones, flipped);
    }

    private struct Tally
    {
        public Pair Result;
        public Pair Act;
        public Pair Means;
        public Pair Purpose;
        public long WantAct;
        public long WantMeans;
        public long WantPurpose;
        public long WantAge;

        public readonly BulkCounts ToCounts(InstrumentVersion instrument, bool computed, long cases) => computed
            ? new(instrument, true, Result.Of(cases), Act.Of(cases), Means.Of(cases), Purpose.Of(cases), WantIf(instrument.Act, WantAct), WantIf(instrument.Means, WantMeans), WantIf(instrument.Purpose, WantPurpose), WantIf(instrument.Child, instrument.Means is null ? 0 : WantAge))
            : new(instrument, false, new(0, 0, cases), new(0, 0, cases), new(0, 0, cases), new(0, 0, cases), 0, 0, 0, 0);
    }

    /// <summary>A text cannot want an element that it does not have.</summary>
    private static long WantIf(Node? node, long cases) => node is null ? 0 : cases;

    private struct Pair
    {
        private long _true;
        private long _false;

        public void Add(ulong isTrue, ulong isFalse, ulong inside)
        {
            _true += BitOperations.PopCount(isTrue & ~isFalse & inside);
            _false += BitOperations.PopCount(isFalse & ~isTrue & inside);
        }

        public readonly TruthCounts Of(long cases) => new(_true, _false, cases - _true - _false);
    }
}
