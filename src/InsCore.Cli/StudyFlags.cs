using System.CommandLine;
using InsCore.Comparison;
using InsCore.Dynamics;
using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Scattering;
using InsCore.Spectra;
using InsCore.Studies;
using static InsCore.Cli.SettingText;

namespace InsCore.Cli;

/// <summary>The flags that change study options. What stands on the command line wins over the file given with --config.</summary>
internal sealed class StudyFlags
{
    readonly List<Func<ParseResult, StudyOptions, StudyOptions>> applications = [];
    readonly Command command;
    readonly Option<string?> config = new("--config") { Description = "Study file (YAML) with the same settings; flags win over it." };

    public StudyFlags(Command command)
    {
        this.command = command;
        Add("--output", "Folder of the results (default: results).", (string v, StudyOptions o) => o with { Output = v }, "-o");
        Add("--threads", "Threads (default: all cores).", (int v, StudyOptions o) => o with { Threads = v });
        Add("--force", "Compute again what the output folder already holds.", (bool v, StudyOptions o) => o with { Force = v });
    }

    /// <summary>Adds --config, for verbs that are not called with a study file anyway.</summary>
    public StudyFlags WithConfig()
    {
        command.Options.Add(config);
        return this;
    }

    /// <summary>Adds the choice of the potential.</summary>
    public StudyFlags WithModel()
    {
        Add("--model", "Model file, or \"default\" for the embedded one.", (string v, StudyOptions o) => o with { Model = v, Models = [] }, "-m");
        Add("--head", "Head of a multi-head model.", (string v, StudyOptions o) => o with { Head = v });
        Add("--executor", "What evaluates the potential: automatic (default), native, opencl or managed.", (string v, StudyOptions o) => o with { Executor = Choice<Executor>("--executor", v) });
        Add("--radial", "Functions of the distance in the native executor: spline (default) or exact.", (string v, StudyOptions o) => o with { Radial = Choice<RadialMethod>("--radial", v) });
        Add("--precision", "float64 (default) or float32.", (string v, StudyOptions o) => o with { Precision = v });
        return WithDevice();
    }

    // The potential and the spectrum share it.
    StudyFlags WithDevice()
    {
        if (!command.Options.Any(o => o.Name == "--device"))
        {
            Add("--device", "OpenCL device to use: part of its name, its number, platform and number (\"0:1\"), automatic for the first, or none (default: a GPU where the work is worth it).", (string v, StudyOptions o) => o with { Device = v });
        }

        return this;
    }

    /// <summary>Adds pressures and the settings of the relaxation.</summary>
    public StudyFlags WithRelaxation()
    {
        Add("--pressure", "Pressures, GPa: one or several, e.g. \"0 1.5\", and ranges first:last:step, e.g. \"0:1.5:0.25\".", (string v, StudyOptions o) => o with { Pressures = NumberList.Parse("--pressure", v) }, "-p");
        Add("--fmax", "Largest force left, eV/Å (default 1e-4).", (double v, StudyOptions o) => o with { Relaxation = o.Relaxation with { ForceTolerance = v } });
        Add("--smax", "Largest component of stress + P left, GPa (default 0.01).", (double v, StudyOptions o) => o with { Relaxation = o.Relaxation with { StressTolerance = v } });
        Add("--steps", "Steps after which the relaxation is given up.", (int v, StudyOptions o) => o with { Relaxation = o.Relaxation with { MaximumSteps = v } });
        Add("--fix-cell", "Move the atoms only.", (bool v, StudyOptions o) => o with { Relaxation = o.Relaxation with { RelaxCell = !v } });
        return this;
    }

    /// <summary>Adds what is asked of a series of pressures.</summary>
    public StudyFlags WithSeries()
    {
        Add("--hysteresis", "Relax each pressure on the way back too, and compare.", (bool v, StudyOptions o) => o with { Hysteresis = v });
        Add("--elastic", "Elastic constants at each pressure.", (bool v, StudyOptions o) => o with { Elastic = v });
        return this;
    }

