// Sums of messages and their reverse.
//
// For one receiver and path the products Y_m1 R h_m2 are summed over the edges before the couplings are applied, once for the atom: the
// inner loop knows nothing of them. Nothing of the size edges × channels is stored. All sums are gathered, by receiver or by sender;
// no two work items write the same number.
#define TERMS (REAL_BYTES == 8 ? 12 : 8)
#define MOST_PRODUCTS 35
#define MOST_PATHS 16

// R(t) = c_0 + c_1 t + ...
INLINE V radial(const __global T *c, const T t)
{
    V r = load(c + (TERMS - 1) * BLOCK);
    #pragma unroll
    for (int k = TERMS - 2; k >= 0; --k) {
        r = multiply_add(r, (V)t, load(c + k * BLOCK));
    }
    return r;
}

// R and dR/dt.
INLINE void radial_with_slope(const __global T *c, const T t, V *r, V *slope)
{
    V value = load(c + (TERMS - 1) * BLOCK), change = value;
    #pragma unroll
    for (int k = TERMS - 2; k >= 0; --k) {
        value = multiply_add(value, (V)t, load(c + k * BLOCK));
        if (k > 0) {
            change = multiply_add(change, (V)t, value);
        }
    }
    *r = value;
    *slope = change;
}

// Rows of the radial table of one path; the block's own channels.
INLINE size_t slice(const int paths, const int path, const int table_rows, const int part)
{
    return ((size_t)(part / PARTS_OF_BLOCK) * paths + path) * table_rows * TERMS * BLOCK + part % PARTS_OF_BLOCK * LANES;
}

// Of an array [blocks][rows × width][block]: where the rows of a part's block begin.
INLINE size_t block_place(const int rows, const int width, const int part)
{
    return (size_t)(part / PARTS_OF_BLOCK) * rows * width * BLOCK + part % PARTS_OF_BLOCK * LANES;
}

// The sums of products of one receiver, from count components of the features.
INLINE void sum_products(const int l1, const int l2, const int from, const int count, const int has_features, const int begin, const int end,
                         const int harmonic_count, const __global int *restrict sender, const __global int *restrict rows,
                         const __global T *restrict places, const __global T *restrict harmonics, const __global T *restrict table,
                         const __global T *restrict features, V *sums)
{
    const int n1 = 2 * l1 + 1, n2 = 2 * l2 + 1;
    V products[21];
    EACH(k, 0, n1 * count, 21) {
        products[k] = (V)0;
    }
    for (int e = begin; e < end; ++e) {
        const V r = radial(table + (size_t)rows[e] * TERMS * BLOCK, places[e]);
        V h[5];
        if (has_features) {
            const __global T *source = features + ((size_t)sender[e] * n2 + from) * BLOCK;
            EACH(m2, 0, count, 5) {
                h[m2] = r * load(source + m2 * BLOCK);
            }
        } else {
            h[0] = r;
        }
        const __global T *y = harmonics + (size_t)e * harmonic_count + l1 * l1;
        EACH(m1, 0, n1, 7) {
            const V factor = (V)y[m1];
            EACH(m2, 0, count, 5) {
                products[m1 * count + m2] = multiply_add(factor, h[m2], products[m1 * count + m2]);
            }
        }
    }
    EACH(m1, 0, n1, 7) {
        EACH(m2, 0, count, 5) {
            sums[m1 * n2 + from + m2] = products[m1 * count + m2];
        }
    }
}

// The couplings of one path, sorted by component of the message: of product k to component m, [first[m] ... first[m + 1]).
#define CONVOLVE_PARAMETERS                                                                                                           \
    const int atoms, const int chunks, const int parts, const int paths, const int path, const int table_rows, const int harmonic_count, \
        const int degree, const int first_row, const __global int *restrict bounds, const __global int *restrict first,             \
        const __global int *restrict sender, const __global int *restrict rows, const __global T *restrict places,                   \
        const __global T *restrict harmonics, const __global T *restrict table, const __global T *restrict features,                 \
        const __global T *restrict scale, const __global int *restrict coupling_first, const __global int *restrict coupling_product, \
        const __global T *restrict coupling_value, __global T *restrict messages
#define CONVOLVE_ARGUMENTS                                                                                                            \
    atoms, chunks, parts, paths, path, table_rows, harmonic_count, degree, first_row, bounds, first, sender, rows, places, harmonics, \
        table, features, scale, coupling_first, coupling_product, coupling_value, messages

