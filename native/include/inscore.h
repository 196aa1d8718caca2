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
    INS_ABI_VERSION = 3
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

/** One layer's sums of messages, m_i = s_i sum_e C (Y_e x R_p(r_e) h_sender(e)), C the couplings of the paths p, for the edges e
 * that end at some atoms i. Channels lie in blocks of 64 bytes: 8 of float64 or 16 of float32. */
typedef struct ins_convolution {
    /** Receivers. */
    int32_t atoms;
    /** Atoms of the structure. */
    int32_t all_atoms;
    /** Blocks of channels. */
    int32_t blocks;
    /** Paths, at most 64. */
    int32_t paths;
    /** Rows of the radial table. */
    int32_t table_rows;
    /** Harmonics of each edge, (l_max + 1)^2, at most 16. */
    int32_t harmonic_count;
    /** Components of the features, (l_max + 1)^2. */
    int32_t feature_components;
    /** Elements of one message. */
    int32_t message_size;
    /** [6 * paths] degrees l2 of the features, l1 of the harmonics, l of the message (l1, l2 at most 3); first component of the
     * features; first element of the message, elements between two of its components. */
    const int32_t *plan;
    /** [sum over paths (2 l2 + 1)(2 l1 + 1)(2 l + 1)] couplings of each path, m2 slowest, m fastest. */
    const void *couplings;
    /** [atoms + 1] receiver i owns the edges first[i] to first[i + 1] - 1 of the arrays below. */
    const int32_t *first;
    /** [edges] atom that sends. */
    const int32_t *sender;
    /** [edges] row of the radial table. */
    const int32_t *row;
    /** [edges] t, -1 to 1: place within that row's interval. */
    const void *local;
    /** [edges * harmonic_count] Y. */
    const void *harmonics;
    /** [blocks * paths * table_rows * terms * block] coefficients of R = c_0 + c_1 t + ...: 12 terms in float64, 8 in float32. */
    const void *table;
    /** [blocks * all_atoms * feature_components * block] h; null for h = 1 of degree 0. */
    const void *features;
    /** [atoms] s. */
    const void *scale;
    /** [atoms * message_size] m, out; in the reverse dE/dm, in. */
    void *messages;
    /** Reverse: [24 * edges from first[0] on] is added to: dE/dY of degree l at 0, 2, 8, 16, and behind each group a share of
     * dE/dt. */
    void *edge_gradients;
    /** Reverse: dE/dh is added to, in the layout of h; null if not wanted. */
    void *feature_gradients;
    /** Reverse: [atoms] is added to: m dE/dm. */
    void *products;
} ins_convolution;

/** Computes the messages. */
INS_API ins_status ins_convolve_f64(const ins_convolution *convolution);

/** The same in single precision. */
INS_API ins_status ins_convolve_f32(const ins_convolution *convolution);

/** Computes the gradients. */
INS_API ins_status ins_convolve_reverse_f64(const ins_convolution *convolution);

/** The same in single precision. */
INS_API ins_status ins_convolve_reverse_f32(const ins_convolution *convolution);

/** Polynomials of up to third order in the components x of some atoms of one element, for each channel. */
typedef struct ins_contraction {
    /** Atoms. */
    int32_t atoms;
    /** Blocks of channels. */
    int32_t blocks;
    /** Components of x, at most 16. */
    int32_t components;
    /** Polynomials, at most 16. */
    int32_t outputs;
    /** Length of the plan. */
    int32_t plan_length;
    /** Coefficients of each channel. */
    int32_t terms;
    /** [plan_length] monomial after monomial: p, q (-1 for x_p alone), number of terms of x_p x_q, their outputs; number of third
     * factors and for each: r, number of terms of x_p x_q x_r, their outputs. */
    const int32_t *plan;
    /** [atoms] row of each atom in the arrays below. */
    const int32_t *index;
    /** [blocks * terms * block] in the order of the plan. */
    const void *coefficients;
    /** [rows * components * channels] x. */
    const void *x;
    /** [rows * outputs * channels] values, out; in the reverse dE/dvalue, in. */
    void *b;
    /** Reverse: [rows * components * channels] dE/dx, out. */
    void *x_gradients;
} ins_contraction;

/** Computes the values. */
INS_API ins_status ins_contract_f64(const ins_contraction *contraction);

/** The same in single precision. */
INS_API ins_status ins_contract_f32(const ins_contraction *contraction);

/** Computes the gradient. */
INS_API ins_status ins_contract_reverse_f64(const ins_contraction *contraction);

/** The same in single precision. */
INS_API ins_status ins_contract_reverse_f32(const ins_contraction *contraction);

/** C = A B or C += A B. Rows of A and C come in equally spaced groups (atoms) of equally spaced rows (components). */
typedef struct ins_product {
    /** Columns of B and C, whole blocks of 64 bytes. */
    int32_t columns;
    /** Columns of A, rows of B. */
    int32_t inner;
    /** Groups of rows. */
    int32_t blocks;
    /** Rows of each group. */
    int32_t block_rows;
    /** Elements from one group of A to the next. */
    int32_t a_block_stride;
    /** Elements from one row of A to the next within a group. */
    int32_t a_row_stride;
    /** Elements from one group of C to the next. */
    int32_t c_block_stride;
    /** Elements from one row of C to the next within a group. */
    int32_t c_row_stride;
    /** 1 to add to C, 0 to overwrite it. */
    int32_t add;
    /** [columns / block][inner][block] B. */
    const void *panels;
    /** A. */
    const void *a;
    /** C, out. */
    void *c;
} ins_product;

