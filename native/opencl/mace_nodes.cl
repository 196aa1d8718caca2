// What happens at the atoms: linear maps of channels, products of messages, gates, readouts.

#define MULTIPLY_PARAMETERS                                                                                                             \
    const int atoms, const int count, const int first, const int width, const int inner, const int parts, const int add, const ulong a_offset, \
        const ulong c_offset, const __global int *restrict index, const __global T *restrict b, const __global T *restrict a, __global T *restrict c
#define MULTIPLY_ARGUMENTS atoms, count, first, width, inner, parts, add, a_offset, c_offset, index, b, a, c

// C = A B or C += A B for the rows of some atoms, tile_rows times tile_vectors of C by each work item. A: [inner / block][rows × width][block],
// C likewise, width rows for each of all atoms; B: [columns / block][inner][block]. index: count atoms from first on.
INLINE void multiply_tile(const int tile_rows, const int tile_vectors, MULTIPLY_PARAMETERS)
{
    const int row = get_global_id(ATOM_DIMENSION) * tile_rows, column = get_global_id(CHANNEL_DIMENSION) * tile_vectors, rows = count * width;
    if (row >= rows || column >= parts) {
        return;
    }
    a += a_offset;
    c += c_offset;
    size_t places[8];
    const __global T *columns[4];
    V sums[32];
    EACH(k, 0, tile_rows * tile_vectors, 32) {
        sums[k] = (V)0;
    }
    // Rows and columns that are not there repeat the last one; their results are not stored.
    EACH(r, 0, tile_rows, 8) {
        const int own = min(row + r, rows - 1);
        places[r] = ((size_t)index[first + own / width] * width + own % width) * BLOCK;
    }
    EACH(v, 0, tile_vectors, 4) {
        const int part = min(column + v, parts - 1);
        columns[v] = b + (size_t)(part / PARTS_OF_BLOCK) * inner * BLOCK + part % PARTS_OF_BLOCK * LANES;
    }
    const size_t panel = (size_t)atoms * width * BLOCK;
    for (int k = 0; k < inner; k += BLOCK) {
        for (int n = 0; n < BLOCK; ++n) {
            V factors[4];
            EACH(v, 0, tile_vectors, 4) {
                factors[v] = load(columns[v] + (size_t)(k + n) * BLOCK);
            }
            EACH(r, 0, tile_rows, 8) {
                const V value = (V)a[places[r] + n];
                EACH(v, 0, tile_vectors, 4) {
                    sums[r * tile_vectors + v] = multiply_add(value, factors[v], sums[r * tile_vectors + v]);
                }
            }
        }
        a += panel;
    }
    EACH(r, 0, tile_rows, 8) {
        EACH(v, 0, tile_vectors, 4) {
            if (row + r < rows && column + v < parts) {
                const int part = column + v;
                __global T *to = c + part / PARTS_OF_BLOCK * panel + part % PARTS_OF_BLOCK * LANES + places[r];
                store(to, add ? load(to) + sums[r * tile_vectors + v] : sums[r * tile_vectors + v]);
            }
        }
    }
}

// One column of channels for GPUs; for processors tiles that fill 32 registers, or half of them where there are few columns.
__kernel void multiply_8_1(MULTIPLY_PARAMETERS) { multiply_tile(8, 1, MULTIPLY_ARGUMENTS); }
__kernel void multiply_8_2(MULTIPLY_PARAMETERS) { multiply_tile(8, 2, MULTIPLY_ARGUMENTS); }
__kernel void multiply_6_4(MULTIPLY_PARAMETERS) { multiply_tile(6, 4, MULTIPLY_ARGUMENTS); }

// Atoms that go through the polynomials together, so that each coefficient is read once for all of them; and where their components lie:
// work items that are neighbours share local memory, whose columns are theirs, since registers cannot be indexed.
#if LANES == 1
#define TOGETHER 1
#define CONTRACTION_GROUP 32
#define ROWS_OF(name, count) __local V name##_room[count * CONTRACTION_GROUP]; __local V *name = name##_room + get_local_id(0);
#define ROW(name, k, n) name[(k) * CONTRACTION_GROUP]
#define ROW_POINTER __local V *
#else
#define TOGETHER 4
#define ROWS_OF(name, count) V name[(count) * TOGETHER];
#define ROW(name, k, n) name[(k) * TOGETHER + (n)]
#define ROW_POINTER V *
#endif
#define MOST_COMPONENTS 16

