#define INS_LANES 2
#include "tangents_body.h"

const ins::TangentKernels ins::tangents_generic = kernels;
