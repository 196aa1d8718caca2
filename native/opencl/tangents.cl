// Tangents along displacement waves; see TangentKernels.cs and MessageTangents.cs for the equations. Options: PARTS (1 real, 2 complex
// tangents), and those of lanes.h. Channels are innermost; work items of the first dimension take neighbouring channels.
#include "lanes.h"

#define ROWS (3 * PARTS)

// Targets, or outputs, of one work item: with six rows 24 accumulators.
#define TILE 4

// Sizes of one receiver's message sum.
typedef struct {
    int channels, edges, slots, sets, paths, terms, feature_size, message_size, receiver_slot, tangent_slots;
    int first_edge, first_tangent_slot; // of this receiver, in arrays of all edges
} Messages;

// What one target component of the message is coupled with: entries of the tables of sources and couplings.
typedef struct {
    int path, message, sources, first_source, first_coupling;
} Target;

// Edge e of the receiver in arrays of all edges, and its weights.
#define EDGE(e) ((size_t)m.first_edge + (e))
#define WEIGHT(e, path) ((EDGE(e) * m.paths + (path)) * m.channels + c)

// T and its three derivatives of one term of an edge.
#define COUPLING(e, term, slope) couplings[(4 * EDGE(e) + (slope)) * m.terms + (term)]

// Which tangents of an edge's sender belong to a slot, or -1.
#define TANGENT_SLOT(e, slot) tangent_slots[(size_t)m.first_tangent_slot + (size_t)(e) * m.slots + (slot)]

// A row of the sums.
#define ROW_OF_SUM(set, slot, row) (sums + (((size_t)(set) * m.slots + (slot)) * ROWS + (row)) * m.message_size)

static inline void add(real value, global scalar *into)
{
    STORE(LOAD(into) + value, into);
}

// The edges' own change along dr = u_i - u_j p, added to the sums. Work items: channels, targets.
kernel void add_direct(Messages m, scalar scale, global const Target *restrict targets, global const int *restrict sources,
                       global const int *restrict terms, global const scalar *restrict weights, global const scalar *restrict slopes,
                       global const scalar *restrict couplings, global const scalar *restrict directions,
                       global const scalar *restrict phases, global const scalar *restrict translations,
                       global const int *restrict senders, global const int *restrict sender_slots,
                       global const scalar *restrict features, global scalar *sums)
{
    const int c = get_global_id(0) * LANES;
    if (c >= m.channels) {
        return;
    }
    const Target target = targets[get_global_id(1)];
    const int at = target.message + c;
    real own[3] = {0, 0, 0};
    for (int e = 0; e < m.edges; ++e) {
        const size_t weight = WEIGHT(e, target.path);
        const real r = LOAD(weights + weight), slope = LOAD(slopes + weight);
        global const scalar *h = features + (size_t)senders[EDGE(e)] * m.feature_size + c;
        real d[3] = {0, 0, 0};
        for (int s = 0; s < target.sources; ++s) {
            const int term = terms[target.first_coupling + s];
            if (term < 0) {
                continue;
            }
            const real value = LOAD(h + sources[target.first_source + s]);
            for (int a = 0; a < 3; ++a) {
                d[a] += (slope * (directions[3 * EDGE(e) + a] * COUPLING(e, term, 0)) + r * COUPLING(e, term, a + 1)) * value;
            }
        }
        const scalar cosine = phases[2 * EDGE(e)], sine = phases[2 * EDGE(e) + 1];
        const int slot = sender_slots[EDGE(e)];
        for (int a = 0; a < 3; ++a) {
            d[a] *= scale;
            own[a] += d[a];
            add(d[a] * -cosine, ROW_OF_SUM(0, slot, a * PARTS) + at);
#if PARTS == 2
            add(d[a] * -sine, ROW_OF_SUM(0, slot, 2 * a + 1) + at);
            for (int set = 1; set < m.sets; ++set) {
                const scalar length = translations[3 * EDGE(e) + set - 1];
                add(d[a] * (-length * sine), ROW_OF_SUM(set, slot, 2 * a) + at);
                add(d[a] * (length * cosine), ROW_OF_SUM(set, slot, 2 * a + 1) + at);
            }
#endif
        }
    }
    for (int a = 0; a < 3; ++a) {
        add(own[a], ROW_OF_SUM(0, m.receiver_slot, a * PARTS) + at);
    }
}

