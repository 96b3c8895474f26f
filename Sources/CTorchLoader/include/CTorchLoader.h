// Finds libtorch's functions while the program runs, so that it neither links libtorch nor needs its headers, and asks
// NVIDIA's driver about its devices.
#ifndef CTORCHLOADER_H
#define CTORCHLOADER_H

// The contract lies with the shim's source, which programs carry as a resource.
#include "../../SuperposeTorch/Shim/superpose_torch.h"

#ifdef __cplusplus
extern "C" {
#endif

// The functions that are in use; NULL where there are none yet.
const tt_functions *tt_in_use(void);

// Takes functions into use. A program that links the shim calls it before main.
void tt_use(const tt_functions *functions);

// Loads libraries by their paths, each for those after it alone, and takes the functions of the last one into use.
// Returns NULL, or what the loader of the system says, valid until the next call on this thread.
const char *tt_load(const char *const *paths, size_t count);

typedef enum { TT_DRIVER_READY, TT_DRIVER_MISSING, TT_DRIVER_REFUSES } tt_driver_state;

// Loads NVIDIA's driver (libcuda.so.1). Where it refuses, `code` receives its number (CUresult).
tt_driver_state tt_driver_start(int *code);

// The number of the driver's devices, or -1.
int tt_driver_device_count(void);

// Writes a device's name with a zero at its end; an empty one where the driver does not say.
void tt_driver_name(int device, char *name, int capacity);

// Whether a device computes in bfloat16: those of compute capability 8 and later do.
int tt_driver_has_bfloat16(int device);

// The bytes of a device's memory that are free; 0 where the driver does not say.
uint64_t tt_driver_free_bytes(int device);

#ifdef __cplusplus
}
#endif
#endif
