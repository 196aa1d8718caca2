#include "box_grid.h"

#include <algorithm>
#include <cmath>

#include "error.h"

namespace ins {

namespace {

// Shifts are differences of wraps and must fit 32 bits.
constexpr double farthest_cell = 1 << 29;
// Boxes that one neighbourhood may span along an axis; a cell so much smaller than the cutoff has too many pairs anyway.
constexpr double widest_reach = 1 << 12;

Real3 cross(const double *u, const double *v)
{
    return {u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]};
}

double dot(const Real3 &u, const double *v)
{
    return u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
}

}  // namespace

BoxGrid::BoxGrid(int32_t atoms, const double *cell, const double *positions, double cutoff)
    : atoms_(atoms), periodic_(cell != nullptr), box_(atoms), wrap_(atoms), sorted_(atoms)
{
    if (periodic_) {
        place_in_cell(cell, positions, cutoff);
    } else {
        place_around_molecule(positions, cutoff);
    }
    sort();
}

void BoxGrid::place_in_cell(const double *cell, const double *positions, double cutoff)
{
    // Reciprocal vectors: fractional_k = x . (a_i x a_j) / V, height_k = V / |a_i x a_j|.
    const Real3 faces[3] = {cross(cell + 3, cell + 6), cross(cell + 6, cell), cross(cell, cell + 3)};
    const double volume = dot(faces[0], cell);
    Real3 heights;
    for (int k = 0; k < 3; ++k) {
        heights[k] = std::abs(volume) / std::sqrt(dot(faces[k], faces[k].data()));
        if (!(heights[k] > 0) || !std::isfinite(heights[k])) {
            fail(INS_ARGUMENT, "the lattice vectors span no volume");
        }
    }
    choose_boxes(heights, cutoff);
    std::vector<Real3> fractional(atoms_);
    for (int32_t i = 0; i < atoms_; ++i) {
        for (int k = 0; k < 3; ++k) {
            fractional[i][k] = dot(faces[k], positions + 3 * static_cast<size_t>(i)) / volume;
        }
    }
    place(fractional);
}

void BoxGrid::place_around_molecule(const double *positions, double cutoff)
{
    Real3 low{positions[0], positions[1], positions[2]}, high = low;
    for (int32_t i = 0; i < atoms_; ++i) {
        for (int k = 0; k < 3; ++k) {
            low[k] = std::min(low[k], positions[3 * static_cast<size_t>(i) + k]);
            high[k] = std::max(high[k], positions[3 * static_cast<size_t>(i) + k]);
        }
    }
    Real3 size;
    for (int k = 0; k < 3; ++k) {
        size[k] = 1.0001 * (high[k] - low[k]) + cutoff;  // so that every atom lies inside [0, 1)
        if (!std::isfinite(size[k])) {
            fail(INS_NUMERICAL, "the atoms lie too far apart");
        }
    }
    choose_boxes(size, cutoff);
    std::vector<Real3> fractional(atoms_);
    for (int32_t i = 0; i < atoms_; ++i) {
        for (int k = 0; k < 3; ++k) {
            fractional[i][k] = (positions[3 * static_cast<size_t>(i) + k] - low[k]) / size[k];
        }
    }
    place(fractional);
}

void BoxGrid::choose_boxes(const Real3 &heights, double cutoff)
{
    // Boxes at least as wide as the cutoff, and not many more of them than atoms, however empty the space.
    const double most = std::max(64.0, 2.0 * atoms_);
    Real3 boxes;
    for (int k = 0; k < 3; ++k) {
        boxes[k] = std::max(1.0, std::min(std::floor(heights[k] / cutoff), most));
    }
    while (boxes[0] * boxes[1] * boxes[2] > most) {
        double &largest = *std::max_element(boxes.begin(), boxes.end());
        largest = std::floor((largest + 1) / 2);
    }
    for (int k = 0; k < 3; ++k) {
        // The small excess guards against rounding in the fractional coordinates.
        const double reach = std::ceil(cutoff * boxes[k] / heights[k] + 1e-9);
        if (!(reach < widest_reach)) {
            fail(INS_ARGUMENT, "the cutoff %g is too large for a cell of height %g", cutoff, heights[k]);
        }
        boxes_[k] = static_cast<int32_t>(boxes[k]);
        reach_[k] = static_cast<int32_t>(reach);
    }
}

void BoxGrid::place(const std::vector<Real3> &fractional)
{
    for (int32_t i = 0; i < atoms_; ++i) {
        for (int k = 0; k < 3; ++k) {
            const double cell = std::floor(fractional[i][k]);
            if (!(std::abs(cell) < farthest_cell)) {
                fail(INS_NUMERICAL, "atom %d lies too far from the cell", i + 1);
            }
            const int32_t box = static_cast<int32_t>((fractional[i][k] - cell) * boxes_[k]);
            box_[i][k] = std::min(box, boxes_[k] - 1);
            wrap_[i][k] = static_cast<int32_t>(cell);
        }
    }
}

void BoxGrid::sort()
{
    start_.assign(static_cast<size_t>(boxes_[0]) * boxes_[1] * boxes_[2] + 1, 0);
    for (const Integer3 &box : box_) {
        ++start_[index(box) + 1];
    }
    for (size_t b = 1; b < start_.size(); ++b) {
        start_[b] += start_[b - 1];
    }
    std::vector<int32_t> next(start_.begin(), start_.end() - 1);
    for (int32_t i = 0; i < atoms_; ++i) {
        sorted_[next[index(box_[i])]++] = i;
    }
}

}  // namespace ins
