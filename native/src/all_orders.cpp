#include "all_orders.h"

#include <cmath>
#include <vector>

#include "error.h"
#include "isa.h"

namespace {

const ins::Variants<ins::AllOrdersKernel> variants = {
    ins::all_orders_generic,
#if defined(INSCORE_X64)
    ins::all_orders_avx2, ins::all_orders_avx512,
#else
    nullptr, nullptr,
#endif
};

void run(ins::AllOrdersArguments a)
{
    if (a.times < 0 || a.orders < 0 || a.orders > ins::most_orders || a.directions < 0) {
        ins::fail(INS_ARGUMENT, "%d times, %d orders (at most %d), %d directions", a.times, a.orders, ins::most_orders,
                  a.directions);
    }
    std::vector<double> elastic(a.orders > 0 ? a.directions : 0);
    for (size_t d = 0; d < elastic.size(); ++d) {
        elastic[d] = a.weights[d] * std::exp(-a.damping[d]);
    }
    a.elastic = elastic.data();
    ins::select(variants)(a);
}

}  // namespace

extern "C" ins_status ins_all_orders(int32_t times, int32_t orders, int32_t directions, const double *tensor,
                                     const double *coefficients, const double *damping, const double *weights, double *re,
                                     double *im)
{
    INS_GUARD(run({times, orders, directions, tensor, coefficients, damping, weights, nullptr, re, im}))
}
