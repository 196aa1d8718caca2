// Energy, forces and stress of MACE models; see docs/opencl.md.
#include "mace_vector.cl"
#include "mace_edges.cl"
#include "mace_convolution.cl"
#include "mace_nodes.cl"
