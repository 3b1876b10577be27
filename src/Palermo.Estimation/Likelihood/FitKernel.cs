namespace Palermo.Estimation.Likelihood;

/// <summary>How an iteration ended.</summary>
internal enum FitEnd
{
    Converged,

    /// <summary>The normal equations lost rank: not identifiable, or fitted values running to zero.</summary>
    Singular,

    /// <summary>No convergence: fitted values running to zero, the mark of an estimate that does not exist.</summary>
    Diverged,
}

/// <summary>
/// Poisson maximum likelihood of a hierarchical model by Fisher scoring on the subset lattice. The design matrix is never
/// formed: an entry of A'WA is the sum of weights over the histories that contain both terms, so one superset sum of the
/// weights (k 2^k additions) gives all of them, and the linear predictor is a subset sum of the coefficients.
/// A kernel is a workspace for one thread.
/// </summary>
internal sealed partial class FitKernel
{
    private const int MostIterations = 60;
    private readonly int _lists;
    private readonly int _cells;
    private readonly double[] _weights, _residuals, _eta, _mu, _y, _logY, _start;
    private readonly bool[] _kept;
    private int[] _terms;
    private double[] _gram, _step, _b;

    public FitKernel(int lists)
    {
        _lists = lists;
        _cells = 1 << lists;
        _weights = new double[_cells];
        _residuals = new double[_cells];
        _eta = new double[_cells];
        _mu = new double[_cells];
        _y = new double[_cells];
        _logY = new double[_cells];
        _start = new double[_cells];
        _kept = new bool[_cells];
        _terms = new int[64];
        _gram = new double[64 * 64];
        _step = new double[64];
        _b = new double[64];
    }

    /// <summary>Coefficients: interactions and main effects in the order given, the intercept last.</summary>
    public ReadOnlySpan<double> Coefficients => _b.AsSpan(0, TermCount);

    /// <summary>The terms of <see cref="Coefficients"/>.</summary>
    public ReadOnlySpan<int> Terms => _terms.AsSpan(0, TermCount);

    /// <summary>Fitted means by history; the cell of no list holds exp(intercept), dropped histories 0.</summary>
    public ReadOnlySpan<double> Fitted => _mu;

    public int TermCount { get; private set; }

    public double Intercept => _b[TermCount - 1];

    /// <summary>When set, stop by the relative change of the deviance, as R's <c>glm</c> does (the standard error is then that of the last step's weights); otherwise when the coefficients rest.</summary>
    public double? DevianceTolerance { get; init; }

    /// <summary>The standard error of the intercept, from the inverse information.</summary>
    public double InterceptError { get; private set; }

    public double Deviance { get; private set; }

    public int Iterations { get; private set; }

    public int KeptCells { get; private set; }

    /// <summary>The smallest fitted mean over the histories kept.</summary>
    public double SmallestFitted { get; private set; }

    /// <summary>The largest |A'y - A'mu| over terms: how exactly the fit keeps the observed margins.</summary>
    public double MarginError()
    {
        for (var c = 0; c < _cells; c++)
        {
            _residuals[c] = _kept[c] ? _y[c] - _mu[c] : 0;
        }

        SupersetSums(_residuals);
        var largest = 0.0;
        for (var i = 0; i < TermCount; i++)
        {
            largest = Math.Max(largest, Math.Abs(_residuals[_terms[i]]));
        }

        return largest;
    }

    /// <summary>Takes the counts by history that the next fits are to.</summary>
    public void Bind(ReadOnlySpan<double> y)
    {
        for (var c = 0; c < _cells; c++)
        {
            _y[c] = y[c];
            _logY[c] = y[c] > 0 ? Math.Log(y[c]) : 0;
            var mu = y[c] + 0.1;
            _start[c] = mu * Math.Log(mu) + y[c] - mu;
        }
    }

    /// <summary>Changes the count of the unseen cell only.</summary>
    public void BindUnseen(double unseen)
    {
        _y[0] = unseen;
        _logY[0] = unseen > 0 ? Math.Log(unseen) : 0;
        _start[0] = (unseen + 0.1) * Math.Log(unseen + 0.1) - 0.1;
    }

    /// <summary>Fits a model of at most six lists; bit c of <paramref name="keptCells"/> says whether history c is data.</summary>
    public FitEnd Fit(ReadOnlySpan<int> terms, ulong keptCells)
    {
        LoadTerms(terms);
        KeptCells = 0;
        for (var c = 0; c < _cells; c++)
        {
            var kept = ((keptCells >> c) & 1) == 1;
            _kept[c] = kept;
            KeptCells += kept ? 1 : 0;
        }

        return Iterate(default);
    }

    /// <summary>Fits a model. Terms must hold 0 and be downward closed; a history containing a term of <paramref name="dropped"/> is left out.</summary>
    /// <param name="terms">Terms estimated, those at minus infinity already removed.</param>
    /// <param name="dropped">Terms at minus infinity.</param>
    /// <param name="withUnseen">Whether the cell of no list is data (the profile likelihood) or unknown.</param>
    /// <param name="offset">Fixed additions to the linear predictor by history, or empty.</param>
    public FitEnd Fit(ReadOnlySpan<int> terms, ReadOnlySpan<int> dropped, bool withUnseen = false, ReadOnlySpan<double> offset = default)
    {
        LoadTerms(terms);
        KeptCells = 0;
        for (var c = 0; c < _cells; c++)
        {
            var kept = c != 0 || withUnseen;
            foreach (var term in dropped)
            {
                kept &= (c & term) != term;
            }

            _kept[c] = kept;
            KeptCells += kept ? 1 : 0;
        }

        return Iterate(offset);
    }

