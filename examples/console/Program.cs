using InsCore.Phonons;
using InsCore.Potentials;
using InsCore.Relaxation;
using InsCore.Scattering;
using InsCore.Spectra;
using InsCore.Structures;

Crystal crystal = StructureFile.Read("dit-pbcn.cif");
MacePotential potential = MacePotential.Load("default");
Console.WriteLine($"energy: {potential.Evaluate(crystal).Energy:R} eV");

Crystal relaxed = CrystalRelaxation.Run(crystal, potential, new() { Pressure = 1.5 }).Crystal;
SpaceGroup group = SpaceGroup.Find(relaxed);

// Exact at every wave vector: no supercell, no displacement step.
SymmetricDynamicalMatrix matrices = new(new MaceDynamicalMatrix(potential, relaxed), group);
PhononModes modes = PhononSolver.Solve(matrices, QMesh.Irreducible((2, 2, 2), group));
PhononFile.Write("modes.h5", modes, "2,5-diiodothiophene at 1.5 GPa");

InsSpectrum spectrum = InsCalculator.Compute(modes, group, new() { Temperature = 10, Instrument = "tosca" });
double[] total = spectrum.Bank("all").Total;
Console.WriteLine($"highest peak: {total.Max():G3} {InsSpectrum.IntensityUnit}");
new SpectrumFigure("2,5-diiodothiophene at 1.5 GPa", InsSpectrum.IntensityUnit)
    .WriteOffset("spectrum", [new Spectrum1D("TOSCA", spectrum.Energies, total)]); // spectrum.png and .svg