// Message of one path to the receivers of a chunk. first_row: rows [atoms][block] of the message before those of the path.
INLINE void convolve(const int l1, const int l2, const int has_features, CONVOLVE_PARAMETERS)
{
    const int part = get_global_id(CHANNEL_DIMENSION), chunk = get_global_id(ATOM_DIMENSION);
    if (part >= parts || chunk >= chunks) {
        return;
    }
    const int n1 = 2 * l1 + 1, n2 = 2 * l2 + 1, width = 2 * degree + 1;

    // At most 21 sums at a time, which leave room for the rest in 32 registers.
    const int most = n1 >= 5 ? 3 : 5;
    table += slice(paths, path, table_rows, part);
    features += has_features ? (size_t)atoms * l2 * l2 * (parts / PARTS_OF_BLOCK) * BLOCK + block_place(atoms, n2, part) : 0;
    messages += (size_t)first_row * atoms * BLOCK + block_place(atoms, width, part);
    for (int i = bounds[chunk]; i < bounds[chunk + 1]; ++i) {
        V sums[MOST_PRODUCTS];
        if (n2 <= most) {
            sum_products(l1, l2, 0, n2, has_features, first[i], first[i + 1], harmonic_count, sender, rows, places, harmonics, table, features, sums);
        } else {
            sum_products(l1, l2, 0, most, has_features, first[i], first[i + 1], harmonic_count, sender, rows, places, harmonics, table, features, sums);
            sum_products(l1, l2, most, n2 - most, has_features, first[i], first[i + 1], harmonic_count, sender, rows, places, harmonics, table, features, sums);
        }
        const V factor = (V)scale[i];
        for (int m = 0; m < width; ++m) {
            V message = (V)0;
            for (int k = coupling_first[m]; k < coupling_first[m + 1]; ++k) {
                message = multiply_add((V)coupling_value[k], sums[coupling_product[k]], message);
            }
            store(messages + ((size_t)i * width + m) * BLOCK, factor * message);
        }
    }
}

// dE/d(Y_m1 R h_m2) of each receiver and one path: the couplings, sorted by product, applied to the gradient of its message.
__kernel void spread(const int atoms, const int parts, const int degree, const int first_row, const int products, const int first_product,
                     const __global T *restrict scale, const __global int *restrict coupling_first, const __global int *restrict coupling_component,
                     const __global T *restrict coupling_value, const __global T *restrict message_gradients, __global T *restrict gradients)
{
    const int part = get_global_id(CHANNEL_DIMENSION), i = get_global_id(ATOM_DIMENSION);
    if (part >= parts || i >= atoms) {
        return;
    }
    const int width = 2 * degree + 1;
    const __global T *from = message_gradients + (size_t)first_row * atoms * BLOCK + block_place(atoms, width, part) + (size_t)i * width * BLOCK;
    __global T *to = gradients + (size_t)first_product * atoms * (parts / PARTS_OF_BLOCK) * BLOCK + block_place(atoms, products, part) + (size_t)i * products * BLOCK;
    const V factor = (V)scale[i];
    for (int p = 0; p < products; ++p) {
        V sum = (V)0;
        for (int k = coupling_first[p]; k < coupling_first[p + 1]; ++k) {
            sum = multiply_add((V)coupling_value[k], load(from + coupling_component[k] * BLOCK), sum);
        }
        store(to + p * BLOCK, factor * sum);
    }
}

// One edge and path of the reverse. d_m1 = sum_m2 h_m2 b_m1m2; dE/dY_m1 = R d_m1; dE/dR = sum_m1 Y_m1 d_m1.
INLINE void reverse_edge(const int l1, const int l2, const int has_features, const T place, const __global T *table, const __global T *features,
                         const T *y, const __global T *b, V *edge)
{
    const int n1 = 2 * l1 + 1, n2 = 2 * l2 + 1;
    V r, slope, d[7], h[5];
    radial_with_slope(table, place, &r, &slope);
    if (has_features) {
        EACH(m2, 0, n2, 5) {
            h[m2] = load(features + m2 * BLOCK);
        }
        EACH(m1, 0, n1, 7) {
            d[m1] = h[0] * load(b + m1 * n2 * BLOCK);
            EACH(m2, 1, n2, 5) {
                d[m1] = multiply_add(h[m2], load(b + (m1 * n2 + m2) * BLOCK), d[m1]);
            }
        }
    } else {
        EACH(m1, 0, n1, 7) {
            d[m1] = load(b + m1 * BLOCK);
        }
    }
    V radial_gradient = (V)0;
    EACH(m1, 0, n1, 7) {
        edge[m1] = multiply_add(r, d[m1], edge[m1]);
        radial_gradient = multiply_add((V)y[m1], d[m1], radial_gradient);
    }
    edge[n1] = multiply_add(slope, radial_gradient, edge[n1]);
}

