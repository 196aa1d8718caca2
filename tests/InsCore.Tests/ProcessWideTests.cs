using Xunit;

namespace InsCore.Tests;

/// <summary>Tests that change what the whole process shares: its folder, or the instruction set of libinscore. They run alone.</summary>
[CollectionDefinition(nameof(ProcessWideTests), DisableParallelization = true)]
public sealed class ProcessWideTests;
