/* libinscore_embed: InsCore for programs in C, C++, Python and whatever else calls C. Needs no .NET.
 *
 * Rules of this interface: values and flat arrays only; the caller owns all arrays; arrays are row-major and contiguous; every
 * function that can fail returns inscore_status and leaves a text for inscore_last_error on the calling thread. An output that is
 * not wanted may be null where that is said. All functions may be called from any thread, also with the same handle at once; a
 * process must not fork after the first call and go on calling in the child.
 *
 * Units: Angstrom, eV, atomic mass units u, kelvin; energy transfers of spectra in cm^-1; wave vectors q in fractional coordinates
 * of the reciprocal lattice. Kernels of libinscore.so are used if it lies in the same folder; LAPACK and spglib if installed. */
#ifndef INSCORE_EMBED_H
#define INSCORE_EMBED_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Version of this interface; inscore_abi_version of the library loaded must return the same. */
#define INSCORE_EMBED_ABI 1

typedef enum inscore_status {
    /** Done. */
    INSCORE_OK = 0,
    /** An argument, a handle, a structure, a setting or a file cannot be used. */
    INSCORE_ARGUMENT = 1,
    /** No memory left. */
    INSCORE_MEMORY = 2,
    /** The numbers allow no result: atoms overlap, not finite, not converged. */
    INSCORE_NUMERICAL = 3,
    /** A library that was asked for is missing or broken. */
    INSCORE_BACKEND = 4,
    /** A defect of this library. */
    INSCORE_INTERNAL = 255
} inscore_status;

/** Arithmetic of energies, forces and stress; second derivatives are always in double precision. */
typedef enum inscore_precision {
    INSCORE_FLOAT64 = 0,
    INSCORE_FLOAT32 = 1
} inscore_precision;

/** What evaluates a model. */
typedef enum inscore_executor {
    /** libinscore if it is there, else managed code. */
    INSCORE_AUTOMATIC = 0,
    /** Managed code: the readable definition, slower. */
    INSCORE_MANAGED = 1,
    /** libinscore, or INSCORE_BACKEND. */
    INSCORE_NATIVE = 2,
    /** A device of OpenCL, the one that the variable INSCORE_OPENCL_DEVICE names, or INSCORE_BACKEND. */
    INSCORE_OPENCL = 3
} inscore_executor;

/** A model, modes or a spectrum. Never 0, never used twice: what was freed, or never given out, is INSCORE_ARGUMENT, no crash. */
typedef uint64_t inscore_handle;

/** Atoms in a cell, or a molecule. */
typedef struct inscore_structure {
    /** Number of atoms, at least 1. */
    int32_t atoms;
    /** 1 1 1 for a crystal, 0 0 0 for a molecule; nothing between: give a slab or a wire an empty space in its cell and 1 1 1. */
    int32_t periodic[3];
    /** [atoms] atomic numbers, 1 to 118. */
    const int32_t *numbers;
    /** [3 * atoms] Cartesian, Angstrom; need not lie in the cell. */
    const double *positions;
    /** [9] lattice vectors in rows, Angstrom: a_x a_y a_z b_x ... c_z; not looked at for a molecule. */
    const double *cell;
    /** [atoms] u; null for the standard atomic masses. */
    const double *masses;
} inscore_structure;

/** What spectrum is wanted. All zero is: TOSCA, ground state, 0 to 4100 cm^-1, bins of 1 cm^-1, five orders told apart. */
typedef struct inscore_spectrum_options {
    /** NAME, NAME:SETTING or FILE.yml[:SETTING], UTF-8; null for tosca. */
    const char *instrument;
    /** Temperature of the sample, K; 0 for the ground state. */
    double temperature;
    /** Lowest energy transfer, cm^-1: 0, or less for neutron energy gain. */
    double minimum_energy;
    /** Highest energy transfer, cm^-1; 0 for 4100. */
    double maximum_energy;
    /** Width of the bins, cm^-1; 0 for 1. */
    double bin_width;
    /** [incident_energy_count] meV, for instruments of direct geometry, a bank each; null for the instrument's usual one. */
    const double *incident_energies;
    /** Length of incident_energies. */
    int32_t incident_energy_count;
    /** Phonon orders that can be read one by one, 1 to 30; 0 for 5. The total always holds all orders. */
    int32_t orders;
} inscore_spectrum_options;

