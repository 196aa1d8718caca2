#include <cmath>
#include <limits>

#include "box_grid.h"
#include "error.h"

namespace {

constexpr double overlap = 1e-3;

struct Output {
    int32_t capacity;
    int32_t *first, *sender;
    double *vector;
    int32_t *shift;
};

void check(int32_t atoms, int32_t cell_length, const double *cell, const double *positions, double cutoff)
{
    if (atoms < 0 || (cell_length != 0 && cell_length != 9)) {
        ins::fail(INS_ARGUMENT, "%d atoms in a cell of %d numbers", atoms, cell_length);
    }
    if (!(cutoff > 0) || !std::isfinite(cutoff)) {
        ins::fail(INS_ARGUMENT, "the cutoff %g is not a positive number", cutoff);
    }
    for (int32_t k = 0; k < cell_length; ++k) {
        if (!std::isfinite(cell[k])) {
            ins::fail(INS_NUMERICAL, "the lattice vectors are not finite");
        }
    }
    for (size_t k = 0; k < 3 * static_cast<size_t>(atoms); ++k) {
        if (!std::isfinite(positions[k])) {
            ins::fail(INS_NUMERICAL, "the position of atom %zu is not finite", k / 3 + 1);
        }
    }
}

int32_t find(int32_t atoms, const double *cell, const double *x, double cutoff, const Output &out)
{
    out.first[0] = 0;
    if (atoms == 0) {
        return 0;
    }
    const ins::BoxGrid grid(atoms, cell, x, cutoff);
    int32_t count = 0;
    for (int32_t i = 0; i < atoms; ++i) {
        grid.visit_near(i, [&](int32_t j, const ins::Integer3 &s) {
            double r[3], length = 0;
            for (int k = 0; k < 3; ++k) {
                const double translation = cell ? s[0] * cell[k] + s[1] * cell[3 + k] + s[2] * cell[6 + k] : 0.0;
                r[k] = x[3 * static_cast<size_t>(i) + k] - x[3 * static_cast<size_t>(j) + k] + translation;
                length += r[k] * r[k];
            }
            if (!(length < cutoff * cutoff) || (i == j && s[0] == 0 && s[1] == 0 && s[2] == 0)) {
                return;
            }
            if (length < overlap * overlap) {
                ins::fail(INS_NUMERICAL, "atoms %d and %d overlap: %.3g Å apart", i + 1, j + 1, std::sqrt(length));
            }
            if (count == std::numeric_limits<int32_t>::max()) {
                ins::fail(INS_ARGUMENT, "more than 2^31 pairs; the cutoff %g is too large", cutoff);
            }
            if (count < out.capacity) {
                out.sender[count] = j;
                for (int k = 0; k < 3; ++k) {
                    out.vector[3 * static_cast<size_t>(count) + k] = r[k];
                    out.shift[3 * static_cast<size_t>(count) + k] = s[k];
                }
            }
            ++count;
        });
        out.first[i + 1] = count;
    }
    return count;
}

}  // namespace

extern "C" ins_status ins_pairs(int32_t atoms, int32_t cell_length, const double *cell, const double *positions,
                                double cutoff, int32_t capacity, int32_t *first, int32_t *sender, double *vector,
                                int32_t *shift, int32_t *count)
{
    INS_GUARD(check(atoms, cell_length, cell, positions, cutoff);
              *count = find(atoms, cell_length == 0 ? nullptr : cell, positions, cutoff,
                            Output{capacity, first, sender, vector, shift}))
}
