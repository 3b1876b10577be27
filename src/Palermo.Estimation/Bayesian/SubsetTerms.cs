using System.Numerics;
using System.Runtime.Intrinsics;
using Palermo.Estimation.Histories;
using Palermo.Estimation.Numerics;

namespace Palermo.Estimation.Bayesian;

/// <summary>
/// The Dirichlet-multinomial term of every subset of lists as a function of n0, computed where it is looked at: single points by ln
/// Gamma, whole blocks of 64 by the recurrence ln G(x+1) = ln G(x) + ln x from an exact start.
/// </summary>
internal sealed class SubsetTerms
{
    public const int Block = 64;

    private readonly double[] _fixed, _none;
    private readonly double[]?[][] _blocks;
    private readonly double[]?[] _basisBlocks;
    private readonly double[]?[] _nodes;
    private readonly double _observed, _whole, _logGammaWhole, _constant;
    private readonly int _most;
    private Vector512<double> _wholeAt, _wholeValue;

    public SubsetTerms(CaptureTable table, double delta, int most)
    {
        var k = table.ListCount;
        (_observed, _whole, _most) = (table.Observed, Math.ScaleB(delta, k), most);
        _logGammaWhole = LogGamma.Of(_whole);
        foreach (var count in table.Counts)
        {
            _constant -= LogGamma.Factorial(count);
        }

        _fixed = new double[1 << k];
        _none = new double[1 << k];
        var blocks = (most + Block - 1) / Block;
        _blocks = new double[]?[1 << k][];
        _basisBlocks = new double[]?[blocks];
        _nodes = new double[]?[1 << k];
        var cells = new double[1 << k];
        for (var subset = 1; subset < _fixed.Length; subset++)
        {
            var size = BitOperations.PopCount((uint)subset);
            var prior = Math.ScaleB(delta, k - size);
            Array.Clear(cells);
            for (var h = 1; h < table.CellCount; h++)
            {
                cells[h & subset] += table[h];
            }

            _fixed[subset] = -Math.ScaleB(LogGamma.Of(prior), size) + _logGammaWhole;
            for (var cell = subset; cell != 0; cell = (cell - 1) & subset)
            {
                _fixed[subset] += LogGamma.Of(cells[cell] + prior);
            }

            _none[subset] = cells[0] + prior;
            _blocks[subset] = new double[]?[blocks];
        }
    }

    /// <summary>The subset's term at <paramref name="missing"/> unseen.</summary>
    public double At(int subset, double missing) => _fixed[subset] + LogGamma.Of(_none[subset] + missing) - LogGamma.Of(_observed + missing + _whole);

    /// <summary>The terms all graphs share, at <paramref name="missing"/> unseen.</summary>
    public double BasisAt(double missing) =>
        LogGamma.Of(_observed + missing + 1) - LogGamma.Of(missing + 1) + _constant - Math.Log(_observed + missing);

    /// <summary>The subset's term for the 64 values of n0 from 1 + 64 b.</summary>
    public double[] BlockOf(int subset, int b)
    {
        if (_blocks[subset][b] is { } known)
        {
            return known;
        }

        var line = new double[Block];
        double first = 1.0 + (double)b * Block, sum = At(subset, first);
        Ratios(line, first + _none[subset], first + _observed + _whole);
        return _blocks[subset][b] = Accumulate(line, sum);
    }

    public double[] BasisBlockOf(int b)
    {
        if (_basisBlocks[b] is { } known)
        {
            return known;
        }

        var line = new double[Block];
        double first = 1.0 + (double)b * Block, sum = LogGamma.Of(_observed + first + 1) - LogGamma.Of(first + 1) + _constant;
        Ratios(line, _observed + first + 1, first + 1);
        Accumulate(line, sum);
        for (var i = 0; i < Block; i++)
        {
            line[i] -= Math.Log(_observed + first + i);
        }

        return _basisBlocks[b] = line;
    }

    /// <summary>The subset's term (0: the shared ones) at the eight nodes of a block whose n0 are 12 and more.</summary>
    public Vector512<double> NodesOf(int subset, int b)
    {
        var nodes = _nodes[subset] ??= new double[8 * _basisBlocks.Length];
        if (nodes[8 * b] == 0)
        {
            At(subset, Vector512.Create(1.0 + (double)b * Block) + BlockRule.Places).StoreUnsafe(ref nodes[8 * b]);
        }

        return Vector512.LoadUnsafe(ref nodes[8 * b]);
    }

    /// <summary>The term at the first point of every block and the last of all, for blocks from 0 to <paramref name="line"/>'s end.</summary>
    public void Edges(int subset, double[] line)
    {
        var b = 0;
        for (; b < Math.Min(8, line.Length); b++)
        {
            line[b] = Single(b);
        }

        for (; b + Vector512<double>.Count <= line.Length - 1; b += Vector512<double>.Count)
        {
            At(subset, Vector512.Create(1.0) + (Vector512.Create((double)b) + Vector512<double>.Indices) * Block).StoreUnsafe(ref line[b]);
        }

        for (; b < line.Length; b++)
        {
            line[b] = Single(b);
        }

        double Single(int block)
        {
            double at = Math.Min(1.0 + (double)block * Block, _most);
            return subset == 0 ? BasisAt(at) : At(subset, at);
        }
    }

    private Vector512<double> At(int subset, Vector512<double> missing)
    {
        var all = missing + Vector512.Create(_observed);
        if (subset != 0)
        {
            return Vector512.Create(_fixed[subset]) + LogGamma.Of(missing + Vector512.Create(_none[subset])) - Whole(missing);
        }

        return LogGamma.Of(all + Vector512<double>.One) - LogGamma.Of(missing + Vector512<double>.One) + Vector512.Create(_constant) - Vector512.Log(all);
    }

    /// <summary>ln Gamma of everybody with their prior: the same for every subset, so kept from one to the next.</summary>
    private Vector512<double> Whole(Vector512<double> missing)
    {
        if (!Vector512.EqualsAll(missing, _wholeAt))
        {
            _wholeAt = missing;
            _wholeValue = LogGamma.Of(missing + Vector512.Create(_observed + _whole));
        }

        return _wholeValue;
    }

    public int Length(int b) => Math.Min(Block, _most - b * Block);

    /// <summary>ln((x + i) / (y + i)) for i = 0 .. 63.</summary>
    private static void Ratios(double[] line, double x, double y)
    {
        var step = Vector512<double>.Indices;
        for (var i = 0; i < Block; i += Vector512<double>.Count)
        {
            var shift = step + Vector512.Create((double)i);
            Vector512.Log((Vector512.Create(x) + shift) / (Vector512.Create(y) + shift)).StoreUnsafe(ref line[i]);
        }
    }

    private static double[] Accumulate(double[] line, double sum)
    {
        for (var i = 0; i < Block; i++)
        {
            var ratio = line[i];
            line[i] = sum;
            sum += ratio;
        }

        return line;
    }
}