// p dh, or its derivative p (∂dh - i S dh), of one element in all rows.
static inline void turn(Messages m, int set, int from, scalar cosine, scalar sine, scalar length, global const scalar *tangents, int element, real *turned)
{
    global const scalar *first = tangents + (size_t)from * ROWS * m.feature_size + element;
    global const scalar *here = first + (size_t)set * m.tangent_slots * ROWS * m.feature_size;
    for (int a = 0; a < 3; ++a) {
#if PARTS == 1
        turned[a] = cosine * LOAD(here + (size_t)a * m.feature_size);
#else
        const size_t re = (size_t)(2 * a) * m.feature_size, im = re + m.feature_size;
        real x = LOAD(here + re), y = LOAD(here + im);
        if (set > 0) {
            x += length * LOAD(first + im);
            y -= length * LOAD(first + re);
        }
        turned[2 * a] = cosine * x - sine * y;
        turned[2 * a + 1] = sine * x + cosine * y;
#endif
    }
}

// Σ_e n R T p dh, added to the sums. Work items: channels, tiles of targets of one degree (first, number), sets and slots.
kernel void add_messages(Messages m, scalar scale, global const Target *restrict targets, global const int2 *restrict tiles,
                         global const int *restrict sources, global const int *restrict terms, global const scalar *restrict weights,
                         global const scalar *restrict couplings, global const scalar *restrict phases,
                         global const scalar *restrict translations, global const int *restrict tangent_slots,
                         global const scalar *restrict tangents, global scalar *sums)
{
    const int c = get_global_id(0) * LANES, set = get_global_id(2) / m.slots, slot = get_global_id(2) % m.slots;
    if (c >= m.channels) {
        return;
    }
    const int2 tile = tiles[get_global_id(1)];
    global const Target *group = targets + tile.x;
    real total[TILE][ROWS];
    for (int k = 0; k < TILE; ++k) {
        for (int row = 0; row < ROWS; ++row) {
            total[k][row] = 0;
        }
    }
    for (int e = 0; e < m.edges; ++e) {
        const int from = TANGENT_SLOT(e, slot);
        if (from < 0) {
            continue;
        }
        const scalar cosine = phases[2 * EDGE(e)], sine = phases[2 * EDGE(e) + 1], length = set > 0 ? translations[3 * EDGE(e) + set - 1] : 0;
        real r[TILE];
        for (int k = 0; k < TILE; ++k) {
            r[k] = scale * LOAD(weights + WEIGHT(e, group[min(k, tile.y - 1)].path));
        }
        for (int s = 0; s < group->sources; ++s) {
            real turned[ROWS];
            turn(m, set, from, cosine, sine, length, tangents, sources[group->first_source + s] + c, turned);
            for (int k = 0; k < TILE; ++k) {
                const int term = k < tile.y ? terms[group[min(k, tile.y - 1)].first_coupling + s] : -1;
                const real w = r[k] * (term < 0 ? (scalar)0 : COUPLING(e, max(term, 0), 0));
                for (int row = 0; row < ROWS; ++row) {
                    total[k][row] = MULTIPLY_ADD(w, turned[row], total[k][row]);
                }
            }
        }
    }
    for (int k = 0; k < tile.y; ++k) {
        for (int row = 0; row < ROWS; ++row) {
            add(total[k][row], ROW_OF_SUM(set, slot, row) + group[k].message + c);
        }
    }
}