/** Version of the interface that the library was built with. */
int32_t inscore_abi_version(void);

/** Version of InsCore, UTF-8. Owned by the library, valid for ever. */
const char *inscore_version(void);

/** Text of the last failure on this thread, UTF-8, one line; empty if there was none. Owned by the library, valid until the next
 * failure on this thread. */
const char *inscore_last_error(void);

/** Frees a model, modes or a spectrum; calls that still use it end as if it were there. */
inscore_status inscore_free(inscore_handle handle);

/** Reads a structure: CIF, XYZ, extended XYZ, POSCAR, CASTEP .cell, FHI-aims geometry.in. Call it with capacity 0 for the number of
 * atoms alone; if that exceeds a capacity above 0, the arrays are not filled and INSCORE_ARGUMENT is returned.
 * @param[in] path file, UTF-8
 * @param[in] capacity room for atoms in the arrays
 * @param[out] atoms [1] number of atoms
 * @param[out] periodic [3] 1 1 1 or 0 0 0; may be null
 * @param[out] numbers [capacity] atomic numbers; may be null
 * @param[out] positions [3 * capacity] Cartesian, Angstrom; may be null
 * @param[out] cell [9] lattice vectors in rows, Angstrom; zeros for a molecule; may be null
 * @param[out] masses [capacity] u, those of isotopes where the file names them; may be null */
inscore_status inscore_read_structure(const char *path, int32_t capacity, int32_t *atoms, int32_t *periodic, int32_t *numbers,
                                      double *positions, double *cell, double *masses);

/** Loads a MACE model.
 * @param[in] path file (MACE's .model or InsCore's container), UTF-8; or "default", the model that comes with InsCore
 * @param[in] precision one of inscore_precision
 * @param[in] executor one of inscore_executor
 * @param[in] threads threads of each call with this model and what comes from it; 0 for all cores
 * @param[out] model [1] */
inscore_status inscore_load_model(const char *path, int32_t precision, int32_t executor, int32_t threads, inscore_handle *model);

/** What a model is.
 * @param[in] model
 * @param[in] capacity room in text, bytes
 * @param[out] text [capacity] one line, UTF-8, cut off if too long, always ended by a zero; may be null
 * @param[out] cutoff [1] distance beyond which atoms are no neighbours, Angstrom; may be null
 * @param[out] elements [119] 1 at the atomic numbers that the model knows, else 0; may be null */
inscore_status inscore_describe_model(inscore_handle model, int32_t capacity, char *text, double *cutoff, int32_t *elements);

/** Energy, forces and stress.
 * @param[in] model
 * @param[in] structure [1]
 * @param[out] energy [1] eV; may be null
 * @param[out] forces [3 * atoms] -dE/dx, eV/Angstrom; may be null
 * @param[out] stress [9] (1/V) dE/dstrain, symmetric, positive under tension, eV/Angstrom^3; null for a molecule, may be null */
inscore_status inscore_evaluate(inscore_handle model, const inscore_structure *structure, double *energy, double *forces,
                                double *stress);

/** The same for several structures, which are shared among the threads; fails whole if one of them fails, and says which.
 * @param[in] model
 * @param[in] count structures
 * @param[in] structures [count]
 * @param[out] energies [count] eV; may be null
 * @param[out] forces [3 * atoms of all structures] one structure after the other, eV/Angstrom; may be null
 * @param[out] stresses [9 * count] eV/Angstrom^3; null if one is a molecule, may be null */
inscore_status inscore_evaluate_batch(inscore_handle model, int32_t count, const inscore_structure *structures, double *energies,
                                      double *forces, double *stresses);

/** Relaxes the atoms and the cell of a crystal at a pressure; the space group is kept.
 * @param[in] model
 * @param[in] structure [1] where to start
 * @param[in] pressure GPa
 * @param[in] fixed_cell 1 to move the atoms only, else 0
 * @param[in] force_tolerance largest force left, eV/Angstrom; 0 for 1e-4
 * @param[out] positions [3 * atoms] Cartesian, Angstrom, in the order of the start
 * @param[out] cell [9] lattice vectors in rows, Angstrom; may be null
 * @param[out] energy [1] eV; may be null */