/** Multiplies. */
INS_API ins_status ins_multiply_f64(const ins_product *product);

/** The same in single precision. */
INS_API ins_status ins_multiply_f32(const ins_product *product);

/** Tangents of the message sum of one receiver, n M = n sum_e R(r_e) T(r_e) h_e, along displacement waves. Along a wave the vector of
 * edge e changes by dr = u_i - u_j p (receiver i, sender j, p the phase of the edge), and what it carries by p dh.
 *
 * Tangents lie as [sets][slots][rows]: a slot is a displaced atom; its rows are x, y, z, each with a part along the cosine and one
 * along the sine of the wave, or, where all phases are 1 or -1, without the latter; set 0 holds tangents, sets 1 to 3 their
 * derivatives along the wave vector k, for which dp/dk = -i S p, S the lattice vector of the edge.
 *
 * Couplings come in groups with the same sources (components of one degree of h), each a dense matrix with targets (components of
 * M). */
typedef struct ins_tangent_messages {
    /** Channels. */
    int32_t channels;
    /** Edges that end at the receiver. */
    int32_t edges;
    /** Displaced atoms that the receiver feels. */
    int32_t slots;
    /** 3 real or 6 complex. */
    int32_t rows;
    /** 1, or 4 with derivatives. */
    int32_t sets;
    /** Atoms. */
    int32_t atoms;
    /** Paths. */
    int32_t paths;
    /** Terms T of an edge. */
    int32_t terms;
    /** Groups of couplings. */
    int32_t groups;
    /** Elements of h of one atom. */
    int32_t feature_size;
    /** Elements of M. */
    int32_t message_size;
    /** The slot of the receiver itself. */
    int32_t receiver_slot;
    /** Slots of all atoms in tangents. */
    int32_t tangent_slot_count;
    /** n. */
    double scale;
    /** Factor of sender_gradients. */
    double weight;
    /** [2 * groups] sources (at most 7) and targets of each group. */
    const int32_t *group_sizes;
    /** Of all groups: first element of the source in h. */
    const int32_t *group_sources;
    /** Of all groups: path, and first element of the target in M. */
    const int32_t *group_targets;
    /** Of all groups: [targets * sources] the term that couples them, or -1. */
    const int32_t *group_couplings;
    /** [edges * paths * channels] R. */
    const double *weights;
    /** [edges * paths * channels] dR/d|r|, 1/Angstrom. */
    const double *weight_slopes;
    /** [edges * 4 * terms] T, dT/dx, dT/dy, dT/dz (1/Angstrom). */
    const double *couplings;
    /** [edges * 3] r/|r|. */
    const double *directions;
    /** [edges * 2] p, real and imaginary part. */
    const double *phases;
    /** [edges * 3] S, Angstrom; null without derivatives. */
    const double *translations;
    /** [edges] atom that sends. */
    const int32_t *senders;
    /** [edges] its slot. */
    const int32_t *sender_slots;
    /** [atoms * feature_size] h. */
    const double *features;
    /** [edges * slots] slot in tangents of the sender's dh along each displacement, or -1; null if h is constant. */
    const int32_t *tangent_slots;
    /** [sets * tangent_slot_count * rows * feature_size] dh. */
    const double *tangents;
    /** [message_size] g = n dE/d(n M). */
    const double *gradient;
    /** [sets * slots * rows * message_size] d(n M) is added to. */
    double *sums;
    /** [sets * slots * rows * 3] the sum over edges of V_a p dh is added to, V_a = d(g R T)/dr_a. */
    double *mixed;
    /** [atoms * 3 * feature_size] weight times the sum of V_a over the edges of each sender is added to. */
    double *sender_gradients;
} ins_tangent_messages;

/** Adds the tangents.
 * @param[in] messages [1] */
INS_API ins_status ins_add_tangent_messages(const ins_tangent_messages *messages);

/** y_o = sum_p m_op x_p, a matrix for every channel.
 * @param[in] matrix [outputs * inputs * channels] m
 * @param[in] x [rows * inputs * channels]
 * @param[out] y [rows * outputs * channels] */
INS_API ins_status ins_multiply_channels(int32_t channels, int32_t rows, int32_t inputs, int32_t outputs, const double *matrix,
                                         const double *x, double *y);

/** g_rs += sum_k a_rk b_sk.
 * @param[in] upper 1 if elements with s < r - r % 6 may be left out, else 0
 * @param[in] a [a_rows * length]
 * @param[in] b [b_rows * length]
 * @param[in,out] g [a_rows * b_rows] */
INS_API ins_status ins_add_row_products(int32_t length, int32_t a_rows, int32_t b_rows, int32_t upper, const double *a,
                                        const double *b, double *g);

#ifdef __cplusplus
}
#endif

#endif
