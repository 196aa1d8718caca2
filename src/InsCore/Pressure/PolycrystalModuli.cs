using System.Text.Json.Nodes;

namespace InsCore.Pressure;

/// <summary>Moduli of an aggregate of many grains without preferred direction, GPa.</summary>
/// <param name="BulkVoigt">Upper bound: equal strains.</param>
/// <param name="BulkReuss">Lower bound: equal stresses; also the bulk modulus of the single crystal, -V dP/dV.</param>
/// <param name="ShearVoigt">Upper bound of the shear modulus.</param>
/// <param name="ShearReuss">Lower bound.</param>
/// <remarks>R. Hill, Proc. Phys. Soc. A 65, 349 (1952), doi:10.1088/0370-1298/65/5/307.</remarks>
public sealed record PolycrystalModuli(double BulkVoigt, double BulkReuss, double ShearVoigt, double ShearReuss)
{
    /// <summary>Mean of the bounds.</summary>
    public double Bulk => 0.5 * (BulkVoigt + BulkReuss);

    /// <summary>Mean of the bounds.</summary>
    public double Shear => 0.5 * (ShearVoigt + ShearReuss);

    /// <summary>Young's modulus of Hill's mean.</summary>
    public double Young => 9 * Bulk * Shear / ((3 * Bulk) + Shear);

    /// <summary>Poisson's ratio of Hill's mean.</summary>
    public double Poisson => ((3 * Bulk) - (2 * Shear)) / (2 * ((3 * Bulk) + Shear));

    /// <summary>Universal anisotropy 5 G_V/G_R + K_V/K_R - 6: zero of an isotropic body.</summary>
    /// <remarks>S. I. Ranganathan, M. Ostoja-Starzewski, Phys. Rev. Lett. 101, 055504 (2008), doi:10.1103/PhysRevLett.101.055504.</remarks>
    public double Anisotropy => (5 * ShearVoigt / ShearReuss) + (BulkVoigt / BulkReuss) - 6;

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["bulkVoigt"] = BulkVoigt, ["bulkReuss"] = BulkReuss, ["bulkHill"] = Bulk,
        ["shearVoigt"] = ShearVoigt, ["shearReuss"] = ShearReuss, ["shearHill"] = Shear,
        ["young"] = Young, ["poisson"] = Poisson, ["anisotropy"] = Anisotropy,
    };
}
