namespace InsCore;

/// <summary>Where a long calculation stands.</summary>
/// <param name="Stage">What is being done, e.g. "displacements".</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 if unknown.</param>
/// <param name="Detail">Figures worth a glance, e.g. "force 0.003 eV/Å".</param>
public readonly record struct StepProgress(string Stage, int Done, int Total, string Detail);
