using InsCore.Structures;

namespace InsCore.Dynamics;

/// <summary>A trajectory on disk.</summary>
public sealed class Trajectory
{
    /// <summary>Name of the restart file.</summary>
    internal const string RestartName = "md.restart";

    internal Trajectory(Crystal start, DynamicsOptions options, string folder, DynamicsCost cost) =>
        (Start, Options, Folder, Cost) = (start, options, folder, cost);

    /// <summary>The structure it began with.</summary>
    public Crystal Start { get; }

    /// <summary>Its settings.</summary>
    public DynamicsOptions Options { get; }

    /// <summary>Where its files are.</summary>
    public string Folder { get; }

    /// <summary>What its steps cost when they were taken.</summary>
    public DynamicsCost Cost { get; }

    /// <summary>Number of samples.</summary>
    public int SampleCount => (int)(Options.ProductionSteps / Options.SampleSteps) + 1;

    /// <summary>The samples, one segment after the other; no more than one is held.</summary>
    /// <exception cref="InsInputException">A segment is absent or damaged.</exception>
    internal IEnumerable<TrajectorySegment> Segments()
    {
        int capacity = SegmentFile.Capacity(Start.AtomCount);
        for (int k = 0; k * capacity < SampleCount; k++)
        {
            TrajectorySegment segment = SegmentFile.Read(Path.Combine(Folder, SegmentFile.Name(k)), Start.AtomCount);
            segment.Count = Math.Min(segment.Count, SampleCount - (k * capacity));
            yield return segment;
        }
    }
}
