/* The service functions of oneMKL and MKL that InsCore calls. The names in capitals take arguments by value; their
 * lower-case twins are the Fortran ones. Written from the documentation of oneMKL. */
#include <stdint.h>

typedef enum mkl_interface {
    MKL_INTERFACE_LP64 = 0
} mkl_interface;

typedef enum mkl_threading {
    MKL_THREADING_SEQUENTIAL = 1
} mkl_threading;

/** Chooses the width of integers; only before any other call of the library. */
int32_t MKL_Set_Interface_Layer(mkl_interface layer);

/** Chooses the threading; only before any other call of the library. */
int32_t MKL_Set_Threading_Layer(mkl_threading layer);

/** Name, version and instruction set of the library.
 * @param[out] buffer [length] text, zero-terminated */
void MKL_Get_Version_String(char *buffer, int32_t length);
