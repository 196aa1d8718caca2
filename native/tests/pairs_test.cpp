#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <tuple>
#include <vector>

#include "check.h"
#include "inscore.h"

namespace {

struct Pairs {
    std::vector<int32_t> first, sender, shift;
    std::vector<double> vector;
};

ins_status find(const std::vector<double> &cell, const std::vector<double> &x, double cutoff, Pairs &out, int32_t capacity)
{
    const int32_t atoms = static_cast<int32_t>(x.size() / 3);
    out.first.resize(atoms + 1);
    out.sender.resize(capacity);
    out.vector.resize(3 * capacity);
    out.shift.resize(3 * capacity);
    int32_t count = 0;
    const ins_status status =
        ins_pairs(atoms, static_cast<int32_t>(cell.size()), cell.data(), x.data(), cutoff, capacity, out.first.data(),
                  out.sender.data(), out.vector.data(), out.shift.data(), &count);
    if (status == INS_OK && count > capacity) {
        return find(cell, x, cutoff, out, count);
    }
    out.sender.resize(status == INS_OK ? count : 0);
    return status;
}

using Key = std::tuple<int, int, int, int, int>;

// Every pair of every image within a generous block of cells.
std::vector<Key> brute_force(const std::vector<double> &cell, const std::vector<double> &x, double cutoff, int range)
{
    std::vector<Key> keys;
    const int n = static_cast<int>(x.size() / 3), m = cell.empty() ? 0 : range;
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            for (int a = -m; a <= m; ++a) {
                for (int b = -m; b <= m; ++b) {
                    for (int c = -m; c <= m; ++c) {
                        double length = 0;
                        for (int k = 0; k < 3; ++k) {
                            double r = x[3 * i + k] - x[3 * j + k];
                            r += cell.empty() ? 0 : a * cell[k] + b * cell[3 + k] + c * cell[6 + k];
                            length += r * r;
                        }
                        if (length < cutoff * cutoff && !(i == j && a == 0 && b == 0 && c == 0)) {
                            keys.emplace_back(i, j, a, b, c);
                        }
                    }
                }
            }
        }
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}

std::vector<Key> keys_of(const Pairs &pairs)
{
    std::vector<Key> keys;
    for (int32_t i = 0; i + 1 < static_cast<int32_t>(pairs.first.size()); ++i) {
        for (int32_t p = pairs.first[i]; p < pairs.first[i + 1]; ++p) {
            keys.emplace_back(i, pairs.sender[p], pairs.shift[3 * p], pairs.shift[3 * p + 1], pairs.shift[3 * p + 2]);
        }
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}

double volume(const std::vector<double> &c)
{
    return std::abs(c[0] * (c[4] * c[8] - c[5] * c[7]) + c[1] * (c[5] * c[6] - c[3] * c[8]) +
                    c[2] * (c[3] * c[7] - c[4] * c[6]));
}

TEST(pairs, match_brute_force_in_random_cells)
{
    std::mt19937 random(5);
    std::uniform_real_distribution<double> uniform(-1, 1);
    for (int sample = 0; sample < 60; ++sample) {
        std::vector<double> cell(9), x(3 * (1 + sample % 7));
        for (int k = 0; k < 9; ++k) {
            cell[k] = 2 * uniform(random) + (k % 4 == 0 ? (sample % 2 ? -4 : 4) : 0);
        }
        if (volume(cell) < 15) {
            continue;  // so flat that brute force would take too long
        }
        for (size_t i = 0; i < x.size(); i += 3) {
            const double f[] = {1.5 * uniform(random), 1.5 * uniform(random), 1.5 * uniform(random)};
            for (int k = 0; k < 3; ++k) {
                x[i + k] = f[0] * cell[k] + f[1] * cell[3 + k] + f[2] * cell[6 + k];
            }
        }
        if (sample % 5 == 0) {
            cell.clear();
        }
        Pairs pairs;
        CHECK(find(cell, x, 4.5, pairs, 3) == INS_OK);
        CHECK(keys_of(pairs) == brute_force(cell, x, 4.5, 14));
    }
}

TEST(pairs, many_boxes_match_brute_force)
{
    std::mt19937 random(6);
    std::uniform_real_distribution<double> uniform(0, 20);
    const std::vector<double> cell{20, 0, 0, 7, 19, 0, -6, 3, 21};
    std::vector<double> x(3 * 300);
    for (double &value : x) {
        value = 3 * uniform(random);
    }
    Pairs pairs, molecule;
    CHECK(find(cell, x, 3, pairs, 3) == INS_OK);
    CHECK(keys_of(pairs) == brute_force(cell, x, 3, 5));
    CHECK(find({}, x, 3, molecule, 3) == INS_OK);
    CHECK(keys_of(molecule) == brute_force({}, x, 3, 0));
}

TEST(pairs, bad_input_is_refused)
{
    const std::vector<double> cell{5, 0, 0, 0, 5, 0, 0, 0, 5};
    const double nan = std::numeric_limits<double>::quiet_NaN();
    Pairs pairs;
    CHECK(find(cell, {0, 0, 0, 0, 0, nan}, 3, pairs, 8) == INS_NUMERICAL);
    CHECK(std::string(ins_last_error()).find("atom 2") != std::string::npos);
    CHECK(find(cell, {1, 1, 1, 6, 1, 1}, 3, pairs, 8) == INS_NUMERICAL);
    CHECK(std::string(ins_last_error()).find("overlap") != std::string::npos);
    CHECK(find(cell, {0, 0, 0, 1e300, 0, 0}, 3, pairs, 8) == INS_NUMERICAL);
    CHECK(find(cell, {0, 0, 0}, -1, pairs, 8) == INS_ARGUMENT);
    CHECK(find(cell, {0, 0, 0}, nan, pairs, 8) == INS_ARGUMENT);
    CHECK(find(cell, {0, 0, 0}, 1e9, pairs, 8) == INS_ARGUMENT);
    CHECK(find({5, 0, 0, 0, 5, 0, 0, 0, 0}, {0, 0, 0}, 3, pairs, 8) == INS_ARGUMENT);
    CHECK(find({5, 0, 0, 0, 5, 0, 0, 0, nan}, {0, 0, 0}, 3, pairs, 8) == INS_NUMERICAL);
    CHECK(find(cell, {}, 3, pairs, 8) == INS_OK);
}

}  // namespace