    /// <summary>Adds the settings of thermodynamics from one set of modes.</summary>
    public StudyFlags WithThermodynamics()
    {
        Add("--temperature", "Temperatures, K, and ranges first:last:step (default 0:300:10).", (string v, StudyOptions o) => o with { Thermodynamics = o.Thermodynamics with { Temperatures = NumberList.Parse("--temperature", v) } }, "-T");
        Add("--cif", "Temperatures, K, of structures with displacement tensors U_ij, written as CIF, e.g. \"10 300\".", (string v, StudyOptions o) => o with { Thermodynamics = o.Thermodynamics with { Displacements = NumberList.Parse("--cif", v) } });
        return this;
    }

    /// <summary>Adds what is asked of the quasi-harmonic approximation.</summary>
    public StudyFlags WithQuasiHarmonic()
    {
        Add("--quasiharmonic", "Volumes at temperature and pressure, from phonons at four pressures or more.", (bool v, StudyOptions o) => o with { Thermodynamics = o.Thermodynamics with { QuasiHarmonic = v } });
        Add("--spectra", "With --quasiharmonic: temperatures, K, of spectra in the cell found, e.g. \"10 300\".", (string v, StudyOptions o) => o with { Thermodynamics = o.Thermodynamics with { Spectra = NumberList.Parse("--spectra", v) } });
        return this;
    }

    /// <summary>Adds the mesh of wave vectors.</summary>
    public StudyFlags WithMesh()
    {
        Add("--mesh", "Divisions of the q mesh, e.g. \"6 4 8\".", (string v, StudyOptions o) => o with { Phonons = o.Phonons with { Mesh = Integers("--mesh", v) } });
        Add("--spacing", "Or: largest distance of mesh points, 1/Å with 2π (default 0.1).", (double v, StudyOptions o) => o with { Phonons = o.Phonons with { Spacing = v, Mesh = null } });
        return this;
    }

    /// <summary>Adds the settings of the phonon calculation.</summary>
    public StudyFlags WithPhonons()
    {
        WithMesh();
        Add("--method", "exact (default): second derivatives at each wave vector; interpolated: those of the mesh of --supercell; or displacements, in a supercell.", (string v, StudyOptions o) => o with { Phonons = o.Phonons with { Method = Choice<PhononMethod>("--method", v) } });
        Add("--supercell", "For interpolated: mesh of exact matrices; for displacements: their supercell, e.g. \"2 1 2\".", (string v, StudyOptions o) => o with { Phonons = o.Phonons with { Supercell = Integers("--supercell", v) } });
        Add("--distance", "Or: shortest distance of an atom from its images, Å (default 15).", (double v, StudyOptions o) => o with { Phonons = o.Phonons with { SupercellDistance = v, Supercell = null } });
        Add("--displacement", "Length of a displacement, Å (default 0.001; 0.01 with float32).", (double v, StudyOptions o) => o with { Phonons = o.Phonons with { Displacement = v } });
        return this;
    }

