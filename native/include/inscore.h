/* libinscore: native kernels of InsCore.
 *
 * Rules of this interface: values and flat arrays only; the caller owns all memory; arrays are row-major and contiguous;
 * every function that can fail returns ins_status and leaves a text for ins_last_error on the calling thread. An array of
 * length 0 may be null. Lengths in Angstrom unless said otherwise. All functions may be called from any thread. */
#ifndef INSCORE_H
#define INSCORE_H

#include <stddef.h>
#include <stdint.h>

#if defined(INSCORE_BUILD)
#define INS_API __attribute__((visibility("default")))
#else
#define INS_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ins_status {
    /** Done. */
    INS_OK = 0,
    /** An argument is out of range. */
    INS_ARGUMENT = 1,
    /** No memory left. */
    INS_MEMORY = 2,
    /** The numbers allow no result: not finite, or atoms overlap. */
    INS_NUMERICAL = 3,
    /** Stopped by the caller. */
    INS_CANCELLED = 254,
    /** A defect of this library. */
    INS_INTERNAL = 255
} ins_status;

typedef enum ins_abi {
    /** Version of this interface; the library loaded must return the same from ins_abi_version. */
    INS_ABI_VERSION = 1
} ins_abi;

/** Instruction sets that kernels are compiled for. */
typedef enum ins_isa {
    /** The best that the processor has, or the one named by the variable INSCORE_NATIVE_ISA (generic, avx2, avx512). */
    INS_ISA_BEST = 0,
    /** What every processor of the architecture has. */
    INS_ISA_GENERIC = 1,
    /** AVX2 and FMA. */
    INS_ISA_AVX2 = 2,
    /** AVX-512 F and DQ. */
    INS_ISA_AVX512 = 3
} ins_isa;

/** Version of the interface that the library was built with. */
INS_API int32_t ins_abi_version(void);

/** Text of the last failure on this thread; empty if there was none. Owned by the library, valid until the next call. */
INS_API const char *ins_last_error(void);

/** Chooses the instruction set of all later calls in the process; fails with INS_ARGUMENT if the processor lacks it. */
INS_API ins_status ins_select_isa(ins_isa isa);

/** The instruction set in use.
 * @param[out] isa [1] */
INS_API ins_status ins_current_isa(ins_isa *isa);

/** All directed pairs closer than a cutoff, sorted by receiver, images of an atom itself included: sender j, receiver i,
 * integer shift S, vector r = x_i - x_j + S cell (from the sender to the receiver), |r| < cutoff.
 *
 * Time is linear in the number of atoms. The cell may be skewed, left-handed or smaller than the cutoff; atoms may lie
 * outside it. Atoms closer than 1e-3 Angstrom and values that are not finite give INS_NUMERICAL.
 * @param[in] cell [9] lattice vectors in rows, Angstrom: a_x a_y a_z b_x ... c_z; length 0 for a molecule
 * @param[in] positions [3 * atoms] Cartesian, Angstrom
 * @param[out] first [atoms + 1] receiver i owns the pairs first[i] to first[i + 1] - 1
 * @param[out] sender [capacity] j of each pair
 * @param[out] vector [3 * capacity] r of each pair, Angstrom
 * @param[out] shift [3 * capacity] S of each pair
 * @param[out] count [1] number of pairs; if it exceeds capacity, only the first were stored: call again with more room */
INS_API ins_status ins_pairs(int32_t atoms, int32_t cell_length, const double *cell, const double *positions, double cutoff,
                             int32_t capacity, int32_t *first, int32_t *sender, double *vector, int32_t *shift,
                             int32_t *count);

/** Adds the directions of one atom at one momentum transfer to its intermediate scattering function, all phonon orders
 * together and order by order.
 *
 * With z_d(t) = Q^2 n_d . gamma(t) . n_d and a_d = z_d(0), row by row:
 *
 *   row 0  +=  sum_d w_d exp(z_d - a_d)
 *   row n  +=  sum_d w_d exp(-a_d) z_d^n / n!        n = 1 ... orders, at most 127
 *
 * Each exponential has a relative error below 1e-15 (2 + s), s the sum of the magnitudes of the terms of its argument; the
 * sum over directions is a plain one.
 * @param[in] tensor [12 * times] real part of gamma(t), component slowest: xx xx ... yy ... zz yz xz xy; then the
 *            imaginary part; Angstrom^2
 * @param[in] coefficients [6 * directions] Q^2 times n_x^2, n_y^2, n_z^2, 2 n_y n_z, 2 n_x n_z, 2 n_x n_y; Angstrom^-2
 * @param[in] damping [directions] a
 * @param[in] weights [directions] w
 * @param[in,out] re [(orders + 1) * times] real part of the sums
 * @param[in,out] im [(orders + 1) * times] imaginary part */
INS_API ins_status ins_all_orders(int32_t times, int32_t orders, int32_t directions, const double *tensor,
                                  const double *coefficients, const double *damping, const double *weights, double *re,
                                  double *im);

#ifdef __cplusplus
}
#endif

#endif
