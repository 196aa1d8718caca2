#define INS_BYTES 16
#include "contraction_body.h"
#include "convolution_body.h"
#include "product_body.h"

template <>
const ins::MaceKernels<double> ins::MaceVariants<double>::generic = {
    convolve<double>, convolve_reverse<double>, contract<double>, contract_reverse<double>, multiply<double>};

template <>
const ins::MaceKernels<float> ins::MaceVariants<float>::generic = {
    convolve<float>, convolve_reverse<float>, contract<float>, contract_reverse<float>, multiply<float>};
