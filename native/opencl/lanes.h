// Numbers and vectors of numbers, the same source for GPUs and processors. Options:
//
//   -D SCALAR=double (or float)   the number
//   -D LANES=1                    GPUs: neighbouring work items take neighbouring channels
//   -D LANES=2, 4, 8, 16          processors: a work item takes a vector of channels
//
// real is LANES numbers; channels are padded to a multiple of LANES by whoever launches a kernel.
#define JOIN_TEXT(a, b) a##b
#define JOIN(a, b) JOIN_TEXT(a, b)

typedef SCALAR scalar;

#if LANES == 1
typedef SCALAR real;
#define LOAD(from) (*(from))
#define STORE(value, into) (*(into) = (value))
#else
typedef JOIN(SCALAR, LANES) real;
#define LOAD(from) JOIN(vload, LANES)(0, from)
#define STORE(value, into) JOIN(vstore, LANES)(value, 0, into)
#endif

// a b + c, in one rounding where the device does that as fast.
#define MULTIPLY_ADD(a, b, c) fma(a, b, c)

// Sum of the numbers of a vector.
#if LANES == 1
#define SUM(v) (v)
#elif LANES == 2
#define SUM(v) ((v).x + (v).y)
#elif LANES == 4
#define SUM(v) (((v).x + (v).y) + ((v).z + (v).w))
#else
static inline scalar SUM(real v)
{
#if LANES == 16
    JOIN(SCALAR, 8) w = v.lo + v.hi;
#else
    JOIN(SCALAR, 8) w = v;
#endif
    JOIN(SCALAR, 4) u = w.lo + w.hi;
    return (u.x + u.y) + (u.z + u.w);
}
#endif
