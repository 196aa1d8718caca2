// The variants of ins_all_orders; see inscore.h for the arrays.
#pragma once

#include <cstdint>

namespace ins {

// Orders that can be resolved: enough for x = Q^2 a up to 70 at x + 6 sqrt(x) + 6.
constexpr int32_t most_orders = 127;

struct AllOrdersArguments {
    int32_t times, orders, directions;
    const double *tensor, *coefficients, *damping, *weights;
    const double *elastic;  // [directions] w exp(-a); null if orders is 0
    double *re, *im;
};

using AllOrdersKernel = void (*)(const AllOrdersArguments &);

void all_orders_generic(const AllOrdersArguments &);
void all_orders_avx2(const AllOrdersArguments &);
void all_orders_avx512(const AllOrdersArguments &);

}  // namespace ins
