#include "CTorchLoader.h"

#include <dlfcn.h>
#include <stdatomic.h>

static _Atomic(const tt_functions *) in_use;

const tt_functions *tt_in_use(void) { return atomic_load_explicit(&in_use, memory_order_acquire); }

void tt_use(const tt_functions *functions) { atomic_store_explicit(&in_use, functions, memory_order_release); }

// A library that was loaded by its path also serves those that ask for its name, so that the shim finds libtorch
// wherever that lies. Nothing is ever unloaded: libtorch does not survive it.
const char *tt_load(const char *const *paths, size_t count) {
  void *library = NULL;
  for (size_t i = 0; i < count; i++) {
    library = dlopen(paths[i], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return dlerror();
  }
  if (library == NULL) return "no library was named";
  const tt_functions *(*functions)(void);
  *(void **)&functions = dlsym(library, "superpose_torch_functions");
  if (functions == NULL) return dlerror();
  tt_use(functions());
  return NULL;
}
