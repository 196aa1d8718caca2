#define INS_LANES 4
#include "tangents_body.h"

const ins::TangentKernels ins::tangents_avx2 = kernels;
