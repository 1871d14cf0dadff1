using System.Numerics;
using MathNet.Numerics.LinearAlgebra.Double;

namespace AuditHarness.Statistics;

/// <summary>
/// A logistic regression with a ridge on its weights: the minimum of Σ w · loss + ridge / 2 · Σ weight², the intercept free. Fitted by
/// Newton's method, damped where a full step would overshoot. le Cessie, van Houwelingen (1992), J. R. Stat. Soc. C 41:191–201.
/// </summary>
public sealed record LogisticLearner
{
    private const int MaximumIterations = 200;

    private LogisticLearner() { }

    /// <summary>Log-odds when every column is 0.</summary>
    public double Intercept { get; private init; }

    /// <summary>Change of the log-odds per unit of each column.</summary>
    public required IReadOnlyList<double> Weights { get; init; }

    /// <summary>False when the iterations ran out: without a ridge on classes that the columns separate there is no minimum.</summary>
    public bool Converged { get; private init; }

    /// <summary>Fits.</summary>
    /// <param name="columns">The inputs, row by row: row · columns + column; finite, and best about 1 in size.</param>
    /// <param name="labels">1 for an event, 0 otherwise; both must occur.</param>
    /// <param name="weights">Positive, one per row; null when every row counts once.</param>
    /// <param name="ridge">Penalty, not negative; above 0 there always is exactly one minimum.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, only one class occurs, or without a ridge the columns depend on each other.</exception>
    public static LogisticLearner Fit(
        ReadOnlySpan<double> columns, ReadOnlySpan<byte> labels, ReadOnlySpan<double> weights = default, double ridge = 1)
    {
        var (n, p) = (labels.Length, labels.Length == 0 ? 0 : columns.Length / labels.Length);
        if (columns.Length != n * p || (!weights.IsEmpty && weights.Length != n))
            throw new ArgumentException("Columns, labels and weights differ in their numbers of rows.", nameof(columns));
        double all = 0, events = 0;
        for (var i = 0; i < n; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            (all, events) = (all + weight, events + (weight * labels[i]));
        }
        if (!(events > 0 && events < all)) throw new ArgumentException("Both classes must occur.", nameof(labels));

        // Coefficient 0 is the intercept.
        var coefficients = new double[p + 1];
        coefficients[0] = Math.Log(events / (all - events));
        var gradient = new double[p + 1];
        var hessian = new double[(p + 1) * (p + 1)];
        var objective = Objective(columns, labels, weights, ridge, coefficients);
        for (var iteration = 0; iteration < MaximumIterations; iteration++)
        {
            Derivatives(columns, labels, weights, ridge, coefficients, gradient, hessian);
            var step = Solve(hessian, gradient);
            var (damping, next) = (1.0, new double[p + 1]);
            var reached = objective;
            for (var halving = 0; halving <= 40; halving++, damping /= 2)
            {
                for (var j = 0; j <= p; j++) next[j] = coefficients[j] - (damping * step[j]);
                reached = Objective(columns, labels, weights, ridge, next);
                if (reached <= objective + (1e-13 * Math.Abs(objective))) break;
            }
            (coefficients, objective) = (next, reached);
            if (step.Zip(next).All(s => Math.Abs(s.First) < 1e-9 * Math.Max(1, Math.Abs(s.Second)))) return Result(coefficients, true);
        }
        return Result(coefficients, false);
    }

    /// <summary>Log-odds of one row.</summary>
    /// <param name="row">As many columns as there are weights.</param>
    public double LogOdds(ReadOnlySpan<double> row)
    {
        var sum = Intercept;
        for (var j = 0; j < row.Length; j++) sum += Weights[j] * row[j];
        return sum;
    }

    /// <summary>Probability of one row, in (0, 1) as far as a double can say.</summary>
    /// <param name="row">As many columns as there are weights.</param>
    public double Probability(ReadOnlySpan<double> row) => Logistic(LogOdds(row));

    private static LogisticLearner Result(double[] coefficients, bool converged) =>
        new() { Intercept = coefficients[0], Weights = coefficients[1..], Converged = converged };

    private static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static double LogOdds(ReadOnlySpan<double> row, ReadOnlySpan<double> coefficients)
    {
        var sum = coefficients[0];
        for (var j = 0; j < row.Length; j++) sum += coefficients[j + 1] * row[j];
        return sum;
    }

    private static double Objective(
        ReadOnlySpan<double> columns, ReadOnlySpan<byte> labels, ReadOnlySpan<double> weights, double ridge, ReadOnlySpan<double> coefficients)
    {
        var p = coefficients.Length - 1;
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var eta = LogOdds(columns.Slice(i * p, p), coefficients);
            var against = labels[i] == 1 ? -eta : eta;
            // log(1 + e^against), exact far out too.
            sum += (weights.IsEmpty ? 1 : weights[i]) * (Math.Max(against, 0) + Math.Log(1 + Math.Exp(-Math.Abs(against))));
        }
        for (var j = 1; j <= p; j++) sum += ridge / 2 * coefficients[j] * coefficients[j];
        return sum;
    }

    private static void Derivatives(
        ReadOnlySpan<double> columns, ReadOnlySpan<byte> labels, ReadOnlySpan<double> weights, double ridge,
        ReadOnlySpan<double> coefficients, Span<double> gradient, Span<double> hessian)
    {
        var size = coefficients.Length;
        gradient.Clear();
        hessian.Clear();
        var row = new double[size];
        row[0] = 1;
        for (var i = 0; i < labels.Length; i++)
        {
            var x = columns.Slice(i * (size - 1), size - 1);
            x.CopyTo(row.AsSpan(1));
            var eta = LogOdds(x, coefficients);
            var (risk, rest) = (Logistic(eta), Logistic(-eta));
            var weight = weights.IsEmpty ? 1 : weights[i];
            AddScaled(row, weight * (labels[i] == 1 ? -rest : risk), gradient);
            for (var j = 0; j < size; j++)
                if (row[j] != 0) AddScaled(row.AsSpan(j), weight * risk * rest * row[j], hessian.Slice((j * size) + j, size - j));
        }
        for (var j = 1; j < size; j++)
        {
            gradient[j] += ridge * coefficients[j];
            hessian[(j * size) + j] += ridge;
        }
        for (var j = 0; j < size; j++)
            for (var k = 0; k < j; k++) hessian[(j * size) + k] = hessian[(k * size) + j];
    }

    // Element by element, without a sum across them: the same result whatever the width of the machine's vectors.
    private static void AddScaled(ReadOnlySpan<double> source, double factor, Span<double> target)
    {
        var at = 0;
        for (; at <= source.Length - Vector<double>.Count; at += Vector<double>.Count)
            (new Vector<double>(target[at..]) + (new Vector<double>(source[at..]) * factor)).CopyTo(target[at..]);
        for (; at < source.Length; at++) target[at] += source[at] * factor;
    }

    private static double[] Solve(double[] hessian, double[] gradient)
    {
        var size = gradient.Length;
        var factor = new DenseMatrix(size, size, (double[])hessian.Clone()).Cholesky();
        return factor.Solve(new DenseVector((double[])gradient.Clone())).ToArray();
    }
}