// Components l² + m of the atoms of a group.
INLINE void load_atoms(const int atoms, const int components, const int parts, const int part, const int *group, const __global T *from, ROW_POINTER to)
{
    for (int l = 0, p = 0; p < components; ++l) {
        for (int m = 0; m <= 2 * l; ++m, ++p) {
            #pragma unroll
            for (int n = 0; n < TOGETHER; ++n) {
                ROW(to, p, n) = load(from + (size_t)atoms * l * l * (parts / PARTS_OF_BLOCK) * BLOCK + block_place(atoms, 2 * l + 1, part)
                                     + ((size_t)group[n] * (2 * l + 1) + m) * BLOCK);
            }
        }
    }
}

INLINE void store_atoms(const int atoms, const int components, const int parts, const int part, const int *group, __global T *to, ROW_POINTER from)
{
    for (int l = 0, p = 0; p < components; ++l) {
        for (int m = 0; m <= 2 * l; ++m, ++p) {
            #pragma unroll
            for (int n = 0; n < TOGETHER; ++n) {
                store(to + (size_t)atoms * l * l * (parts / PARTS_OF_BLOCK) * BLOCK + block_place(atoms, 2 * l + 1, part)
                          + ((size_t)group[n] * (2 * l + 1) + m) * BLOCK, ROW(from, p, n));
            }
        }
    }
}

#define CONTRACTION_PARAMETERS                                                                                                          \
    const int atoms, const int count, const int start, const int parts, const int components, const int outputs, const int plan_length, \
        const int terms, __constant int *restrict plan, const __global int *restrict index, const __global T *restrict coefficients,    \
        const __global T *restrict x_values

// The polynomials of one element, P_o(x) = sum_pq x_p x_q (c_pqo + sum_r c_pqro x_r), p q from the plan (q = -1 for the linear terms).
// The plan holds, monomial after monomial: p, q, number of its own terms, their outputs, number of factors r; then for each of these
// r, number of terms, their outputs. Coefficients lie in the order in which they are needed.
__kernel void contract(CONTRACTION_PARAMETERS, __global T *restrict values)
{
    const int part = min((int)get_global_id(CHANNEL_DIMENSION), parts - 1), place = get_global_id(ATOM_DIMENSION) * TOGETHER;
    ROWS_OF(x, MOST_COMPONENTS)
    ROWS_OF(b, MOST_COMPONENTS)
    if (place >= count) {
        return;
    }
    int group[TOGETHER];
    for (int n = 0; n < TOGETHER; ++n) {
        group[n] = index[start + min(place + n, count - 1)];
    }
    load_atoms(atoms, components, parts, part, group, x_values, x);
    for (int o = 0; o < outputs; ++o) {
        for (int n = 0; n < TOGETHER; ++n) {
            ROW(b, o, n) = (V)0;
        }
    }
    const __global T *coefficient = coefficients + (size_t)(part / PARTS_OF_BLOCK) * terms * BLOCK + part % PARTS_OF_BLOCK * LANES;
    for (int at = 0; at < plan_length;) {
        const int p = plan[at++], q = plan[at++];
        V pair[TOGETHER];
        #pragma unroll
        for (int n = 0; n < TOGETHER; ++n) {
            pair[n] = q < 0 ? ROW(x, p, n) : ROW(x, p, n) * ROW(x, q, n);
        }
        for (int k = plan[at++]; k > 0; --k, coefficient += BLOCK) {
            const int o = plan[at++];
            const V c = load(coefficient);
            #pragma unroll
            for (int n = 0; n < TOGETHER; ++n) {
                ROW(b, o, n) = multiply_add(c, pair[n], ROW(b, o, n));
            }
        }
        for (int factors = plan[at++]; factors > 0; --factors) {
            const int r = plan[at++];
            V triple[TOGETHER];
            #pragma unroll
            for (int n = 0; n < TOGETHER; ++n) {
                triple[n] = pair[n] * ROW(x, r, n);
            }
            for (int k = plan[at++]; k > 0; --k, coefficient += BLOCK) {
                const int o = plan[at++];
                const V c = load(coefficient);
                #pragma unroll
                for (int n = 0; n < TOGETHER; ++n) {
                    ROW(b, o, n) = multiply_add(c, triple[n], ROW(b, o, n));
                }
            }
        }
    }
    store_atoms(atoms, outputs, parts, part, group, values, b);
}

