// Atoms sorted into boxes, periodic or not, so that neighbours are looked for nearby only.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace ins {

using Integer3 = std::array<int32_t, 3>;
using Real3 = std::array<double, 3>;

class BoxGrid {
public:
    // cell: lattice vectors in rows, or null for a molecule; positions: [3 * atoms], Cartesian.
    BoxGrid(int32_t atoms, const double *cell, const double *positions, double cutoff);

    // Calls visit(j, S) for every atom j and shift S for which x_i - x_j + S cell may be shorter than the cutoff.
    template <typename Visit>
    void visit_near(int32_t i, Visit visit) const;

private:
    void place_in_cell(const double *cell, const double *positions, double cutoff);
    void place_around_molecule(const double *positions, double cutoff);
    void choose_boxes(const Real3 &heights, double cutoff);
    void place(const std::vector<Real3> &fractional);
    void sort();
    int32_t index(const Integer3 &box) const { return (box[0] * boxes_[1] + box[1]) * boxes_[2] + box[2]; }

    int32_t atoms_;
    bool periodic_;
    Integer3 boxes_{};             // number of boxes along each axis
    Integer3 reach_{};             // how many boxes away a neighbour can be
    std::vector<Integer3> box_;    // [atoms] box of the wrapped atom
    std::vector<Integer3> wrap_;   // [atoms] lattice vector that wrapping subtracted
    std::vector<int32_t> start_;   // [boxes + 1] atoms of box b: sorted_[start_[b]] to sorted_[start_[b + 1] - 1]
    std::vector<int32_t> sorted_;  // [atoms]
};

template <typename Visit>
void BoxGrid::visit_near(int32_t i, Visit visit) const
{
    const Integer3 low{box_[i][0] - reach_[0], box_[i][1] - reach_[1], box_[i][2] - reach_[2]};
    const Integer3 high{box_[i][0] + reach_[0], box_[i][1] + reach_[1], box_[i][2] + reach_[2]};
    const auto wrapped = [this](int32_t box, int axis, int32_t &image) {
        const int32_t n = boxes_[axis];
        image = box >= 0 ? box / n : -((n - 1 - box) / n);
        return box - image * n;
    };
    Integer3 image;
    for (int32_t a = low[0]; a <= high[0]; ++a) {
        const int32_t box_a = wrapped(a, 0, image[0]);
        for (int32_t b = low[1]; b <= high[1]; ++b) {
            const int32_t box_b = wrapped(b, 1, image[1]);
            for (int32_t c = low[2]; c <= high[2]; ++c) {
                const int32_t box_c = wrapped(c, 2, image[2]);
                if (!periodic_ && (image[0] != 0 || image[1] != 0 || image[2] != 0)) {
                    continue;
                }
                const int32_t box = index({box_a, box_b, box_c});
                for (int32_t k = start_[box]; k < start_[box + 1]; ++k) {
                    // The sender sits at x_j - S cell; wrapping moved it by -wrap_j, the image lies at +image.
                    const int32_t j = sorted_[k];
                    visit(j, Integer3{wrap_[j][0] - wrap_[i][0] - image[0], wrap_[j][1] - wrap_[i][1] - image[1],
                                      wrap_[j][2] - wrap_[i][2] - image[2]});
                }
            }
        }
    }
}

}  // namespace ins
