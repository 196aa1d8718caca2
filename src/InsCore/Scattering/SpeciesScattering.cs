using System.Numerics.Tensors;
using InsCore.Backends;
using InsCore.Kernels;
using InsCore.Structures;

namespace InsCore.Scattering;

/// <summary>S(Q², ω) summed over the atoms of one species, at nodes in Q² between which it is interpolated.</summary>
internal sealed class SpeciesScattering
{
    // Row 0 of every table holds all orders without the elastic line, row n order n alone.
    const int All = 0;

    // By how much each refinement sharpens the choice of nodes and directions, and the check the directions.
    const double Refinement = 1e-2;

    readonly ScatteringGrid grid;
    readonly IReadOnlyList<AtomTensor> members;
    readonly AllOrderExecutor executor;
    PowderScattering[] atoms = [];
    CoarseTensor[] reaches = [];
    EnergyWindow top;
    EnergyWindow[] windows = []; // [node]
    double[][][] tables = []; // [node][row][bin], S/Q²
    double[] elastic = [];    // [node]
    double[] folded = [];     // [node], largest S where the period ends, relative to the maximum
    double accuracy;

    /// <summary>Prepares a species.</summary>
    /// <param name="label">Name in tables and figures.</param>
    /// <param name="section">Cross sections.</param>
    /// <param name="members">Its inequivalent atoms.</param>
    /// <param name="temperature">K.</param>
    /// <param name="grid">Energies and Q² wanted.</param>
    /// <param name="progress">Told of each atom.</param>
    /// <param name="cancellation">Stops the preparation.</param>
    /// <param name="executor">Who computes the sums; null for the processor.</param>
    public SpeciesScattering(
        string label,
        CrossSection section,
        IReadOnlyList<AtomTensor> members,
        double temperature,
        ScatteringGrid grid,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default,
        AllOrderExecutor? executor = null)
    {
        (Label, Section, this.grid, Temperature) = (label, section, grid, temperature);
        (this.members, this.executor) = (members, executor ?? AllOrderExecutor.Processor);
        AtomCount = members.Sum(a => a.Multiplicity);
        Prepare(grid.Accuracy, progress, cancellation);
    }

    /// <summary>Name in tables and figures.</summary>
    public string Label { get; }

    /// <summary>Cross sections.</summary>
    public CrossSection Section { get; }

    /// <summary>Temperature, K.</summary>
    public double Temperature { get; }

    /// <summary>Atoms of the species in the cell.</summary>
    public int AtomCount { get; }

    /// <summary>The nodes.</summary>
    public ChebyshevNodes Nodes { get; private set; } = null!;

    /// <summary>Residuals of the three laws at each node.</summary>
    public LawResiduals[] Residuals { get; private set; } = [];

    /// <summary>What was chosen.</summary>
    public SpeciesNumerics Numerics
    {
        get
        {
            ScatteringPoint point = Point(grid.HighestQSquared, top);
            int quadrature = atoms.Max(a => a.Quadrature(point));
            return new(Label, AtomCount, atoms.Length, top.Length, Nodes.QSquared.Length, quadrature * quadrature);
        }
    }

    /// <summary>A measure of the work at one node, for the order of the tasks.</summary>
    public double Cost(int node)
    {
        ScatteringPoint point = Point(Nodes.QSquared[node], windows[node]);
        return point.Length * Directions(point, null);
    }

    /// <summary>Starts again with a hundredfold accuracy.</summary>
    public void Refine(CancellationToken cancellation) => Prepare(accuracy * Refinement, null, cancellation);

    /// <summary>Computes one node.</summary>
    public void Compute(int node, CancellationToken cancellation)
    {
        double qSquared = Nodes.QSquared[node];
        EnergyWindow window = windows[node];
        (double[][] rows, elastic[node]) = Evaluate(Point(qSquared, window), grid.Orders, cancellation);
        double moment = qSquared * atoms.Sum(a => a.Atom.Multiplicity * a.FirstMoment);
        Residuals[node] = LawResiduals.Measure(
            rows[All], window.First, elastic[node], AtomCount, moment, Temperature, grid.Spacing);
        folded[node] = Folded(rows[All], window);
        tables[node] = Array.ConvertAll(rows, row => Crop(row, qSquared));
    }

