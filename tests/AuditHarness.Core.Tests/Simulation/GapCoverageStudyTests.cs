using AuditHarness.Disparity;
using AuditHarness.Statistics;

namespace AuditHarness.Simulation;

/// <summary>
/// A small version of the honesty benchmark of gaps: worlds of groups whose gaps are known; simultaneous 95 % intervals must hold them about
/// that often. A disparity added to the catalog is tried too, unasked. The bounds leave room for chance; the full tables are in HONESTY.md.
/// </summary>
public sealed class GapCoverageStudyTests
{
    private const int Worlds = 100, FewerWorlds = 20;

    private static readonly HonestyCell[] Cells = [new(50, new BinormalPopulation(0.1, 0.75)), new(250, new BinormalPopulation(0.3, 0.9))];

    // Those that simulate or resample for each group.
    private static readonly string[] Dear = ["IntegratedCalibrationIndexGap", "ExpectedCalibrationErrorGap", "Abroca"];

    private static readonly TrueGaps Truths = new(GroupedPopulation.Of(Cells[0]));

    private static readonly IDisparity[] Measured = [.. DisparityCatalog.Entries.Where(d => Truths.WhyNone(d) is null)];

    private static readonly Lazy<IReadOnlyList<GapCoverageCount>>[] Counts = Array.ConvertAll(Cells, cell => new Lazy<IReadOnlyList<GapCoverageCount>>(() =>
        GapCoverageStudy.Run(cell, Measured, [.. Measured.Select(d => Dear.Contains(d.Info.Id) ? FewerWorlds : Worlds)], new Seed(5), Environment.ProcessorCount)));

    private static IEnumerable<string> Ids => Measured.Select(d => d.Info.Id);

    [TestCaseSource(nameof(Ids))]
    public void Intervals_of_gaps_hold_the_truth_about_as_often_as_they_promise(string disparity) => Assert.Multiple(() =>
    {
        foreach (var count in Counts.SelectMany(c => c.Value).Where(c => c.Disparity == disparity && c.Known > 0))
        {
            var asked = count.Comparison == Comparison.WorstPair ? 0.94 : 0.92;
            Assert.That(count.Coverage, Is.GreaterThan(asked - (4 * count.MonteCarloError(asked))), $"{count.Comparison}, {count.Cell.Patients} patients");
            if (count.SmallerExpected >= 5) Assert.That(count.Unknown, Is.LessThan(0.1), $"{count.Comparison}: there nearly always is an interval");
        }
    });

    // With the overall area held fixed, limits of background areas held the truth in 25 to 40 % of such worlds; with a group's share of the
    // events held fixed, those of gaps to everybody in 70 to 85 %.
    [TestCase("BackgroundPositiveSubgroupNegative")]
    [TestCase("BackgroundNegativeSubgroupPositive")]
    [TestCase("EqualOpportunityDifference")]
    [TestCase("EqualOpportunityRatio")]
    public void What_everybody_is_is_not_taken_for_certain_where_events_are_few_and_groups_differ(string disparity) => Assert.Multiple(() =>
    {
        foreach (var cell in new HonestyCell[] { new(20, new(0.3, 0.6)), new(50, new(0.02, 0.6)), new(100, new(0.02, 0.9)) })
            foreach (var count in GapCoverageStudy.Run(cell, [Measured.Single(d => d.Info.Id == disparity)], [200], new Seed(7), Environment.ProcessorCount).Where(c => c.Comparison == Comparison.Overall))
                Assert.That(count.Coverage, Is.GreaterThan(0.92 - (2 * count.MonteCarloError(0.92))), $"{cell.Patients} patients, {count.Known} worlds");
    });

    [Test]
    public void Figures_do_not_depend_on_the_number_of_workers()
    {
        IReadOnlyList<GapCoverageCount> Run(int workers) => GapCoverageStudy.Run(Cells[0], Measured[..4], [20, 20, 20, 10], new Seed(1), workers);
        Assert.That(Run(3), Is.EqualTo(Run(1)));
    }

    [Test]
    public void Intervals_that_lie_elsewhere_are_missed()
    {
        var count = GapCoverageStudy.Run(Cells[1], [new Mistaken(Measured[0])], [20], new Seed(1), 1)[0];
        Assert.That((count.Known, count.Missed, count.Below, count.Above), Is.EqualTo((20, 20, 0, 20)));
    }

    // The same gaps, said to be larger than any can be.
    private sealed class Mistaken(IDisparity right) : IDisparity
    {
        public DisparityInfo Info => right.Info;

        public IReadOnlyList<GroupGap> Compare(ComparisonContext context) =>
            [.. right.Compare(context).Select(g => g with { Disparity = g.Disparity with { Interval = new(5, 6, 0.95, Phrase.Of($"Wilson")) } })];
    }
}
