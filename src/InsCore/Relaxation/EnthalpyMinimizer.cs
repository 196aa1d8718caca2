using InsCore.Structures;

namespace InsCore.Relaxation;

/// <summary>Goes down the enthalpy surface step by step: quasi-Newton direction, bounded length, line search.</summary>
internal sealed class EnthalpyMinimizer
{
    // Largest change of a component of the strain in one step.
    const double LargestStrain = 0.03;

    // A smooth potential gains at every step; one that has not in so many wanders about in its noise.
    const int MostStepsWithoutGain = 30;

    readonly EnthalpySurface surface;
    readonly RelaxationOptions options;
    readonly LimitedMemoryBfgs bfgs;

    EnthalpyMinimizer(EnthalpySurface surface, RelaxationOptions options)
    {
        this.surface = surface;
        this.options = options;
        bfgs = new LimitedMemoryBfgs(new SpringPreconditioner(surface.Reference, options.RelaxCell), surface);
        Point = null!;
    }

    /// <summary>The last accepted point.</summary>
    public SurfacePoint Point { get; private set; }

    /// <summary>Accepted steps.</summary>
    public int Steps { get; private set; }

    /// <summary>Evaluations up to the last accepted point.</summary>
    public int Evaluations { get; private set; }

    /// <summary>What has been reached, and when last.</summary>
    public RelaxationGain Gain { get; private set; }

    /// <summary>The pairs of the quasi-Newton method, oldest first.</summary>
    public IReadOnlyList<(double[] Step, double[] Change)> Pairs => bfgs.Pairs;

    /// <summary>Begins at the reference structure.</summary>
    public static EnthalpyMinimizer Begin(EnthalpySurface surface, RelaxationOptions options, CancellationToken cancellation)
    {
        SurfacePoint point = surface.Evaluate(new double[surface.Size], cancellation);
        EnthalpyMinimizer minimizer = new(surface, options) { Point = point, Evaluations = 1 };
        minimizer.Gain = new RelaxationGain(point.Enthalpy, minimizer.bfgs.Square(point.Gradient), 0);
        return minimizer;
    }

    /// <summary>Goes on from a saved state.</summary>
    public static EnthalpyMinimizer Resume(EnthalpySurface surface, RelaxationOptions options, RelaxationCheckpoint state)
    {
        SurfacePoint point = surface.At(state.Coordinates, state.Result);
        EnthalpyMinimizer minimizer = new(surface, options)
        {
            Point = point, Steps = state.Steps, Evaluations = state.Evaluations, Gain = state.Gain,
        };
        foreach ((double[] step, double[] change) in state.Pairs)
        {
            minimizer.bfgs.Add(step, change);
        }

        return minimizer;
    }

    /// <summary>Takes one step down.</summary>
    /// <returns>False if neither a lower enthalpy nor, within its noise, a smaller gradient is found, even along the preconditioned gradient
    /// alone, or if neither has become a new minimum for many steps.</returns>
    public bool Step(CancellationToken cancellation)
    {
        if (Steps - Gain.Step >= MostStepsWithoutGain)
        {
            return false;
        }

        int evaluations = Evaluations;
        SurfacePoint? next = Search(ref evaluations, cancellation);
        if (next is null && bfgs.Pairs.Count > 0)
        {
            bfgs.Clear();
            next = Search(ref evaluations, cancellation);
        }

        if (next is null)
        {
            return false;
        }

        bfgs.Add(Difference(next.Coordinates, Point.Coordinates), Difference(next.Gradient, Point.Gradient));
        Point = next;
        Steps++;
        Evaluations = evaluations;
        Gain = Gain.With(next.Enthalpy, bfgs.Square(next.Gradient), Steps);
        return true;
    }

    SurfacePoint? Search(ref int evaluations, CancellationToken cancellation)
    {
        double[] direction = bfgs.Direction(Point.Gradient);
        int count = evaluations;
        SurfacePoint Evaluate(double[] coordinates)
        {
            count++;
            return surface.Evaluate(coordinates, cancellation);
        }

        SurfacePoint? next = LineSearch.Run(Point, direction, FirstLength(direction), Evaluate, bfgs.Square);
        evaluations = count;
        return next;
    }

    // The whole quasi-Newton step, unless an atom or the cell would go too far.
    double FirstLength(double[] direction)
    {
        double way = 0, strain = 0;
        foreach (Vector3d u in EnthalpySurface.Displacements(direction))
        {
            way = Math.Max(way, u.Norm);
        }

        foreach (double e in direction.AsSpan()[^6..])
        {
            strain = Math.Max(strain, Math.Abs(e));
        }

        return Math.Min(1, Math.Min(options.LargestDisplacement / way, LargestStrain / strain));
    }

    static double[] Difference(double[] a, double[] b)
    {
        double[] difference = new double[a.Length];
        System.Numerics.Tensors.TensorPrimitives.Subtract(a, b, difference);
        return difference;
    }
}

/// <summary>The lowest enthalpy and the smallest gradient met so far.</summary>
/// <param name="Enthalpy">The lowest, eV.</param>
/// <param name="Square">The smallest square of the gradient, eV.</param>
/// <param name="Step">The step that found the last of them.</param>
internal readonly record struct RelaxationGain(double Enthalpy, double Square, int Step)
{
    /// <summary>With another point.</summary>
    public RelaxationGain With(double enthalpy, double square, int step) =>
        enthalpy < Enthalpy || square < Square
            ? new RelaxationGain(Math.Min(enthalpy, Enthalpy), Math.Min(square, Square), step)
            : this;
}
