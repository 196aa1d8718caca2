using InsCore.Structures;

namespace InsCore.Potentials;

/// <summary>An interatomic potential: energy, forces and stress of a structure. Safe to use from several threads.</summary>
public interface IPotential
{
    /// <summary>One line for people: name, kind, precision.</summary>
    string Description { get; }

    /// <summary>Atomic numbers that the potential knows, ascending.</summary>
    IReadOnlyList<int> Elements { get; }

    /// <summary>Radius beyond which two atoms are not neighbours, Å.</summary>
    double CutoffRadius { get; }

    /// <summary>Computes energy, forces and stress.</summary>
    /// <param name="crystal">Periodic or not; every element must be among <see cref="Elements"/>.</param>
    /// <param name="threads">Threads to use; 0 for all cores, 1 when the caller itself runs in parallel.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <exception cref="ArgumentException">An element is unknown to the potential.</exception>
    /// <exception cref="InsNumericalException">The result is not finite, or two atoms overlap.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    PotentialResult Evaluate(Crystal crystal, int threads = 0, CancellationToken cancellation = default);

    /// <summary>Prepares for many evaluations of the same atoms at changing positions and in changing cells.</summary>
    /// <param name="crystal">The atoms; periodic or not, as all that follows.</param>
    /// <param name="threads">Threads to use; 0 for all cores.</param>
    /// <exception cref="ArgumentException">An element is unknown to the potential.</exception>
    PotentialSession OpenSession(Crystal crystal, int threads = 0) => new IndependentSession(this, crystal, threads);
}