#define REVERSE_PARAMETERS                                                                                                            \
    const int atoms, const int parts, const int paths, const int table_rows, const int harmonic_count, const int count,               \
        const __global int *restrict plan, const __global int *restrict bounds, const __global int *restrict first,                  \
        const __global int *restrict sender, const __global int *restrict rows, const __global T *restrict places,                   \
        const __global T *restrict harmonics, const __global T *restrict table, const __global T *restrict features,                 \
        const __global T *restrict products, __global T *restrict gradients
#define REVERSE_ARGUMENTS                                                                                                             \
    atoms, parts, paths, table_rows, harmonic_count, count, plan, bounds, first, sender, rows, places, harmonics, table, features, products, \
        gradients

// All paths with harmonics of one degree: gradients of the harmonics and of dE/dt of the edges of a chunk, summed over channels.
// plan: [count × 3], l2, number of the path, its first product. A work-group of ITEMS for each chunk.
INLINE void reverse_degree(const int l1, const int has_features, REVERSE_PARAMETERS, __local T *room)
{
    const int chunk = get_group_id(0), item = get_local_id(0), blocks = parts / PARTS_OF_BLOCK;
    const int n1 = 2 * l1 + 1, padded = l1 == 0 ? 2 : l1 == 1 ? 4 : 8, offset = l1 == 0 ? 0 : l1 == 1 ? 2 : l1 == 2 ? 8 : 16;
    for (int start = 0; start < parts; start += ITEMS) {
        const int part = start + item;
        size_t slices[MOST_PATHS], sources[MOST_PATHS], feature_places[MOST_PATHS];
        int l2s[MOST_PATHS];
        for (int p = 0; p < count; ++p) {
            const int l2 = plan[3 * p], n2 = 2 * l2 + 1;
            l2s[p] = l2;
            slices[p] = slice(paths, plan[3 * p + 1], table_rows, part);
            sources[p] = (size_t)plan[3 * p + 2] * atoms * blocks * BLOCK + block_place(atoms, n1 * n2, part);
            feature_places[p] = (size_t)atoms * l2 * l2 * blocks * BLOCK + block_place(atoms, n2, part);
        }
        for (int i = bounds[chunk]; i < bounds[chunk + 1]; ++i) {
            for (int e = first[i]; e < first[i + 1]; ++e) {
                V edge[8];
                T y[7], sums[8];
                EACH(k, 0, padded, 8) {
                    edge[k] = (V)0;
                }
                EACH(m1, 0, n1, 7) {
                    y[m1] = harmonics[(size_t)e * harmonic_count + l1 * l1 + m1];
                }
                const size_t row = (size_t)rows[e] * TERMS * BLOCK;
                const T place = places[e];
                for (int p = 0; p < count && part < parts; ++p) {
                    const __global T *from = table + slices[p] + row;
                    if (!has_features) {
                        reverse_edge(l1, 0, 0, place, from, features, y, products + sources[p] + (size_t)i * n1 * BLOCK, edge);
                    } else if (l2s[p] == 0) {
                        reverse_edge(l1, 0, 1, place, from, features + feature_places[p] + (size_t)sender[e] * BLOCK, y,
                                     products + sources[p] + (size_t)i * n1 * BLOCK, edge);
                    } else if (l2s[p] == 1) {
                        reverse_edge(l1, 1, 1, place, from, features + feature_places[p] + (size_t)sender[e] * 3 * BLOCK, y,
                                     products + sources[p] + (size_t)i * n1 * 3 * BLOCK, edge);
                    } else {
                        reverse_edge(l1, 2, 1, place, from, features + feature_places[p] + (size_t)sender[e] * 5 * BLOCK, y,
                                     products + sources[p] + (size_t)i * n1 * 5 * BLOCK, edge);
                    }
                }
                sums_of_lanes(padded, edge, sums);
                __global T *to = gradients + (size_t)e * GRADIENT_WIDTH + offset;
#if ITEMS > 1
                EACH(k, 0, padded, 8) {
                    room[k * ITEMS + item] = sums[k];
                }
                barrier(CLK_LOCAL_MEM_FENCE);
                if (item < padded) {
                    T sum = start == 0 ? 0 : to[item];
                    for (int k = 0; k < ITEMS; ++k) {
                        sum += room[item * ITEMS + k];
                    }
                    to[item] = sum;
                }
                barrier(CLK_LOCAL_MEM_FENCE);
#else
                EACH(k, 0, padded, 8) {
                    to[k] = start == 0 ? sums[k] : to[k] + sums[k];
                }
#endif
            }
        }
    }
}