    /// <summary>Interpolates every row at one bin and Q².</summary>
    /// <param name="qSquared">Q², Å⁻².</param>
    /// <param name="bin">From FirstBin to LastBin of the grid.</param>
    /// <param name="values">[≤ orders + 1], out: all inelastic orders, then order 1, 2, …; per bin, summed over the atoms.</param>
    public void Interpolate(double qSquared, int bin, Span<double> values)
    {
        Span<double> weights = stackalloc double[Nodes.QSquared.Length];
        Weights(qSquared, qSquared, weights);
        values.Clear();
        for (int node = 0; node < weights.Length; node++)
        {
            for (int row = 0; row < values.Length; row++)
            {
                values[row] += weights[node] * tables[node][row][bin - grid.FirstBin];
            }
        }
    }

    /// <summary>Adds one row at one Q², all bins of the grid, to a sum.</summary>
    /// <param name="qSquared">Q², Å⁻².</param>
    /// <param name="row">0 for all inelastic orders, n for order n.</param>
    /// <param name="scale">Factor.</param>
    /// <param name="sum">[nBins of the grid], in and out.</param>
    public void Add(double qSquared, int row, double scale, Span<double> sum)
    {
        Span<double> weights = stackalloc double[Nodes.QSquared.Length];
        Weights(qSquared, scale * qSquared, weights);
        for (int node = 0; node < weights.Length; node++)
        {
            TensorPrimitives.MultiplyAdd(tables[node][row], weights[node], sum, sum);
        }
    }

    /// <summary>All inelastic orders, then each order, at one Q on all bins of the grid, summed over the atoms.</summary>
    /// <param name="qSquared">Q², Å⁻².</param>
    public double[][] Rows(double qSquared)
    {
        double[][] rows = new double[grid.Orders + 1][];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = new double[grid.LastBin - grid.FirstBin + 1];
            Add(qSquared, row, 1, rows[row]);
        }

