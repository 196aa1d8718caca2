// The variants of the tangent kernels; see inscore.h for the arrays.
#pragma once

#include <cstdint>

#include "inscore.h"

namespace ins {

// Largest products of sources and targets of one group of couplings, targets padded: degree 3 with all its paths has 2,100.
constexpr int32_t most_couplings = 4096;

// Largest number of components of one degree.
constexpr int32_t most_sources = 7;

struct TangentKernels {
    void (*add_messages)(const ins_tangent_messages &);
    void (*multiply_channels)(int32_t channels, int32_t rows, int32_t inputs, int32_t outputs, const double *matrix, const double *x,
                              double *y);
    void (*add_row_products)(int32_t length, int32_t a_rows, int32_t b_rows, bool upper, const double *a, const double *b, double *g);
};

extern const TangentKernels tangents_generic;
extern const TangentKernels tangents_avx2;
extern const TangentKernels tangents_avx512;

}  // namespace ins
