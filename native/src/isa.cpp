#include "isa.h"

#include <atomic>
#include <cstdlib>
#include <cstring>

#include "error.h"

namespace ins {

namespace {

constexpr const char *variable = "INSCORE_NATIVE_ISA";

struct Candidate {
    ins_isa isa;
    const char *name;
    bool (*supported)();
};

// Best first. AVX-512 before AVX2: the kernels are bound by arithmetic, and twice the lanes outweigh the lower clock.
const Candidate candidates[] = {
#if defined(INSCORE_X64)
    {INS_ISA_AVX512, "avx512",
     [] { return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("fma"); }},
    {INS_ISA_AVX2, "avx2", [] { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }},
#endif
    {INS_ISA_GENERIC, "generic", [] { return true; }},
};

std::atomic<int> selected{INS_ISA_BEST};

ins_isa checked(const Candidate &candidate)
{
    if (!candidate.supported()) {
        fail(INS_ARGUMENT, "instruction set %s is not supported by this processor", candidate.name);
    }
    return candidate.isa;
}

ins_isa by_default()
{
    const char *wish = std::getenv(variable);
    for (const Candidate &candidate : candidates) {
        if (wish == nullptr || *wish == '\0' ? candidate.supported() : std::strcmp(wish, candidate.name) == 0) {
            return checked(candidate);
        }
    }
    fail(INS_ARGUMENT, "%s=%s is unknown here; use generic, avx2 or avx512", variable, wish);
}

ins_isa resolve(ins_isa isa)
{
    if (isa == INS_ISA_BEST) {
        return by_default();
    }
    for (const Candidate &candidate : candidates) {
        if (candidate.isa == isa) {
            return checked(candidate);
        }
    }
    fail(INS_ARGUMENT, "instruction set %d is not compiled in", static_cast<int>(isa));
}

}  // namespace

ins_isa current_isa()
{
    int isa = selected.load(std::memory_order_relaxed);
    if (isa == INS_ISA_BEST) {
        isa = by_default();
        selected.store(isa, std::memory_order_relaxed);
    }
    return static_cast<ins_isa>(isa);
}

}  // namespace ins

extern "C" ins_status ins_select_isa(ins_isa isa)
{
    INS_GUARD(ins::selected.store(ins::resolve(isa), std::memory_order_relaxed))
}

extern "C" ins_status ins_current_isa(ins_isa *isa)
{
    INS_GUARD(*isa = ins::current_isa())
}
