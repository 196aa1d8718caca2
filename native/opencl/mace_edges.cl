// Functions of the edges' vectors, and the way back from their gradients to forces.

// Rows of gradients of one edge: where those of the harmonics of degree l begin; behind each group a share of dE/dt.
#define GRADIENT_WIDTH 24
__constant int gradient_offset[4] = {0, 2, 8, 16};
#define DENSITY_TERMS 12

#define SQRT3 ((T)1.7320508075688772935)
#define SQRT5 ((T)2.2360679774997896964)
#define SQRT7 ((T)2.6457513110645905905)
#define SQRT15 ((T)3.8729833462074168852)
#define SQRT105 ((T)10.246950765959598383)
#define SQRT35BY8 ((T)2.0916500663351888698)
#define SQRT21BY8 ((T)1.6201851746019650798)
#define HALF ((T)0.5)

// Real spherical harmonics of unit vectors, polar axis y, sum_m Y_lm^2 = 2l + 1. vectors: [edges × 4], unit vector and length.
__kernel void harmonics(const int edges, const int degree, const __global T *restrict vectors, __global T *restrict values)
{
    const int e = get_global_id(0);
    if (e >= edges) {
        return;
    }
    const T x = vectors[4 * e], y = vectors[4 * e + 1], z = vectors[4 * e + 2];
    const T x2 = x * x, y2 = y * y, z2 = z * z;
    __global T *to = values + (size_t)e * (degree + 1) * (degree + 1);
    to[0] = 1;
    if (degree >= 1) {
        to[1] = SQRT3 * x;
        to[2] = SQRT3 * y;
        to[3] = SQRT3 * z;
    }
    if (degree >= 2) {
        to[4] = SQRT15 * x * z;
        to[5] = SQRT15 * x * y;
        to[6] = SQRT5 * (y2 - HALF * (x2 + z2));
        to[7] = SQRT15 * y * z;
        to[8] = HALF * SQRT15 * (z2 - x2);
    }
    if (degree >= 3) {
        to[9] = SQRT35BY8 * x * (3 * z2 - x2);
        to[10] = SQRT105 * x * y * z;
        to[11] = SQRT21BY8 * x * (4 * y2 - x2 - z2);
        to[12] = HALF * SQRT7 * y * (2 * y2 - 3 * (x2 + z2));
        to[13] = SQRT21BY8 * z * (4 * y2 - x2 - z2);
        to[14] = HALF * SQRT105 * y * (z2 - x2);
        to[15] = SQRT35BY8 * z * (z2 - 3 * x2);
    }
}

// Row and place t, -1 to 1, of each edge in the radial tables of one layer.
__kernel void locate(const int edges, const int elements, const int intervals, const T steps, const T shortest,
                     const __global int *restrict first_rows, const __global int *restrict element, const __global int *restrict sender,
                     const __global int *restrict receiver, const __global T *restrict vectors, __global int *restrict rows,
                     __global T *restrict places)
{
    const int e = get_global_id(0);
    if (e >= edges) {
        return;
    }
    const T x = (vectors[4 * e + 3] - shortest) * steps;
    const int interval = clamp((int)x, 0, intervals - 1);
    rows[e] = first_rows[element[sender[e]] * elements + element[receiver[e]]] + interval;
    places[e] = 2 * (x - interval) - 1;
}

// Factor of each atom's message: 1/(offset + slope · sum of densities); and d(density)/dt of its edges.
__kernel void normalize_messages(const int atoms, const T offset, const T slope, const int has_density, const __global int *restrict first,
                                 const __global int *restrict rows, const __global T *restrict places, const __global T *restrict table,
                                 __global T *restrict slopes, __global T *restrict scale)
{
    const int i = get_global_id(0);
    if (i >= atoms) {
        return;
    }
    T density = 0;
    if (has_density) {
        for (int e = first[i]; e < first[i + 1]; ++e) {
            const __global T *c = table + (size_t)rows[e] * DENSITY_TERMS;
            const T t = places[e];
            T value = c[DENSITY_TERMS - 1], change = 0;
            for (int k = DENSITY_TERMS - 2; k >= 0; --k) {
                change = change * t + value;
                value = value * t + c[k];
            }
            slopes[e] = change;
            density += value;
        }
    }
    scale[i] = 1 / (offset + slope * density);
}

