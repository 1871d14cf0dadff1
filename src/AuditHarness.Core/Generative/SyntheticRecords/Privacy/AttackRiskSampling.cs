using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>
/// How much more often an attack succeeds on people whose records were trained on than on others: (a − c) / (1 − c), a and c the centres of
/// Wilson's 95 % intervals of the success rates on targets and on controls, at least 0. Limits are propagated from half of these intervals'
/// widths, as Giomi, Boenisch, Wehmeyer, Tasnádi (2023), Proc. Priv. Enhancing Technol. 2023(2):312–328, do.
/// </summary>
/// <param name="attack">Share of attempts on targets that succeed.</param>
/// <param name="attempts">Number of attempts, positive.</param>
/// <param name="control">Share of attempts on controls that succeed.</param>
/// <param name="controlAttempts">Number of attempts, positive.</param>
public sealed class AttackRiskSampling(double attack, double attempts, double control, double controlAttempts) : Sampling
{
    private readonly double _attack = WilsonCentre(attack, attempts), _control = WilsonCentre(control, controlAttempts);

    /// <summary>The risk, in [0, 1].</summary>
    public double Value => Math.Clamp(Residual(_attack, _control), 0, 1);

    /// <inheritdoc/>
    public override Phrase Method { get; } = Phrase.Of($"propagated from Wilson's widths");

    /// <inheritdoc/>
    public override double StandardError => Error(1);

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => new Shifted(this, new(attack, attempts * factor, control, controlAttempts * factor));

    /// <summary>Limits around the risk, in [0, 1].</summary>
    /// <param name="z">Critical value of the standard normal distribution, positive.</param>
    public override (double Lower, double Upper) Limits(double z) => (Math.Max(0, Value - Error(z)), Math.Min(1, Value + Error(z)));

    /// <summary>The middle of Wilson's 95 % interval.</summary>
    /// <param name="share">In [0, 1].</param>
    /// <param name="size">Number of attempts, positive.</param>
    public static double WilsonCentre(double share, double size)
    {
        var z = CriticalValue.TwoSided(0.95);
        return ((share * size) + (z * z / 2)) / (size + (z * z));
    }

    /// <summary>Half of the width of Wilson's interval.</summary>
    /// <param name="share">In [0, 1].</param>
    /// <param name="size">Number of attempts, positive.</param>
    /// <param name="z">Critical value.</param>
    public static double WilsonHalfWidth(double share, double size, double z) =>
        z / (size + (z * z)) * Math.Sqrt((share * (1 - share) * size) + (z * z / 4));

    /// <summary>What is left of an attack's success when that on controls is taken off, (a − c) / (1 − c).</summary>
    /// <param name="attack">Success rate.</param>
    /// <param name="control">That on controls, below 1.</param>
    public static double Residual(double attack, double control) => (attack - control) / (1 - control);

    /// <summary>The error of <see cref="Residual"/>, from errors of both rates.</summary>
    /// <param name="attack">Success rate.</param>
    /// <param name="attackError">Its error.</param>
    /// <param name="control">That on controls, below 1.</param>
    /// <param name="controlError">Its error.</param>
    public static double ResidualError(double attack, double attackError, double control, double controlError) =>
        double.Hypot(attackError / (1 - control), controlError * (attack - 1) / ((1 - control) * (1 - control)));

    private double Error(double z) => ResidualError(
        _attack, WilsonHalfWidth(attack, attempts, z), _control, WilsonHalfWidth(control, controlAttempts, z));

    // The value stays that of the sample while its error is that of a larger one.
    private sealed class Shifted(AttackRiskSampling own, AttackRiskSampling larger) : Sampling
    {
        public override Phrase Method => own.Method;

        public override double StandardError => larger.StandardError;

        public override Sampling Scaled(double factor) => new Shifted(own, ((Shifted)larger.Scaled(factor)).Larger);

        public override (double Lower, double Upper) Limits(double z) => (Math.Max(0, own.Value - larger.Error(z)), Math.Min(1, own.Value + larger.Error(z)));

        private AttackRiskSampling Larger => larger;
    }
}
