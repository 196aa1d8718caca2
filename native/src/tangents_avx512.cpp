#define INS_LANES 8
#include "tangents_body.h"

const ins::TangentKernels ins::tangents_avx512 = kernels;
