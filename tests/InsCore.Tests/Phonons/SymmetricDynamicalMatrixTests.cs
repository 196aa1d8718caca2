using System.Numerics;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Structures;
using InsCore.Tests.Potentials;
using InsCore.TestSupport;
using Xunit;

namespace InsCore.Tests.Phonons;

public sealed class SymmetricDynamicalMatrixTests
{
    const double Tolerance = 1e-10;             // relative to the largest element
    const double HermitianTolerance = 1e-12;    // eV/Å²
    const double SumRuleTolerance = 1e-10;      // eV/Å²

    // On no element of symmetry, on planes and axes, at zone boundaries; also outside the first zone.
    static readonly Vector3d[] Points =
    [
        new(0.13, -0.27, 0.41), new(0.2, 0.31, 0), new(0, 0, 0.37), new(0.17, 0.17, 0), new(0.5, 0.21, 0.5), new(1.0 / 3, 1.0 / 3, 0.2),
        new(0.5, 0, 0), new(0.5, 0.5, 0.5), new(-1.2, 2.7, 0.9), default,
    ];

    [Theory, MemberData(nameof(SymmetricCrystals.Names), MemberType = typeof(SymmetricCrystals))]
    public void AnyWaveVector_FollowsFromTheRepresentative(string name)
    {
        (Crystal crystal, SpaceGroup group) = SymmetricCrystals.Get(name);
        IDynamicalMatrix exact = AnalyticPotential.Organic.DynamicalMatrix(crystal);
        foreach (Vector3d point in Points)
        {
            Recording source = new(exact);
            SymmetricDynamicalMatrix symmetric = new(source, group);
            foreach (Vector3d q in group.Operations.Select(o => o.ApplyToWaveVector(point)).Append(-point).Append(point + new Vector3d(1, -2, 0)))
            {
                AchievedError.Check(
                    "Phonons: D(q) from one of its star (relative)", "direct evaluation, 6 space groups, analytic potential", RelativeError(exact, symmetric, q), Tolerance);
            }

            Assert.Single(source.Asked.Distinct());
        }
    }

    [Theory, MemberData(nameof(SymmetricCrystals.Names), MemberType = typeof(SymmetricCrystals))]
    public void Mace_WithSymmetry_EqualsWithout(string name)
    {
        (Crystal crystal, SpaceGroup group) = SymmetricCrystals.Get(name);
        MacePotential potential = MaceReference.Potential("density_zbl_agnesi_L1");
        CheckMace(potential, crystal, group, Points, "6 space groups");
    }

    [Theory]
    [InlineData("pbcn_0.0")]
    [InlineData("pbca_1.5")]
    public void DefaultModel_WithSymmetry_EqualsWithout(string name)
    {
        Crystal crystal = ReferenceCrystal.Read(name).Crystal;
        SpaceGroup group = SpaceGroup.Find(crystal);
        Assert.SkipWhen(group.Warning is not null, group.Warning ?? "");
        crystal = group.Symmetrize(crystal);
        CheckMace(MacePotential.Load(), crystal, SpaceGroup.Find(crystal), [new(0.13, -0.27, 0.41), new(0.5, 0.5, 0), default], "Pbcn and Pbca examples");
    }

