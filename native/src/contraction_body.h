// The symmetric contraction and its gradient, compiled once for each instruction set.
//
// The polynomial of one element, P_o(x) = sum_pq x_p x_q (c_pqo + sum_r c_pqro x_r), p q from the plan (q = -1 for the linear terms:
// sum_p x_p c_po). The plan holds, monomial after monomial: p, q, number of its own terms, their outputs, number of factors r; then
// for each of these r, number of terms, their outputs. Coefficients lie in the order in which they are needed. Some atoms of one
// element go through it together, so that each coefficient is read once for all of them.
#include "mace_kernels.h"
#include "mace_vector.h"

namespace {

constexpr int most_components = (ins::most_harmonic_degree + 1) * (ins::most_harmonic_degree + 1);
constexpr int most_outputs = most_components;

template <typename T, int Atoms>
struct Group {
    V<T> x[most_components][Atoms];
};

template <typename T, int Atoms>
INS_INLINE void load_atoms(const ins::ContractionArguments<T> &a, const int32_t *index, int32_t components, const T *from,
                           int32_t channel, V<T> (*to)[Atoms])
{
    const size_t width = static_cast<size_t>(a.blocks) * block<T>;
    for (int32_t p = 0; p < components; ++p) {
        repeat<Atoms>([&](auto n) __attribute__((always_inline)) {
            to[p][n] = load(from + (static_cast<size_t>(index[n]) * components + p) * width + channel);
        });
    }
}

template <typename T, int Atoms>
INS_INLINE void store_atoms(const ins::ContractionArguments<T> &a, const int32_t *index, int32_t components, V<T> (*from)[Atoms],
                            int32_t channel, T *to)
{
    const size_t width = static_cast<size_t>(a.blocks) * block<T>;
    for (int32_t p = 0; p < components; ++p) {
        repeat<Atoms>([&](auto n) __attribute__((always_inline)) {
            store(to + (static_cast<size_t>(index[n]) * components + p) * width + channel, from[p][n]);
        });
    }
}

template <typename T, int Atoms>
void contract_atoms(const ins::ContractionArguments<T> &a, const int32_t *index, int32_t channel, const T *coefficient)
{
    V<T> x[most_components][Atoms], b[most_outputs][Atoms] = {};
    load_atoms<T, Atoms>(a, index, a.components, a.x, channel, x);
    const int32_t *plan = a.plan, *end = a.plan + a.plan_length;
    while (plan < end) {
        const int32_t p = *plan++, q = *plan++;
        V<T> pair[Atoms];
        repeat<Atoms>([&](auto n) __attribute__((always_inline)) { pair[n] = q < 0 ? x[p][n] : x[p][n] * x[q][n]; });
        for (int32_t k = *plan++; k > 0; --k, coefficient += block<T>) {
            const int32_t o = *plan++;
            const V<T> c = load(coefficient);
            repeat<Atoms>([&](auto n) __attribute__((always_inline)) { b[o][n] += c * pair[n]; });
        }
        for (int32_t factors = *plan++; factors > 0; --factors) {
            const int32_t r = *plan++;
            V<T> triple[Atoms];
            repeat<Atoms>([&](auto n) __attribute__((always_inline)) { triple[n] = pair[n] * x[r][n]; });
            for (int32_t k = *plan++; k > 0; --k, coefficient += block<T>) {
                const int32_t o = *plan++;
                const V<T> c = load(coefficient);
                repeat<Atoms>([&](auto n) __attribute__((always_inline)) { b[o][n] += c * triple[n]; });
            }
        }
    }
    store_atoms<T, Atoms>(a, index, a.outputs, b, channel, a.b);
}

// With w = sum_o c_o dE/dB_o the gradient is that of the single polynomial sum_pq x_p x_q s_pq, s_pq = w_pq + sum_r w_pqr x_r.
template <typename T, int Atoms>
void reverse_atoms(const ins::ContractionArguments<T> &a, const int32_t *index, int32_t channel, const T *coefficient)
{
    V<T> x[most_components][Atoms], dx[most_components][Atoms] = {}, seed[most_outputs][Atoms];
    load_atoms<T, Atoms>(a, index, a.components, a.x, channel, x);
    load_atoms<T, Atoms>(a, index, a.outputs, a.gradients, channel, seed);
    const int32_t *plan = a.plan, *end = a.plan + a.plan_length;
    while (plan < end) {
        const int32_t p = *plan++, q = *plan++;
        V<T> pair[Atoms], s[Atoms] = {};
        repeat<Atoms>([&](auto n) __attribute__((always_inline)) { pair[n] = q < 0 ? x[p][n] : x[p][n] * x[q][n]; });
        for (int32_t k = *plan++; k > 0; --k, coefficient += block<T>) {
            const int32_t o = *plan++;
            const V<T> c = load(coefficient);
            repeat<Atoms>([&](auto n) __attribute__((always_inline)) { s[n] += c * seed[o][n]; });
        }
        for (int32_t factors = *plan++; factors > 0; --factors) {
            const int32_t r = *plan++;
            V<T> w[Atoms] = {};
            for (int32_t k = *plan++; k > 0; --k, coefficient += block<T>) {
                const int32_t o = *plan++;
                const V<T> c = load(coefficient);
                repeat<Atoms>([&](auto n) __attribute__((always_inline)) { w[n] += c * seed[o][n]; });
            }
            repeat<Atoms>([&](auto n) __attribute__((always_inline)) {
                s[n] += w[n] * x[r][n];
                dx[r][n] += w[n] * pair[n];
            });
        }
        if (q < 0) {
            repeat<Atoms>([&](auto n) __attribute__((always_inline)) { dx[p][n] += s[n]; });
        } else {
            repeat<Atoms>([&](auto n) __attribute__((always_inline)) {
                const V<T> by_p = s[n] * x[q][n], by_q = s[n] * x[p][n];
                dx[p][n] += by_p;
                dx[q][n] += by_q;
            });
        }
    }
    store_atoms<T, Atoms>(a, index, a.components, dx, channel, a.x_gradients);
}

template <typename T, bool Reverse>
void contract_all(const ins::ContractionArguments<T> &a)
{
    for (int32_t b = 0; b < a.blocks; ++b) {
        for (int32_t offset = 0; offset < block<T>; offset += lanes<T>) {
            const T *coefficient = a.coefficients + static_cast<size_t>(b) * a.terms * block<T> + offset;
            const int32_t channel = b * block<T> + offset;
            int32_t n = 0;
            for (; n + 4 <= a.atoms; n += 4) {
                Reverse ? reverse_atoms<T, 4>(a, a.index + n, channel, coefficient)
                        : contract_atoms<T, 4>(a, a.index + n, channel, coefficient);
            }
            for (; n < a.atoms; ++n) {
                Reverse ? reverse_atoms<T, 1>(a, a.index + n, channel, coefficient)
                        : contract_atoms<T, 1>(a, a.index + n, channel, coefficient);
            }
        }
    }
}

template <typename T>
void contract(const ins::ContractionArguments<T> &a)
{
    contract_all<T, false>(a);
}

template <typename T>
void contract_reverse(const ins::ContractionArguments<T> &a)
{
    contract_all<T, true>(a);
}

}  // namespace
