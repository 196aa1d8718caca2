#include <cmath>
#include <complex>
#include <random>
#include <vector>

#include "check.h"
#include "inscore.h"

namespace {

using Complex = std::complex<double>;

std::vector<double> numbers(size_t count, unsigned seed)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> uniform(-1, 1);
    std::vector<double> values(count);
    for (double &value : values) {
        value = uniform(random);
    }
    return values;
}

bool close(const std::vector<double> &a, const std::vector<double> &b)
{
    for (size_t k = 0; k < a.size(); ++k) {
        if (!(std::abs(a[k] - b[k]) < 2e-12)) {
            return false;
        }
    }
    return a.size() == b.size();
}

template <typename Body>
void with_each_isa(Body body)
{
    for (ins_isa isa : {INS_ISA_GENERIC, INS_ISA_AVX2, INS_ISA_AVX512}) {
        if (ins_select_isa(isa) == INS_OK) {
            body();
        }
    }
    ins_select_isa(INS_ISA_BEST);
}

TEST(tangents, row_products_match_plain_sums_at_every_length)
{
    with_each_isa([] {
        for (int length = 0; length <= 40; ++length) {
            for (int a_rows : {1, 3, 6, 13}) {
                const int b_rows = a_rows + length % 5;
                const auto a = numbers(a_rows * length, 1), b = numbers(b_rows * length, 2);
                auto expected = numbers(a_rows * b_rows, 3), g = expected;
                for (int r = 0; r < a_rows; ++r) {
                    for (int s = 0; s < b_rows; ++s) {
                        for (int k = 0; k < length; ++k) {
                            expected[r * b_rows + s] += a[r * length + k] * b[s * length + k];
                        }
                    }
                }
                CHECK(ins_add_row_products(length, a_rows, b_rows, 0, a.data(), b.data(), g.data()) == INS_OK);
                CHECK(close(expected, g));
                g = expected;
                CHECK(ins_add_row_products(length, a_rows, b_rows, 1, a.data(), b.data(), g.data()) == INS_OK);
            }
        }
    });
}

TEST(tangents, channel_products_match_plain_sums_at_every_length)
{
    with_each_isa([] {
        for (int channels = 0; channels <= 19; ++channels) {
            const int rows = 1 + channels % 8, inputs = 1 + channels % 3, outputs = 1 + channels % 6;
            const auto m = numbers(outputs * inputs * channels, 1), x = numbers(rows * inputs * channels, 2);
            std::vector<double> expected(rows * outputs * channels), y(expected.size(), -7);
            for (int r = 0; r < rows; ++r) {
                for (int o = 0; o < outputs; ++o) {
                    for (int p = 0; p < inputs; ++p) {
                        for (int c = 0; c < channels; ++c) {
                            expected[(r * outputs + o) * channels + c] +=
                                m[(o * inputs + p) * channels + c] * x[(r * inputs + p) * channels + c];
                        }
                    }
                }
            }
            CHECK(ins_multiply_channels(channels, rows, inputs, outputs, m.data(), x.data(), y.data()) == INS_OK);
            CHECK(close(expected, y));
        }
    });
}

// One group of couplings from 3 components to 5, between 2 atoms of which both move.
struct Messages {
    static constexpr int atoms = 2, slots = 2, paths = 2, terms = 15, slot_count = 3;
    int channels, edges, rows, sets;
    std::vector<int32_t> sizes{3, 5}, sources, targets, couple, senders, sender_slots, tangent_slots;
    std::vector<double> weights, slopes, couplings, directions, phases, translations, features, tangents, gradient, sums, mixed, senders_out;

    Messages(int c, int e, int r, int s) : channels(c), edges(e), rows(r), sets(s)
    {
        for (int k = 0; k < 3; ++k) {
            sources.push_back(k * c);
        }
        for (int k = 0; k < 5; ++k) {
            targets.push_back(k / 3);
            targets.push_back(k * c);
        }
        for (int k = 0; k < 15; ++k) {
            couple.push_back(k == 7 ? -1 : k);
        }
        for (int k = 0; k < e; ++k) {
            senders.push_back(k % 2);
            sender_slots.push_back(k % 2);
            tangent_slots.push_back(k % 4 - 1);
            tangent_slots.push_back((k + 1) % 3);
        }
        weights = numbers(e * paths * c, 1);
        slopes = numbers(e * paths * c, 2);
        couplings = numbers(e * 4 * terms, 3);
        directions = numbers(e * 3, 4);
        phases = numbers(e * 2, 5);
        translations = numbers(e * 3, 6);
        features = numbers(atoms * 3 * c, 7);
        tangents = numbers(s * slot_count * r * 3 * c, 8);
        gradient = numbers(5 * c, 9);
        sums = numbers(s * slots * r * 5 * c, 10);
        mixed = numbers(s * slots * r * 3, 11);
        senders_out = numbers(atoms * 9 * c, 12);
    }

    ins_tangent_messages arguments()
    {
        return {channels, edges, slots, rows, sets, atoms, paths, terms, 1, 3 * channels, 5 * channels, 0, slot_count, 0.5, 3,
                sizes.data(), sources.data(), targets.data(), couple.data(), weights.data(), slopes.data(), couplings.data(),
                directions.data(), phases.data(), sets > 1 ? translations.data() : nullptr, senders.data(), sender_slots.data(),
                features.data(), tangent_slots.data(), tangents.data(), gradient.data(), sums.data(), mixed.data(), senders_out.data()};
    }

    int parts() const { return rows / 3; }