    [Fact]
    public void Mace_WithSymmetry_IsHermitian_AndObeysTheSumRuleWithoutCorrection()
    {
        (Crystal crystal, SpaceGroup group) = SymmetricCrystals.Get("Pna2_1");
        MaceDynamicalMatrix matrices = new(MaceReference.Potential("res_L1"), crystal, symmetry: group);
        int size = 3 * crystal.AtomCount;
        Complex[] gamma = new Complex[size * size], general = new Complex[size * size];
        matrices.EvaluateForceConstants(default, gamma);
        matrices.EvaluateForceConstants(Points[0], general);
        for (int row = 0; row < size; row++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                Complex sum = Enumerable.Range(0, crystal.AtomCount).Aggregate(Complex.Zero, (s, j) => s + gamma[(size * row) + (3 * j) + axis]);
                AchievedError.Check("Phonons: Φ(q) by symmetry, acoustic sum rule, not imposed (eV/Å²)", "zero, Pna2₁", Complex.Abs(sum), SumRuleTolerance);
            }

            for (int column = 0; column < size; column++)
            {
                Complex difference = general[(size * row) + column] - Complex.Conjugate(general[(size * column) + row]);
                AchievedError.Check("Phonons: Φ(q) by symmetry, hermiticity (eV/Å²)", "theory, Pna2₁", Complex.Abs(difference), HermitianTolerance);
            }
        }
    }

    [Fact]
    public void TrivialGroup_StillUsesTimeReversal()
    {
        IDynamicalMatrix exact = AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic);
        Recording source = new(exact);
        SymmetricDynamicalMatrix symmetric = new(source, SpaceGroup.Trivial(exact.Crystal));
        Assert.InRange(RelativeError(exact, symmetric, Points[0]), 0, Tolerance);
        Assert.InRange(RelativeError(exact, symmetric, -Points[0]), 0, Tolerance);
        Assert.Single(source.Asked.Distinct());
    }

    [Fact]
    public void GroupOfAnotherCrystal_IsRefused()
    {
        SpaceGroup other = SpaceGroup.Trivial(TestCrystals.Rutile);
        Assert.Throws<ArgumentException>(() => new SymmetricDynamicalMatrix(AnalyticPotential.Organic.DynamicalMatrix(TestCrystals.Triclinic), other));
        Assert.Throws<ArgumentException>(() => new MaceDynamicalMatrix(MacePotential.Load(), TestCrystals.Triclinic, symmetry: other));
    }

    static void CheckMace(MacePotential potential, Crystal crystal, SpaceGroup group, Vector3d[] points, string what)
    {
        MaceDynamicalMatrix direct = new(potential, crystal), reduced = new(potential, crystal, symmetry: group);
        SymmetricDynamicalMatrix symmetric = new(reduced, group);
        int size = 9 * crystal.AtomCount * crystal.AtomCount;
        Complex[] matrix = new Complex[size], gradient = new Complex[3 * size], otherMatrix = new Complex[size], otherGradient = new Complex[3 * size];
        foreach (Vector3d q in points)
        {
            Vector3d image = group.Operations[^1].ApplyToWaveVector(q);
            AchievedError.Check("Phonons: exact D(q) by the little group (relative)", $"direct evaluation, {what}", RelativeError(direct, reduced, q), Tolerance);
            AchievedError.Check("Phonons: exact D(q) from one of its star (relative)", $"direct evaluation, {what}", RelativeError(direct, symmetric, image), Tolerance);
        }

        direct.EvaluateWithGradient(points[0], matrix, gradient);
        reduced.EvaluateWithGradient(points[0], otherMatrix, otherGradient);
        AchievedError.Check("Phonons: exact ∂D/∂k by the little group (relative)", $"direct evaluation, {what}", RelativeError(gradient, otherGradient), Tolerance);
        Assert.InRange(RelativeError(matrix, otherMatrix), 0, Tolerance);
        Vector3d turned = group.Operations[^1].ApplyToWaveVector(points[0]);
        direct.EvaluateWithGradient(turned, matrix, gradient);
        symmetric.EvaluateWithGradient(turned, otherMatrix, otherGradient);
        AchievedError.Check("Phonons: exact ∂D/∂k from one of its star (relative)", $"direct evaluation, {what}", RelativeError(gradient, otherGradient), Tolerance);
        symmetric.EvaluateWithGradient(-turned, otherMatrix, otherGradient);
        Assert.InRange(RelativeError([.. gradient.Select(z => -Complex.Conjugate(z))], otherGradient), 0, Tolerance);
    }

    static double RelativeError(IDynamicalMatrix expected, IDynamicalMatrix actual, Vector3d q)
    {
        int size = 9 * expected.Crystal.AtomCount * expected.Crystal.AtomCount;
        Complex[] one = new Complex[size], two = new Complex[size];
        expected.Evaluate(q, one);
        actual.Evaluate(q, two);
        return RelativeError(one, two);
    }

    static double RelativeError(Complex[] expected, Complex[] actual) =>
        expected.Zip(actual, (x, y) => Complex.Abs(x - y)).Max() / expected.Max(Complex.Abs);

    sealed class Recording(IDynamicalMatrix source) : IDynamicalMatrix
    {
        public List<Vector3d> Asked { get; } = [];

        public Crystal Crystal => source.Crystal;

        public void Evaluate(Vector3d q, Span<Complex> matrix)
        {
            Asked.Add(q);
            source.Evaluate(q, matrix);
        }
    }
}
