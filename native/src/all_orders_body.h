// The body of ins_all_orders, compiled once for each instruction set (INS_LANES doubles at a time).
#include <cmath>
#include <cstddef>

#include "all_orders.h"
#include "vector_math.h"

namespace {

// Sine and cosine at any angle, slowly.
inline void careful_sine_cosine(Real y, Real &sine, Real &cosine)
{
    for (int lane = 0; lane < INS_LANES; ++lane) {
        sine[lane] = std::sin(y[lane]);
        cosine[lane] = std::cos(y[lane]);
    }
}

inline Real load(const double *from, int32_t lanes)
{
    Real value{};
    if (lanes == INS_LANES) {
        std::memcpy(&value, from, sizeof value);
    } else {
        std::memcpy(&value, from, sizeof(double) * static_cast<size_t>(lanes));
    }
    return value;
}

inline void add(double *to, int32_t lanes, Real value)
{
    value += load(to, lanes);
    if (lanes == INS_LANES) {
        std::memcpy(to, &value, sizeof value);
    } else {
        std::memcpy(to, &value, sizeof(double) * static_cast<size_t>(lanes));
    }
}

// Sums over directions at INS_LANES times, one for each row.
struct Rows {
    Real re[ins::most_orders + 1], im[ins::most_orders + 1];
};

constexpr struct Reciprocals {
    double of[ins::most_orders + 1];
    constexpr Reciprocals() : of{}
    {
        for (int n = 1; n <= ins::most_orders; ++n) {
            of[n] = 1.0 / n;
        }
    }
} reciprocals;

// w exp(-a) z^n / n! for n = 1 ... orders.
inline void add_orders(int32_t orders, double elastic, Real z_re, Real z_im, Rows &rows)
{
    Real p_re = Real{} + elastic, p_im{};
    for (int32_t n = 1; n <= orders; ++n) {
        const double scale = reciprocals.of[n];
        const Real re = (p_re * z_re - p_im * z_im) * scale;
        p_im = (p_re * z_im + p_im * z_re) * scale;
        p_re = re;
        rows.re[n] += p_re;
        rows.im[n] += p_im;
    }
}

// All directions at INS_LANES times.
template <bool careful>
inline void add_directions(const ins::AllOrdersArguments &a, const Real (&gamma)[12], Rows &rows)
{
    Real sum_re{}, sum_im{};
    for (int32_t d = 0; d < a.directions; ++d) {
        const double *c = a.coefficients + 6 * static_cast<size_t>(d);
        Real z_re{}, z_im{}, sine, cosine;
        for (int k = 0; k < 6; ++k) {
            z_re += c[k] * gamma[k];
            z_im += c[k] * gamma[6 + k];
        }
        if constexpr (careful) {
            careful_sine_cosine(z_im, sine, cosine);
        } else {
            sine_cosine(z_im, sine, cosine);
        }
        const Real magnitude = a.weights[d] * exponential(z_re - a.damping[d]);
        sum_re += magnitude * cosine;
        sum_im += magnitude * sine;
        if (a.orders > 0) {
            add_orders(a.orders, a.elastic[d], z_re, z_im, rows);
        }
    }
    rows.re[0] = sum_re;
    rows.im[0] = sum_im;
}

// Largest |coefficient|, so that one comparison for each time bounds the angles of all directions.
inline double largest_coefficient(const ins::AllOrdersArguments &a)
{
    double largest = 0;
    for (size_t k = 0; k < 6 * static_cast<size_t>(a.directions); ++k) {
        const double c = std::fabs(a.coefficients[k]);
        largest = c <= largest ? largest : c;
    }
    return largest;
}

// False also for NaN.
inline bool angles_are_small(const Real (&gamma)[12], double scale)
{
    for (int lane = 0; lane < INS_LANES; ++lane) {
        double sum = 0;
        for (int k = 6; k < 12; ++k) {
            sum += std::fabs(gamma[k][lane]);
        }
        if (!(scale * sum <= largest_angle)) {
            return false;
        }
    }
    return true;
}

void run(const ins::AllOrdersArguments &a)
{
    const double scale = largest_coefficient(a);
    Rows rows;
    for (int32_t t = 0; t < a.times; t += INS_LANES) {
        const int32_t lanes = a.times - t < INS_LANES ? a.times - t : INS_LANES;
        Real gamma[12];
        for (int k = 0; k < 12; ++k) {
            gamma[k] = load(a.tensor + static_cast<size_t>(k) * a.times + t, lanes);
        }
        for (int32_t n = 1; n <= a.orders; ++n) {
            rows.re[n] = rows.im[n] = Real{};
        }
        if (angles_are_small(gamma, scale)) {
            add_directions<false>(a, gamma, rows);
        } else {
            add_directions<true>(a, gamma, rows);
        }
        for (int32_t n = 0; n <= a.orders; ++n) {
            const size_t at = static_cast<size_t>(n) * a.times + t;
            add(a.re + at, lanes, rows.re[n]);
            add(a.im + at, lanes, rows.im[n]);
        }
    }
}

}  // namespace
