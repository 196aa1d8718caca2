/* The service functions of OpenBLAS that InsCore calls. Written from its documentation. */
#include <stdint.h>

/** Sets the number of threads of every later call. */
void openblas_set_num_threads(int32_t threads);

/** Version and build options; owned by the library. */
const char *openblas_get_config(void);

/** The family of processors whose kernels are in use; owned by the library. */
const char *openblas_get_corename(void);