        return rows;
    }

    /// <summary>The same for one momentum transfer of a single crystal, computed and not interpolated, and its elastic line.</summary>
    /// <param name="momentum">Q, Cartesian, Å⁻¹.</param>
    /// <param name="rotations">Rotations R of the space group, Cartesian: they take the computed atoms to those equal to them.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <remarks>n·(R A Rᵀ)·n = (Rᵀn)·A·(Rᵀn), so that all atoms of an orbit are one atom seen from several directions.</remarks>
    public (double[][] Rows, double Elastic) Along(Vector3d momentum, IReadOnlyList<Matrix3d> rotations, CancellationToken cancellation)
    {
        double qSquared = Vector3d.Dot(momentum, momentum);
        Vector3d direction = qSquared > 0 ? 1 / Math.Sqrt(qSquared) * momentum : new(0, 0, 1);
        Vector3d[] directions = [.. rotations.Select(r => r.Transpose * direction)];
        ScatteringPoint point = Point(qSquared, EnergyWindow.Find(reaches, grid, qSquared, cancellation));
        (double[][] rows, double still) = Evaluate(point, grid.Orders, cancellation, directions);
        return (Array.ConvertAll(rows, row => Crop(row, 1)), still);
    }

    /// <summary>The elastic line ⟨exp(-Q² n·A·n)⟩ at one Q², summed over the atoms.</summary>
    public double Elastic(double qSquared)
    {
        Span<double> weights = stackalloc double[Nodes.QSquared.Length];
        Nodes.Interpolate(qSquared, weights);
        double sum = 0;
        for (int node = 0; node < weights.Length; node++)
        {
            sum += weights[node] * elastic[node];
        }

        return sum;
    }

    /// <summary>Compares with more directions, at the top node and between nodes, and with what lies where the energy grid ends.</summary>
    /// <param name="threads">Threads; 0 for all cores.</param>
    /// <param name="cancellation">Stops the calculation.</param>
    /// <returns>The largest difference found, relative to the maximum of S at the same Q².</returns>
    public double MeasureError(int threads, CancellationToken cancellation)
    {
        double[] q = Nodes.QSquared;
        int last = q.Length - 1, middle = q.Length / 2;
        double[] samples = [q[last], 0.5 * (q[last] + q[last - 1]), 0.5 * (q[middle] + q[middle - 1]), 0.5 * (q[0] + q[1])];
        double[] errors = new double[samples.Length];
        ParallelLoop.For(
            samples.Length, threads, () => 0, (k, _) => errors[k] = ErrorAt(samples[k], cancellation), cancellation);
        return Math.Max(errors.Max(), folded.Max());
    }

    double ErrorAt(double qSquared, CancellationToken cancellation)
    {
        ScatteringPoint point = Point(qSquared, EnergyWindow.Find(reaches, grid, qSquared, cancellation));
        double[] reference = Crop(Evaluate(point with { Accuracy = accuracy * Refinement }, 0, cancellation).Rows[All], 1);
        double[] difference = [.. reference];
        Add(qSquared, All, -1, difference);
        return Math.Abs(TensorPrimitives.MaxMagnitude<double>(difference)) / TensorPrimitives.Max<double>(reference);
    }

    void Prepare(double wanted, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        accuracy = wanted;
        reaches = [.. members.Select(atom => new CoarseTensor(atom, Temperature, grid, accuracy))];
        EnergyWindow needed = EnergyWindow.Find(reaches, grid, grid.HighestQSquared, cancellation);
        if (needed.Length > top.Length)
        {
            top = needed;
            atoms = new PowderScattering[members.Count];
            for (int k = 0; k < atoms.Length; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new("scattering", 0, 0, $"preparing {Label}, atom {k + 1} of {atoms.Length}"));
                atoms[k] = new(members[k], Temperature, grid.Spacing, top.Length, cancellation);
            }
        }

        int degree = PolynomialDegree.Needed(grid.HighestQSquared * atoms.Max(a => a.LargestDisplacement), accuracy);
        Nodes = new(grid.LowestQSquared, grid.HighestQSquared, degree + 1);
        windows = Array.ConvertAll(Nodes.QSquared, q => EnergyWindow.Find(reaches, grid, q, cancellation));
        tables = new double[degree + 1][][];
        elastic = new double[degree + 1];
        folded = new double[degree + 1];
        Residuals = new LawResiduals[degree + 1];
    }

    ScatteringPoint Point(double qSquared, EnergyWindow window) => new(qSquared, window.Length, accuracy);

    (double[][] Rows, double Elastic) Evaluate(
        in ScatteringPoint point, int orders, CancellationToken cancellation, Vector3d[]? directions = null)
    {
        using AllOrderSums sums = executor.Sums(PowderScattering.PaddedTimes(point.Length), orders, Directions(point, directions));
        double still = 0;
        foreach (PowderScattering atom in atoms)
        {
            still += directions is null ? atom.AddTo(point, sums, cancellation) : atom.AddTo(point, directions, EqualWeights(directions), sums, cancellation);
        }

        double[][] re = new double[orders + 1][], im = new double[orders + 1][];
        sums.Read(re, im);

        for (int t = 0; t <= point.Length / 2; t++)
        {
            re[All][t] -= still;
        }

        return (TimeToEnergy.Transform(re, im, point.Length), still);
    }

    // Of all atoms together.
    double Directions(in ScatteringPoint point, Vector3d[]? given)
    {
        double sum = 0;
        foreach (PowderScattering atom in atoms)
        {
            sum += given?.Length ?? Math.Pow(atom.Quadrature(point), 2);
        }

        return sum;
    }

    static double[] EqualWeights(Vector3d[] directions)
    {
        double[] weights = new double[directions.Length];
        Array.Fill(weights, 1.0 / directions.Length);
        return weights;
    }

    // What lies beyond the end of the period comes back at its beginning. It falls with energy, so that the last bins bound it.
    double Folded(double[] periodic, EnergyWindow window)
    {
        int end = window.First + window.Length, span = grid.LastBin - grid.FirstBin;
        double largest = 0;
        for (int bin = Math.Max(grid.LastBin + 1, end - span); bin < end; bin++)
        {
            largest = Math.Max(largest, Math.Abs(periodic[bin % periodic.Length]));
        }

        return largest / TensorPrimitives.Max<double>(periodic);
    }

    // Weights of the nodes, whose tables hold S/Q²: smooth down to Q = 0, and as accurate there as elsewhere.
    void Weights(double qSquared, double scale, Span<double> weights)
    {
        Nodes.Interpolate(qSquared, weights);
        TensorPrimitives.Multiply(weights, scale, weights);
    }

    double[] Crop(double[] periodic, double divisor)
    {
        double[] bins = new double[grid.LastBin - grid.FirstBin + 1];
        for (int bin = grid.FirstBin; bin <= grid.LastBin; bin++)
        {
            bins[bin - grid.FirstBin] = periodic[(bin + periodic.Length) % periodic.Length] / divisor;
        }

        return bins;
    }
}
