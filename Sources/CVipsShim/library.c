// Loading libvips.
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "vips.h"

#ifdef __APPLE__
static const char library_name[] = "libvips.42.dylib";
#else
static const char library_name[] = "libvips.so.42";
#endif

superpose_vips_functions vips;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static superpose_vips_message failure;

int32_t superpose_vips_fail(superpose_vips_message *message) {
  size_t length = 0;
  for (const char *text = vips.vips_error_buffer(); *text && length + 1 < sizeof message->text; text++)
    message->text[length++] = *text == '\n' ? ' ' : *text;
  while (length > 0 && message->text[length - 1] == ' ') length--;
  message->text[length] = 0;
  vips.vips_error_clear();
  return 1;
}

/// Finds every function, or says which is missing.
static int find_functions(void *library) {
#define SUPERPOSE_VIPS_FIND(result, name, arguments)                                                       \
  *(void **)&vips.name = dlsym(library, #name);                                                            \
  if (!vips.name) {                                                                                        \
    snprintf(failure.text, sizeof failure.text, "%s is too old: it has no %s", library_name, #name);       \
    return 1;                                                                                              \
  }
  SUPERPOSE_VIPS_FUNCTIONS(SUPERPOSE_VIPS_FIND)
#undef SUPERPOSE_VIPS_FIND
  return 0;
}

/// Tries on a small image whether a region looks as it is declared here.
static int check_region(void) {
  static const unsigned char values[8 * 4] = {[8 * 2 + 3] = 77};
  const VipsRect part = {3, 2, 4, 2};
  VipsImage *image = vips.vips_image_new_from_memory(values, sizeof values, 8, 4, 1, SUPERPOSE_VIPS_UINT8);
  if (!image) return superpose_vips_fail(&failure);
  VipsRegion *region = vips.vips_region_new(image);
  int is_known = region && region->image == image && vips.vips_region_prepare(region, &part) == 0 &&
                 region->valid.left >= 0 && region->valid.left <= part.left && region->valid.top >= 0 &&
                 region->valid.top <= part.top && region->valid.width <= 8 && region->valid.height <= 4 &&
                 region->row_bytes >= 4 && region->row_bytes <= 64;
  if (is_known) {
    const int below = part.top - region->valid.top, right = part.left - region->valid.left;
    is_known = region->data[below * region->row_bytes + right] == 77;
  }
  if (region) vips.g_object_unref(region);
  vips.g_object_unref(image);
  if (!is_known) snprintf(failure.text, sizeof failure.text, "%s has an unknown form of regions", library_name);
  return !is_known;
}

static void ignore(const char *domain, int level, const char *message, void *data) {
  (void)domain, (void)level, (void)message, (void)data;
}

static void load(void) {
  // What it loads in its turn must not be found by other libraries of the program.
  void *library = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    snprintf(failure.text, sizeof failure.text, "%s", dlerror());
    return;
  }
  if (find_functions(library)) return;
  // What libvips says of tags that it does not know is for its own users; errors reach the caller as messages.
  vips.g_log_set_handler("VIPS", g_log_level_warning, ignore, NULL);
  if (vips.vips_init("superpose")) {
    superpose_vips_fail(&failure);
    return;
  }
  // Operations would be kept with their files, which may be other ones under the same name by the next call.
  vips.vips_cache_set_max(0);
  if (check_region() == 0) failure.text[0] = 0;
}

int32_t superpose_vips_load(superpose_vips_message *message) {
  pthread_once(&once, load);
  if (!failure.text[0]) return 0;
  memcpy(message, &failure, sizeof *message);
  return 1;
}
