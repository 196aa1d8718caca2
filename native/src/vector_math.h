// exp, sine and cosine of INS_LANES doubles at once, in the vector extensions of GCC and clang: written once, compiled for
// each instruction set. Everything is in an unnamed namespace: two translation units with different instruction sets must
// never share a function.
//
// Reduction by Cody and Waite (Software Manual for the Elementary Functions, 1980), then Taylor polynomials, whose
// truncation errors on the reduced intervals are below 1e-17.
#pragma once

#include <cstdint>
#include <cstring>

namespace {

typedef double Real __attribute__((vector_size(8 * INS_LANES)));
typedef int64_t Bits __attribute__((vector_size(8 * INS_LANES)));

// Adding it to |x| < 2^51 rounds x to an integer, which then stands in the low bits of the sum.
constexpr double rounder = 0x1.8p52;

// Largest |y| of sincos: n = y 2/pi must fit the 20 zero bits at the end of the first parts of pi/2.
constexpr double largest_angle = 1e6;

inline Bits bits_of(Real x)
{
    Bits b;
    std::memcpy(&b, &x, sizeof b);
    return b;
}

inline Real real_of(Bits b)
{
    Real x;
    std::memcpy(&x, &b, sizeof x);
    return x;
}

// e^x; 0 below -708 (where the result would be denormal), infinite above 709; NaN for NaN.
inline Real exponential(Real x)
{
    constexpr double ln2_high = 0x1.62e42fefa3000p-1, ln2_low = 0x1.3de6af278ece6p-42;
    const Real bounded = x < -708.0 ? Real{} - 708.0 : x > 709.0 ? Real{} + 709.0 : x;
    const Real shifted = bounded * 0x1.71547652b82fep+0 + rounder;
    const Real n = shifted - rounder;
    const Real r = (bounded - n * ln2_high) - n * ln2_low;

    constexpr double c[] = {1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880,
                            1.0 / 40320,      1.0 / 5040,      1.0 / 720,      1.0 / 120,     1.0 / 24,
                            1.0 / 6,          0.5,             1.0,            1.0};
    Real p = Real{} + c[0];
    for (int k = 1; k < 14; ++k) {
        p = p * r + c[k];
    }

    // 2^n: n, a small integer, stands in the low bits of shifted.
    const Bits exponent = (bits_of(shifted) + 1023) << 52;
    const Real result = p * real_of(exponent);
    return x < -708.0 ? Real{} : x > 709.0 ? Real{} + __builtin_inf() : result;
}

// sin y and cos y for |y| <= largest_angle.
inline void sine_cosine(Real y, Real &sine, Real &cosine)
{
    constexpr double half_pi[] = {0x1.921fb54400000p+0, 0x1.0b4611a600000p-34, 0x1.3198a2e037073p-69};
    const Real shifted = y * 0x1.45f306dc9c883p-1 + rounder;
    const Real n = shifted - rounder;
    const Real r = ((y - n * half_pi[0]) - n * half_pi[1]) - n * half_pi[2];
    const Real z = r * r;

    constexpr double s[] = {-1.0 / 1307674368000, 1.0 / 6227020800, -1.0 / 39916800, 1.0 / 362880,
                            -1.0 / 5040,          1.0 / 120,        -1.0 / 6};
    constexpr double c[] = {1.0 / 20922789888000, -1.0 / 87178291200, 1.0 / 479001600, -1.0 / 3628800,
                            1.0 / 40320,          -1.0 / 720,         1.0 / 24,        -0.5};
    Real p = Real{} + s[0], q = Real{} + c[0];
    for (int k = 1; k < 7; ++k) {
        p = p * z + s[k];
    }
    for (int k = 1; k < 8; ++k) {
        q = q * z + c[k];
    }
    const Real sin_r = p * (z * r) + r;
    const Real cos_r = q * z + 1.0;

    // Quadrant n mod 4: 1 and 3 exchange sine and cosine; the sine is negated in 2 and 3, the cosine in 1 and 2.
    const Bits quadrant = bits_of(shifted);
    const Bits exchanged = -(quadrant & 1);
    const Bits sin_bits = bits_of(sin_r), cos_bits = bits_of(cos_r);
    sine = real_of(((cos_bits & exchanged) | (sin_bits & ~exchanged)) ^ ((quadrant & 2) << 62));
    cosine = real_of(((sin_bits & exchanged) | (cos_bits & ~exchanged)) ^ (((quadrant + 1) & 2) << 62));
}

}  // namespace