#define GATHER_PARAMETERS                                                                                                             \
    const int atoms, const int chunks, const int parts, const int paths, const int path, const int table_rows, const int harmonic_count, \
        const int first_product, const __global int *restrict bounds, const __global int *restrict sent_first,                       \
        const __global int *restrict sent_edges, const __global int *restrict receiver, const __global int *restrict rows,           \
        const __global T *restrict places, const __global T *restrict harmonics, const __global T *restrict table,                   \
        const __global T *restrict products, __global T *restrict feature_gradients
#define GATHER_ARGUMENTS                                                                                                              \
    atoms, chunks, parts, paths, path, table_rows, harmonic_count, first_product, bounds, sent_first, sent_edges, receiver, rows, places, \
        harmonics, table, products, feature_gradients

// What the receivers of one path ask of the features of their senders, gathered by sender and added.
INLINE void gather(const int l1, const int l2, GATHER_PARAMETERS)
{
    const int part = get_global_id(CHANNEL_DIMENSION), chunk = get_global_id(ATOM_DIMENSION);
    if (part >= parts || chunk >= chunks) {
        return;
    }
    const int n1 = 2 * l1 + 1, n2 = 2 * l2 + 1, blocks = parts / PARTS_OF_BLOCK;
    table += slice(paths, path, table_rows, part);
    products += (size_t)first_product * atoms * blocks * BLOCK + block_place(atoms, n1 * n2, part);
    feature_gradients += (size_t)atoms * l2 * l2 * blocks * BLOCK + block_place(atoms, n2, part);
    for (int j = bounds[chunk]; j < bounds[chunk + 1]; ++j) {
        V sums[5];
        __global T *to = feature_gradients + (size_t)j * n2 * BLOCK;
        EACH(m2, 0, n2, 5) {
            sums[m2] = load(to + m2 * BLOCK);
        }
        for (int k = sent_first[j]; k < sent_first[j + 1]; ++k) {
            const int e = sent_edges[k];
            const __global T *b = products + (size_t)receiver[e] * n1 * n2 * BLOCK, *y = harmonics + (size_t)e * harmonic_count + l1 * l1;
            const V r = radial(table + (size_t)rows[e] * TERMS * BLOCK, places[e]);
            V g[5];
            EACH(m2, 0, n2, 5) {
                g[m2] = (V)y[0] * load(b + m2 * BLOCK);
            }
            EACH(m1, 1, n1, 7) {
                EACH(m2, 0, n2, 5) {
                    g[m2] = multiply_add((V)y[m1], load(b + (m1 * n2 + m2) * BLOCK), g[m2]);
                }
            }
            EACH(m2, 0, n2, 5) {
                sums[m2] = multiply_add(r, g[m2], sums[m2]);
            }
        }
        EACH(m2, 0, n2, 5) {
            store(to + m2 * BLOCK, sums[m2]);
        }
    }
}

// A kernel for each pair of degrees, compiled when it is first needed.
#define PATH_KERNELS(l1, l2)                                                                             \
    __kernel void convolve_##l1##_##l2(CONVOLVE_PARAMETERS) { convolve(l1, l2, 1, CONVOLVE_ARGUMENTS); } \
    __kernel void gather_##l1##_##l2(GATHER_PARAMETERS) { gather(l1, l2, GATHER_ARGUMENTS); }

#if ITEMS > 1
#define ROOM(l1) __local T room[(l1 == 0 ? 2 : l1 == 1 ? 4 : 8) * ITEMS];
#else
#define ROOM(l1) __local T *room = 0;
#endif

#define DEGREE_KERNELS(l1)                                                                                                \
    __kernel void convolve_##l1(CONVOLVE_PARAMETERS) { convolve(l1, 0, 0, CONVOLVE_ARGUMENTS); }                          \
    __kernel void reverse_##l1(REVERSE_PARAMETERS) { ROOM(l1) reverse_degree(l1, 0, REVERSE_ARGUMENTS, room); }           \
    __kernel void reverse_features_##l1(REVERSE_PARAMETERS) { ROOM(l1) reverse_degree(l1, 1, REVERSE_ARGUMENTS, room); } \
    PATH_KERNELS(l1, 0)                                                                                                   \
    PATH_KERNELS(l1, 1)                                                                                                   \
    PATH_KERNELS(l1, 2)

DEGREE_KERNELS(0)
DEGREE_KERNELS(1)
DEGREE_KERNELS(2)
DEGREE_KERNELS(3)