// With w = sum_o c_o dE/dB_o the gradient is that of the single polynomial sum_pq x_p x_q s_pq, s_pq = w_pq + sum_r w_pqr x_r.
__kernel void contract_reverse(CONTRACTION_PARAMETERS, const __global T *restrict gradients, __global T *restrict x_gradients)
{
    const int part = min((int)get_global_id(CHANNEL_DIMENSION), parts - 1), place = get_global_id(ATOM_DIMENSION) * TOGETHER;
    ROWS_OF(x, MOST_COMPONENTS)
    ROWS_OF(dx, MOST_COMPONENTS)
    ROWS_OF(seed, MOST_COMPONENTS)
    if (place >= count) {
        return;
    }
    int group[TOGETHER];
    for (int n = 0; n < TOGETHER; ++n) {
        group[n] = index[start + min(place + n, count - 1)];
    }
    load_atoms(atoms, components, parts, part, group, x_values, x);
    load_atoms(atoms, outputs, parts, part, group, gradients, seed);
    for (int p = 0; p < components; ++p) {
        for (int n = 0; n < TOGETHER; ++n) {
            ROW(dx, p, n) = (V)0;
        }
    }
    const __global T *coefficient = coefficients + (size_t)(part / PARTS_OF_BLOCK) * terms * BLOCK + part % PARTS_OF_BLOCK * LANES;
    for (int at = 0; at < plan_length;) {
        const int p = plan[at++], q = plan[at++];
        V pair[TOGETHER], s[TOGETHER];
        #pragma unroll
        for (int n = 0; n < TOGETHER; ++n) {
            pair[n] = q < 0 ? ROW(x, p, n) : ROW(x, p, n) * ROW(x, q, n);
            s[n] = (V)0;
        }
        for (int k = plan[at++]; k > 0; --k, coefficient += BLOCK) {
            const int o = plan[at++];
            const V c = load(coefficient);
            #pragma unroll
            for (int n = 0; n < TOGETHER; ++n) {
                s[n] = multiply_add(c, ROW(seed, o, n), s[n]);
            }
        }
        for (int factors = plan[at++]; factors > 0; --factors) {
            const int r = plan[at++];
            V w[TOGETHER];
            #pragma unroll
            for (int n = 0; n < TOGETHER; ++n) {
                w[n] = (V)0;
            }
            for (int k = plan[at++]; k > 0; --k, coefficient += BLOCK) {
                const int o = plan[at++];
                const V c = load(coefficient);
                #pragma unroll
                for (int n = 0; n < TOGETHER; ++n) {
                    w[n] = multiply_add(c, ROW(seed, o, n), w[n]);
                }
            }
            #pragma unroll
            for (int n = 0; n < TOGETHER; ++n) {
                s[n] = multiply_add(w[n], ROW(x, r, n), s[n]);
                ROW(dx, r, n) = multiply_add(w[n], pair[n], ROW(dx, r, n));
            }
        }
        #pragma unroll
        for (int n = 0; n < TOGETHER; ++n) {
            if (q < 0) {
                ROW(dx, p, n) += s[n];
            } else {
                const V by_p = s[n] * ROW(x, q, n), by_q = s[n] * ROW(x, p, n);
                ROW(dx, p, n) += by_p;
                ROW(dx, q, n) += by_q;
            }
        }
    }
    store_atoms(atoms, components, parts, part, group, x_gradients, dx);
}

// Features of the atoms before the first layer. embedding: [elements × channels].
__kernel void embed(const int atoms, const int channels, const __global int *restrict element, const __global T *restrict embedding, __global T *restrict features)
{
    const int c = get_global_id(CHANNEL_DIMENSION), i = get_global_id(ATOM_DIMENSION);
    if (c < channels && i < atoms) {
        features[((size_t)(c / BLOCK) * atoms + i) * BLOCK + c % BLOCK] = embedding[(size_t)element[i] * channels + c];
    }
}

// The gate: y_0 = a silu(x_0), y_lm = b σ(g_l) x_lm; the scalars of x are [x_0 | g_1 | g_2 | …].
__kernel void gate(const int atoms, const int parts, const int degree, const T scalar_scale, const T gate_scale, const __global T *restrict x,
                   __global T *restrict y)
{
    const int part = get_global_id(CHANNEL_DIMENSION), i = get_global_id(ATOM_DIMENSION);
    if (part >= parts || i >= atoms) {
        return;
    }
    const int blocks = parts / PARTS_OF_BLOCK;
    const size_t place = block_place(atoms, 1, part) + (size_t)i * BLOCK, group = (size_t)atoms * blocks * BLOCK;
    const V z = load(x + place);
    store(y + place, (V)scalar_scale * z / ((V)1 + exp(-z)));
    for (int l = 1; l <= degree; ++l) {
        const V g = (V)gate_scale / ((V)1 + exp(-load(x + l * group + place)));
        const size_t own = block_place(atoms, 2 * l + 1, part) + (size_t)i * (2 * l + 1) * BLOCK;
        for (int m = 0; m <= 2 * l; ++m) {
            store(y + l * l * group + own + m * BLOCK, g * load(x + (l * l + degree) * group + own + m * BLOCK));
        }
    }
}

