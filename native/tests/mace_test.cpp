// The kernels of MACE against plain sums, with every instruction set that the processor has, all degrees, odd sizes.
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "check.h"
#include "inscore.h"

namespace {

std::mt19937 generator(7);

template <typename T>
std::vector<T> numbers(size_t count)
{
    std::uniform_real_distribution<double> distribution(-1, 1);
    std::vector<T> values(count);
    for (T &value : values) {
        value = static_cast<T>(distribution(generator));
    }
    return values;
}

template <typename T>
constexpr int block = 64 / static_cast<int>(sizeof(T));
template <typename T>
constexpr int terms = sizeof(T) == 8 ? 12 : 8;
template <typename T>
constexpr double tolerance = sizeof(T) == 8 ? 1e-13 : 5e-5;

ins_status call(const ins_convolution &c, bool reverse, double) { return reverse ? ins_convolve_reverse_f64(&c) : ins_convolve_f64(&c); }
ins_status call(const ins_convolution &c, bool reverse, float) { return reverse ? ins_convolve_reverse_f32(&c) : ins_convolve_f32(&c); }
ins_status call(const ins_contraction &c, bool reverse, double) { return reverse ? ins_contract_reverse_f64(&c) : ins_contract_f64(&c); }
ins_status call(const ins_contraction &c, bool reverse, float) { return reverse ? ins_contract_reverse_f32(&c) : ins_contract_f32(&c); }
ins_status call(const ins_product &p, double) { return ins_multiply_f64(&p); }
ins_status call(const ins_product &p, float) { return ins_multiply_f32(&p); }

void with_every_isa(void (*body)())
{
    for (const ins_isa isa : {INS_ISA_GENERIC, INS_ISA_AVX2, INS_ISA_AVX512}) {
        if (ins_select_isa(isa) == INS_OK) {
            body();
        }
    }
    CHECK(ins_select_isa(INS_ISA_BEST) == INS_OK);
}

template <typename T>
void check_close(const std::vector<T> &actual, const std::vector<double> &expected)
{
    double largest = 1;
    for (const double value : expected) {
        largest = std::max(largest, std::fabs(value));
    }
    CHECK(actual.size() == expected.size());
    for (size_t k = 0; k < actual.size(); ++k) {
        CHECK(std::fabs(actual[k] - expected[k]) <= tolerance<T> * largest);
    }
}

// One convolution with random data: all paths of degrees l2 <= most2, l1 <= most1, l = |l1 - l2| ... l1 + l2.
template <typename T>
struct Convolution {
    int atoms = 3, all = 5, blocks = 3, rows = 4, most1, most2, count, components, size = 0, gradient_width = 24;
    std::vector<int32_t> plan, first{0, 2, 2, 7}, sender, row;
    std::vector<T> couplings, local, harmonics, table, features, scale, messages, seeds, edges, feature_gradients, products;
    ins_convolution c{};

    Convolution(int l1, int l2, bool has_features) : most1(l1), most2(l2), count((l1 + 1) * (l1 + 1)), components((l2 + 1) * (l2 + 1))
    {
        for (int a = 0; a <= most2; ++a) {
            for (int b = 0; b <= most1; ++b) {
                for (int l = std::abs(a - b); l <= std::min(3, a + b); ++l) {
                    plan.insert(plan.end(), {a, b, l, a * a, size, blocks * block<T>});
                    size += (2 * l + 1) * blocks * block<T>;
                    const std::vector<T> own = numbers<T>((2 * a + 1) * (2 * b + 1) * (2 * l + 1));
                    couplings.insert(couplings.end(), own.begin(), own.end());
                }
            }
        }
        const int edge_count = first.back(), paths = static_cast<int>(plan.size() / 6);
        for (int e = 0; e < edge_count; ++e) {
            sender.push_back((3 * e + 1) % all);
            row.push_back((5 * e + 2) % rows);
        }
        local = numbers<T>(edge_count);
        harmonics = numbers<T>(edge_count * count);
        table = numbers<T>(static_cast<size_t>(blocks) * paths * rows * terms<T> * block<T>);
        features = numbers<T>(has_features ? blocks * all * components * block<T> : 0);
        scale = numbers<T>(atoms);
        messages.resize(atoms * size);
        seeds = numbers<T>(atoms * size);
        edges.resize(edge_count * gradient_width);
        feature_gradients.resize(features.size());
        products.resize(atoms);
        c = {atoms, all, blocks, paths, rows, count, components, size, plan.data(), couplings.data(), first.data(), sender.data(), row.data(),
             local.data(), harmonics.data(), table.data(), has_features ? features.data() : nullptr, scale.data(), messages.data(),
             edges.data(), has_features ? feature_gradients.data() : nullptr, products.data()};
    }

