// Vectors of channels in the vector extensions of GCC and clang. INS_BYTES is the width of one vector; channels come in blocks
// of 64 bytes, one cache line, whatever the instruction set, so that all of them read the same arrays. Everything is in an
// unnamed namespace: translation units with different instruction sets must never share a function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#define INS_INLINE inline __attribute__((always_inline))

namespace {

template <typename T>
struct VectorTypes;

template <>
struct VectorTypes<double> {
    typedef double Register __attribute__((vector_size(INS_BYTES)));
    typedef double Memory __attribute__((vector_size(INS_BYTES), aligned(8), may_alias));
};

template <>
struct VectorTypes<float> {
    typedef float Register __attribute__((vector_size(INS_BYTES)));
    typedef float Memory __attribute__((vector_size(INS_BYTES), aligned(4), may_alias));
};

template <typename T>
using V = typename VectorTypes<T>::Register;

// Elements of one vector, and of one block of channels.
template <typename T>
constexpr int lanes = INS_BYTES / static_cast<int>(sizeof(T));
template <typename T>
constexpr int block = 64 / static_cast<int>(sizeof(T));

template <typename T>
INS_INLINE V<T> load(const T *from)
{
    return *reinterpret_cast<const typename VectorTypes<T>::Memory *>(from);
}

template <typename T>
INS_INLINE void store(T *to, V<T> value)
{
    *reinterpret_cast<typename VectorTypes<T>::Memory *>(to) = value;
}

// f(0), f(1), ... f(N - 1), each with a constant: arrays indexed by it stay in registers.
template <int N, typename F>
INS_INLINE void repeat(F f)
{
    [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
        (f(std::integral_constant<int, I>{}), ...);
    }(std::make_integer_sequence<int, N>{});
}

// Chunks of G lanes: the sums of neighbouring chunks of a, alternating with those of b.
template <typename T, int G>
INS_INLINE V<T> merge(V<T> a, V<T> b)
{
    return [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
        constexpr auto source = [](int i) { return i / G / 2 * 2 * G + i % G + i / G % 2 * lanes<T>; };
        return __builtin_shufflevector(a, b, source(I)...) + __builtin_shufflevector(a, b, (source(I) + G)...);
    }(std::make_integer_sequence<int, lanes<T>>{});
}

// to[k] += the sum of the lanes of v[k], k < N; N is a power of 2.
template <typename T, int N>
INS_INLINE void add_sums(const V<T> (&v)[N], T *to)
{
    if constexpr (N > lanes<T>) {
        V<T> half[N / 2];
        repeat<N / 2>([&](auto k) __attribute__((always_inline)) { half[k] = v[k]; });
        add_sums<T, N / 2>(half, to);
        repeat<N / 2>([&](auto k) __attribute__((always_inline)) { half[k] = v[k + N / 2]; });
        add_sums<T, N / 2>(half, to + N / 2);
    } else {
        V<T> level[N];
        repeat<N>([&](auto k) __attribute__((always_inline)) { level[k] = v[k]; });
        if constexpr (N >= 2) {
            repeat<N / 2>([&](auto k) __attribute__((always_inline)) { level[k] = merge<T, 1>(level[2 * k], level[2 * k + 1]); });
        }
        if constexpr (N >= 4) {
            repeat<N / 4>([&](auto k) __attribute__((always_inline)) { level[k] = merge<T, 2>(level[2 * k], level[2 * k + 1]); });
        }
        if constexpr (N >= 8) {
            repeat<N / 8>([&](auto k) __attribute__((always_inline)) { level[k] = merge<T, 4>(level[2 * k], level[2 * k + 1]); });
        }
        static_assert(N <= 8);
        repeat<N>([&](auto k) __attribute__((always_inline)) {
            T sum = to[k];
            repeat<lanes<T> / N>([&](auto c) __attribute__((always_inline)) { sum += level[0][c * N + k]; });
            to[k] = sum;
        });
    }
}

template <typename T>
INS_INLINE T sum_of_lanes(V<T> v)
{
    T sum = v[0];
    for (int k = 1; k < lanes<T>; ++k) {
        sum += v[k];
    }
    return sum;
}

}  // namespace