__kernel void gate_reverse(const int atoms, const int parts, const int degree, const T scalar_scale, const T gate_scale, const __global T *restrict x,
                           const __global T *restrict dy, __global T *restrict dx)
{
    const int part = get_global_id(CHANNEL_DIMENSION), i = get_global_id(ATOM_DIMENSION);
    if (part >= parts || i >= atoms) {
        return;
    }
    const int blocks = parts / PARTS_OF_BLOCK;
    const size_t place = block_place(atoms, 1, part) + (size_t)i * BLOCK, group = (size_t)atoms * blocks * BLOCK;
    const V z = load(x + place), s = (V)1 / ((V)1 + exp(-z));
    store(dx + place, load(dy + place) * (V)scalar_scale * s * ((V)1 + z * ((V)1 - s)));
    for (int l = 1; l <= degree; ++l) {
        const V g = (V)1 / ((V)1 + exp(-load(x + l * group + place)));
        const size_t own = block_place(atoms, 2 * l + 1, part) + (size_t)i * (2 * l + 1) * BLOCK;
        V sum = (V)0;
        for (int m = 0; m <= 2 * l; ++m) {
            const V d = load(dy + l * l * group + own + m * BLOCK);
            sum = multiply_add(d, load(x + (l * l + degree) * group + own + m * BLOCK), sum);
            store(dx + (l * l + degree) * group + own + m * BLOCK, (V)gate_scale * g * d);
        }
        store(dx + l * group + place, sum * (V)gate_scale * g * ((V)1 - g));
    }
}

// Adds what one layer reads out to the energies, and its gradient to that of the features: h_0 w, or a silu(h_0 W) w.
// hidden: [units × channels], transposed W; units 0 for the linear readout, whose w is [channels]. A work-group of ITEMS for each atom.
__kernel void readout(const int atoms, const int parts, const int units, const T activation_scale, const int add, const __global T *restrict hidden,
                      const __global T *restrict weights, const __global T *restrict features, __global T *restrict gradients, __global T *restrict energies)
{
#if ITEMS > 1
    __local T room[ITEMS];
#else
    __local T *room = 0;
#endif
    const int i = get_group_id(0), item = get_local_id(0), channels = parts * LANES;
    T energy = 0;
    for (int u = 0; u < max(units, 1); ++u) {
        const __global T *row = units > 0 ? hidden + (size_t)u * channels : weights;
        T z = 0;
        for (int part = item; part < parts; part += ITEMS) {
            z += sum_of_lanes(load(row + part * LANES) * load(features + block_place(atoms, 1, part) + (size_t)i * BLOCK));
        }
        z = sum_of_group(z, room);
        T slope = 1;
        if (units > 0) {
            const T s = 1 / (1 + exp(-z)), w = activation_scale * weights[u];
            slope = w * s * (1 + z * (1 - s));
            z = w * s * z;
        }
        energy += z;
        for (int part = item; part < parts; part += ITEMS) {
            __global T *to = gradients + block_place(atoms, 1, part) + (size_t)i * BLOCK;
            store(to, load(to) + (V)slope * load(row + part * LANES));
        }
    }
    if (item == 0) {
        energies[i] = (add ? energies[i] : 0) + energy;
    }
}

// result_i = factor · (scale_i or 1) · sum_c x_ic y_ic, set or added. Both arrays [blocks][atoms × width][block]. A work-group of ITEMS for each atom.
__kernel void row_products(const int atoms, const int parts, const int width, const T factor, const int add, const ulong offset,
                           const __global T *restrict scale, const __global T *restrict x, const __global T *restrict y, __global T *restrict results)
{
#if ITEMS > 1
    __local T room[ITEMS];
#else
    __local T *room = 0;
#endif
    const int i = get_group_id(0), item = get_local_id(0);
    V sum = (V)0;
    for (int part = item; part < parts; part += ITEMS) {
        const size_t place = offset + block_place(atoms, width, part) + (size_t)i * width * BLOCK;
        for (int m = 0; m < width; ++m) {
            sum = multiply_add(load(x + place + m * BLOCK), load(y + place + m * BLOCK), sum);
        }
    }
    const T total = sum_of_group(sum_of_lanes(sum), room);
    if (item == 0) {
        results[i] = (add ? results[i] : 0) + factor * scale[i] * total;
    }
}
