using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using InsCore.Benchmarks;

switch (args)
{
    case ["--check", .. string[] files]: // every benchmark once, its result compared with the baseline's; counts go to a JUnit file
        return BenchmarkCheck.Run(typeof(Program).Assembly, files.FirstOrDefault());
    case ["--figures", "--interpolation", .. string[] files]: // those of interpolated modes alone, also of one's own force constants
        PerformanceReport.RunInterpolation(files.FirstOrDefault());
        return 0;
    case ["--figures", "--opencl"]: // OpenCL against the native kernels
        OpenClFigures.Run();
        return 0;
    case ["--figures", "--dynamics"]: // that of molecular dynamics alone
        PerformanceReport.RunDynamics();
        return 0;
    case ["--figures", .. string[] options]: // the figures that InsCore is held to
        PerformanceReport.Run(quick: options is ["--quick"]);
        return 0;
    case ["--ratios", string file, string filter, string repeats]: // of single benchmarks to their baselines, for BenchCompare
        RatioRecorder.Run(typeof(Program).Assembly, file, filter, int.Parse(repeats, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case [PeakMemory.EvaluateOption or PeakMemory.StreamOption, string count]:
        PeakMemory.Run(args[0], count);
        return 0;
    default:
        IConfig config = DefaultConfig.Instance.AddColumn(new RateColumn());
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
        Processor.CopyResults();
        return 0;
}
