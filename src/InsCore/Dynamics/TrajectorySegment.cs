using InsCore.Structures;

namespace InsCore.Dynamics;

/// <summary>Successive samples of a trajectory, as many as one file holds.</summary>
/// <param name="atoms">Number of atoms.</param>
/// <param name="capacity">Samples that fit.</param>
internal sealed class TrajectorySegment(int atoms, int capacity)
{
    /// <summary>Number of atoms.</summary>
    public int AtomCount => atoms;

    /// <summary>Samples that fit.</summary>
    public int Capacity => capacity;

    /// <summary>Samples held.</summary>
    public int Count { get; set; }

    /// <summary>[capacity].</summary>
    public DynamicsSample[] Samples { get; } = new DynamicsSample[capacity];

    /// <summary>[capacity × nAtoms × 3], Å, never wrapped.</summary>
    public float[] Positions { get; } = new float[capacity * atoms * 3];

    /// <summary>[capacity × nAtoms × 3], Å/fs, at full steps.</summary>
    public float[] Velocities { get; } = new float[capacity * atoms * 3];

    /// <summary>Appends a sample.</summary>
    public void Add(DynamicsSample sample, ReadOnlySpan<Vector3d> positions, ReadOnlySpan<Vector3d> velocities)
    {
        Samples[Count] = sample;
        Copy(positions, PositionsAt(Count));
        Copy(velocities, VelocitiesAt(Count));
        Count++;
    }

    /// <summary>Positions of one sample, [nAtoms × 3], Å.</summary>
    public Span<float> PositionsAt(int sample) => Positions.AsSpan(sample * atoms * 3, atoms * 3);

    /// <summary>Velocities of one sample, [nAtoms × 3], Å/fs.</summary>
    public Span<float> VelocitiesAt(int sample) => Velocities.AsSpan(sample * atoms * 3, atoms * 3);

    /// <summary>Positions of one sample as vectors, Å.</summary>
    public void CopyPositions(int sample, Span<Vector3d> positions)
    {
        ReadOnlySpan<float> flat = PositionsAt(sample);
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = new(flat[3 * i], flat[(3 * i) + 1], flat[(3 * i) + 2]);
        }
    }

    static void Copy(ReadOnlySpan<Vector3d> vectors, Span<float> flat)
    {
        for (int i = 0; i < vectors.Length; i++)
        {
            (flat[3 * i], flat[(3 * i) + 1], flat[(3 * i) + 2]) = ((float)vectors[i].X, (float)vectors[i].Y, (float)vectors[i].Z);
        }
    }
}
