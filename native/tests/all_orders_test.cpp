#include <cmath>
#include <complex>
#include <cstdio>
#include <random>
#include <vector>

#include "check.h"
#include "inscore.h"

namespace {

using Complex = std::complex<long double>;

constexpr double untouched = -7;

struct Problem {
    int times, orders, directions;
    std::vector<double> tensor, coefficients, damping, weights, re, im;

    Problem(int t, int n, int d, double q_squared, double imaginary_scale) : times(t), orders(n), directions(d)
    {
        const double displacement[] = {0.05, 0.04, 0.06, 0.01, -0.01, 0.005};
        std::mt19937 random(7);
        std::normal_distribution<double> normal;
        std::uniform_real_distribution<double> uniform(-1, 1);
        for (int k = 0; k < d; ++k) {
            double x = normal(random), y = normal(random), z = normal(random);
            const double f = q_squared / (x * x + y * y + z * z);
            const double dyad[] = {f * x * x, f * y * y, f * z * z, 2 * f * y * z, 2 * f * x * z, 2 * f * x * y};
            double a = 0;
            for (int i = 0; i < 6; ++i) {
                coefficients.push_back(dyad[i]);
                a += dyad[i] * displacement[i];
            }
            damping.push_back(a);
            weights.push_back(1.0 / d);
        }
        for (int k = 0; k < 12 * t; ++k) {
            tensor.push_back(displacement[k / t % 6] * uniform(random) * (k / t < 6 ? 1 : imaginary_scale));
        }
        re.assign((n + 1) * t + 1, 0);
        im = re;
        re.back() = im.back() = untouched;
    }

    ins_status run()
    {
        return ins_all_orders(times, orders, directions, tensor.data(), coefficients.data(), damping.data(), weights.data(),
                              re.data(), im.data());
    }

    // Largest error relative to the bound stated in the header.
    double error() const
    {
        double worst = 0;
        for (int t = 0; t < times; ++t) {
            std::vector<Complex> sum(orders + 1);
            std::vector<long double> bound(orders + 1, 1e-300L);
            for (int d = 0; d < directions; ++d) {
                Complex z = 0;
                long double size = std::abs(damping[d]);
                for (int k = 0; k < 6; ++k) {
                    const Complex part = static_cast<long double>(coefficients[6 * d + k]) *
                                         Complex(tensor[k * times + t], tensor[(6 + k) * times + t]);
                    z += part;
                    size += std::abs(part);
                }
                Complex power = static_cast<long double>(weights[d]) * std::exp(-static_cast<long double>(damping[d]));
                long double power_bound = std::abs(power);
                for (int n = 0; n <= orders; ++n) {
                    if (n > 0) {
                        power *= z / static_cast<long double>(n);
                        power_bound *= size / n;
                    }
                    const Complex term = n > 0 ? power : static_cast<long double>(weights[d]) * std::exp(z - Complex(damping[d]));
                    sum[n] += term;
                    // The plain sum over directions rounds as well: `directions` times half an ulp at most.
                    bound[n] += n > 0 ? power_bound * 1e-15L * (2 + n + size)
                                      : std::abs(term) * (1e-15L * (2 + size) + 1.2e-16L * directions);
                }
            }
            for (int n = 0; n <= orders; ++n) {
                const Complex difference = sum[n] - Complex(re[n * times + t], im[n * times + t]);
                worst = std::max(worst, static_cast<double>(std::abs(difference) / bound[n]));
            }
        }
        return worst;
    }
};

TEST(all_orders, every_instruction_set_is_accurate_at_every_length)
{
    for (ins_isa isa : {INS_ISA_GENERIC, INS_ISA_AVX2, INS_ISA_AVX512}) {
        if (ins_select_isa(isa) != INS_OK) {
            std::printf("  skipped: %s\n", ins_last_error());
            continue;
        }
        double worst = 0;
        for (int times = 0; times <= 257; ++times) {
            Problem problem(times, times % 100 == 99 ? 127 : times % 4, 1 + times % 5, 200, 1);
            CHECK(problem.run() == INS_OK);
            CHECK(problem.re.back() == untouched && problem.im.back() == untouched);
            worst = std::max(worst, problem.error());
        }
        for (double scale : {0.0, 1e3, 1e5, 1e9}) {
            Problem problem(64, 0, 7, 300, scale);
            CHECK(problem.run() == INS_OK);
            worst = std::max(worst, problem.error());
        }
        std::printf("  instruction set %d: worst error %.2f of the bound\n", isa, worst);
        CHECK(worst < 1);
    }
    CHECK(ins_select_isa(INS_ISA_BEST) == INS_OK);
}

TEST(all_orders, results_are_added)
{
    Problem once(9, 2, 3, 50, 1), twice(9, 2, 3, 50, 1);
    CHECK(once.run() == INS_OK && twice.run() == INS_OK && twice.run() == INS_OK);
    for (int k = 0; k < 27; ++k) {
        CHECK(std::abs(twice.re[k] - 2 * once.re[k]) < 1e-15);
    }
}

TEST(all_orders, extreme_arguments_underflow_overflow_and_stay_nan)
{
    Problem problem(5, 0, 1, 0, 0);
    problem.coefficients = {1, 0, 0, 0, 0, 0};
    problem.damping = {0};
    problem.weights = {2};
    problem.tensor.assign(60, 0);
    const double x[] = {-1e4, 1e4, NAN, 0, -707};
    std::copy(x, x + 5, problem.tensor.begin());
    CHECK(problem.run() == INS_OK);
    CHECK(problem.re[0] == 0);
    CHECK(std::isinf(problem.re[1]));
    CHECK(std::isnan(problem.re[2]));
    CHECK(problem.re[3] == 2);
    CHECK(std::abs(problem.re[4] / (2 * std::exp(-707.0)) - 1) < 1e-15);
}

TEST(all_orders, bad_arguments_are_refused)
{
    Problem problem(4, 0, 2, 1, 0);
    problem.orders = -1;
    CHECK(problem.run() == INS_ARGUMENT);
    problem.orders = 128;
    CHECK(problem.run() == INS_ARGUMENT);
    CHECK(ins_select_isa(static_cast<ins_isa>(9)) == INS_ARGUMENT);
}

}  // namespace
