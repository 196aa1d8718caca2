using System.Numerics;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Potentials.Mace;

/// <summary>Functions of the edges' vectors: radial basis, envelope, harmonics, pair repulsion; always worked out in double.</summary>
/// <typeparam name="T">double or float, the precision that the networks read.</typeparam>
internal sealed class EdgeStage<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly MaceModel model;
    readonly double scale;

    /// <summary>Makes the stage.</summary>
    /// <param name="model">The model.</param>
    /// <param name="scale">Factor of the interaction energy, which the repulsion is part of.</param>
    public EdgeStage(MaceModel model, double scale)
    {
        (this.model, this.scale) = (model, scale);
        BasisWidth = Lanes<T>.Pad(model.Radial.Frequencies.Length);
        HarmonicCount = (model.HarmonicDegree + 1) * (model.HarmonicDegree + 1);
    }

    /// <summary>Padded number of radial functions.</summary>
    public int BasisWidth { get; }

    /// <summary>(l_max + 1)².</summary>
    public int HarmonicCount { get; }

    /// <summary>Computes everything that depends on the edges of a range of atoms alone.</summary>
    /// <param name="first">First atom.</param>
    /// <param name="end">Behind the last atom.</param>
    /// <param name="state">Graph in; edge arrays, atoms' repulsion energies and edge gradients out.</param>
    public void Compute(int first, int end, MaceState<T> state)
    {
        Span<double> values = stackalloc double[model.Radial.Frequencies.Length], slopes = stackalloc double[values.Length];
        Span<double> harmonics = stackalloc double[HarmonicCount];
        NeighbourList graph = state.Graph;
        for (int i = first; i < end; i++)
        {
            double repulsion = 0;
            for (int e = graph.First[i]; e < graph.First[i + 1]; e++)
            {
                double r = graph.Vector[e].Norm;
                Vector3d u = (1 / r) * graph.Vector[e];
                int zi = model.AtomicNumbers[state.Elements[i]], zj = model.AtomicNumbers[state.Elements[graph.Sender[e]]];
                (double f, double fSlope) = RadialBasis.Envelope(r, model.Radial.CutoffRadius, model.Radial.EnvelopePower);
                model.Radial.Evaluate(r, PairRadius(zi, zj), values, slopes);
                SphericalHarmonicsKernel.Compute(model.HarmonicDegree, u, harmonics);
                StoreBasis(e, values, slopes, f, fSlope, state);
                Store(harmonics, model.Radial.EnvelopeOnBasis ? 1 : f, state.Harmonics.Span.Slice(e * HarmonicCount, HarmonicCount));
                (double v, double vSlope) = model.Repulsion?.Evaluate(r, zi, zj) ?? default;

                // Each of the two directions of a pair carries half of its energy.
                repulsion += 0.5 * v;
                state.EdgeGradients.Span[e] = (0.5 * scale * vSlope) * u;
            }

            state.AtomEnergies.Span[i] = scale * repulsion;
        }
    }

    /// <summary>Adds dE/dr of one edge.</summary>
    /// <param name="e">The edge.</param>
    /// <param name="basisGradient">dE/dbasis, [BasisWidth].</param>
    /// <param name="harmonicGradient">dE/dY, [HarmonicCount]; of envelope times Y where the envelope is not on the basis.</param>
    /// <param name="envelopeGradient">dE/df besides that.</param>
    /// <param name="state">Edge arrays in; edge gradients in and out.</param>
    public void Reverse(
        int e, ReadOnlySpan<T> basisGradient, Span<double> harmonicGradient, double envelopeGradient, MaceState<T> state)
    {
        double r = state.Graph.Vector[e].Norm, slope = 0;
        Vector3d u = (1 / r) * state.Graph.Vector[e];
        ReadOnlySpan<T> basisSlope = state.BasisSlopes.Span.Slice(e * BasisWidth, BasisWidth);
        for (int n = 0; n < model.Radial.Frequencies.Length; n++)
        {
            slope += double.CreateTruncating(basisGradient[n]) * double.CreateTruncating(basisSlope[n]);
        }

        if (!model.Radial.EnvelopeOnBasis)
        {
            // d(f Y) = f dY + df Y
            Span<double> harmonics = stackalloc double[HarmonicCount];
            SphericalHarmonicsKernel.Compute(model.HarmonicDegree, u, harmonics);
            (double f, double fSlope) = RadialBasis.Envelope(r, model.Radial.CutoffRadius, model.Radial.EnvelopePower);
            for (int k = 0; k < HarmonicCount; k++)
            {
                envelopeGradient += harmonicGradient[k] * harmonics[k];
                harmonicGradient[k] *= f;
            }

            slope += envelopeGradient * fSlope;
        }

        state.EdgeGradients.Span[e] += (slope * u) + SphericalHarmonicsKernel.Reverse(model.HarmonicDegree, u, r, harmonicGradient);
    }

    /// <summary>f of an edge where it multiplies the networks' outputs, else 1.</summary>
    public double OuterEnvelope(double r) => model.Radial.EnvelopeOnBasis
        ? 1
        : RadialBasis.Envelope(r, model.Radial.CutoffRadius, model.Radial.EnvelopePower).Value;

    /// <summary>(cov_i + cov_j)/2 of two elements, Å; 0 where the distance is not transformed.</summary>
    public double PairRadius(int zi, int zj) =>
        model.Radial.Transform is AgnesiTransform transform ? 0.5 * (transform.CovalentRadii[zi] + transform.CovalentRadii[zj]) : 0;

    void StoreBasis(
        int e, ReadOnlySpan<double> values, ReadOnlySpan<double> slopes, double f, double fSlope, MaceState<T> state)
    {
        Span<T> basis = state.Basis.Span.Slice(e * BasisWidth, BasisWidth), slope = state.BasisSlopes.Span.Slice(e * BasisWidth, BasisWidth);
        if (!model.Radial.EnvelopeOnBasis)
        {
            (f, fSlope) = (1, 0);
        }

        basis.Clear();
        slope.Clear();
        for (int n = 0; n < values.Length; n++)
        {
            basis[n] = T.CreateChecked(values[n] * f);
            slope[n] = T.CreateChecked((slopes[n] * f) + (values[n] * fSlope));
        }
    }

    static void Store(ReadOnlySpan<double> source, double factor, Span<T> target)
    {
        for (int k = 0; k < source.Length; k++)
        {
            target[k] = T.CreateChecked(factor * source[k]);
        }
    }
}
