using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

/// <summary>With the default model Pbcn is elastically stable at 0 and 1.5 GPa; Pbca at 1.5 GPa has a negative shear stiffness.</summary>
public sealed class LongWavesTests
{
    [Theory]
    [InlineData("pbcn_0.0", true)]
    [InlineData("pbcn_1.5", true)]
    [InlineData("pbca_1.5", false)]
    public void Examine_DefaultModel_AgreesWithTheElasticTensor(string name, bool isStable)
    {
        Crystal crystal = StructureFile.Read(TestData.Shared($"models/diiodothiophene/expected/{name}.extxyz"));
        Displacements displacements = Displacements.Plan(new Supercell(crystal, 2, 1, 2), SpaceGroup.Find(crystal));
        ForceConstants constants = ForceConstants.FromForces(displacements, displacements.EvaluateForces(MacePotential.Load()));
        StabilityReport report = LongWaves.Examine(constants);
        Assert.Equal(isStable, report.IsStable);
    }
}