    private FitEnd Iterate(ReadOnlySpan<double> offset)
    {
        for (var c = 0; c < _cells; c++)
        {
            _weights[c] = _kept[c] ? _y[c] + 0.1 : 0;
            _residuals[c] = _kept[c] ? _start[c] - (offset.IsEmpty ? 0 : (_y[c] + 0.1) * offset[c]) : 0;
        }

        if (!Solve())
        {
            return FitEnd.Singular;
        }

        _step.AsSpan(0, TermCount).CopyTo(_b);
        var deviance = Predict(offset);
        for (var halving = 0; !double.IsFinite(deviance) && halving < 30; halving++)
        {
            // The first step starts from the data, not from coefficients: shrink towards a flat table.
            for (var i = 0; i < TermCount; i++)
            {
                _b[i] *= 0.5;
            }

            deviance = Predict(offset);
        }

        for (Iterations = 1; Iterations < MostIterations; Iterations++)
        {
            for (var c = 0; c < _cells; c++)
            {
                _weights[c] = _kept[c] ? _mu[c] : 0;
                _residuals[c] = _kept[c] ? _y[c] - _mu[c] : 0;
            }

            if (!Solve())
            {
                return FitEnd.Singular;
            }

            var largest = 0.0;
            for (var i = 0; i < TermCount; i++)
            {
                _b[i] += _step[i];
                largest = Math.Max(largest, Math.Abs(_step[i]));
            }

            var before = deviance;
            deviance = Predict(offset);
            for (var halving = 0; (!double.IsFinite(deviance) || deviance > before + 1e-8 * (Math.Abs(before) + 1)) && halving < 30; halving++)
            {
                for (var i = 0; i < TermCount; i++)
                {
                    _step[i] *= 0.5;
                    _b[i] -= _step[i];
                }

                deviance = Predict(offset);
            }

            // Scoring converges quadratically: after a step of 1e-6 the coefficients are exact to rounding.
            if (DevianceTolerance is { } tolerance ? Math.Abs(deviance - before) < tolerance * (Math.Abs(deviance) + 0.1) : largest < 1e-6)
            {
                Deviance = deviance;
                return FitEnd.Converged;
            }

            if (SmallestFitted < 1e-13 && largest > 0.5)
            {
                Deviance = deviance;
                return FitEnd.Diverged;
            }
        }

        Deviance = deviance;
        return FitEnd.Diverged;
    }

    /// <summary>Takes the information at the fit itself rather than at the step before it, for the standard error to full precision.</summary>
    public bool Refresh()
    {
        for (var c = 0; c < _cells; c++)
        {
            _weights[c] = _kept[c] ? _mu[c] : 0;
            _residuals[c] = _kept[c] ? _y[c] - _mu[c] : 0;
        }

        return Solve();
    }

    /// <summary>(A'WA)^-1 at the last weights, terms in kernel order.</summary>
    public double[,] Covariance()
    {
        var n = TermCount;
        var inverse = new double[n, n];
        var column = new double[n];
        for (var j = 0; j < n; j++)
        {
            Array.Clear(column);
            column[j] = 1;
            Substitute(column);
            for (var i = 0; i < n; i++)
            {
                inverse[i, j] = column[i];
            }
        }

        return inverse;
    }

    private void LoadTerms(ReadOnlySpan<int> terms)
    {
        TermCount = terms.Length;
        if (_terms.Length < TermCount)
        {
            _terms = new int[TermCount];
            _gram = new double[TermCount * TermCount];
            _step = new double[TermCount];
            _b = new double[TermCount];
        }

        var at = 0;
        foreach (var term in terms)
        {
            if (term != 0)
            {
                _terms[at++] = term;
            }
        }

        _terms[at] = 0;
    }

    /// <summary>Gram matrix and right-hand side from the superset sums, factorised and solved into the step.</summary>
    private bool Solve()
    {
        SupersetSums(_weights);
        SupersetSums(_residuals);
        var n = TermCount;
        for (var i = 0; i < n; i++)
        {
            var term = _terms[i];
            var row = _gram.AsSpan(i * n, i + 1);
            for (var j = 0; j <= i; j++)
            {
                row[j] = _weights[term | _terms[j]];
            }

            _step[i] = _residuals[term];
        }

        // Cholesky, row by row; the forward substitution rides along. The diagonal is kept inverted.
        for (var i = 0; i < n; i++)
        {
            var rowI = _gram.AsSpan(i * n, i + 1);
            for (var j = 0; j < i; j++)
            {
                var rowJ = _gram.AsSpan(j * n, j + 1);
                rowI[j] = (rowI[j] - Dot(rowI[..j], rowJ[..j])) * rowJ[j];
            }

            var diagonal = rowI[i];
            var pivot = diagonal - Dot(rowI[..i], rowI[..i]);
            if (!(pivot > 1e-13 * diagonal))
            {
                return false;
            }

            rowI[i] = 1 / Math.Sqrt(pivot);
            _step[i] = (_step[i] - Dot(rowI[..i], _step.AsSpan(0, i))) * rowI[i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            var row = _gram.AsSpan(i * n, i + 1);
            var x = _step[i] * row[i];
            _step[i] = x;
            for (var j = 0; j < i; j++)
            {
                _step[j] -= x * row[j];
            }
        }

        InterceptError = _gram[n * n - 1];
        return true;
    }

    private void Substitute(Span<double> x)
    {
        var n = TermCount;
        for (var i = 0; i < n; i++)
        {
            var row = _gram.AsSpan(i * n, i + 1);
            x[i] = (x[i] - Dot(row[..i], x[..i])) * row[i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            var row = _gram.AsSpan(i * n, i + 1);
            x[i] *= row[i];
            for (var j = 0; j < i; j++)
            {
                x[j] -= x[i] * row[j];
            }
        }
    }
}
