// The variants of the kernels of MACE; see inscore.h for the arrays.
#pragma once

#include <cstdint>

namespace ins {

// Highest degrees of harmonics and features, and numbers that follow from them.
constexpr int most_harmonic_degree = 3, most_feature_degree = 3, most_paths = 64;

// Where the gradients of the harmonics of degree l begin in a row of edge_gradients; behind each group stands a share of dE/dt.
constexpr int32_t gradient_offset[] = {0, 2, 8, 16};
constexpr int32_t gradient_width = 24;

template <typename T>
struct ConvolutionArguments {
    int32_t atoms, all_atoms, blocks, paths, table_rows, harmonic_count, feature_components, message_size;
    const int32_t *plan;
    const T *couplings;
    const int32_t *first, *sender, *row;
    const T *local, *harmonics, *table, *features, *scale;
    T *messages;                 // forward only
    const T *message_gradients;  // the rest: reverse only
    T *edge_gradients, *feature_gradients, *products;
};

template <typename T>
struct ContractionArguments {
    int32_t atoms, blocks, components, outputs, plan_length, terms;
    const int32_t *plan, *index;
    const T *coefficients, *x;
    T *b;                // forward only
    const T *gradients;  // the rest: reverse only
    T *x_gradients;
};

template <typename T>
struct ProductArguments {
    int32_t columns, inner;
    int32_t blocks, block_rows;
    int32_t a_block_stride, a_row_stride, c_block_stride, c_row_stride;
    bool add;
    const T *panels, *a;
    T *c;
};

template <typename T>
struct MaceKernels {
    void (*convolve)(const ConvolutionArguments<T> &);
    void (*convolve_reverse)(const ConvolutionArguments<T> &);
    void (*contract)(const ContractionArguments<T> &);
    void (*contract_reverse)(const ContractionArguments<T> &);
    void (*multiply)(const ProductArguments<T> &);
};

template <typename T>
struct MaceVariants {
    static const MaceKernels<T> generic, avx2, avx512;
};

}  // namespace ins
