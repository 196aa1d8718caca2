// Sums of messages and their reverse, compiled once for each instruction set.
//
// One block of channels after the other, for all edges of the chunk: the slices of the radial tables that the block reads then
// stay in cache. For one receiver and path, the products Y_m1 R h_m2 are summed over the edges before the couplings are applied,
// once for the atom: the inner loop knows nothing of them.
#include <algorithm>
#include <vector>

#include "mace_kernels.h"
#include "mace_vector.h"

namespace {

// The number of coefficients in a row of a radial table is a matter of precision.
template <typename T>
constexpr int table_terms = sizeof(T) == 8 ? 12 : 8;

constexpr int most_harmonics = 2 * ins::most_harmonic_degree + 1;
constexpr int most_features = 2 * ins::most_feature_degree + 1;
constexpr int most_products = most_harmonics * most_features;

// A coupling that is not zero: of the product m1 (2 l2 + 1) + m2 to component m of the message.
template <typename T>
struct Coupling {
    int32_t product, m;
    T value;
};

// One path: a row of the plan, and its couplings.
template <typename T>
struct Path {
    int32_t l2, l1, l, feature, message, stride, index;
    std::vector<Coupling<T>> couplings;
};

template <typename T>
std::vector<Path<T>> read_paths(const ins::ConvolutionArguments<T> &a)
{
    std::vector<Path<T>> paths;
    const T *dense = a.couplings;
    for (int32_t p = 0; p < a.paths; ++p) {
        const int32_t *row = a.plan + 6 * p;
        Path<T> path{row[0], row[1], row[2], row[3], row[4], row[5], p, {}};
        const int32_t n2 = 2 * path.l2 + 1, n1 = 2 * path.l1 + 1, n = 2 * path.l + 1;
        for (int32_t k = 0; k < n2 * n1 * n; ++k) {
            if (dense[k] != 0) {
                path.couplings.push_back({k / n % n1 * n2 + k / n / n1, k % n, dense[k]});
            }
        }
        dense += n2 * n1 * n;
        paths.push_back(std::move(path));
    }
    return paths;
}

// Where a vector of channels begins: block and vector within it.
struct Channels {
    int32_t block, offset;
};

// Rows of the radial table of one path and block.
template <typename T>
INS_INLINE const T *slice(const ins::ConvolutionArguments<T> &a, int32_t path, Channels c)
{
    return a.table + (static_cast<size_t>(c.block) * a.paths + path) * a.table_rows * table_terms<T> * block<T> + c.offset;
}

template <typename T>
INS_INLINE size_t feature_place(const ins::ConvolutionArguments<T> &a, int32_t atom, int32_t component, Channels c)
{
    return ((static_cast<size_t>(c.block) * a.all_atoms + atom) * a.feature_components + component) * block<T> + c.offset;
}

// R(t) = c_0 + c_1 t + ...
template <typename T, int Terms>
INS_INLINE V<T> radial(const T *c, T t)
{
    V<T> r = load(c + (Terms - 1) * block<T>);
    repeat<Terms - 1>([&](auto k) __attribute__((always_inline)) { r = r * t + load(c + (Terms - 2 - k) * block<T>); });
    return r;
}

// R and dR/dt.
template <typename T, int Terms>
INS_INLINE void radial_with_slope(const T *c, T t, V<T> &r, V<T> &slope)
{
    r = load(c + (Terms - 1) * block<T>);
    slope = V<T>{};
    repeat<Terms - 1>([&](auto k) __attribute__((always_inline)) {
        slope = slope * t + r;
        r = r * t + load(c + (Terms - 2 - k) * block<T>);
    });
}

// The messages of one path to all receivers, from the components First ... First + Count - 1 of the features; sums are added to
// those of the other components.
template <typename T, int Terms, int L1, int L2, int First, int Count, bool HasFeatures>
void sum_products(const ins::ConvolutionArguments<T> &a, const Path<T> &path, Channels c, int32_t i, V<T> *sums)
{
    constexpr int N1 = 2 * L1 + 1, N2 = 2 * L2 + 1;
    V<T> products[N1][Count];
    repeat<N1>([&](auto m1) __attribute__((always_inline)) {
        repeat<Count>([&](auto m2) __attribute__((always_inline)) { products[m1][m2] = V<T>{}; });
    });
    const T *table = slice(a, path.index, c);
    for (int32_t e = a.first[i]; e < a.first[i + 1]; ++e) {
        const V<T> r = radial<T, Terms>(table + static_cast<size_t>(a.row[e]) * Terms * block<T>, a.local[e]);
        V<T> h[Count];
        if constexpr (HasFeatures) {
            const T *from = a.features + feature_place(a, a.sender[e], path.feature + First, c);
            repeat<Count>([&](auto m2) __attribute__((always_inline)) { h[m2] = r * load(from + m2 * block<T>); });
        } else {
            h[0] = r;
        }
        const T *y = a.harmonics + static_cast<size_t>(e) * a.harmonic_count + L1 * L1;
        repeat<N1>([&](auto m1) __attribute__((always_inline)) {
            repeat<Count>([&](auto m2) __attribute__((always_inline)) { products[m1][m2] += y[m1] * h[m2]; });
        });
    }
    repeat<N1>([&](auto m1) __attribute__((always_inline)) {
        repeat<Count>([&](auto m2) __attribute__((always_inline)) { sums[m1 * N2 + First + m2] = products[m1][m2]; });
    });
}

template <typename T, int Terms, int L1, int L2, bool HasFeatures>
void convolve_path(const ins::ConvolutionArguments<T> &a, const Path<T> &path, Channels c)
{
    constexpr int N1 = 2 * L1 + 1, N2 = 2 * L2 + 1;
    // At most 21 sums at a time, which leave room for the rest in 32 registers.
    constexpr int most = N1 >= 5 ? 3 : 5;
    for (int32_t i = 0; i < a.atoms; ++i) {
        V<T> sums[N1 * N2];
        if constexpr (N2 <= most) {
            sum_products<T, Terms, L1, L2, 0, N2, HasFeatures>(a, path, c, i, sums);
        } else {
            sum_products<T, Terms, L1, L2, 0, most, HasFeatures>(a, path, c, i, sums);
            if constexpr (N2 <= 2 * most) {
                sum_products<T, Terms, L1, L2, most, N2 - most, HasFeatures>(a, path, c, i, sums);
            } else {
                sum_products<T, Terms, L1, L2, most, most, HasFeatures>(a, path, c, i, sums);
                sum_products<T, Terms, L1, L2, 2 * most, N2 - 2 * most, HasFeatures>(a, path, c, i, sums);
            }
        }
        V<T> message[2 * (ins::most_harmonic_degree + ins::most_feature_degree) + 1] = {};
        for (const Coupling<T> &coupling : path.couplings) {
            message[coupling.m] += coupling.value * sums[coupling.product];
        }
        T *to = a.messages + static_cast<size_t>(i) * a.message_size + path.message + c.block * block<T> + c.offset;
        for (int32_t m = 0; m <= 2 * path.l; ++m) {
            store(to + static_cast<size_t>(m) * path.stride, a.scale[i] * message[m]);
        }
    }
}

template <typename T, int Terms>
void convolve_path(const ins::ConvolutionArguments<T> &a, const Path<T> &path, Channels c)
{
    if (a.features == nullptr) {
        switch (path.l1) {
        case 0: return convolve_path<T, Terms, 0, 0, false>(a, path, c);
        case 1: return convolve_path<T, Terms, 1, 0, false>(a, path, c);
        case 2: return convolve_path<T, Terms, 2, 0, false>(a, path, c);
        default: return convolve_path<T, Terms, 3, 0, false>(a, path, c);
        }
    }
    switch (4 * path.l2 + path.l1) {
    case 0: return convolve_path<T, Terms, 0, 0, true>(a, path, c);
    case 1: return convolve_path<T, Terms, 1, 0, true>(a, path, c);
    case 2: return convolve_path<T, Terms, 2, 0, true>(a, path, c);
    case 3: return convolve_path<T, Terms, 3, 0, true>(a, path, c);
    case 4: return convolve_path<T, Terms, 0, 1, true>(a, path, c);
    case 5: return convolve_path<T, Terms, 1, 1, true>(a, path, c);
    case 6: return convolve_path<T, Terms, 2, 1, true>(a, path, c);
    case 7: return convolve_path<T, Terms, 3, 1, true>(a, path, c);
    case 8: return convolve_path<T, Terms, 0, 2, true>(a, path, c);
    case 9: return convolve_path<T, Terms, 1, 2, true>(a, path, c);
    case 10: return convolve_path<T, Terms, 2, 2, true>(a, path, c);
    case 11: return convolve_path<T, Terms, 3, 2, true>(a, path, c);
    case 12: return convolve_path<T, Terms, 0, 3, true>(a, path, c);
    case 13: return convolve_path<T, Terms, 1, 3, true>(a, path, c);
    case 14: return convolve_path<T, Terms, 2, 3, true>(a, path, c);
    default: return convolve_path<T, Terms, 3, 3, true>(a, path, c);
    }
}

// dE/d(Y_m1 R h_m2) of one receiver and path: the couplings applied to the gradient of its message.
template <typename T>
void spread(const ins::ConvolutionArguments<T> &a, const Path<T> &path, Channels c, int32_t i, V<T> *gradients)
{
    const int32_t count = (2 * path.l1 + 1) * (2 * path.l2 + 1);
    for (int32_t k = 0; k < count; ++k) {
        gradients[k] = V<T>{};
    }
    const T *from = a.message_gradients + static_cast<size_t>(i) * a.message_size + path.message + c.block * block<T> + c.offset;
    for (const Coupling<T> &coupling : path.couplings) {
        const V<T> d = a.scale[i] * load(from + static_cast<size_t>(coupling.m) * path.stride);
        gradients[coupling.product] += coupling.value * d;
    }
}

// One edge and path of the reverse. g_m2 = sum_m1 Y_m1 b_m1m2; dE/dR = sum_m2 g_m2 h_m2; dE/dh_m2 = R g_m2;
// dE/dY_m1 = sum_m2 R h_m2 b_m1m2.
template <typename T, int Terms, int L1, int L2, bool HasFeatures>
INS_INLINE void reverse_edge(const ins::ConvolutionArguments<T> &a, const Path<T> &path, Channels c, int32_t e, const T *table,
                             const V<T> *b, V<T> (&edge)[2 * L1 + 2], V<T> &product)
{
    constexpr int N1 = 2 * L1 + 1, N2 = 2 * L2 + 1;
    V<T> r, slope;
    radial_with_slope<T, Terms>(table + static_cast<size_t>(a.row[e]) * Terms * block<T>, a.local[e], r, slope);
    const T *y = a.harmonics + static_cast<size_t>(e) * a.harmonic_count + L1 * L1;
    const size_t place = HasFeatures ? feature_place(a, a.sender[e], path.feature, c) : 0;
    V<T> radial_gradient{};
    repeat<N2>([&](auto m2) __attribute__((always_inline)) {
        V<T> h, hr = r;
        if constexpr (HasFeatures) {
            h = load(a.features + place + m2 * block<T>);
            hr = r * h;
        }
        V<T> g{};
        repeat<N1>([&](auto m1) __attribute__((always_inline)) {
            const V<T> d = b[m1 * N2 + m2];
            g += y[m1] * d;
            edge[m1] += hr * d;
        });
        if constexpr (HasFeatures) {
            radial_gradient += g * h;
            if (a.feature_gradients != nullptr) {
                T *to = a.feature_gradients + place + m2 * block<T>;
                store(to, load(to) + r * g);
            }
        } else {
            radial_gradient += g;
        }
    });
    edge[N1] += slope * radial_gradient;
    product += r * radial_gradient;
}

// All paths with harmonics of one degree: their gradients with respect to the harmonics stay in registers.
template <typename T, int Terms, int L1, bool HasFeatures>
void reverse_degree(const ins::ConvolutionArguments<T> &a, const Path<T> *paths, int32_t count, Channels c)
{
    constexpr int padded = L1 == 0 ? 2 : L1 == 1 ? 4 : 8;
    V<T> gradients[ins::most_paths][most_products];
    const T *tables[ins::most_paths];
    for (int32_t p = 0; p < count; ++p) {
        tables[p] = slice(a, paths[p].index, c);
    }
    for (int32_t i = 0; i < a.atoms; ++i) {
        for (int32_t p = 0; p < count; ++p) {
            spread(a, paths[p], c, i, gradients[p]);
        }
        V<T> product{};
        for (int32_t e = a.first[i]; e < a.first[i + 1]; ++e) {
            V<T> edge[2 * L1 + 2] = {};
            for (int32_t p = 0; p < count; ++p) {
                if constexpr (HasFeatures) {
                    switch (paths[p].l2) {
                    case 0: reverse_edge<T, Terms, L1, 0, true>(a, paths[p], c, e, tables[p], gradients[p], edge, product); break;
                    case 1: reverse_edge<T, Terms, L1, 1, true>(a, paths[p], c, e, tables[p], gradients[p], edge, product); break;
                    case 2: reverse_edge<T, Terms, L1, 2, true>(a, paths[p], c, e, tables[p], gradients[p], edge, product); break;
                    default: reverse_edge<T, Terms, L1, 3, true>(a, paths[p], c, e, tables[p], gradients[p], edge, product); break;
                    }
                } else {
                    reverse_edge<T, Terms, L1, 0, false>(a, paths[p], c, e, tables[p], gradients[p], edge, product);
                }
            }
            V<T> whole[padded] = {};
            repeat<2 * L1 + 2>([&](auto k) __attribute__((always_inline)) { whole[k] = edge[k]; });
            const size_t local = static_cast<size_t>(e - a.first[0]);
            add_sums<T, padded>(whole, a.edge_gradients + local * ins::gradient_width + ins::gradient_offset[L1]);
        }
        a.products[i] += sum_of_lanes<T>(product);
    }
}

template <typename T, int Terms, bool HasFeatures>
void reverse_degree(const ins::ConvolutionArguments<T> &a, const Path<T> *paths, int32_t count, Channels c)
{
    switch (paths[0].l1) {
    case 0: return reverse_degree<T, Terms, 0, HasFeatures>(a, paths, count, c);
    case 1: return reverse_degree<T, Terms, 1, HasFeatures>(a, paths, count, c);
    case 2: return reverse_degree<T, Terms, 2, HasFeatures>(a, paths, count, c);
    default: return reverse_degree<T, Terms, 3, HasFeatures>(a, paths, count, c);
    }
}

template <typename T>
void convolve(const ins::ConvolutionArguments<T> &a)
{
    const std::vector<Path<T>> paths = read_paths(a);
    for (Channels c{0, 0}; c.block < a.blocks; ++c.block) {
        for (c.offset = 0; c.offset < block<T>; c.offset += lanes<T>) {
            for (int32_t p = 0; p < a.paths; ++p) {
                convolve_path<T, table_terms<T>>(a, paths[p], c);
            }
        }
    }
}

template <typename T>
void convolve_reverse(const ins::ConvolutionArguments<T> &a)
{
    std::vector<Path<T>> paths = read_paths(a);
    std::stable_sort(paths.begin(), paths.end(), [](const Path<T> &p, const Path<T> &q) { return p.l1 < q.l1; });
    for (Channels c{0, 0}; c.block < a.blocks; ++c.block) {
        for (c.offset = 0; c.offset < block<T>; c.offset += lanes<T>) {
            for (int32_t begin = 0, end; begin < a.paths; begin = end) {
                for (end = begin; end < a.paths && paths[end].l1 == paths[begin].l1;) {
                    ++end;
                }
                if (a.features != nullptr) {
                    reverse_degree<T, table_terms<T>, true>(a, paths.data() + begin, end - begin, c);
                } else {
                    reverse_degree<T, table_terms<T>, false>(a, paths.data() + begin, end - begin, c);
                }
            }
        }
    }
}

}  // namespace