    void add(std::vector<double> &to, int set, int slot, int axis, int width, int at, Complex value)
    {
        const size_t row = (static_cast<size_t>(set) * slots + slot) * rows + axis * parts();
        to[row * width + at] += value.real();
        if (parts() == 2) {
            to[(row + 1) * width + at] += value.imag();
        }
    }

    void compute_plainly()
    {
        for (int e = 0; e < edges; ++e) {
            const Complex p(phases[2 * e], parts() == 2 ? phases[2 * e + 1] : 0);
            const auto phase = [&](int set) { return set == 0 ? p : p * Complex(0, -translations[3 * e + set - 1]); };
            for (int k = 0; k < 15 * channels; ++k) {
                const int c = k % channels, t = k / channels / 3, s = k / channels % 3, term = couple[3 * t + s];
                if (term < 0) {
                    continue;
                }
                const double r = weights[(e * paths + t / 3) * channels + c], slope = slopes[(e * paths + t / 3) * channels + c];
                const double coupling = couplings[4 * e * terms + term], g = gradient[t * channels + c];
                const double h = features[(senders[e] * 3 + s) * channels + c];
                for (int a = 0; a < 3; ++a) {
                    const double change = slope * directions[3 * e + a] * coupling + r * couplings[(4 * e + a + 1) * terms + term];
                    add(sums, 0, 0, a, 5 * channels, t * channels + c, 0.5 * change * h);
                    senders_out[((senders[e] * 3 + a) * 3 + s) * channels + c] += 3 * change * g;
                    for (int set = 0; set < sets; ++set) {
                        add(sums, set, sender_slots[e], a, 5 * channels, t * channels + c, -0.5 * change * h * phase(set));
                        for (int slot = 0; slot < slots; ++slot) {
                            for (int b = 0; b < 3 && tangent_slots[e * slots + slot] >= 0; ++b) {
                                const auto tangent = [&](int of) {
                                    const size_t row = (of * slot_count + tangent_slots[e * slots + slot]) * rows + b * parts();
                                    const size_t at = (row * 3 + s) * channels + c;
                                    return Complex(tangents[at], parts() == 2 ? tangents[at + 3 * channels] : 0);
                                };
                                const Complex turned = p * tangent(set) + (set > 0 ? phase(set) * tangent(0) : 0);
                                add(mixed, set, slot, b, 3, a, change * g * turned);
                                if (a == 0) {
                                    add(sums, set, slot, b, 5 * channels, t * channels + c, 0.5 * r * coupling * turned);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
};

TEST(tangents, messages_match_plain_sums)
{
    with_each_isa([] {
        for (int channels = 1; channels <= 17; ++channels) {
            for (int shape = 0; shape < 3; ++shape) {
                const int rows = shape == 0 ? 3 : 6, sets = shape == 2 ? 4 : 1;
                Messages expected(channels, channels % 5 == 0 ? 70 : channels % 4, rows, sets), actual = expected;
                expected.compute_plainly();
                const ins_tangent_messages arguments = actual.arguments();
                CHECK(ins_add_tangent_messages(&arguments) == INS_OK);
                CHECK(close(expected.sums, actual.sums));
                CHECK(close(expected.mixed, actual.mixed));
                CHECK(close(expected.senders_out, actual.senders_out));
            }
        }
    });
}

TEST(tangents, not_a_number_stays_in_its_row)
{
    with_each_isa([] {
        std::vector<double> a(6 * 9, 1), b(6 * 9, 1), g(36);
        a[9 * 2 + 4] = NAN;
        CHECK(ins_add_row_products(9, 6, 6, 0, a.data(), b.data(), g.data()) == INS_OK);
        for (int k = 0; k < 36; ++k) {
            CHECK(k / 6 == 2 ? std::isnan(g[k]) : g[k] == 9);
        }
    });
}

TEST(tangents, bad_arguments_are_refused)
{
    CHECK(ins_add_tangent_messages(nullptr) == INS_ARGUMENT);
    CHECK(ins_add_row_products(-1, 1, 1, 0, nullptr, nullptr, nullptr) == INS_ARGUMENT);
    CHECK(ins_multiply_channels(4, -1, 1, 1, nullptr, nullptr, nullptr) == INS_ARGUMENT);
    const auto refuses = [](auto change) {
        Messages messages(4, 2, 6, 1);
        ins_tangent_messages arguments = messages.arguments();
        change(messages, arguments);
        return ins_add_tangent_messages(&arguments) == INS_ARGUMENT;
    };
    CHECK(refuses([](Messages &, ins_tangent_messages &a) { a.rows = 4; }));
    CHECK(refuses([](Messages &, ins_tangent_messages &a) { a.receiver_slot = 2; }));
    CHECK(refuses([](Messages &m, ins_tangent_messages &) { m.senders[1] = 2; }));
    CHECK(refuses([](Messages &m, ins_tangent_messages &) { m.sender_slots[1] = -1; }));
    CHECK(refuses([](Messages &m, ins_tangent_messages &) { m.tangent_slots[1] = 3; }));
    CHECK(refuses([](Messages &m, ins_tangent_messages &) { m.targets[3] = 17; }));
    CHECK(refuses([](Messages &m, ins_tangent_messages &) { m.targets[2] = 2; }));
    CHECK(refuses([](Messages &m, ins_tangent_messages &) { m.sources[0] = 9; }));
    CHECK(refuses([](Messages &m, ins_tangent_messages &) { m.couple[0] = 15; }));
    CHECK(refuses([](Messages &m, ins_tangent_messages &) { m.sizes[0] = 8; }));
}

}  // namespace
