// C = A B or C += A B with a constant B in panels of one block of columns, compiled once for each instruction set.
#include "mace_kernels.h"
#include "mace_vector.h"

namespace {

// Tiles that fill the registers: 6 rows of 4 vectors leave 8 of 32 registers for the operands, 6 rows of 2 leave 4 of 16.
constexpr int tile_rows = 6;
constexpr int tile_vectors = INS_BYTES == 64 ? 4 : 2;

template <typename T>
INS_INLINE size_t row_place(int32_t row, int32_t block_rows, int32_t block_stride, int32_t row_stride)
{
    return static_cast<size_t>(row / block_rows) * block_stride + static_cast<size_t>(row % block_rows) * row_stride;
}

// Rows × Vectors of C; the vectors are neighbours in the panels: one of each panel, or parts of the same panel.
template <typename T, int Rows, int Vectors>
INS_INLINE void tile(const ins::ProductArguments<T> &p, int32_t row, int32_t vector)
{
    constexpr int per_panel = block<T> / lanes<T>;
    const T *a[Rows], *b[Vectors];
    T *c[Rows];
    repeat<Rows>([&](auto r) __attribute__((always_inline)) {
        a[r] = p.a + row_place<T>(row + r, p.block_rows, p.a_block_stride, p.a_row_stride);
        c[r] = p.c + row_place<T>(row + r, p.block_rows, p.c_block_stride, p.c_row_stride) + vector * lanes<T>;
    });
    repeat<Vectors>([&](auto v) __attribute__((always_inline)) {
        const int32_t n = vector + v;
        b[v] = p.panels + static_cast<size_t>(n / per_panel) * p.inner * block<T> + n % per_panel * lanes<T>;
    });
    V<T> sum[Rows][Vectors];
    repeat<Rows>([&](auto r) __attribute__((always_inline)) {
        repeat<Vectors>([&](auto v) __attribute__((always_inline)) { sum[r][v] = V<T>{}; });
    });
    for (int32_t k = 0; k < p.inner; ++k) {
        V<T> column[Vectors];
        repeat<Vectors>([&](auto v) __attribute__((always_inline)) { column[v] = load(b[v] + static_cast<size_t>(k) * block<T>); });
        repeat<Rows>([&](auto r) __attribute__((always_inline)) {
            const T s = a[r][k];
            repeat<Vectors>([&](auto v) __attribute__((always_inline)) { sum[r][v] += s * column[v]; });
        });
    }
    repeat<Rows>([&](auto r) __attribute__((always_inline)) {
        repeat<Vectors>([&](auto v) __attribute__((always_inline)) {
            T *to = c[r] + v * lanes<T>;
            store(to, p.add ? load(to) + sum[r][v] : sum[r][v]);
        });
    });
}

template <typename T, int Vectors>
void column_of_tiles(const ins::ProductArguments<T> &p, int32_t vector)
{
    const int32_t rows = p.blocks * p.block_rows;
    int32_t row = 0;
    for (; row + tile_rows <= rows; row += tile_rows) {
        tile<T, tile_rows, Vectors>(p, row, vector);
    }
    switch (rows - row) {
    case 5: return tile<T, 5, Vectors>(p, row, vector);
    case 4: return tile<T, 4, Vectors>(p, row, vector);
    case 3: return tile<T, 3, Vectors>(p, row, vector);
    case 2: return tile<T, 2, Vectors>(p, row, vector);
    case 1: return tile<T, 1, Vectors>(p, row, vector);
    }
}

template <typename T>
void multiply(const ins::ProductArguments<T> &p)
{
    const int32_t vectors = p.columns / lanes<T>;
    int32_t vector = 0;
    for (; vector + tile_vectors <= vectors; vector += tile_vectors) {
        column_of_tiles<T, tile_vectors>(p, vector);
    }
    for (; vector < vectors; ++vector) {
        column_of_tiles<T, 1>(p, vector);
    }
}

}  // namespace
