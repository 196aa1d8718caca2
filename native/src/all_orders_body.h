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
inline void add_orders(int32_t orders, double elastic, Real z_re, Real z_im, Real *re, Real *im)
{
    Real p_re = Real{} + elastic, p_im{};
    for (int32_t n = 1; n <= orders; ++n) {
        const Real next = (p_re * z_re - p_im * z_im) * reciprocals.of[n];
        p_im = (p_re * z_im + p_im * z_re) * reciprocals.of[n];
        p_re = next;
        re[n] += p_re;
        im[n] += p_im;
    }
}

// The order count as the compiler sees it: the usual ones are known to it, so that their sums stay in registers.
constexpr int32_t any_orders = -1;

// All directions at INS_LANES times.
template <int32_t fixed_orders, bool careful>
inline void add_directions(const ins::AllOrdersArguments &a, const Real (&gamma)[12], Rows &rows)
{
    constexpr int32_t kept = fixed_orders == any_orders ? ins::most_orders : fixed_orders;
    const int32_t orders = fixed_orders == any_orders ? a.orders : fixed_orders;
    Real re[kept + 1], im[kept + 1];
    for (int32_t n = 0; n <= orders; ++n) {
        re[n] = im[n] = Real{};
    }
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
        re[0] += magnitude * cosine;
        im[0] += magnitude * sine;
        if (orders > 0) {
            add_orders(orders, a.elastic[d], z_re, z_im, re, im);
        }
    }
    for (int32_t n = 0; n <= orders; ++n) {
        rows.re[n] = re[n];
        rows.im[n] = im[n];
    }
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

template <int32_t fixed_orders>
void run_orders(const ins::AllOrdersArguments &a)
{
    const double scale = largest_coefficient(a);
    Rows rows;
    for (int32_t t = 0; t < a.times; t += INS_LANES) {
        const int32_t lanes = a.times - t < INS_LANES ? a.times - t : INS_LANES;
        Real gamma[12];
        for (int k = 0; k < 12; ++k) {
            gamma[k] = load(a.tensor + static_cast<size_t>(k) * a.times + t, lanes);
        }
        if (angles_are_small(gamma, scale)) {
            add_directions<fixed_orders, false>(a, gamma, rows);
        } else {
            add_directions<fixed_orders, true>(a, gamma, rows);
        }
        for (int32_t n = 0; n <= a.orders; ++n) {
            const size_t at = static_cast<size_t>(n) * a.times + t;
            add(a.re + at, lanes, rows.re[n]);
            add(a.im + at, lanes, rows.im[n]);
        }
    }
}

void run(const ins::AllOrdersArguments &a)
{
    switch (a.orders) {
    case 0: return run_orders<0>(a);
    case 1: return run_orders<1>(a);
    case 2: return run_orders<2>(a);
    case 3: return run_orders<3>(a);
    case 4: return run_orders<4>(a);
    case 5: return run_orders<5>(a);
    default: return run_orders<any_orders>(a);
    }
}

}  // namespace