    /// <summary>Adds the settings of molecular dynamics, and the pressures.</summary>
    public StudyFlags WithDynamics()
    {
        Add("--ensemble", "nve, nvt (default) or npt, with a fully flexible cell.", (string v, StudyOptions o) => Md(o, r => r with { Ensemble = Choice<Ensemble>("--ensemble", v) }));
        Add("--temperature", "Temperature, K (default 300).", (double v, StudyOptions o) => Md(o, r => r with { Temperature = v }), "-T");
        Add("--pressure", "Pressures, GPa, a trajectory each, e.g. \"0 1.5\" (default 0); only npt feels them.", (string v, StudyOptions o) => o with { Pressures = NumberList.Parse("--pressure", v) }, "-p");
        Add("--time", "Length of the trajectory, e.g. \"20 ps\" (default).", (string v, StudyOptions o) => Md(o, r => r with { Time = SettingText.Time("--time", v) }));
        Add("--equilibration", "Time before it, not kept (default 2 ps).", (string v, StudyOptions o) => Md(o, r => r with { Equilibration = SettingText.Time("--equilibration", v) }));
        Add("--dt", "Time step (default 0.5 fs).", (string v, StudyOptions o) => Md(o, r => r with { TimeStep = SettingText.Time("--dt", v) }));
        Add("--thermostat", "rescaling (default; hardly disturbs spectra) or langevin.", (string v, StudyOptions o) => Md(o, r => r with { Thermostat = Choice<Thermostat>("--thermostat", v) }));
        Add("--thermostat-time", "Its relaxation time (default 200 fs).", (string v, StudyOptions o) => Md(o, r => r with { ThermostatTime = SettingText.Time("--thermostat-time", v) }));
        Add("--barostat-time", "Time scale of the cell in npt (default 1 ps).", (string v, StudyOptions o) => Md(o, r => r with { CellTime = SettingText.Time("--barostat-time", v) }));
        Add("--sample", "Time between samples of positions and velocities (default 2 fs).", (string v, StudyOptions o) => Md(o, r => r with { SampleTime = SettingText.Time("--sample", v) }));
        Add("--frame", "Time between frames of trajectory.extxyz (default 100 fs).", (string v, StudyOptions o) => Md(o, r => r with { FrameTime = SettingText.Time("--frame", v) }));
        Add("--restart", "How often the restart file is written, by the clock (default \"30 s\").", (string v, StudyOptions o) => Md(o, r => r with { RestartInterval = SettingText.Duration("--restart", v) }));
        Add("--seed", "Seed of the random numbers (default 1).", (string v, StudyOptions o) => Md(o, r => r with { Seed = SettingText.Seed("--seed", v) }));
        Add("--replicas", "Trajectories at each pressure, with seeds that follow --seed (default 1).", (int v, StudyOptions o) => o with { Dynamics = (o.Dynamics ?? new()) with { Replicas = v } });
        Add("--cells", "Supercell that moves, e.g. \"2 1 2\" (default \"1 1 1\").", (string v, StudyOptions o) => o with { Dynamics = (o.Dynamics ?? new()) with { Cells = Integers("--cells", v) } });
        Add("--md-precision", "Arithmetic of the forces where it is to be another than --precision: float32 or float64.", (string v, StudyOptions o) => o with { Dynamics = (o.Dynamics ?? new()) with { Precision = v } });
        return this;
    }

    static StudyOptions Md(StudyOptions options, Func<DynamicsOptions, DynamicsOptions> change)
    {
        DynamicsSettings settings = options.Dynamics ?? new();
        return options with { Dynamics = settings with { Run = change(settings.Run) } };
    }

