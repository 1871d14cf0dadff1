namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// Logistic regression of the outcome on the logit of the score, written the plain way: row by row, iteratively reweighted least
/// squares started and stopped as R's glm does (stats::glm.fit). Like there, the model-based standard errors belong to the step
/// before the last one; with epsilon 0 sixty steps are made, and that is the maximum itself.
/// </summary>
internal sealed record RowwiseLogistic(
    double Intercept, double Slope, double InterceptError, double SlopeError, double RobustInterceptError, double RobustSlopeError)
{
    public const double AsInR = 1e-8;
    public const double Maximum = 0;

    public static RowwiseLogistic Fit(Rows rows, bool fixSlope, double epsilon)
    {
        var n = rows.Count;
        var x = Array.ConvertAll(rows.Scores, s => Math.Log(s / (1 - s)));
        var eta = Array.ConvertAll(rows.Labels, y => Math.Log((y + 0.5) / (1.5 - y)));
        var (deviance, intercept, slope) = (double.PositiveInfinity, 0.0, 1.0);
        for (var iteration = 1; iteration <= 60; iteration++)
        {
            double s00 = 0, s01 = 0, s11 = 0, t0 = 0, t1 = 0;
            for (var i = 0; i < n; i++)
            {
                var risk = 1 / (1 + Math.Exp(-eta[i]));
                var information = rows.Weight(i) * risk * (1 - risk);
                var working = eta[i] + ((rows.Labels[i] - risk) / (risk * (1 - risk))) - (fixSlope ? x[i] : 0);
                (s00, s01, s11) = (s00 + information, s01 + (information * x[i]), s11 + (information * x[i] * x[i]));
                (t0, t1) = (t0 + (information * working), t1 + (information * working * x[i]));
            }
            var determinant = (s00 * s11) - (s01 * s01);
            (intercept, slope) = fixSlope ? (t0 / s00, 1) : (((s11 * t0) - (s01 * t1)) / determinant, ((s00 * t1) - (s01 * t0)) / determinant);
            var before = deviance;
            deviance = 0;
            for (var i = 0; i < n; i++)
            {
                eta[i] = intercept + (slope * x[i]);
                deviance += 2 * rows.Weight(i) * Math.Log(1 + Math.Exp(rows.Labels[i] == 1 ? -eta[i] : eta[i]));
            }
            if (iteration < 60 && Math.Abs(deviance - before) / (Math.Abs(deviance) + 0.1) >= epsilon) continue;

            var (i00, i01, i11) = fixSlope ? (1 / s00, 0.0, 0.0) : (s11 / determinant, -s01 / determinant, s00 / determinant);
            double b00 = 0, b01 = 0, b11 = 0;
            for (var i = 0; i < n; i++)
            {
                var risk = 1 / (1 + Math.Exp(-eta[i]));
                // HC2; patients who share a score share their leverage, by their mean weight.
                var mean = Enumerable.Range(0, n).Where(j => rows.Scores[j] == rows.Scores[i]).Average(rows.Weight);
                var leverage = mean * risk * (1 - risk) * (i00 + (2 * i01 * x[i]) + (i11 * x[i] * x[i]));
                var score = rows.Weight(i) * (rows.Labels[i] - risk) / Math.Sqrt(1 - leverage);
                (b00, b01, b11) = (b00 + (score * score), b01 + (score * score * x[i]), b11 + (score * score * x[i] * x[i]));
            }
            if (fixSlope) return new(intercept, 1, Math.Sqrt(1 / s00), 0, Math.Sqrt(b00) / s00, 0);
            return new(intercept, slope, Math.Sqrt(i00), Math.Sqrt(i11),
                Math.Sqrt((i00 * i00 * b00) + (2 * i00 * i01 * b01) + (i01 * i01 * b11)),
                Math.Sqrt((i01 * i01 * b00) + (2 * i01 * i11 * b01) + (i11 * i11 * b11)));
        }
        throw new InvalidOperationException("The plain fit does not converge.");
    }
}
