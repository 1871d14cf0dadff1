using System.Globalization;
using AuditHarness.Statistics;
using MathNet.Numerics;

namespace AuditHarness.Simulation;

/// <summary>One simulated patient with the score the model under audit gives. Values are rounded as the files hold them.</summary>
/// <param name="Id">Name.</param>
/// <param name="Age">Age in years.</param>
/// <param name="Codes">Index of the level for each of the plan's attributes, in its order.</param>
/// <param name="Laboratory">One value for each of the plan's laboratory values, in its unit.</param>
/// <param name="Proxy">The proxy feature, in its unit.</param>
/// <param name="HasEvent">The adjudicated event.</param>
/// <param name="IsRecorded">The event as recorded where the model was trained; never true without an event.</param>
/// <param name="TrueRisk">Probability of the event given the laboratory values, in (0, 1).</param>
/// <param name="Score">Risk predicted by the model under audit, in (0, 1), computed from the rounded values.</param>
public sealed record SimulatedPatient(
    string Id, int Age, IReadOnlyList<int> Codes, IReadOnlyList<double> Laboratory, double Proxy, bool HasEvent, bool IsRecorded,
    double TrueRisk, double Score);

/// <summary>
/// Draws any patient by itself: every column has a stream of its own and every row its own part of it, so that neither chunks nor
/// further columns change a value.
/// </summary>
internal sealed class PatientSource
{
    private readonly SimulationPlan _plan;
    private readonly SimulatedModel _model;
    private readonly IReadOnlyList<SimulatedAttribute> _attributes;
    private readonly Seed _event, _recorded, _proxy;
    private readonly Seed[] _ofAttribute, _ofLaboratory;

    public PatientSource(SimulationPlan plan, Seed seed)
    {
        (_plan, _model, _attributes) = (plan, new SimulatedModel(plan), plan.Attributes);
        (_event, _recorded, _proxy) = (For("event"), For("event_recorded"), For(plan.Proxy.Feature));
        _ofAttribute = [.. _attributes.Select(a => For(a.Name))];
        _ofLaboratory = [.. plan.Laboratory.Select(l => For(l.Name))];
        Seed For(string column) => seed.For("simulation/" + column);
    }

    public SimulatedPatient At(int row)
    {
        var hasEvent = Uniform(_event, row) < _plan.Prevalence;
        var age = 0;
        var codes = new int[_attributes.Count];
        for (var k = 0; k < codes.Length; k++)
        {
            var uniform = Uniform(_ofAttribute[k], row);
            if (_attributes[k] == _plan.Age.Bands) codes[k] = _plan.Age.BandOf(age = _plan.Age.Draw(uniform));
            else codes[k] = _attributes[k].Draw(uniform);
        }

        var values = new double[_ofLaboratory.Length];
        for (var k = 0; k < values.Length; k++)
        {
            var (_, _, mean, deviation, shift) = _plan.Laboratory[k];
            values[k] = SixDigits.Round(mean + (deviation * (Normal(_ofLaboratory[k], row) + (hasEvent ? shift : 0))));
        }
        var proxy = SixDigits.Round(_plan.Proxy.MeanAt(_plan.Residence.Levels[codes[3]]) + (_plan.Proxy.Deviation * Normal(_proxy, row)));

        var mechanism = _model.Mechanism(codes);
        var trueLogOdds = _plan.TrueLogOdds(values);
        return new SimulatedPatient(
            string.Create(CultureInfo.InvariantCulture, $"P{row + 1:D5}"), age, codes, values, proxy, hasEvent,
            hasEvent && Uniform(_recorded, row) < mechanism.Detection, Risk(trueLogOdds),
            Risk(mechanism.ScoreLogOdds(_plan, trueLogOdds, _plan.Proxy.Weight * (proxy - _plan.Proxy.Mean))));
    }

    private static double Uniform(Seed seed, int row) => seed.Generator((ulong)row).NextUniform();

    private static double Normal(Seed seed, int row) => seed.Generator((ulong)row).NextNormal();

    private static double Risk(double logOdds) => SixDigits.Round(SpecialFunctions.Logistic(logOdds));
}
