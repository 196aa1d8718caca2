#include "mace_kernels.h"

#include "error.h"
#include "isa.h"

namespace {

template <typename T>
const ins::MaceKernels<T> &kernels()
{
    static const ins::Variants<const ins::MaceKernels<T> *> variants = {
        &ins::MaceVariants<T>::generic,
#if defined(INSCORE_X64)
        &ins::MaceVariants<T>::avx2, &ins::MaceVariants<T>::avx512,
#else
        nullptr, nullptr,
#endif
    };
    return *ins::select(variants);
}

void check(bool condition, const char *what)
{
    if (!condition) {
        ins::fail(INS_ARGUMENT, "%s", what);
    }
}

template <typename T>
ins::ConvolutionArguments<T> arguments(const ins_convolution *c, bool reverse)
{
    check(c != nullptr && c->atoms >= 0 && c->all_atoms >= c->atoms && c->blocks >= 0 && c->table_rows >= 0, "a size is negative");
    check(c->paths > 0 && c->paths <= ins::most_paths, "the number of paths is out of range");
    check(c->harmonic_count == 1 || c->harmonic_count == 4 || c->harmonic_count == 9 || c->harmonic_count == 16,
          "the number of harmonics is not a square up to 16");
    for (int32_t p = 0; p < c->paths; ++p) {
        const int32_t *path = c->plan + 6 * p;
        check(path[0] >= 0 && path[0] <= ins::most_feature_degree && path[1] >= 0 && path[2] >= 0 && path[2] <= path[0] + path[1] &&
                  (path[1] + 1) * (path[1] + 1) <= c->harmonic_count,
              "a path has a degree out of range");
        check(path[3] >= 0 && path[4] >= 0 && path[5] >= 0, "a path has a place out of range");
        check(c->features == nullptr ? path[0] == 0 : path[3] + 2 * path[0] < c->feature_components,
              "a path reads features that are not there");
        check(path[4] + 2 * static_cast<int64_t>(path[2]) * path[5] + static_cast<int64_t>(c->blocks) * (64 / static_cast<int>(sizeof(T)))
                  <= c->message_size,
              "a path writes beyond the message");
    }
    for (int32_t e = c->first[0]; e < c->first[c->atoms]; ++e) {
        check(c->row[e] >= 0 && c->row[e] < c->table_rows, "an edge is outside the radial table");
        check(c->features == nullptr || (c->sender[e] >= 0 && c->sender[e] < c->all_atoms), "an edge has no sender");
    }
    const auto data = [](const void *p) { return static_cast<const T *>(p); };
    const auto room = [](void *p) { return static_cast<T *>(p); };
    return {c->atoms, c->all_atoms, c->blocks, c->paths, c->table_rows, c->harmonic_count, c->feature_components, c->message_size,
            c->plan, data(c->couplings), c->first, c->sender, c->row, data(c->local), data(c->harmonics), data(c->table),
            data(c->features), data(c->scale), reverse ? nullptr : room(c->messages), reverse ? data(c->messages) : nullptr,
            room(c->edge_gradients), room(c->feature_gradients), room(c->products)};
}

template <typename T>
ins::ContractionArguments<T> arguments(const ins_contraction *c, bool reverse)
{
    constexpr int32_t most = (ins::most_harmonic_degree + 1) * (ins::most_harmonic_degree + 1);
    check(c != nullptr && c->atoms >= 0 && c->blocks >= 0 && c->terms >= 0, "a size is negative");
    check(c->components > 0 && c->components <= most && c->outputs > 0 && c->outputs <= most, "more than 16 components or outputs");
    // One walk through the plan: every place in range, the terms as many as stated.
    int32_t at = 0, terms = 0;
    const auto next = [&](int32_t least, int32_t limit) {
        check(at < c->plan_length, "the plan of a contraction ends early");
        const int32_t value = c->plan[at++];
        check(value >= least && value < limit, "the plan of a contraction holds a number out of range");
        return value;
    };
    const auto outputs = [&] {
        for (int32_t k = next(0, 1 << 20); k > 0; --k, ++terms) {
            next(0, c->outputs);
        }
    };
    while (at < c->plan_length) {
        next(0, c->components);
        next(-1, c->components);
        outputs();
        for (int32_t factors = next(0, 1 << 20); factors > 0; --factors) {
            next(0, c->components);
            outputs();
        }
    }
    check(terms == c->terms, "the plan of a contraction has another number of terms");
    const auto data = [](const void *p) { return static_cast<const T *>(p); };
    const auto room = [](void *p) { return static_cast<T *>(p); };
    return {c->atoms, c->blocks, c->components, c->outputs, c->plan_length, c->terms, c->plan, c->index, data(c->coefficients),
            data(c->x), reverse ? nullptr : room(c->b), reverse ? data(c->b) : nullptr, room(c->x_gradients)};
}

template <typename T>
ins::ProductArguments<T> arguments(const ins_product *p)
{
    check(p != nullptr && p->columns >= 0 && p->inner >= 0 && p->blocks >= 0 && p->block_rows > 0, "a size is negative");
    check(p->columns % (64 / static_cast<int>(sizeof(T))) == 0, "the columns of a product are not whole blocks");
    return {p->columns, p->inner, p->blocks, p->block_rows, p->a_block_stride, p->a_row_stride, p->c_block_stride, p->c_row_stride,
            p->add != 0, static_cast<const T *>(p->panels), static_cast<const T *>(p->a), static_cast<T *>(p->c)};
}

}  // namespace

extern "C" ins_status ins_convolve_f64(const ins_convolution *c)
{
    INS_GUARD(kernels<double>().convolve(arguments<double>(c, false)))
}

extern "C" ins_status ins_convolve_f32(const ins_convolution *c)
{
    INS_GUARD(kernels<float>().convolve(arguments<float>(c, false)))
}

extern "C" ins_status ins_convolve_reverse_f64(const ins_convolution *c)
{
    INS_GUARD(kernels<double>().convolve_reverse(arguments<double>(c, true)))
}

extern "C" ins_status ins_convolve_reverse_f32(const ins_convolution *c)
{
    INS_GUARD(kernels<float>().convolve_reverse(arguments<float>(c, true)))
}

extern "C" ins_status ins_contract_f64(const ins_contraction *c)
{
    INS_GUARD(kernels<double>().contract(arguments<double>(c, false)))
}

extern "C" ins_status ins_contract_f32(const ins_contraction *c)
{
    INS_GUARD(kernels<float>().contract(arguments<float>(c, false)))
}

extern "C" ins_status ins_contract_reverse_f64(const ins_contraction *c)
{
    INS_GUARD(kernels<double>().contract_reverse(arguments<double>(c, true)))
}

extern "C" ins_status ins_contract_reverse_f32(const ins_contraction *c)
{
    INS_GUARD(kernels<float>().contract_reverse(arguments<float>(c, true)))
}

extern "C" ins_status ins_multiply_f64(const ins_product *p)
{
    INS_GUARD(kernels<double>().multiply(arguments<double>(p)))
}

extern "C" ins_status ins_multiply_f32(const ins_product *p)
{
    INS_GUARD(kernels<float>().multiply(arguments<float>(p)))
}
