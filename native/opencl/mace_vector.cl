// Vectors of channels. Channels come in blocks of 64 bytes, one cache line, and every array of channels is kept block by block:
// [blocks][rows][block]. Of a block a work item holds LANES channels: a whole block on processors with vector registers, one channel on
// GPUs, whose neighbouring items then read neighbouring numbers.
//
//   REAL_BYTES      8 for double, 4 for float
//   LANES           channels of a work item
//   CHANNELS_FIRST  1 if neighbouring items are neighbouring channels (GPUs), 0 if they are neighbouring atoms (caches)
//   ITEMS           work items that share an atom where channels are summed over; a work-group
#if REAL_BYTES == 8
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
typedef double T;
#define VECTOR_OF(n) double##n
#else
typedef float T;
#define VECTOR_OF(n) float##n
#endif
#define VECTOR(n) VECTOR_OF(n)
#define BLOCK (64 / REAL_BYTES)
#define PARTS_OF_BLOCK (BLOCK / LANES)
#define INLINE static inline __attribute__((always_inline))

#if LANES == 1
typedef T V;
#else
typedef VECTOR(LANES) V;
#endif

#if CHANNELS_FIRST
#define CHANNEL_DIMENSION 0
#define ATOM_DIMENSION 1
#else
#define CHANNEL_DIMENSION 1
#define ATOM_DIMENSION 0
#endif

// A loop from begin to end, which are constants where it is inlined; the bound that the compiler sees is, so that it unrolls the loop
// while arrays indexed by k can still become registers.
#define EACH(k, begin, end, most) _Pragma("unroll") for (int k = begin; k < most; ++k) if (k < (end))

INLINE V load(const __global T *from) { return *(const __global V *)from; }

INLINE void store(__global T *to, V value) { *(__global V *)to = value; }

// A function of vectors of its own: compilers for processors take wide registers where vectors are passed.
INLINE V multiply_add(V a, V b, V c) { return a * b + c; }

#if LANES == 1
INLINE T sum_of_lanes(V v) { return v; }
#elif LANES == 2
INLINE T sum_of_lanes(V v) { return v.x + v.y; }
#else
// The sums of neighbouring lanes of a, then those of b.
INLINE V merge(V a, V b) { return (V)(a.even, b.even) + (V)(a.odd, b.odd); }
#if LANES == 4
INLINE T sum_of_lanes(V v) { return (v.x + v.y) + (v.z + v.w); }
#elif LANES == 8
INLINE T sum_of_lanes(V v) { const VECTOR(4) h = v.lo + v.hi; return (h.x + h.y) + (h.z + h.w); }
#else
INLINE T sum_of_lanes(V v) { const VECTOR(8) g = v.lo + v.hi; const VECTOR(4) h = g.lo + g.hi; return (h.x + h.y) + (h.z + h.w); }
#endif
#endif

// Sums of the lanes of count vectors, 2, 4 or 8.
INLINE void sums_of_lanes(const int count, const V *v, T *to)
{
#if LANES == 8
    if (count == 8) {
        vstore8(merge(merge(merge(v[0], v[1]), merge(v[2], v[3])), merge(merge(v[4], v[5]), merge(v[6], v[7]))), 0, to);
        return;
    }
    if (count == 4) {
        const V m = merge(merge(v[0], v[1]), merge(v[2], v[3]));
        vstore4(m.even + m.odd, 0, to);
        return;
    }
#elif LANES == 16
    if (count == 8) {
        const V m = merge(merge(merge(v[0], v[1]), merge(v[2], v[3])), merge(merge(v[4], v[5]), merge(v[6], v[7])));
        vstore8(m.even + m.odd, 0, to);
        return;
    }
#endif
    EACH(k, 0, count, 8) {
        to[k] = sum_of_lanes(v[k]);
    }
}

// The sum over the items of a work-group, known to all of them. All of them must come here.
#if ITEMS > 1
INLINE T sum_of_group(T value, __local T *room)
{
    const int item = get_local_id(0);
    room[item] = value;
    barrier(CLK_LOCAL_MEM_FENCE);
    T sum = 0;
    for (int k = 0; k < ITEMS; ++k) {
        sum += room[k];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    return sum;
}
#else
INLINE T sum_of_group(T value, __local T *room) { return value; }
#endif