inscore_status inscore_relax(inscore_handle model, const inscore_structure *structure, double pressure, int32_t fixed_cell,
                             double force_tolerance, double *positions, double *cell, double *energy);

/** Dynamical matrices, exact second derivatives without supercell or displacement step, for the positions as they are:
 *
 *   D_ia,jb(q) = sum_R d2E / dx_ia(0) dx_jb(R) exp(+2 pi i q.R) / sqrt(m_i m_j),  R the lattice vector of the cell, not of the atom.
 *
 * The energies of the modes are hbar omega = 64.65415 meV sqrt(eigenvalue); the matrix of a molecule is the one at q = 0 0 0.
 * @param[in] model
 * @param[in] structure [1]
 * @param[in] count wave vectors
 * @param[in] q [3 * count] fractional
 * @param[out] matrices [2 * 9 * atoms * atoms * count] real and imaginary part alternate (as in C's double _Complex), eV/(Angstrom^2 u),
 *             Hermitian; q slowest, then row 3 i + a, then column 3 j + b */
inscore_status inscore_dynamical_matrices(inscore_handle model, const inscore_structure *structure, int32_t count, const double *q,
                                          double *matrices);

/** Modes of a crystal on a regular mesh of wave vectors around q = 0, one of each star under the space group and time reversal.
 * @param[in] model
 * @param[in] structure [1] a relaxed primitive cell
 * @param[in] mesh [3] divisions along the reciprocal lattice vectors
 * @param[out] modes [1] */
inscore_status inscore_compute_modes(inscore_handle model, const inscore_structure *structure, const int32_t *mesh,
                                     inscore_handle *modes);

/** Sizes of modes.
 * @param[in] modes
 * @param[out] wave_vectors [1]
 * @param[out] mode_count [1] modes at each, 3 * atoms */
inscore_status inscore_modes_size(inscore_handle modes, int32_t *wave_vectors, int32_t *mode_count);

/** Modes.
 * @param[in] modes
 * @param[out] q [3 * wave_vectors] fractional; may be null
 * @param[out] weights [wave_vectors] share of the whole mesh, sum 1; may be null
 * @param[out] energies [wave_vectors * mode_count] hbar omega, eV, ascending at each q, negative for imaginary modes; may be null
 * @param[out] vectors [2 * wave_vectors * mode_count * mode_count] eigenvectors of D(q), q slowest, then mode, then atom and axis,
 *             real and imaginary part alternate, norm 1; may be null */
inscore_status inscore_read_modes(inscore_handle modes, double *q, double *weights, double *energies, double *vectors);

/** The powder spectrum that an instrument measures: all phonon orders, without the elastic line, in the incoherent approximation with total
 * cross sections, of a crystal of these modes.
 * @param[in] modes
 * @param[in] options [1]; null for all zero
 * @param[out] spectrum [1] */
inscore_status inscore_compute_spectrum(inscore_handle modes, const inscore_spectrum_options *options, inscore_handle *spectrum);

/** Sizes of a spectrum.
 * @param[in] spectrum
 * @param[out] bins [1]
 * @param[out] banks [1] banks of detectors; the last is their mean, "all", where they measure the same energies */
inscore_status inscore_spectrum_size(inscore_handle spectrum, int32_t *bins, int32_t *banks);

/** One bank of a spectrum.
 * @param[in] spectrum
 * @param[in] bank 0 to banks - 1, or -1 for the last
 * @param[in] order phonon order, 0 for all together
 * @param[in] capacity room in name, bytes
 * @param[out] name [capacity] of the bank, UTF-8, cut off if too long, always ended by a zero; may be null
 * @param[out] energies [bins] centres of the bins, cm^-1, positive where the neutron loses energy; may be null
 * @param[out] intensities [bins] barn/sr per cm^-1 per cell; may be null */
inscore_status inscore_read_spectrum(inscore_handle spectrum, int32_t bank, int32_t order, int32_t capacity, char *name,
                                     double *energies, double *intensities);

#ifdef __cplusplus
}
#endif

#endif
