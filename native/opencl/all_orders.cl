// The inner loop of the all-order powder average; see AllOrderKernel.cs for the equations. Options: ORDERS, and those of lanes.h.
//
// A work item takes LANES times and every parts-th direction, whose sums stay in its registers; all work items of a group read the
// same direction at the same time.
#include "lanes.h"
#include "exponentials.h"

// γ at LANES times, of which the last stands for those behind it.
static inline real gather(global const scalar *from, int t, int stride, int last)
{
#if LANES == 1
    return from[min(t * stride, last)];
#else
    scalar values[LANES];
    for (int k = 0; k < LANES; ++k) {
        values[k] = from[min((t + k) * stride, last)];
    }
    return LOAD(values);
#endif
}

// times: multiple of LANES; tensor: [12][tensor_times], of which every stride-th counts; rules: [directions][8], coefficients, a, w;
// sums: [parts][2][ORDERS + 1][times], real parts first, in and out.
kernel void all_orders(int times, int stride, int tensor_times, int directions, global const scalar *restrict tensor,
                       global const scalar *restrict rules, global scalar *restrict sums)
{
    const int t = get_global_id(0) * LANES, part = get_global_id(1), parts = get_global_size(1);
    if (t >= times) {
        return;
    }
    real gamma[12], re[ORDERS + 1], im[ORDERS + 1];
    for (int k = 0; k < 12; ++k) {
        gamma[k] = gather(tensor + (size_t)k * tensor_times, t, stride, tensor_times - 1);
    }
    for (int n = 0; n <= ORDERS; ++n) {
        re[n] = im[n] = 0;
    }
    for (int d = part; d < directions; d += parts) {
        global const scalar *c = rules + 8 * (size_t)d;
        const scalar a = c[6], w = c[7];
        real z_re = 0, z_im = 0, cosine;
        for (int k = 0; k < 6; ++k) {
            z_re = MULTIPLY_ADD((real)c[k], gamma[k], z_re);
            z_im = MULTIPLY_ADD((real)c[k], gamma[6 + k], z_im);
        }
        const real size = w * exponential(z_re - a), sine = sine_cosine(z_im, &cosine);
        re[0] += size * cosine;
        im[0] += size * sine;
#if ORDERS > 0
        real p_re = w * exp(-a), p_im = 0;
        for (int n = 1; n <= ORDERS; ++n) {
            const scalar scale = (scalar)1 / n;
            const real next = (p_re * z_re - p_im * z_im) * scale;
            p_im = (p_re * z_im + p_im * z_re) * scale;
            p_re = next;
            re[n] += p_re;
            im[n] += p_im;
        }
#endif
    }
    global scalar *into = sums + (size_t)part * 2 * (ORDERS + 1) * times + t;
    for (int n = 0; n <= ORDERS; ++n) {
        global scalar *here = into + (size_t)n * times, *below = here + (size_t)(ORDERS + 1) * times;
        STORE(LOAD(here) + re[n], here);
        STORE(LOAD(below) + im[n], below);
    }
}

// Adds all parts to the first.
kernel void add_parts(int count, int parts, global scalar *sums)
{
    const int k = get_global_id(0);
    if (k < count) {
        scalar sum = sums[k];
        for (int part = 1; part < parts; ++part) {
            sum += sums[(size_t)part * count + k];
        }
        sums[k] = sum;
    }
}
