using InsCore.Structures;

namespace InsCore.Dynamics;

/// <summary>The files of a trajectory: segments of samples, and frames for viewers. Memory does not grow with its length.</summary>
internal sealed class TrajectoryOutput : IDisposable
{
    /// <summary>Name of the file of frames.</summary>
    public const string FramesFile = "trajectory.extxyz";

    readonly Crystal crystal;
    readonly DynamicsOptions options;
    readonly string folder;
    TrajectoryFrames? frames;

    /// <summary>Prepares a run that writes into a folder.</summary>
    public TrajectoryOutput(Crystal crystal, DynamicsOptions options, string folder)
    {
        (this.crystal, this.options, this.folder) = (crystal, options, folder);
        Pending = new TrajectorySegment(crystal.AtomCount, SegmentFile.Capacity(crystal.AtomCount));
    }

    /// <summary>Samples of the segment that is not full yet.</summary>
    public TrajectorySegment Pending { get; }

    /// <summary>Full segments on disk.</summary>
    public int SegmentsWritten { get; private set; }

    /// <summary>Bytes of the frames so far.</summary>
    public long FramesLength => frames?.Length ?? 0;

    /// <summary>Begins anew; segments of an earlier run are removed.</summary>
    public void Begin()
    {
        foreach (string old in Directory.Exists(folder) ? Directory.GetFiles(folder, SegmentFile.Pattern) : [])
        {
            File.Delete(old);
        }

        Open(0, 0);
    }

    /// <summary>Goes on behind what is kept.</summary>
    /// <param name="framesLength">Bytes of frames to be kept.</param>
    /// <param name="segments">Full segments to be kept.</param>
    public void Open(long framesLength, int segments)
    {
        SegmentsWritten = segments;
        if (options.FrameSamples > 0)
        {
            frames = new TrajectoryFrames(Path.Combine(folder, FramesFile), crystal, framesLength);
        }
    }

    /// <summary>Takes a sample.</summary>
    public void Add(DynamicsSample sample, DynamicsState state)
    {
        long number = sample.Step / options.SampleSteps;
        if (frames is not null && number % options.FrameSamples == 0)
        {
            frames.Append(sample, sample.Step * options.TimeStep, state.Positions);
        }

        Pending.Add(sample, state.Positions, state.Velocities);
        if (Pending.Count == Pending.Capacity)
        {
            WritePending();
            SegmentsWritten++;
            Pending.Count = 0;
        }
    }

    /// <summary>Makes sure that the frames are on the disk.</summary>
    public void Flush() => frames?.Flush();

    /// <summary>Writes the last segment, which need not be full; the run may go on all the same.</summary>
    public void Complete()
    {
        Flush();
        if (Pending.Count > 0)
        {
            WritePending();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => frames?.Dispose();

    void WritePending() =>
        SegmentFile.Write(Path.Combine(folder, SegmentFile.Name(SegmentsWritten)), crystal, Pending, options.TimeStep);
}
