#include "CTorchLoader.h"

#include <dlfcn.h>

// What is used of NVIDIA's driver API, in which 0 is success. Devices and contexts are opaque.
typedef int (*init_call)(unsigned flags);
typedef int (*count_call)(int *count);
typedef int (*device_call)(int *device, int ordinal);
typedef int (*name_call)(char *name, int capacity, int device);
typedef int (*attribute_call)(int *value, int attribute, int device);
typedef int (*retain_call)(void **context, int device);
typedef int (*release_call)(int device);
typedef int (*push_call)(void *context);
typedef int (*pop_call)(void **context);
typedef int (*memory_call)(size_t *free, size_t *total);

// CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
enum { capability_major = 75, first_with_bfloat16 = 8 };

// The driver stays loaded: libtorch uses it too.
static void *driver(void) { return dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL); }

static void *named(const char *name) {
  void *library = driver();
  return library ? dlsym(library, name) : NULL;
}

tt_driver_state tt_driver_start(int *code) {
  *code = 0;
  if (driver() == NULL) return TT_DRIVER_MISSING;
  init_call init;
  *(void **)&init = named("cuInit");
  if (init == NULL) return TT_DRIVER_MISSING;
  *code = init(0);
  return *code == 0 ? TT_DRIVER_READY : TT_DRIVER_REFUSES;
}

int tt_driver_device_count(void) {
  count_call device_count;
  *(void **)&device_count = named("cuDeviceGetCount");
  int count = -1;
  return device_count && device_count(&count) == 0 ? count : -1;
}

// Returns the driver's device of a number, or -1.
static int device_of(int number) {
  device_call get;
  *(void **)&get = named("cuDeviceGet");
  int device = -1;
  return get && get(&device, number) == 0 ? device : -1;
}

void tt_driver_name(int number, char *name, int capacity) {
  name_call get;
  *(void **)&get = named("cuDeviceGetName");
  const int device = device_of(number);
  if (capacity > 0) name[0] = 0;
  if (device >= 0 && get) get(name, capacity, device);
}

int tt_driver_has_bfloat16(int number) {
  attribute_call attribute;
  *(void **)&attribute = named("cuDeviceGetAttribute");
  int major = 0;
  const int device = device_of(number);
  return device >= 0 && attribute && attribute(&major, capability_major, device) == 0 && major >= first_with_bfloat16;
}

uint64_t tt_driver_free_bytes(int number) {
  retain_call retain;
  release_call release;
  push_call push;
  pop_call pop;
  memory_call memory;
  *(void **)&retain = named("cuDevicePrimaryCtxRetain");
  *(void **)&release = named("cuDevicePrimaryCtxRelease_v2");
  *(void **)&push = named("cuCtxPushCurrent_v2");
  *(void **)&pop = named("cuCtxPopCurrent_v2");
  *(void **)&memory = named("cuMemGetInfo_v2");
  const int device = device_of(number);
  void *context = NULL;
  if (!retain || !release || !push || !pop || !memory || device < 0 || retain(&context, device) != 0) return 0;
  size_t free = 0, total = 0;
  if (push(context) == 0) {
    if (memory(&free, &total) != 0) free = 0;
    pop(&context);
  }
  release(device);
  return free;
}
