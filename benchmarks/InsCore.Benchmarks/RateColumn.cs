using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace InsCore.Benchmarks;

/// <summary>Work done per second, from the property marked <see cref="WorkAttribute"/>.</summary>
sealed class RateColumn : IColumn
{
    public string Id => nameof(RateColumn);

    public string ColumnName => "Rate";

    public string Legend => "Work per second";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Metric;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        PropertyInfo? work = benchmarkCase.Descriptor.Type.GetProperties()
            .FirstOrDefault(property => property.IsDefined(typeof(WorkAttribute)));
        double? nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Mean;
        if (work is null || nanoseconds is null)
        {
            return "-";
        }

        double count = Convert.ToDouble(work.GetValue(BenchmarkCheck.Create(benchmarkCase)), CultureInfo.InvariantCulture);
        string unit = work.GetCustomAttribute<WorkAttribute>()!.Unit;
        return string.Create(CultureInfo.InvariantCulture, $"{count / nanoseconds.Value * 1e9:G3} {unit}/s");
    }
}
