#include "tangents.h"

#include "error.h"
#include "isa.h"

namespace {

const ins::Variants<const ins::TangentKernels *> variants = {
    &ins::tangents_generic,
#if defined(INSCORE_X64)
    &ins::tangents_avx2, &ins::tangents_avx512,
#else
    nullptr, nullptr,
#endif
};

void require(bool condition, const char *what)
{
    if (!condition) {
        ins::fail(INS_ARGUMENT, "%s", what);
    }
}

// Every index that the kernel follows.
void check(const ins_tangent_messages &a)
{
    require(a.channels >= 0 && a.edges >= 0 && a.slots > 0 && a.atoms > 0 && a.paths > 0 && a.terms > 0 && a.groups >= 0, "a size is out of range");
    require((a.rows == 3 && a.sets == 1) || (a.rows == 6 && (a.sets == 1 || a.sets == 4)), "tangents have 3 rows in 1 set or 6 in 1 or 4");
    require(a.receiver_slot >= 0 && a.receiver_slot < a.slots, "the receiver has no slot");
    const int32_t *source = a.group_sources, *target = a.group_targets, *coupling = a.group_couplings;
    for (int32_t g = 0; g < a.groups; ++g) {
        const int32_t sources = a.group_sizes[2 * g], targets = a.group_sizes[2 * g + 1];
        require(sources > 0 && sources <= ins::most_sources && targets > 0 && (targets + 10) * sources <= ins::most_couplings,
                "a group of couplings is too large");
        for (int32_t k = 0; k < sources; ++k) {
            require(source[k] >= 0 && source[k] <= a.feature_size - a.channels, "a coupling reads beyond the features");
        }
        for (int32_t k = 0; k < targets; ++k) {
            require(target[2 * k] >= 0 && target[2 * k] < a.paths, "a coupling belongs to no path");
            require(target[2 * k + 1] >= 0 && target[2 * k + 1] <= a.message_size - a.channels, "a coupling writes beyond the message");
        }
        for (int32_t k = 0; k < sources * targets; ++k) {
            require(coupling[k] >= -1 && coupling[k] < a.terms, "a coupling is no term");
        }
        source += sources;
        target += 2 * targets;
        coupling += sources * targets;
    }
    for (int32_t e = 0; e < a.edges; ++e) {
        require(a.senders[e] >= 0 && a.senders[e] < a.atoms, "an edge has no sender");
        require(a.sender_slots[e] >= 0 && a.sender_slots[e] < a.slots, "a sender has no slot");
        for (int32_t s = 0; a.tangent_slots != nullptr && s < a.slots; ++s) {
            require(a.tangent_slots[static_cast<size_t>(e) * a.slots + s] < a.tangent_slot_count, "a tangent has no slot");
        }
    }
}

void multiply(int32_t channels, int32_t rows, int32_t inputs, int32_t outputs, const double *matrix, const double *x, double *y)
{
    require(channels >= 0 && rows >= 0 && inputs >= 0 && outputs >= 0, "a size is negative");
    ins::select(variants)->multiply_channels(channels, rows, inputs, outputs, matrix, x, y);
}

void add_products(int32_t length, int32_t a_rows, int32_t b_rows, int32_t upper, const double *a, const double *b, double *g)
{
    require(length >= 0 && a_rows >= 0 && b_rows >= 0, "a size is negative");
    ins::select(variants)->add_row_products(length, a_rows, b_rows, upper != 0, a, b, g);
}

}  // namespace

extern "C" ins_status ins_add_tangent_messages(const ins_tangent_messages *messages)
{
    INS_GUARD(require(messages != nullptr, "no messages"); check(*messages); ins::select(variants)->add_messages(*messages))
}

extern "C" ins_status ins_multiply_channels(int32_t channels, int32_t rows, int32_t inputs, int32_t outputs, const double *matrix,
                                            const double *x, double *y)
{
    INS_GUARD(multiply(channels, rows, inputs, outputs, matrix, x, y))
}

extern "C" ins_status ins_add_row_products(int32_t length, int32_t a_rows, int32_t b_rows, int32_t upper, const double *a,
                                           const double *b, double *g)
{
    INS_GUARD(add_products(length, a_rows, b_rows, upper, a, b, g))
}
