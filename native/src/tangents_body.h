// The bodies of the tangent kernels, compiled once for each instruction set (INS_LANES doubles at a time). Everything is in an
// unnamed namespace: two translation units with different instruction sets must never share a function.
#include <cstddef>
#include <cstring>
#include <memory>
#include <utility>

#include "tangents.h"

#define INS_INLINE inline __attribute__((always_inline))

namespace {

typedef double Real __attribute__((vector_size(8 * INS_LANES)));

// Accumulators of one tile, of which 24 leave room for the operands in 32 registers, and 12 in 16.
constexpr int accumulators = INS_LANES == 8 ? 24 : 12;

// Rows that are worked on together: cosine and sine parts along x, y, z; or the real parts of two displacements.
constexpr int tile_rows = 6;

// Bytes of the packed matrices of a chunk of edges, a quarter of a second-level cache, and of their packed tangents, a first-level one.
constexpr int matrix_room = 128 * 1024 / sizeof(double), tangent_room = 16 * 1024 / sizeof(double);

// f(0), f(1), ... f(N - 1), each with a constant: arrays indexed by it stay in registers.
template <int N, typename F>
INS_INLINE void repeat(F f)
{
    [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
        (f(std::integral_constant<int, I>{}), ...);
    }(std::make_integer_sequence<int, N>{});
}

INS_INLINE Real load(const double *from)
{
    Real value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

INS_INLINE void store(double *to, Real value)
{
    std::memcpy(to, &value, sizeof value);
}

// The first lanes, the others 0.
INS_INLINE Real load(const double *from, int32_t lanes)
{
    if (lanes == INS_LANES) {
        return load(from);
    }
    Real value{};
    std::memcpy(&value, from, sizeof(double) * static_cast<size_t>(lanes));
    return value;
}

INS_INLINE void store(double *to, Real value, int32_t lanes)
{
    if (lanes == INS_LANES) {
        store(to, value);
    } else {
        std::memcpy(to, &value, sizeof(double) * static_cast<size_t>(lanes));
    }
}

INS_INLINE void add(double *to, Real value, int32_t lanes)
{
    store(to, load(to, lanes) + value, lanes);
}

INS_INLINE double sum_of_lanes(Real v)
{
    double sum = v[0];
    for (int k = 1; k < INS_LANES; ++k) {
        sum += v[k];
    }
    return sum;
}

// One group of couplings: the components of one degree of the features, and all that they are coupled with.
struct Group {
    int32_t sources, targets;
    const int32_t *source, *target, *coupling;
};

// Adds the edges of one receiver for INS_LANES channels and one group of couplings. Rows is the number of rows of a slot.
template <int Rows>
class MessageBlock {
    static constexpr int tile_targets = accumulators / Rows;
    static constexpr int parts = Rows / 3;

public:
    MessageBlock(const ins_tangent_messages &arguments, const Group &group, int32_t channel, double *matrix, double *tangents)
        : a(arguments), g(group), c(channel), lanes(a.channels - channel < INS_LANES ? a.channels - channel : INS_LANES),
          tiles((group.targets + 3 + tile_targets - 1) / tile_targets), w(matrix), x(tangents)
    {
    }

    void run()
    {
        const int32_t edge_size = tiles * tile_targets * g.sources * INS_LANES, turned_size = g.sources * Rows * INS_LANES;
        int32_t chunk = matrix_room / edge_size < tangent_room / turned_size ? matrix_room / edge_size : tangent_room / turned_size;
        chunk = chunk < 1 ? 1 : chunk > most_edges ? most_edges : chunk;
        for (int32_t begin = 0; begin < a.edges; begin += chunk) {
            count = a.edges - begin < chunk ? a.edges - begin : chunk;
            for (int32_t e = 0; e < count; ++e) {
                pack_edge(begin + e, e);
            }
            if (a.tangent_slots == nullptr) {
                continue;
            }
            for (int32_t set = 0; set < a.sets; ++set) {
                for (int32_t slot = 0; slot < a.slots; ++slot) {
                    add_slot(begin, set, slot);
                }
            }
        }
    }

private:
    static constexpr int most_edges = 64;

    // W[tile][edge][source][target of the tile] = n R T; behind the targets the three rows of V.
    INS_INLINE double *place(int32_t target, int32_t edge, int32_t source)
    {
        return w + (((static_cast<size_t>(target / tile_targets) * count + edge) * g.sources + source) * tile_targets +
                    target % tile_targets) * INS_LANES;
    }

    void pack_edge(int32_t e, int32_t at)
    {
        const double *coupling = a.couplings + 4 * static_cast<size_t>(e) * a.terms, *u = a.directions + 3 * e;
        const double *h = a.features + static_cast<size_t>(a.senders[e]) * a.feature_size + c;
        Real v[3][ins::most_sources]{}, features[ins::most_sources];
        for (int32_t s = 0; s < g.sources; ++s) {
            features[s] = load(h + g.source[s], lanes) * a.scale;
        }
        for (int32_t t = 0; t < g.targets; ++t) {
            const size_t weight = (static_cast<size_t>(e) * a.paths + g.target[2 * t]) * a.channels + c;
            const Real r = load(a.weights + weight, lanes), slope = load(a.weight_slopes + weight, lanes);
            const Real gradient = load(a.gradient + g.target[2 * t + 1] + c, lanes);
            Real direct[3]{};
            for (int32_t s = 0; s < g.sources; ++s) {
                const int32_t term = g.coupling[t * g.sources + s];
                if (term < 0) {
                    store(place(t, at, s), Real{});
                    continue;
                }
                store(place(t, at, s), r * (a.scale * coupling[term]));
                // d(R T)/dr_a = R' u_a T + R dT/dr_a
                repeat<3>([&](auto k) __attribute__((always_inline)) {
                    const Real change = slope * (u[k] * coupling[term]) + r * coupling[(k + 1) * a.terms + term];
                    direct[k] += change * features[s];
                    v[k][s] += change * gradient;
                });
            }
            add_direct(e, g.target[2 * t + 1] + c, direct);
        }
        if (a.tangent_slots == nullptr) {
            return;
        }
        for (int32_t s = 0; s < g.sources; ++s) {
            for (int32_t t = g.targets; t < tiles * tile_targets; ++t) {
                store(place(t, at, s), t < g.targets + 3 ? v[t - g.targets][s] : Real{});
            }
            for (int k = 0; k < 3 && a.weight != 0; ++k) {
                add(a.sender_gradients + (3 * static_cast<size_t>(a.senders[e]) + k) * a.feature_size + g.source[s] + c,
                    v[k][s] * a.weight, lanes);
            }
        }
    }

    INS_INLINE double *sum(int32_t set, int32_t slot, int32_t row)
    {
        return a.sums + ((static_cast<size_t>(set) * a.slots + slot) * Rows + row) * a.message_size;
    }

    // The edge's own change along dr = u_i - u_j p.
    INS_INLINE void add_direct(int32_t e, int32_t target, const Real (&direct)[3])
    {
        const double cosine = a.phases[2 * e], sine = a.phases[2 * e + 1];
        const int32_t sender = a.sender_slots[e];
        for (int k = 0; k < 3; ++k) {
            add(sum(0, a.receiver_slot, k * parts) + target, direct[k], lanes);
            add(sum(0, sender, k * parts) + target, direct[k] * -cosine, lanes);
            if constexpr (parts == 2) {
                add(sum(0, sender, k * parts + 1) + target, direct[k] * -sine, lanes);
                for (int32_t set = 1; set < a.sets; ++set) {
                    const double length = a.translations[3 * e + set - 1];
                    add(sum(set, sender, k * parts) + target, direct[k] * (-length * sine), lanes);
                    add(sum(set, sender, k * parts + 1) + target, direct[k] * (length * cosine), lanes);
                }
            }
        }
    }

    // All edges of the chunk for one displaced atom.
    void add_slot(int32_t begin, int32_t set, int32_t slot)
    {
        int32_t active[most_edges], found = 0;
        for (int32_t e = 0; e < count; ++e) {
            const int32_t from = a.tangent_slots[static_cast<size_t>(begin + e) * a.slots + slot];
            if (from >= 0) {
                turn(begin + e, from, set, x + static_cast<size_t>(found) * g.sources * Rows * INS_LANES);
                active[found++] = e;
            }
        }
        for (int32_t tile = 0; tile < tiles && found > 0; ++tile) {
            add_tile(tile, active, found, set, slot);
        }
    }

    // p dh, or its derivative p (d'h - i S dh): [source][row][lane]
    INS_INLINE void turn(int32_t e, int32_t slot, int32_t set, double *to)
    {
        const size_t size = static_cast<size_t>(a.feature_size);
        const double *first = a.tangents + static_cast<size_t>(slot) * Rows * size + c, *from = first + static_cast<size_t>(set) * a.tangent_slot_count * Rows * size;
        const double cosine = a.phases[2 * e], sine = a.phases[2 * e + 1], length = set > 0 ? a.translations[3 * e + set - 1] : 0;
        for (int32_t s = 0; s < g.sources; ++s) {
            for (int k = 0; k < 3; ++k, to += parts * INS_LANES) {
                const size_t at = k * parts * size + g.source[s];
                Real re = load(from + at, lanes);
                if constexpr (parts == 1) {
                    store(to, re * cosine);
                } else {
                    Real im = load(from + at + size, lanes);
                    if (set > 0) {
                        re += length * load(first + at + size, lanes);
                        im -= length * load(first + at, lanes);
                    }
                    store(to, re * cosine - im * sine);
                    store(to + INS_LANES, re * sine + im * cosine);
                }
            }
        }
    }

    INS_INLINE void add_tile(int32_t tile, const int32_t *active, int32_t found, int32_t set, int32_t slot)
    {
        const double *matrix = w + static_cast<size_t>(tile) * count * g.sources * tile_targets * INS_LANES, *tangent = x;
        Real total[tile_targets][Rows];
        repeat<tile_targets>([&](auto t) __attribute__((always_inline)) {
            repeat<Rows>([&](auto r) __attribute__((always_inline)) { total[t][r] = Real{}; });
        });
        for (int32_t n = 0; n < found; ++n) {
            const double *edge = matrix + static_cast<size_t>(active[n]) * g.sources * tile_targets * INS_LANES;
            for (int32_t s = 0; s < g.sources; ++s, edge += tile_targets * INS_LANES, tangent += Rows * INS_LANES) {
                Real row[Rows];
                repeat<Rows>([&](auto r) __attribute__((always_inline)) { row[r] = load(tangent + r * INS_LANES); });
                repeat<tile_targets>([&](auto t) __attribute__((always_inline)) {
                    const Real factor = load(edge + t * INS_LANES);
                    repeat<Rows>([&](auto r) __attribute__((always_inline)) { total[t][r] += factor * row[r]; });
                });
            }
        }
        repeat<tile_targets>([&](auto t) __attribute__((always_inline)) {
            const int32_t target = tile * tile_targets + t;
            if (target < g.targets) {
                double *to = sum(set, slot, 0) + g.target[2 * target + 1] + c;
                repeat<Rows>([&](auto r) __attribute__((always_inline)) {
                    add(to + static_cast<size_t>(r) * a.message_size, total[t][r], lanes);
                });
            } else if (target < g.targets + 3) {
                double *to = a.mixed + (static_cast<size_t>(set) * a.slots + slot) * Rows * 3 + (target - g.targets);
                repeat<Rows>([&](auto r) __attribute__((always_inline)) { to[3 * r] += sum_of_lanes(total[t][r]); });
            }
        });
    }

    const ins_tangent_messages &a;
    const Group &g;
    int32_t c, lanes, tiles, count = 0;
    double *w, *x;
};

template <int Rows>
void add_messages(const ins_tangent_messages &a)
{
    // More than the stack of a thread should give.
    constexpr size_t least_matrix = static_cast<size_t>(ins::most_couplings) * INS_LANES;
    constexpr size_t room = matrix_room > least_matrix ? matrix_room : least_matrix;
    thread_local const std::unique_ptr<double[]> matrix(new double[room]), tangents(new double[tangent_room]);
    for (int32_t c = 0; c < a.channels; c += INS_LANES) {
        Group group{0, 0, a.group_sources, a.group_targets, a.group_couplings};
        for (int32_t g = 0; g < a.groups; ++g) {
            group.sources = a.group_sizes[2 * g];
            group.targets = a.group_sizes[2 * g + 1];
            MessageBlock<Rows>(a, group, c, matrix.get(), tangents.get()).run();
            group.source += group.sources;
            group.target += 2 * group.targets;
            group.coupling += group.sources * group.targets;
        }
    }
}

void add_messages_of(const ins_tangent_messages &a)
{
    if (a.rows == 3) {
        add_messages<3>(a);
    } else {
        add_messages<6>(a);
    }
}

// Outputs × Rows of y_o = sum_p m_op x_p at INS_LANES channels.
template <int Outputs, int Rows>
INS_INLINE void channel_tile(int32_t channels, int32_t inputs, int32_t outputs, int32_t lanes, const double *m, const double *x, double *y)
{
    const size_t x_stride = static_cast<size_t>(inputs) * channels, y_stride = static_cast<size_t>(outputs) * channels;
    Real total[Outputs][Rows];
    repeat<Outputs>([&](auto o) __attribute__((always_inline)) {
        repeat<Rows>([&](auto r) __attribute__((always_inline)) { total[o][r] = Real{}; });
    });
    for (int32_t p = 0; p < inputs; ++p, x += channels, m += channels) {
        Real row[Rows];
        repeat<Rows>([&](auto r) __attribute__((always_inline)) { row[r] = load(x + r * x_stride, lanes); });
        repeat<Outputs>([&](auto o) __attribute__((always_inline)) {
            const Real factor = load(m + o * x_stride, lanes);
            repeat<Rows>([&](auto r) __attribute__((always_inline)) { total[o][r] += factor * row[r]; });
        });
    }
    repeat<Outputs>([&](auto o) __attribute__((always_inline)) {
        repeat<Rows>([&](auto r) __attribute__((always_inline)) {
            store(y + r * y_stride + static_cast<size_t>(o) * channels, total[o][r], lanes);
        });
    });
}

template <int Outputs>
void channel_outputs(int32_t channels, int32_t rows, int32_t inputs, int32_t outputs, const double *m, const double *x, double *y)
{
    const size_t x_stride = static_cast<size_t>(inputs) * channels, y_stride = static_cast<size_t>(outputs) * channels;
    for (int32_t c = 0; c < channels; c += INS_LANES) {
        const int32_t lanes = channels - c < INS_LANES ? channels - c : INS_LANES;
        int32_t r = 0;
        for (; r + tile_rows <= rows; r += tile_rows) {
            channel_tile<Outputs, tile_rows>(channels, inputs, outputs, lanes, m + c, x + r * x_stride + c, y + r * y_stride + c);
        }
        for (; r < rows; ++r) {
            channel_tile<Outputs, 1>(channels, inputs, outputs, lanes, m + c, x + r * x_stride + c, y + r * y_stride + c);
        }
    }
}

void multiply_channels(int32_t channels, int32_t rows, int32_t inputs, int32_t outputs, const double *m, const double *x, double *y)
{
    constexpr int tile = accumulators / tile_rows;
    const size_t step = static_cast<size_t>(inputs) * channels;
    int32_t o = 0;
    for (; o + tile <= outputs; o += tile) {
        channel_outputs<tile>(channels, rows, inputs, outputs, m + o * step, x, y + static_cast<size_t>(o) * channels);
    }
    for (; o < outputs; ++o) {
        channel_outputs<1>(channels, rows, inputs, outputs, m + o * step, x, y + static_cast<size_t>(o) * channels);
    }
}

// Rows × Columns of g += a bᵀ over a part of their length.
template <int Rows, int Columns>
INS_INLINE void product_tile(int32_t length, int32_t part, const double *a, const double *b, double *g, int32_t g_stride)
{
    const size_t stride = static_cast<size_t>(length);
    Real total[Rows][Columns];
    repeat<Rows>([&](auto r) __attribute__((always_inline)) {
        repeat<Columns>([&](auto s) __attribute__((always_inline)) { total[r][s] = Real{}; });
    });
    int32_t k = 0;
    for (; k < part; k += INS_LANES) {
        const int32_t lanes = part - k < INS_LANES ? part - k : INS_LANES;
        Real column[Columns];
        repeat<Columns>([&](auto s) __attribute__((always_inline)) { column[s] = load(b + s * stride + k, lanes); });
        repeat<Rows>([&](auto r) __attribute__((always_inline)) {
            const Real row = load(a + r * stride + k, lanes);
            repeat<Columns>([&](auto s) __attribute__((always_inline)) { total[r][s] += row * column[s]; });
        });
    }
    repeat<Rows>([&](auto r) __attribute__((always_inline)) {
        repeat<Columns>([&](auto s) __attribute__((always_inline)) {
            g[static_cast<size_t>(r) * g_stride + s] += sum_of_lanes(total[r][s]);
        });
    });
}

template <int Rows>
void product_rows(int32_t length, int32_t part, int32_t first, int32_t columns, const double *a, const double *b, double *g)
{
    constexpr int tile = accumulators / tile_rows;
    const size_t stride = static_cast<size_t>(length);
    int32_t s = first;
    for (; s + tile <= columns; s += tile) {
        product_tile<Rows, tile>(length, part, a, b + s * stride, g + s, columns);
    }
    for (; s < columns; ++s) {
        product_tile<Rows, 1>(length, part, a, b + s * stride, g + s, columns);
    }
}

void add_row_products(int32_t length, int32_t a_rows, int32_t b_rows, bool upper, const double *a, const double *b, double *g)
{
    // Part of the rows whose six rows of A stay in the first-level cache, and all of B in the second.
    constexpr int32_t part = 256;
    const size_t stride = static_cast<size_t>(length);
    for (int32_t k = 0; k < length; k += part) {
        const int32_t rest = length - k < part ? length - k : part;
        int32_t r = 0;
        for (; r + tile_rows <= a_rows; r += tile_rows) {
            product_rows<tile_rows>(length, rest, upper ? r : 0, b_rows, a + r * stride + k, b + k, g + static_cast<size_t>(r) * b_rows);
        }
        for (; r < a_rows; ++r) {
            product_rows<1>(length, rest, upper ? r / tile_rows * tile_rows : 0, b_rows, a + r * stride + k, b + k,
                            g + static_cast<size_t>(r) * b_rows);
        }
    }
}

constexpr ins::TangentKernels kernels = {add_messages_of, multiply_channels, add_row_products};

}  // namespace
