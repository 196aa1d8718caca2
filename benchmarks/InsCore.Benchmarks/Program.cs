using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using InsCore.Benchmarks;

// --check runs every benchmark once and compares its result with the baseline's; everything else is BenchmarkDotNet's.
if (args is ["--check"])
{
    return BenchmarkCheck.Run(typeof(Program).Assembly);
}

IConfig config = DefaultConfig.Instance.AddColumn(new RateColumn());
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;
