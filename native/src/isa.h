// The one place that decides which instruction set runs.
#pragma once

#include "inscore.h"

namespace ins {

// The variants of one kernel; null where it is not compiled in.
template <typename Function>
struct Variants {
    Function generic;
    Function avx2;
    Function avx512;
};

// The instruction set in use: the selected one, else that of INSCORE_NATIVE_ISA, else the best.
ins_isa current_isa();

template <typename Function>
Function select(const Variants<Function> &variants)
{
    switch (current_isa()) {
    case INS_ISA_AVX512:
        return variants.avx512;
    case INS_ISA_AVX2:
        return variants.avx2;
    default:
        return variants.generic;
    }
}

}  // namespace ins
