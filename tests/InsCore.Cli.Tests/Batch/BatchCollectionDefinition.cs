using Xunit;

namespace InsCore.Cli.Tests.Batch;

/// <summary>Tests of batches share one straight run, and do not take each other's processors.</summary>
[CollectionDefinition("batch")]
public sealed class BatchCollectionDefinition : ICollectionFixture<StraightRun>;
