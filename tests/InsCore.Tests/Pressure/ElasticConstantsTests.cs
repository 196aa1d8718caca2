using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Pressure;
using InsCore.Relaxation;
using InsCore.Structures;
using InsCore.TestSupport;
using InsCore.Tests.Phonons;
using InsCore.Tests.Relaxation;
using InsCore.Units;
using Xunit;

namespace InsCore.Tests.Pressure;

public sealed class ElasticConstantsTests
{
    const double ClosedFormTolerance = 1e-6;    // relative: differences of fourth order in the strain, of an interpolated φ(r)
    const double RelaxedTolerance = 2e-5;       // relative to the largest constant: differences of relaxed stresses
    const double SoundTolerance = 1e-5;         // relative to the fastest wave: extrapolated to long waves
    const double ModelSoundTolerance = 2e-4;    // the same of a molecular crystal, soft and strongly dispersed
    const double VolumeTolerance = 2e-4;        // relative: secant over ±0.02 GPa

    static readonly RelaxationOptions Tight = new() { ForceTolerance = 1e-9, StressTolerance = 1e-8, KeepSymmetry = false };

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(15)]
    public void Fcc_HasTheConstantsOfItsPairs_AndTheyObeyCauchyAsSecondDerivativesOnly(double pressure)
    {
        Crystal crystal = CrystalRelaxation.Run(RelaxationCases.Fcc(5.2), AnalyticPotential.Argon, new() { Pressure = pressure, StressTolerance = 1e-9, ForceTolerance = 1e-9 }).Crystal;
        ElasticTensor tensor = Compute(AnalyticPotential.Argon, crystal).Tensor;
        double[] c = tensor.SecondDerivatives(), expected = PairConstants(crystal);
        for (int k = 0; k < 36; k++)
        {
            AchievedError.Check("Elasticity: second derivatives by strain of an argon-like crystal, 0 to 15 GPa (relative)", "closed form of pair potentials", Math.Abs(c[k] - expected[k]) / expected[0], ClosedFormTolerance);
        }

        Assert.Equal(c[1], c[21], 1e-4 * c[0]);
        Assert.Equal(pressure, tensor.Pressure, 1e-6);
        Assert.Equal(2 * pressure, tensor[1, 2] - tensor[4, 4], 1e-4 * c[0]);
        Assert.True(tensor.IsStable);

        // The bulk modulus is the slope of the pressure.
        double bulk = -crystal.Volume * EquationOfStateTests.Slope(
            v => -Constants.EvPerCubicAngstromInGpa / 3 * AnalyticPotential.Argon.Evaluate(RelaxationCases.Fcc(Math.Cbrt(v))).Stress(v).Trace, crystal.Volume);
        Assert.Equal(bulk, tensor.Polycrystal().BulkReuss, 1e-6 * bulk);
        Assert.Equal(bulk, tensor.Polycrystal().BulkVoigt, 1e-6 * bulk);
    }

    [Fact]
    public void Triclinic_HasTheConstantsOfRelaxationsInStrainedCells()
    {
        Crystal crystal = Relaxed(2);
        ElasticResult result = Compute(AnalyticPotential.Organic, crystal);
        const double step = 1e-3;
        double largest = result.Tensor.Values.ToArray().Max(Math.Abs);
        for (int column = 0; column < 6; column++)
        {
            double[] slope = new double[6];
            foreach ((int n, double weight) in ((int, double)[])[(1, 8.0 / 12), (-1, -8.0 / 12), (2, -1.0 / 12), (-2, 1.0 / 12)])
            {
                double[] stress = RelaxedStress(crystal, Voigt.Strain(column, n * step));
                slope = [.. slope.Zip(stress, (s, x) => s + (weight / step * x))];
            }

            for (int row = 0; row < 6; row++)
            {
                AchievedError.Check("Elasticity: constants with free atoms, triclinic at 2 GPa (relative)", "atoms relaxed in strained cells", Math.Abs(slope[row] - result.Tensor[row + 1, column + 1]) / largest, RelaxedTolerance);
            }
        }

        Assert.True(result.Clamped.Eigenvalues()[0] > result.Tensor.Eigenvalues()[0]);
        Assert.InRange(result.ExchangeResidual, 0, 1e-5 * largest);
        Assert.True(result.SoftestMotion > 0);
    }

    [Fact]
    public void Triclinic_ShrinksAsItsComplianceSays()
    {
        ElasticTensor tensor = Compute(AnalyticPotential.Organic, Relaxed(2)).Tensor;
        Crystal low = Relaxed(1.98), high = Relaxed(2.02);
        double bulk = -0.04 / Math.Log(high.Volume / low.Volume);
        AchievedError.Check("Elasticity: bulk modulus from the compliance, triclinic at 2 GPa (relative)", "volumes relaxed at 2 ± 0.02 GPa", Math.Abs((tensor.Polycrystal().BulkReuss / bulk) - 1), VolumeTolerance);
        Matrix3d rate = low.PeriodicLattice.Inverse * high.PeriodicLattice.Vectors - Matrix3d.Identity, expected = -0.5 * (1e3 / 0.04) * (rate + rate.Transpose);
        Matrix3d difference = tensor.LinearCompressibility() - expected;
        Assert.InRange(Enumerable.Range(0, 9).Max(k => Math.Abs(difference[k / 3, k % 3])), 0, 3e-3 * expected.Trace);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Rocksalt_HasTheSpeedsOfSoundOfItsDynamicalMatrices(double pressure)
    {
        Crystal crystal = CrystalRelaxation.Run(RelaxationCases.Rocksalt(5.6), RelaxationCases.Salt, Tight with { KeepSymmetry = true, Pressure = pressure }).Crystal;
        CheckSound(Compute(RelaxationCases.Salt, crystal), RelaxationCases.Salt.DynamicalMatrix(crystal), "rocksalt and triclinic, 0 to 10 GPa", SoundTolerance);
    }

    [Fact]
    public void Triclinic_HasTheSpeedsOfSoundOfItsDynamicalMatrices()
    {
        Crystal crystal = Relaxed(2);
        CheckSound(Compute(AnalyticPotential.Organic, crystal), AnalyticPotential.Organic.DynamicalMatrix(crystal), "rocksalt and triclinic, 0 to 10 GPa", SoundTolerance);
    }

    [Theory]
    [InlineData("pbcn_0.0")]
    [InlineData("pbcn_1.5")]
    public void DefaultModel_HasTheSpeedsOfSoundOfItsExactDynamicalMatrices(string name)
    {
        MacePotential potential = MacePotential.Load();
        Crystal crystal = ReferenceCrystal.Read(name).Crystal;
        MaceDynamicalMatrix matrices = new(potential, crystal, threads: 0);
        CheckSound(ElasticConstants.Compute(potential, matrices), matrices, "diiodothiophene Pbcn, 0 and 1.5 GPa", ModelSoundTolerance);
    }

    [Fact]
    public void Bcc_OfPairsThatPreferFcc_IsFoundUnstable()
    {
        double a = 4.2;
        Crystal bcc = new(new Lattice(0.5 * a * new Matrix3d(-1, 1, 1, 1, -1, 1, 1, 1, -1)), [18], [default]);
        ElasticResult result = Compute(AnalyticPotential.Argon, bcc);
        Assert.False(result.Tensor.IsStable);
        Assert.Contains(result.Warnings, w => w.Contains("unstable", StringComparison.Ordinal));
        Assert.Equal(result.Tensor[1, 1] - result.Tensor[1, 2], result.Tensor.Eigenvalues()[0], 1e-6);

        // The softest strain of a cubic crystal with B₁₁ < B₁₂ keeps the volume and has no shears.
        Matrix3d strain = result.Tensor.SoftestStrain();
        Assert.Equal(0, strain.Trace, 1e-6);
        Assert.Equal(0, Math.Abs(strain[0, 1]) + Math.Abs(strain[0, 2]) + Math.Abs(strain[1, 2]), 1e-6);
        Assert.True(result.Tensor.SoundSpeeds(new(1, 1, 0), result.Density).X < 0);
    }

    [Fact]
    public void CubicTensor_HasTheClosedFormsOfItsModuli()
    {
        double[] b = new double[36];
        (double c11, double c12, double c44) = (168.4, 121.4, 75.4);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                b[(6 * i) + j] = i == j ? c11 : c12;
            }

            b[7 * (i + 3)] = c44;
        }

        ElasticTensor tensor = new(b, 0);
        PolycrystalModuli m = tensor.Polycrystal();
        Assert.Equal((c11 + (2 * c12)) / 3, m.BulkReuss, 1e-10);
        Assert.Equal((c11 - c12 + (3 * c44)) / 5, m.ShearVoigt, 1e-10);
        Assert.Equal(5 * (c11 - c12) * c44 / ((4 * c44) + (3 * (c11 - c12))), m.ShearReuss, 1e-10);
        Assert.Equal(9 * m.Bulk * m.Shear / ((3 * m.Bulk) + m.Shear), m.Young, 1e-10);
        Assert.Equal(m.Young / (2 * m.Shear) - 1, m.Poisson, 1e-10);
        Assert.Equal(1e3 / (c11 + (2 * c12)), tensor.LinearCompressibility()[1, 1], 1e-10);

        // In another frame nothing of this changes, and sound turns with the crystal.
        double s = Math.Sin(0.7), c = Math.Cos(0.7), t = Math.Sin(0.4), u = Math.Cos(0.4);
        Matrix3d r = new Matrix3d(c, -s, 0, s, c, 0, 0, 0, 1) * new Matrix3d(1, 0, 0, 0, u, -t, 0, t, u);
        ElasticTensor turned = new(Voigt.Average(b, [r]), 0);
        Assert.All(tensor.Eigenvalues().Zip(turned.Eigenvalues()), e => Assert.Equal(e.First, e.Second, 1e-9));
        Assert.Equal(m.ShearReuss, turned.Polycrystal().ShearReuss, 1e-9);
        Vector3d n = new(0.2, -0.5, 0.7);
        Assert.Equal(0, (tensor.SoundSpeeds(n, 8960) - turned.SoundSpeeds(r * n, 8960)).Norm, 1e-6);

        // Copper along [100]: longitudinal √(c₁₁/ρ), transverse √(c₄₄/ρ).
        Assert.Equal(Math.Sqrt(c11 * 1e9 / 8960), tensor.SoundSpeeds(new(1, 0, 0), 8960).Z, 1e-8);
        Assert.Equal(Math.Sqrt(c44 * 1e9 / 8960), tensor.SoundSpeeds(new(3, 0, 0), 8960).X, 1e-8);
    }

    [Fact]
    public void Result_SurvivesItsJson()
    {
        Crystal crystal = Relaxed(2);
        ElasticResult result = Compute(AnalyticPotential.Organic, crystal);
        result = result with { Sound = SoundCheck.Of(result, AnalyticPotential.Organic.DynamicalMatrix(crystal)) };
        ElasticResult again = ElasticResult.FromJson(System.Text.Json.Nodes.JsonNode.Parse(result.ToJson().ToJsonString())!.AsObject());
        Assert.Equal(result.Tensor.Values.ToArray(), again.Tensor.Values.ToArray());
        Assert.Equal(result.Lines(), again.Lines());
        Assert.Equal(result.Sound[3].Difference, again.Sound[3].Difference);
    }

    static void CheckSound(ElasticResult result, IDynamicalMatrix matrices, string what, double tolerance)
    {
        foreach (SoundCheck check in SoundCheck.Of(result, matrices, TestContext.Current.CancellationToken))
        {
            AchievedError.Check($"Elasticity: speeds of sound, {what} (relative)", "slopes of the acoustic branches at Γ", check.Difference, tolerance);
        }
    }

    static ElasticResult Compute(AnalyticPotential potential, Crystal crystal) => ElasticConstants.Compute(potential, potential.DynamicalMatrix(crystal));

    static Crystal Relaxed(double pressure) =>
        CrystalRelaxation.Run(RelaxationCases.Triclinic(), AnalyticPotential.Organic, Tight with { Pressure = pressure, StressTolerance = 1e-7, ForceTolerance = 1e-8 }).Crystal;

    static double[] RelaxedStress(Crystal crystal, Matrix3d strain)
    {
        Matrix3d f = Matrix3d.Identity + strain;
        Crystal start = crystal.With(new Lattice(crystal.PeriodicLattice.Vectors * f), Array.ConvertAll(crystal.Positions.ToArray(), x => x * f));
        RelaxationResult r = CrystalRelaxation.Run(start, AnalyticPotential.Organic, Tight with { RelaxCell = false, ForceTolerance = 1e-8 });
        return [.. Enumerable.Range(0, 6).Select(i => Constants.EvPerCubicAngstromInGpa * Voigt.Component(r.Stress, i))];
    }

    // C_ijkl = (1/2V) Σ r_i r_j r_k r_l (φ'' - φ'/r)/r², GPa: second derivatives by Lagrangian strain. φ by the energy of two atoms.
    static double[] PairConstants(Crystal crystal)
    {
        static double Pair(double r) => AnalyticPotential.Argon.Evaluate(new Crystal(null, [18, 18], [default, new(r, 0, 0)])).Energy;
        double[] c = new double[36];
        for (int j = 0; j < crystal.AtomCount; j++)
        {
            for (int cell = 0; cell < 343; cell++)
            {
                Vector3d r = crystal.Positions[j] + crystal.PeriodicLattice.ToCartesian(new((cell / 49) - 3, (cell / 7 % 7) - 3, (cell % 7) - 3)) - crystal.Positions[0];
                if (r.Norm < 1e-6 || r.Norm > 6.5)
                {
                    continue;
                }

                double First(double x) => EquationOfStateTests.Slope(Pair, x);
                double d = r.Norm, factor = (EquationOfStateTests.Slope(First, d) - (First(d) / d)) / (d * d);
                for (int k = 0; k < 36; k++)
                {
                    ((int a, int b), (int e, int f)) = (Voigt.Axes(k / 6), Voigt.Axes(k % 6));
                    c[k] += crystal.AtomCount * 0.5 * Constants.EvPerCubicAngstromInGpa / crystal.Volume * factor * r[a] * r[b] * r[e] * r[f];
                }
            }
        }

        return c;
    }
}