// V_a = ∂(g·dM/dh)/∂r_a, [edges][3][feature_size]. Work items: channels, sources (element, first target, targets, place), edges.
kernel void edge_gradients(Messages m, int first_gradient, global const Target *restrict targets, global const int4 *restrict places,
                           global const int *restrict terms, global const scalar *restrict weights,
                           global const scalar *restrict slopes, global const scalar *restrict couplings,
                           global const scalar *restrict directions, global const scalar *restrict gradient, global scalar *v)
{
    const int c = get_global_id(0) * LANES, e = get_global_id(2);
    if (c >= m.channels) {
        return;
    }
    const int4 place = places[get_global_id(1)];
    real sum[3] = {0, 0, 0};
    for (int t = place.y; t < place.y + place.z; ++t) {
        const int term = terms[targets[t].first_coupling + place.w];
        if (term < 0) {
            continue;
        }
        const size_t weight = WEIGHT(e, targets[t].path);
        const real r = LOAD(weights + weight), slope = LOAD(slopes + weight), g = LOAD(gradient + first_gradient + targets[t].message + c);
        for (int a = 0; a < 3; ++a) {
            sum[a] += (slope * (directions[3 * EDGE(e) + a] * COUPLING(e, term, 0)) + r * COUPLING(e, term, a + 1)) * g;
        }
    }
    for (int a = 0; a < 3; ++a) {
        STORE(sum[a], v + (3 * EDGE(e) + a) * m.feature_size + place.x + c);
    }
}

// Adds w V_a to the gradients of the senders, [atoms][3][feature_size]. Work items: elements of the features, axes.
kernel void add_sender_gradients(Messages m, scalar weight, global const int *restrict senders, global const scalar *restrict v,
                                 global scalar *gradients)
{
    const int f = get_global_id(0) * LANES, a = get_global_id(1);
    if (f >= m.feature_size) {
        return;
    }
    for (int e = 0; e < m.edges; ++e) {
        add(weight * LOAD(v + (3 * EDGE(e) + a) * m.feature_size + f), gradients + (3 * (size_t)senders[EDGE(e)] + a) * m.feature_size + f);
    }
}

