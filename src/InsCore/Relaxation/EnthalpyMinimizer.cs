using InsCore.Structures;

namespace InsCore.Relaxation;

/// <summary>Goes down the enthalpy surface step by step: quasi-Newton direction, bounded length, line search.</summary>
internal sealed class EnthalpyMinimizer
{
    // Largest change of a component of the strain in one step.
    const double LargestStrain = 0.03;

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

    /// <summary>The pairs of the quasi-Newton method, oldest first.</summary>
    public IReadOnlyList<(double[] Step, double[] Change)> Pairs => bfgs.Pairs;

    /// <summary>Begins at the reference structure.</summary>
    public static EnthalpyMinimizer Begin(EnthalpySurface surface, RelaxationOptions options, CancellationToken cancellation)
    {
        SurfacePoint point = surface.Evaluate(new double[surface.Size], cancellation);
        return new EnthalpyMinimizer(surface, options) { Point = point, Evaluations = 1 };
    }

    /// <summary>Goes on from a saved state.</summary>
    public static EnthalpyMinimizer Resume(EnthalpySurface surface, RelaxationOptions options, RelaxationCheckpoint state)
    {
        SurfacePoint point = surface.At(state.Coordinates, state.Result);
        EnthalpyMinimizer minimizer = new(surface, options)
        {
            Point = point, Steps = state.Steps, Evaluations = state.Evaluations,
        };
        foreach ((double[] step, double[] change) in state.Pairs)
        {
            minimizer.bfgs.Add(step, change);
        }

        return minimizer;
    }

    /// <summary>Takes one step down.</summary>
    /// <returns>False if no lower point is found, even along the preconditioned gradient alone.</returns>
    public bool Step(CancellationToken cancellation)
    {
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
        return true;
    }

    SurfacePoint? Search(ref int evaluations, CancellationToken cancellation)
    {
        double[] direction = bfgs.Direction(Point.Gradient);
        int count = evaluations;
        SurfacePoint? next = LineSearch.Run(Point, direction, FirstLength(direction), coordinates =>
        {
            count++;
            return surface.Evaluate(coordinates, cancellation);
        });
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
