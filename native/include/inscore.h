/* libinscore: native kernels of InsCore.
 *
 * Rules of this interface: values and flat arrays only; the caller owns all memory; arrays are row-major and contiguous;
 * every function that can fail returns ins_status and leaves a text for ins_last_error on the calling thread. An array of
 * length 0 may be null. Lengths in Angstrom unless said otherwise. All functions may be called from any thread. */
#ifndef INSCORE_H
#define INSCORE_H

#include <stddef.h>
#include <stdint.h>

#if defined(INSCORE_BUILD)
#define INS_API __attribute__((visibility("default")))
#else
#define INS_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ins_status {
    /** Done. */
    INS_OK = 0,
    /** An argument is out of range. */
    INS_ARGUMENT = 1,
    /** No memory left. */
    INS_MEMORY = 2,
    /** The numbers allow no result: not finite, or atoms overlap. */
    INS_NUMERICAL = 3,
    /** Stopped by the caller. */
    INS_CANCELLED = 254,
    /** A defect of this library. */
    INS_INTERNAL = 255
} ins_status;

typedef enum ins_abi {
    /** Version of this interface; the library loaded must return the same from ins_abi_version. */
    INS_ABI_VERSION = 1
} ins_abi;

/** Version of the interface that the library was built with. */
INS_API int32_t ins_abi_version(void);

/** Text of the last failure on this thread; empty if there was none. Owned by the library, valid until the next call. */
INS_API const char *ins_last_error(void);

#ifdef __cplusplus
}
#endif

#endif
