// exp, sine and cosine in double precision, whole vectors at once, as in native/src/vector_math.h: reduction by Cody and Waite (Software
// Manual for the Elementary Functions, 1980), then Taylor polynomials, whose truncation errors are below 1e-17.
#if LANES == 1
typedef long bits;
#define BITS_OF(x) as_long(x)
#define REAL_OF(b) as_double(b)
#define IS_ANY(condition) (condition)
#else
typedef JOIN(long, LANES) bits;
#define BITS_OF(x) JOIN(as_long, LANES)(x)
#define REAL_OF(b) JOIN(as_double, LANES)(b)
#define IS_ANY(condition) any(condition)
#endif

// Adding it to |x| < 2^51 rounds x to an integer, which then stands in the low bits of the sum.
#define ROUNDER 0x1.8p52

// Largest angle whose reduction is exact; beyond it the built-in functions serve.
#define LARGEST_ANGLE 1e6

constant double exponential_terms[] = {1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
                                       1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1.0, 1.0};
constant double sine_terms[] = {-1.0 / 1307674368000, 1.0 / 6227020800, -1.0 / 39916800, 1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6};
constant double cosine_terms[] = {1.0 / 20922789888000, -1.0 / 87178291200, 1.0 / 479001600, -1.0 / 3628800, 1.0 / 40320, -1.0 / 720, 1.0 / 24,
                                  -0.5};

// e^x; 0 below -708 (where the result would be denormal), infinite above 709; NaN for NaN.
static inline real exponential(real x)
{
    const real bounded = x < -708.0 ? (real)(-708.0) : x > 709.0 ? (real)(709.0) : x;
    const real shifted = bounded * 0x1.71547652b82fep+0 + ROUNDER, n = shifted - ROUNDER;
    const real r = fma(n, (real)(-0x1.3de6af278ece6p-42), fma(n, (real)(-0x1.62e42fefa3000p-1), bounded));
    real p = exponential_terms[0];
#pragma unroll
    for (int k = 1; k < 14; ++k) {
        p = fma(p, r, (real)exponential_terms[k]);
    }

    // 2^n: n, a small integer, stands in the low bits of shifted.
    const real result = p * REAL_OF((BITS_OF(shifted) + 1023) << 52);
    return x < -708.0 ? (real)(0.0) : x > 709.0 ? (real)(INFINITY) : result;
}

static inline real sine_cosine(real y, real *cosine)
{
    if (IS_ANY(fabs(y) > LARGEST_ANGLE)) {
        return sincos(y, cosine);
    }
    const real shifted = y * 0x1.45f306dc9c883p-1 + ROUNDER, n = shifted - ROUNDER;
    const real r = fma(n, (real)(-0x1.3198a2e037073p-69), fma(n, (real)(-0x1.0b4611a600000p-34), fma(n, (real)(-0x1.921fb54400000p+0), y)));
    const real z = r * r;
    real p = sine_terms[0], q = cosine_terms[0];
#pragma unroll
    for (int k = 1; k < 7; ++k) {
        p = fma(p, z, (real)sine_terms[k]);
    }
#pragma unroll
    for (int k = 1; k < 8; ++k) {
        q = fma(q, z, (real)cosine_terms[k]);
    }
    const bits sin_bits = BITS_OF(fma(p, z * r, r)), cos_bits = BITS_OF(fma(q, z, (real)(1.0)));

    // Quadrant n mod 4: 1 and 3 exchange sine and cosine; the sine is negated in 2 and 3, the cosine in 1 and 2.
    const bits quadrant = BITS_OF(shifted), exchanged = -(quadrant & 1);
    *cosine = REAL_OF(((sin_bits & exchanged) | (cos_bits & ~exchanged)) ^ (((quadrant + 1) & 2) << 62));
    return REAL_OF(((cos_bits & exchanged) | (sin_bits & ~exchanged)) ^ ((quadrant & 2) << 62));
}