    /// <summary>Adds what is chosen of an instrument, and its resolution.</summary>
    public StudyFlags WithInstrument()
    {
        Add("--ei", "Incident energies of a direct-geometry instrument, meV, a spectrum each, e.g. \"300 120\".", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { IncidentEnergies = Numbers("--ei", v) } });
        Add("--frequency", "Frequencies of its choppers, Hz, e.g. 400, or \"240 120\".", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { Frequencies = Numbers("--frequency", v) } });
        Add("--resolution", "A model of the instrument (for tosca: oclimax2019, abins, geometry), polynomial(c0,c1,c2) or none; *1.2 behind it widens.", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { Resolution = v } });
        return this;
    }

    /// <summary>Adds the settings of a comparison with experiment, and what ranks the modes of its peaks.</summary>
    public StudyFlags WithComparison()
    {
        Add("--unit", "Unit of the measured energies where the file does not say: cm-1, meV.", (string v, ComparisonOptions o) => o with { File = o.File with { Unit = EnergyUnit.Parse(v) } });
        Add("--spectrum", "Which measured spectrum of several, from 1 (default 1).", (int v, ComparisonOptions o) => o with { File = o.File with { Spectrum = v } });
        Add("--column", "Name of the column of measured intensities.", (string v, ComparisonOptions o) => o with { File = o.File with { Column = v } });
        Add("--bank", "Bank of the computed spectrum (default: all, their mean).", (string v, ComparisonOptions o) => o with { Bank = v });
        Add("--regions", "Ends of regions with a scale each, cm⁻¹, e.g. \"30 600 1800\" (default: one, all that both cover).", (string v, ComparisonOptions o) => o with { Regions = Numbers("--regions", v) });
        Add("--background", "Under the measured spectrum: none (default), constant, linear, polynomial:N, smooth.", (string v, ComparisonOptions o) => o with { Background = Background.Parse(v) });
        Add("--prominence", "Smallest prominence of a peak, relative to the spectrum's span (default 0.02).", (double v, ComparisonOptions o) => o with { Prominence = v });
        Add("--significance", "Smallest prominence of a measured peak over its noise (default 5).", (double v, ComparisonOptions o) => o with { Significance = v });
        Add("--tolerance", "Largest difference of the positions of one peak, cm⁻¹ (default 25; at least 5 %).", (double v, ComparisonOptions o) => o with { Tolerance = v });
        Add("--instrument", "Instrument that ranks the modes (default tosca).", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { Instrument = v } });
        Add("--temperature", "Temperature that ranks the modes, K (default 10).", (double v, StudyOptions o) => o with { Scattering = o.Scattering with { Temperature = v } }, "-T");
        return this;
    }

    /// <summary>Adds the settings of spectra.</summary>
    /// <param name="map">True for maps, whose instrument and energies are settings of their own.</param>
    public StudyFlags WithScattering(bool map = false)
    {
        Add("--temperature", "Temperature, K (default 10).", (double v, StudyOptions o) => o with { Scattering = o.Scattering with { Temperature = v } }, "-T");
        if (!map)
        {
            Add("--instrument", "NAME or NAME:SETTING as `inscore instruments` lists them, e.g. maps:A, or FILE.yml (default tosca).", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { Instrument = v } });
            Add("--e-max", "Highest energy transfer, cm⁻¹, or with its unit: \"100 meV\" (default 4100).", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { MaximumEnergy = Energy("--e-max", v) } });
            Add("--bin", "Width of the energy bins (default 1 cm⁻¹).", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { BinWidth = Energy("--bin", v) } });
        }

        WithInstrument().WithDevice();
        Add("--e-min", "Lowest energy transfer, negative for energy gain, e.g. \"-10 meV\" (default 0).", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { MinimumEnergy = Energy("--e-min", v) } });
        Add("--orders", "Highest order shown apart; all orders are in the total (default 5).", (int v, StudyOptions o) => o with { Scattering = o.Scattering with { Orders = v } });
        if (!map)
        {
            Add("--coherent", "Coherent one-phonon scattering along the instrument's Q(ω), from force constants, in place of its incoherent approximation.", (bool v, StudyOptions o) => o with { Scattering = o.Scattering with { IsCoherent = v } });
            Add("--directions", "Most directions of its powder average at each |Q|, those equal by symmetry counted once (default 2400).", (int v, StudyOptions o) => o with { Scattering = o.Scattering with { Directions = v } });
            Add("--weighting", "Cross sections: total (default), incoherent or coherent.", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { Weighting = Choice<Weighting>("--weighting", v) } });
        }

        Add("--cross-sections", "File with cross sections that replace those of Sears 1992: lines of label, coherent, incoherent, barn.", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { CrossSections = CrossSectionTable.Read(v) } });
        Add("--resolve", "Keep elements (default) or atoms apart.", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { Resolved = Choice<Resolved>("--resolve", v) } });
        Add("--accuracy", "Numerical error allowed, relative to the maximum (default 1e-4); the one achieved is printed.", (double v, StudyOptions o) => o with { Scattering = o.Scattering with { Accuracy = v } });
        Add("--imaginary", "What to do with imaginary modes: exclude (default), absolute or error.", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { Imaginary = Choice<ImaginaryModes>("--imaginary", v) } });
        Add("--lowest", "Leave out modes below this energy, cm⁻¹ (default 0: only those that move an atom by more than 1 Å).", (double v, StudyOptions o) => o with { Scattering = o.Scattering with { LowestEnergy = v } });
        Add("--acoustic", "Put a Debye sphere in the place of the acoustic modes that the mesh misses at Γ.", (bool v, StudyOptions o) => o with { Scattering = o.Scattering with { Acoustic = o.Scattering.Acoustic with { Enabled = v } } });
        Add("--sound-speeds", "Its three sound speeds, m/s, e.g. \"1500 1500 3000\" (default: of the modes nearest to Γ); asks for --acoustic too.", (string v, StudyOptions o) => o with { Scattering = o.Scattering with { Acoustic = WithSpeeds(o.Scattering.Acoustic, Numbers("--sound-speeds", v)) } });
        return this;
    }

    /// <summary>The correction at Γ with sound speeds, which ask for it unless it is switched off.</summary>
    public static AcousticCorrection WithSpeeds(AcousticCorrection correction, double[] speeds) => correction with { SoundSpeeds = speeds, Enabled = correction.Enabled ?? true };

    /// <summary>Adds how a study is divided for a cluster.</summary>
    public StudyFlags WithBatch()
    {
        Add("--q-blocks", "Parts of the dynamical matrices, or displacements, at each pressure (default 1).", (int v, StudyOptions o) => o with { Batch = o.Batch with { QBlocks = v } });
        Add("--cpus", "Processors of a task (default 1).", (int v, StudyOptions o) => o with { Batch = o.Batch with { Processors = v } });
        Add("--memory", "Memory of a task, MiB (default: estimated).", (int v, StudyOptions o) => o with { Batch = o.Batch with { Memory = v } });
        Add("--time", "Time limit of a task, as Slurm writes it (default 24:00:00).", (string v, StudyOptions o) => o with { Batch = o.Batch with { Time = v } });
        Add("--at-once", "Most tasks at the same time (default: any number).", (int v, StudyOptions o) => o with { Batch = o.Batch with { AtOnce = v } });
        return this;
    }

    /// <summary>Adds the spectra of other programs.</summary>
    public StudyFlags WithLike()
    {
        Add("--like", "As another program computes it: abins, \"abins NAME=VALUE ...\" (docs/compatibility.md), or euphonic.", (string v, StudyOptions o) => o with { Like = v });
        Add("--difference", "With --like abins: where the exact result differs; of a spectrum also which approximation causes it.", (bool v, StudyOptions o) => o with { Difference = v });
        return this;
    }

    /// <summary>Adds what bands and densities of states share.</summary>
    public StudyFlags WithDispersion()
    {
        Add("--interpolate", "Interpolate exact matrices from a mesh of this size, e.g. \"2 2 2\"; the error is measured and printed.", (string v, StudyOptions o) => o with { Dispersion = o.Dispersion with { Interpolate = Integers("--interpolate", v) } });
        Add("--unit", "cm-1 (default), meV, eV or THz.", (string v, StudyOptions o) => o with { Dispersion = o.Dispersion with { Unit = EnergyUnit.Parse(v) } });
        return this;
    }

    /// <summary>Adds the settings of bands.</summary>
    public StudyFlags WithBands()
    {
        Add("--path", "Path instead of the standard one: \"Γ-X-W|K-Γ\", or with coordinates \"G 0 0 0  X 1/2 0 1/2\".", (string v, StudyOptions o) => o with { Dispersion = o.Dispersion with { Path = v } });
        Add("--step", "Largest step along the path, 1/Å with 2π (default 0.02).", (double v, StudyOptions o) => o with { Dispersion = o.Dispersion with { Step = v } });
        Add("--connect", "Follow branches through crossings by their eigenvectors.", (bool v, StudyOptions o) => o with { Dispersion = o.Dispersion with { Connect = v } });
        Add("--eigenvectors", "Keep the eigenvectors and write them for Euphonic (QpointPhononModes).", (bool v, StudyOptions o) => o with { Dispersion = o.Dispersion with { Eigenvectors = v } });
        return this;
    }

    /// <summary>Adds the settings of densities of states.</summary>
    public StudyFlags WithDensity()
    {
        Add("--bin", "Width of the bins (default 1 cm-1 or 0.1 meV).", (double v, StudyOptions o) => o with { Dispersion = o.Dispersion with { Bin = v } });
        Add("--width", "Full width of the lines: a number (default 10 cm-1 or 1.25 meV), a polynomial in the energy \"c0 c1 …\", or adaptive.", (string v, StudyOptions o) => o with { Dispersion = v == "adaptive" ? o.Dispersion with { IsAdaptive = true } : o.Dispersion with { IsAdaptive = false, Width = Numbers("--width", v) } });
        Add("--shape", "gaussian (default) or lorentzian.", (string v, StudyOptions o) => o with { Dispersion = o.Dispersion with { Shape = Choice<LineShape>("--shape", v.ToLowerInvariant() switch { "gauss" => "gaussian", "lorentz" => "lorentzian", _ => v }) } });
        return this;
    }

    /// <summary>Adds the settings of maps.</summary>
    public StudyFlags WithMap()
    {
        Add("--instrument", "Direct geometry: mask and resolution; indirect: trajectories are drawn (default: none, S itself).", (string v, StudyOptions o) => o with { Map = o.Map with { Instrument = v } });
        Add("--q-max", "Largest |Q|, 1/Å (default: what the instrument reaches, or 10).", (double v, StudyOptions o) => o with { Map = o.Map with { QMaximum = v } });
        Add("--q-bins", "Bins in |Q| (default 200).", (int v, StudyOptions o) => o with { Map = o.Map with { QBins = v } });
        Add("--e-max", "Highest energy transfer, cm⁻¹, or with its unit: \"100 meV\" (default: incident energy, or all single phonons).", (string v, StudyOptions o) => o with { Map = o.Map with { MaximumEnergy = Energy("--e-max", v) } });
        Add("--bin", "Width of the energy bins, cm⁻¹ or with its unit (default: some 500 bins).", (string v, StudyOptions o) => o with { Map = o.Map with { BinWidth = Energy("--bin", v) } });
        Add("--path", "A single crystal instead: corners of a path of Q, reciprocal lattice units, e.g. \"0 0 0  2 0 0  2 2 0\".", (string v, StudyOptions o) => o with { Map = o.Map with { Path = Vectors("--path", v) } });
        Add("--coherent", "Add the coherent one-phonon part, from force constants.", (bool v, StudyOptions o) => o with { Map = o.Map with { IsCoherent = v } });
        Add("--directions", "Most directions of its powder average at each |Q|, those equal by symmetry counted once (default 2400).", (int v, StudyOptions o) => o with { Map = o.Map with { Directions = v } });
        Add("--scale", "Colours of the figure: linear (default), sqrt, or log (default with --path).", (string v, StudyOptions o) => o with { Map = o.Map with { Scale = Choice<MapScale>("--scale", v) } });
        Add("--unit", "Unit of energies in files and figures: meV (default), cm-1, eV or THz.", (string v, StudyOptions o) => o with { Map = o.Map with { Unit = EnergyUnit.Parse(v) } });
        return this;
    }

    /// <summary>The options of this call: defaults, then the file, then the flags.</summary>
    /// <exception cref="InsInputException">The file or a flag is malformed.</exception>
    public StudyOptions Read(ParseResult parse, string? studyFile = null)
    {
        StudyOptions options = new();
        string? file = studyFile ?? (command.Options.Contains(config) ? parse.GetValue(config) : null);
        if (file is not null)
        {
            options = StudyFile.Read(file, options);
        }

        options = applications.Aggregate(options, (o, apply) => apply(parse, o));
        return options.Output.Length > 0
            ? options
            : throw new InsInputException("--output", null, "the name of the folder is empty", "give a folder, or \".\" for the current one");
    }

    // Of several comparisons in a study file, the first.
    void Add<T>(string name, string description, Func<T, ComparisonOptions, ComparisonOptions> apply) =>
        Add(name, description, (T v, StudyOptions o) => o with { Comparisons = [apply(v, o.Comparisons.DefaultIfEmpty(new()).First()), .. o.Comparisons.Skip(1)] });

    void Add<T>(string name, string description, Func<T, StudyOptions, StudyOptions> apply, params string[] aliases)
    {
        Option<T> option = new(name, aliases) { Description = description };
        command.Options.Add(option);
        applications.Add((parse, o) => parse.GetResult(option) is { Implicit: false } ? apply(parse.GetValue(option)!, o) : o);
    }
}
