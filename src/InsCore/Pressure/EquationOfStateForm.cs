namespace InsCore.Pressure;

/// <summary>Form of an equation of state.</summary>
public enum EquationOfStateForm
{
    /// <summary>P. Vinet, J. H. Rose, J. Ferrante, J. R. Smith, J. Phys. Condens. Matter 1, 1941 (1989), doi:10.1088/0953-8984/1/11/002.</summary>
    Vinet,

    /// <summary>Third order: F. Birch, Phys. Rev. 71, 809 (1947), doi:10.1103/PhysRev.71.809.</summary>
    BirchMurnaghan,
}