    // R and dR/dt of one edge, path and channel.
    void radial(int e, int path, int channel, double &value, double &slope) const
    {
        const T *from = table.data() + ((static_cast<size_t>(channel / block<T>) * c.paths + path) * rows + row[e]) * terms<T> * block<T> + channel % block<T>;
        value = slope = 0;
        for (int n = terms<T> - 1; n >= 0; --n) {
            slope = slope * local[e] + value;
            value = value * local[e] + from[n * block<T>];
        }
    }

    size_t place(int e, int component, int channel) const
    {
        return ((static_cast<size_t>(channel / block<T>) * all + sender[e]) * components + component) * block<T> + channel % block<T>;
    }

    // Every product of the sum: m += s C R Y h, and the derivative of sum(seeds * m) by each factor.
    void plain(std::vector<double> &m, std::vector<double> &de, std::vector<double> &dh, std::vector<double> &dm) const
    {
        const int offset[] = {0, 2, 8, 16};
        m.assign(messages.size(), 0);
        de.assign(edges.size(), 0);
        dh.assign(features.size(), 0);
        dm.assign(atoms, 0);
        for (int i = 0; i < atoms; ++i) {
            for (int e = first[i]; e < first[i + 1]; ++e) {
                size_t at = 0;
                for (int p = 0; p < c.paths; ++p) {
                    const int l2 = plan[6 * p], l1 = plan[6 * p + 1], l = plan[6 * p + 2];
                    for (int channel = 0; channel < blocks * block<T>; ++channel) {
                        double r, slope;
                        radial(e, p, channel, r, slope);
                        for (int k = 0; k < (2 * l2 + 1) * (2 * l1 + 1) * (2 * l + 1); ++k) {
                            const int a = k % (2 * l + 1), b = k / (2 * l + 1) % (2 * l1 + 1), d = k / (2 * l + 1) / (2 * l1 + 1);
                            const double y = harmonics[e * count + l1 * l1 + b], factor = scale[i] * couplings[at + k];
                            const double h = features.empty() ? 1 : features[place(e, plan[6 * p + 3] + d, channel)];
                            const size_t target = static_cast<size_t>(i) * size + plan[6 * p + 4] + a * plan[6 * p + 5] + channel;
                            const double seed = seeds[target];
                            m[target] += factor * r * y * h;
                            dm[i] += seed * factor * r * y * h;
                            de[e * gradient_width + offset[l1] + b] += seed * factor * r * h;
                            de[e * gradient_width + offset[l1] + 2 * l1 + 1] += seed * factor * slope * y * h;
                            if (!features.empty()) {
                                dh[place(e, plan[6 * p + 3] + d, channel)] += seed * factor * r * y;
                            }
                        }
                    }
                    at += (2 * l2 + 1) * (2 * l1 + 1) * (2 * l + 1);
                }
            }
        }
    }
};

template <typename T>
void check_convolution(int l1, int l2, bool has_features)
{
    Convolution<T> all(l1, l2, has_features);
    std::vector<double> m, de, dh, dm;
    all.plain(m, de, dh, dm);
    CHECK(call(all.c, false, T{}) == INS_OK);
    check_close(all.messages, m);
    all.c.messages = all.seeds.data();
    CHECK(call(all.c, true, T{}) == INS_OK);
    check_close(all.edges, de);
    check_close(all.feature_gradients, dh);
    check_close(all.products, dm);
}

TEST(mace, convolution_equals_the_plain_sum)
{
    with_every_isa([] {
        for (int l1 = 0; l1 <= 3; ++l1) {
            check_convolution<double>(l1, 0, false);
            check_convolution<float>(l1, 0, false);
            for (int l2 = 0; l2 <= 3; ++l2) {
                check_convolution<double>(l1, l2, true);
                check_convolution<float>(l1, l2, true);
            }
        }
    });
}

TEST(mace, convolution_carries_nan_and_refuses_what_does_not_fit)
{
    with_every_isa([] {
        Convolution<double> all(3, 1, true);
        all.local[0] = std::numeric_limits<double>::quiet_NaN();
        CHECK(call(all.c, false, 0.0) == INS_OK);
        CHECK(std::isnan(all.messages[0]));
        CHECK(!std::isnan(all.messages[2 * all.size]));
    });
    Convolution<double> all(3, 1, true);
    all.row[1] = all.rows;
    CHECK(call(all.c, false, 0.0) == INS_ARGUMENT);
    all.row[1] = 0;
    all.sender[3] = -1;
    CHECK(call(all.c, true, 0.0) == INS_ARGUMENT);
    all.sender[3] = 0;
    all.c.message_size = all.size - 1;
    CHECK(call(all.c, false, 0.0) == INS_ARGUMENT);
    all.c.message_size = all.size;
    all.plan[1] = 4;
    CHECK(call(all.c, false, 0.0) == INS_ARGUMENT);
    CHECK(ins_convolve_f64(nullptr) == INS_ARGUMENT);
}

template <typename T>
void check_contraction(int atoms)
{
    const int blocks = 2, channels = blocks * block<T>, components = 4, outputs = 3;
    // x_1 -> 0 2; x_0 x_2 -> 1 and x_0 x_2 x_2 -> 0, x_0 x_2 x_3 -> 0 1 2; x_3 x_3 -> nothing, x_3 x_3 x_3 -> 2.
    std::vector<int32_t> plan{1, -1, 2, 0, 2, 0, 0, 2, 1, 1, 2, 2, 1, 0, 3, 3, 0, 1, 2, 3, 3, 0, 1, 3, 1, 2}, index;
    const std::vector<std::vector<int>> monomials{{1}, {1}, {0, 2}, {0, 2, 2}, {0, 2, 3}, {0, 2, 3}, {0, 2, 3}, {3, 3, 3}};
    const std::vector<int> output{0, 2, 1, 0, 0, 1, 2, 2};
    const int count = static_cast<int>(output.size());
    for (int i = 0; i < atoms; ++i) {
        index.push_back(atoms - 1 - i);
    }
    std::vector<T> coefficients = numbers<T>(count * channels), x = numbers<T>(atoms * components * channels);
    std::vector<T> seeds = numbers<T>(atoms * outputs * channels), b(seeds.size()), dx(x.size());
    std::vector<double> expected(b.size()), gradient(x.size());
    for (int i = 0; i < atoms; ++i) {
        for (int k = 0; k < channels; ++k) {
            for (int t = 0; t < count; ++t) {
                const double c = coefficients[(k / block<T> * count + t) * block<T> + k % block<T>];
                const auto factor = [&](int p) { return static_cast<double>(x[(i * components + p) * channels + k]); };
                double product = c;
                for (const int p : monomials[t]) {
                    product *= factor(p);
                }
                expected[(i * outputs + output[t]) * channels + k] += product;
                for (size_t n = 0; n < monomials[t].size(); ++n) {
                    double rest = c * seeds[(i * outputs + output[t]) * channels + k];
                    for (size_t other = 0; other < monomials[t].size(); ++other) {
                        rest *= other == n ? 1 : factor(monomials[t][other]);
                    }
                    gradient[(i * components + monomials[t][n]) * channels + k] += rest;
                }
            }
        }
    }
    ins_contraction c{atoms, blocks, components, outputs, static_cast<int32_t>(plan.size()), count, plan.data(), index.data(),
                      coefficients.data(), x.data(), b.data(), nullptr};
    CHECK(call(c, false, T{}) == INS_OK);
    check_close(b, expected);
    c.b = seeds.data();
    c.x_gradients = dx.data();
    CHECK(call(c, true, T{}) == INS_OK);
    check_close(dx, gradient);
    c.terms = count + 1;
    CHECK(call(c, false, T{}) == INS_ARGUMENT);
    c.terms = count;
    plan[3] = outputs;
    CHECK(call(c, false, T{}) == INS_ARGUMENT);
}

TEST(mace, contraction_equals_the_plain_polynomial)
{
    with_every_isa([] {
        for (const int atoms : {1, 3, 4, 9}) {
            check_contraction<double>(atoms);
            check_contraction<float>(atoms);
        }
    });
}

template <typename T>
void check_product(int groups, int rows, int inner, int panels, bool add)
{
    const int columns = panels * block<T>, a_row = inner + 3, c_row = columns + block<T>, a_group = rows * a_row + 5, c_group = rows * c_row + 1;
    std::vector<T> b = numbers<T>(static_cast<size_t>(columns) * inner), a = numbers<T>(groups * a_group), c = numbers<T>(groups * c_group);
    std::vector<double> expected(c.begin(), c.end());
    for (int g = 0; g < groups; ++g) {
        for (int r = 0; r < rows; ++r) {
            for (int j = 0; j < columns; ++j) {
                double &sum = expected[g * c_group + r * c_row + j];
                sum = add ? sum : 0;
                for (int k = 0; k < inner; ++k) {
                    sum += static_cast<double>(a[g * a_group + r * a_row + k]) * b[(j / block<T> * inner + k) * block<T> + j % block<T>];
                }
            }
        }
    }
    const ins_product p{columns, inner, groups, rows, a_group, a_row, c_group, c_row, add, b.data(), a.data(), c.data()};
    CHECK(call(p, T{}) == INS_OK);
    check_close(c, expected);
}

TEST(mace, product_equals_the_plain_sum)
{
    with_every_isa([] {
        for (int rows = 1; rows <= 7; ++rows) {
            for (const int panels : {1, 3, 4, 6}) {
                check_product<double>(3, rows, 17, panels, rows % 2 == 0);
                check_product<float>(2, rows, 9, panels, rows % 2 == 1);
            }
        }
    });
    const ins_product odd{5, 1, 1, 1, 1, 1, 8, 8, 0, nullptr, nullptr, nullptr};
    CHECK(ins_multiply_f64(&odd) == INS_ARGUMENT);
}

}  // namespace