// a: weights of the harmonics; sum_lm a_lm dY_lm/dr of the unit vector u and length r.
INLINE void reverse_harmonics(const int degree, const T x, const T y, const T z, const T r, const T *a, T *gradient)
{
    T gx = 0, gy = 0, gz = 0;
    if (degree >= 1) {
        gx += SQRT3 * a[1];
        gy += SQRT3 * a[2];
        gz += SQRT3 * a[3];
    }
    if (degree >= 2) {
        gx += SQRT15 * (a[4] * z + a[5] * y - a[8] * x) - SQRT5 * a[6] * x;
        gy += SQRT15 * (a[5] * x + a[7] * z) + 2 * SQRT5 * a[6] * y;
        gz += SQRT15 * (a[4] * x + a[7] * y + a[8] * z) - SQRT5 * a[6] * z;
    }
    if (degree >= 3) {
        const T x2 = x * x, y2 = y * y, z2 = z * z;
        gx += SQRT35BY8 * (3 * a[9] * (z2 - x2) - 6 * a[15] * x * z) + SQRT105 * (a[10] * y * z - a[14] * x * y) +
              SQRT21BY8 * (a[11] * (4 * y2 - 3 * x2 - z2) - 2 * a[13] * x * z) - 3 * SQRT7 * a[12] * x * y;
        gy += SQRT105 * (a[10] * x * z + HALF * a[14] * (z2 - x2)) + SQRT21BY8 * 8 * y * (a[11] * x + a[13] * z) +
              (T)1.5 * SQRT7 * a[12] * (2 * y2 - x2 - z2);
        gz += SQRT35BY8 * (6 * a[9] * x * z + 3 * a[15] * (z2 - x2)) + SQRT105 * (a[10] * x * y + a[14] * y * z) +
              SQRT21BY8 * (a[13] * (4 * y2 - x2 - 3 * z2) - 2 * a[11] * x * z) - 3 * SQRT7 * a[12] * y * z;
    }
    const T along = gx * x + gy * y + gz * z;
    gradient[0] = (gx - along * x) / r;
    gradient[1] = (gy - along * y) / r;
    gradient[2] = (gz - along * z) / r;
}

// dE/dr of each edge by way of one layer, set or added. steps: dt/dr.
__kernel void reverse_edges(const int edges, const int degree, const T steps, const int has_density, const int add,
                            const __global T *restrict vectors, const __global T *restrict gradients, const __global int *restrict receiver,
                            const __global T *restrict density_gradients, const __global T *restrict density_slopes,
                            __global T *restrict edge_gradients)
{
    const int e = get_global_id(0);
    if (e >= edges) {
        return;
    }
    const __global T *row = gradients + (size_t)e * GRADIENT_WIDTH;
    T slope = has_density ? density_gradients[receiver[e]] * density_slopes[e] : 0;
    T a[16], g[3];
    for (int l = 0; l <= degree; ++l) {
        for (int m = 0; m <= 2 * l; ++m) {
            a[l * l + m] = row[gradient_offset[l] + m];
        }
        slope += row[gradient_offset[l] + 2 * l + 1];
    }
    const T x = vectors[4 * e], y = vectors[4 * e + 1], z = vectors[4 * e + 2];
    reverse_harmonics(degree, x, y, z, vectors[4 * e + 3], a, g);
    __global T *to = edge_gradients + 4 * (size_t)e;
    to[0] = (add ? to[0] : 0) + g[0] + steps * slope * x;
    to[1] = (add ? to[1] : 0) + g[1] + steps * slope * y;
    to[2] = (add ? to[2] : 0) + g[2] + steps * slope * z;
}

// [atoms × 10]: energy, force, sum of r (x) g over the edges that end at the atom (xx, yy, zz, yz, xz, xy; symmetric part).
// Forces are gathered from the edges that end and those that begin at an atom: the same sums in the same order every time.
__kernel void collect(const int atoms, const __global int *restrict first, const __global int *restrict sent_first,
                      const __global int *restrict sent_edges, const __global T *restrict vectors, const __global T *restrict edge_gradients,
                      const __global T *restrict energies, __global T *restrict results)
{
    const int i = get_global_id(0);
    if (i >= atoms) {
        return;
    }
    T fx = 0, fy = 0, fz = 0, xx = 0, yy = 0, zz = 0, yz = 0, xz = 0, xy = 0;
    for (int e = first[i]; e < first[i + 1]; ++e) {
        const T gx = edge_gradients[4 * (size_t)e], gy = edge_gradients[4 * (size_t)e + 1], gz = edge_gradients[4 * (size_t)e + 2];
        const T r = vectors[4 * (size_t)e + 3];
        const T x = r * vectors[4 * (size_t)e], y = r * vectors[4 * (size_t)e + 1], z = r * vectors[4 * (size_t)e + 2];
        fx -= gx;
        fy -= gy;
        fz -= gz;
        xx += x * gx;
        yy += y * gy;
        zz += z * gz;
        yz += HALF * (y * gz + z * gy);
        xz += HALF * (x * gz + z * gx);
        xy += HALF * (x * gy + y * gx);
    }
    for (int k = sent_first[i]; k < sent_first[i + 1]; ++k) {
        const size_t e = 4 * (size_t)sent_edges[k];
        fx += edge_gradients[e];
        fy += edge_gradients[e + 1];
        fz += edge_gradients[e + 2];
    }
    __global T *to = results + 10 * (size_t)i;
    to[0] = energies[i];
    to[1] = fx;
    to[2] = fy;
    to[3] = fz;
    to[4] = xx;
    to[5] = yy;
    to[6] = zz;
    to[7] = yz;
    to[8] = xz;
    to[9] = xy;
}