// Σ_e V_ea · p dh, added to mixed, [sets × slots][ROWS][3]. A work group takes one set and slot, its items share the features.
kernel void add_mixed(Messages m, global const scalar *restrict v, global const scalar *restrict phases,
                      global const scalar *restrict translations, global const int *restrict tangent_slots,
                      global const scalar *restrict tangents, int first_mixed, global scalar *mixed, local scalar *shared)
{
    const int item = get_local_id(0), items = get_local_size(0), at = get_global_id(1), set = at / m.slots, slot = at % m.slots;
    real total[ROWS][3];
    for (int row = 0; row < ROWS; ++row) {
        total[row][0] = total[row][1] = total[row][2] = 0;
    }
    for (int e = 0; e < m.edges; ++e) {
        const int from = TANGENT_SLOT(e, slot);
        const scalar cosine = phases[2 * EDGE(e)], sine = phases[2 * EDGE(e) + 1], length = set > 0 ? translations[3 * EDGE(e) + set - 1] : 0;
        for (int f = item * LANES; f < m.feature_size && from >= 0; f += items * LANES) {
            real turned[ROWS];
            turn(m, set, from, cosine, sine, length, tangents, f, turned);
            for (int a = 0; a < 3; ++a) {
                const real value = LOAD(v + (3 * EDGE(e) + a) * m.feature_size + f);
                for (int row = 0; row < ROWS; ++row) {
                    total[row][a] = MULTIPLY_ADD(value, turned[row], total[row][a]);
                }
            }
        }
    }
    for (int row = 0; row < ROWS; ++row) {
        for (int a = 0; a < 3; ++a) {
            shared[item * 3 * ROWS + 3 * row + a] = SUM(total[row][a]);
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int k = item; k < 3 * ROWS; k += items) {
        scalar sum = 0;
        for (int other = 0; other < items; ++other) {
            sum += shared[other * 3 * ROWS + k];
        }
        mixed[first_mixed + (size_t)at * 3 * ROWS + k] += sum;
    }
}

// y_o = Σ_p m_op x_p with a matrix for every channel. Work items: channels, tiles of outputs, threes of rows.
kernel void multiply_channels(int channels, int inputs, int outputs, int first_matrix, global const scalar *restrict matrix, global const scalar *restrict x,
                              global scalar *restrict y)
{
    const int c = get_global_id(0) * LANES, first = get_global_id(1) * TILE, row = get_global_id(2) * 3;
    if (c >= channels) {
        return;
    }
    real total[TILE][3];
    for (int k = 0; k < TILE; ++k) {
        total[k][0] = total[k][1] = total[k][2] = 0;
    }
    global const scalar *from = x + (size_t)row * inputs * channels + c;
    const size_t stride = (size_t)inputs * channels;
    for (int p = 0; p < inputs; ++p, from += channels) {
        const real x0 = LOAD(from), x1 = LOAD(from + stride), x2 = LOAD(from + 2 * stride);
        for (int k = 0; k < TILE; ++k) {
            const real factor = LOAD(matrix + first_matrix + ((size_t)min(first + k, outputs - 1) * inputs + p) * channels + c);
            total[k][0] = MULTIPLY_ADD(factor, x0, total[k][0]);
            total[k][1] = MULTIPLY_ADD(factor, x1, total[k][1]);
            total[k][2] = MULTIPLY_ADD(factor, x2, total[k][2]);
        }
    }
    for (int k = 0; k < TILE && first + k < outputs; ++k) {
        for (int r = 0; r < 3; ++r) {
            STORE(total[k][r], y + ((size_t)(row + r) * outputs + first + k) * channels + c);
        }
    }
}

// Rows of a and columns of b that one work item, or on a GPU one work group, multiplies.
#if LANES == 1
#define A_TILE 32
#define B_TILE 32
#define DEPTH 16
#else
#define A_TILE 6
#define B_TILE 4
#endif

// g_rs += w Σ_k a_rk b_sk; left of the diagonal blocks of six, elements may be left out. Rows and columns r of the products lie in g where
// the slot r / ROWS has its place, or one behind the other (first_place < 0). Work items: columns, rows; groups of 8 × 8 on a GPU.
kernel void add_row_products(int length, int a_rows, int b_rows, int upper, int width, int first_a, int first_b, int first_g, scalar weight,
                             int first_place, global const int *places, global const scalar *restrict a,
                             global const scalar *restrict b, global scalar *g)
{
    a += (size_t)first_a * length;
    b += (size_t)first_b * length;
    g += first_g;
#define PLACE(r) (first_place < 0 ? (r) : places[first_place + (r) / ROWS] * ROWS + (r) % ROWS)
#if LANES == 1
    local scalar a_part[A_TILE][DEPTH + 1], b_part[B_TILE][DEPTH + 1];
    const int r0 = get_group_id(1) * A_TILE, s0 = get_group_id(0) * B_TILE, i = get_local_id(1), j = get_local_id(0);
    if (upper && s0 + B_TILE <= r0 - r0 % 6) {
        return;
    }
    scalar total[4][4];
    for (int r = 0; r < 4; ++r) {
        for (int s = 0; s < 4; ++s) {
            total[r][s] = 0;
        }
    }
    for (int k0 = 0; k0 < length; k0 += DEPTH) {
        for (int at = i * 8 + j; at < A_TILE * DEPTH; at += 64) {
            const int row = at / DEPTH, k = at % DEPTH;
            a_part[row][k] = r0 + row < a_rows && k0 + k < length ? a[(size_t)(r0 + row) * length + k0 + k] : 0;
            b_part[row][k] = s0 + row < b_rows && k0 + k < length ? b[(size_t)(s0 + row) * length + k0 + k] : 0;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int k = 0; k < DEPTH; ++k) {
            for (int r = 0; r < 4; ++r) {
                for (int s = 0; s < 4; ++s) {
                    total[r][s] = MULTIPLY_ADD(a_part[i + 8 * r][k], b_part[j + 8 * s][k], total[r][s]);
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    for (int r = 0; r < 4; ++r) {
        for (int s = 0; s < 4; ++s) {
            const int row = r0 + i + 8 * r, column = s0 + j + 8 * s;
            if (row < a_rows && column < b_rows) {
                g[(size_t)PLACE(row) * width + PLACE(column)] += weight * total[r][s];
            }
        }
    }
#else
    const int s0 = get_global_id(0) * B_TILE, r0 = get_global_id(1) * A_TILE;
    if (r0 >= a_rows || s0 >= b_rows || (upper && s0 + B_TILE <= r0)) {
        return;
    }
    global const scalar *row[A_TILE], *column[B_TILE];
    real total[A_TILE][B_TILE];
    for (int r = 0; r < A_TILE; ++r) {
        row[r] = a + (size_t)min(r0 + r, a_rows - 1) * length;
        for (int s = 0; s < B_TILE; ++s) {
            column[s] = b + (size_t)min(s0 + s, b_rows - 1) * length;
            total[r][s] = 0;
        }
    }
    int k = 0;
    for (; k + LANES <= length; k += LANES) {
        real right[B_TILE];
        for (int s = 0; s < B_TILE; ++s) {
            right[s] = LOAD(column[s] + k);
        }
        for (int r = 0; r < A_TILE; ++r) {
            const real left = LOAD(row[r] + k);
            for (int s = 0; s < B_TILE; ++s) {
                total[r][s] = MULTIPLY_ADD(left, right[s], total[r][s]);
            }
        }
    }
    for (int r = 0; r < A_TILE && r0 + r < a_rows; ++r) {
        for (int s = 0; s < B_TILE && s0 + s < b_rows; ++s) {
            scalar sum = SUM(total[r][s]);
            for (int rest = k; rest < length; ++rest) {
                sum += row[r][rest] * column[s][rest];
            }
            g[(size_t)PLACE(r0 + r) * width + PLACE(s0 + s)] += weight * sum;
        }
    }
#endif
}

// Which rows a linear map reads and writes: slots of a set lie one behind the other, those of all atoms in arrays of more slots. A slot
// reads from where the map says, or, if that is negative, nothing.
typedef struct {
    int slots, x_slots, x_first, first_place, y_slots, y_first;
} Rows;

// y_(l m) = x_(l m) W, or y += x W, of one degree: sub = 2 l + 1 components. Work items: columns of W, sixes of (row, m).
kernel void map_rows(Rows r, int count, int sub, int in_width, int out_width, int in_size, int in_offset, int out_size, int out_offset,
                     int is_added, int first_w, global const int *places, global const scalar *restrict w, global const scalar *restrict x,
                     global scalar *restrict y)
{
    const int j = get_global_id(0) * LANES, first = get_global_id(1) * 6;
    if (j >= out_width) {
        return;
    }
    global const scalar *from[6];
    real total[6];
    int source[6];
    for (int k = 0; k < 6; ++k) {
        const int at = min(first + k, count - 1), row = at / sub, set = row / (ROWS * r.slots), within = row % (ROWS * r.slots);
        const int slot = r.first_place < 0 ? r.x_first + within / ROWS : places[r.first_place + within / ROWS];
        source[k] = slot;
        from[k] = x + ((size_t)(set * r.x_slots + max(slot, 0)) * ROWS + within % ROWS) * in_size + in_offset + at % sub * in_width;
        total[k] = 0;
    }
    for (int i = 0; i < in_width; ++i) {
        const real factor = LOAD(w + first_w + (size_t)i * out_width + j);
        for (int k = 0; k < 6; ++k) {
            total[k] = MULTIPLY_ADD((real)from[k][i], factor, total[k]);
        }
    }
    for (int k = 0; k < 6 && first + k < count; ++k) {
        const int at = first + k, row = at / sub, set = row / (ROWS * r.slots), within = row % (ROWS * r.slots);
        if (source[k] < 0) {
            continue;
        }
        global scalar *into = y + ((size_t)(set * r.y_slots + r.y_first) * ROWS + within) * out_size + out_offset + at % sub * out_width + j;
        STORE(is_added ? LOAD(into) + total[k] : total[k], into);
    }
}

// dA = n dM + M dn with dn/n = density[row], and the factors of its curvature, (α·dA, dn/n) and (dn/n, α·dA); arrays of one atom begin at
// first. A work group takes a row.
kernel void normalize_rows(int size, int first_row, scalar n, int first, global const scalar *restrict densities,
                           global const scalar *restrict primal, global const scalar *restrict gradient, global scalar *sums,
                           global scalar *factors, global scalar *curved, local scalar *shared)
{
    const int item = get_local_id(0), items = get_local_size(0), row = get_global_id(1);
    const scalar relative = densities[first_row + row];
    scalar product = 0;
    for (int k = item; k < size; k += items) {
        const scalar sum = sums[(size_t)row * size + k] + relative * n * primal[first + k];
        sums[(size_t)row * size + k] = sum;
        product += gradient[first + k] * sum;
    }
    shared[item] = product;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (item == 0) {
        for (int other = 1; other < items; ++other) {
            product += shared[other];
        }
        factors[2 * row] = curved[2 * row + 1] = product;
        factors[2 * row + 1] = curved[2 * row] = relative;
    }
}

// The gate along tangents: see GateStage.Curvature.cs. The scalar block of a row is [x_0 | g_1 | g_2 | …]; jets of one atom, its x and
// its gradient begin at first_*. Work items: channels, rows.
kernel void linearize_gate(int channels, int degrees, int in_size, int out_size, int first_jets, int first_x, int first_gradient,
                           global const scalar *restrict values, global const scalar *restrict slopes,
                           global const scalar *restrict curvatures, global const scalar *restrict x,
                           global const scalar *restrict gradient, global const scalar *restrict dx, global scalar *restrict dy,
                           global scalar *restrict curved)
{
    const int c = get_global_id(0) * LANES, row = get_global_id(1);
    if (c >= channels) {
        return;
    }
    dx += (size_t)row * in_size + c;
    dy += (size_t)row * out_size + c;
    curved += (size_t)row * in_size + c;
    x += first_x + c;
    gradient += first_gradient + c;
    const real d0 = LOAD(dx);
    STORE(LOAD(slopes + first_jets + c) * d0, dy);
    STORE(LOAD(gradient) * LOAD(curvatures + first_jets + c) * d0, curved);
    int from = degrees * channels, to = channels;
    for (int l = 1; l < degrees; ++l) {
        const int g = l * channels;
        const real dg = LOAD(dx + g), value = LOAD(values + first_jets + g + c), slope = LOAD(slopes + first_jets + g + c);
        const real bend = LOAD(curvatures + first_jets + g + c);
        real sum = 0;
        for (int m = 0; m <= 2 * l; ++m, from += channels, to += channels) {
            const real d = LOAD(dx + from), primal = LOAD(x + from), adjoint = LOAD(gradient + to);
            STORE(value * d + slope * primal * dg, dy + to);
            STORE(adjoint * slope * dg, curved + from);
            sum += adjoint * (slope * d + bend * primal * dg);
        }
        STORE(sum, curved + g);
    }
}

// y = x times a factor for each column. Work items: all elements.
kernel void scale_columns(int count, int width, int first, global const scalar *restrict factors, global const scalar *restrict x,
                          global scalar *restrict y)
{
    const int k = get_global_id(0);
    if (k < count) {
        y[k] = factors[first + k % width] * x[k];
    }
}
