using InsCore.Structures;

namespace InsCore.Phonons.Tracking;

/// <summary>The modes at one wave vector followed from the first pressure to the last.</summary>
/// <param name="Q">Fractional; the same fractions of each pressure's reciprocal lattice.</param>
/// <param name="Weight">Share of the mesh that it stands for at the first pressure.</param>
/// <param name="First">[nModes], cm⁻¹, ascending, negative if imaginary.</param>
/// <param name="Last">[nModes], cm⁻¹, of the same modes at the last pressure.</param>
/// <param name="Partners">[nModes], their indices there in the order of energies, from 0.</param>
/// <param name="Overlaps">[nModes], |⟨first|last⟩|², degenerate sets turned to agree.</param>
/// <param name="Confidences">[nModes], how sure it is that they are the same, 0 to 1.</param>
/// <param name="Grueneisen">[nModes], γ at the first pressure; NaN where unstable.</param>
public sealed record WaveTracking(
    Vector3d Q, double Weight, double[] First, double[] Last, int[] Partners, double[] Overlaps, double[] Confidences, double[] Grueneisen);
