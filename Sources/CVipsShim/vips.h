// What the shim knows of libvips' C interface (version 8.10 and later, libvips.so.42), declared here so that nothing
// but the library itself has to be installed.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "CVipsShim.h"

typedef struct superpose_vips_image VipsImage;

typedef struct {
  int left, top, width, height;
} VipsRect;

/// The beginning of libvips' VipsRegion, whose fields its users read. `load` tries on a small image whether it holds.
typedef struct superpose_vips_reader {
  struct {
    void *type;
    unsigned references;
    void *data;
  } g_object;
  int constructed, is_static;
  void *arguments;
  char *nickname, *description;
  int preclose, close, postclose;
  size_t local_memory;
  VipsImage *image;
  VipsRect valid;
  int type;
  unsigned char *data;
  int row_bytes;
} VipsRegion;

typedef void *(*VipsStart)(VipsImage *out, void *a, void *b);
typedef int (*VipsGenerate)(VipsRegion *out, void *sequence, void *a, void *b, int *stop);
typedef int (*VipsStop)(void *sequence, void *a, void *b);

typedef void (*GLogFunction)(const char *domain, int level, const char *message, void *data);

/// GLib's and libvips' own numbers.
enum { g_log_level_warning = 1 << 4 };
enum { vips_access_random = 0, vips_access_sequential = 1 };
enum { vips_extend_copy = 1 };
enum { vips_demand_small_tile = 0 };
enum { vips_coding_none = 0 };
enum { vips_colours_grey = 1, vips_colours_rgb = 22, vips_colours_rgb16 = 25, vips_colours_grey16 = 26 };
enum { vips_predictor_none = 1, vips_predictor_horizontal = 2, vips_predictor_float = 3 };
enum { vips_shrink_mean = 0, vips_shrink_nearest = 5 };

/// Every function that is called: its result, its name and its arguments.
#define SUPERPOSE_VIPS_FUNCTIONS(F)                                                                        \
  F(int, vips_init, (const char *))                                                                        \
  F(const char *, vips_error_buffer, (void))                                                               \
  F(void, vips_error_clear, (void))                                                                        \
  F(void, vips_cache_set_max, (int))                                                                       \
  F(const char *, vips_foreign_find_load, (const char *))                                                  \
  F(int, vips_call, (const char *, ...))                                                                   \
  F(void, g_object_unref, (void *))                                                                        \
  F(void, g_free, (void *))                                                                                \
  F(unsigned, g_log_set_handler, (const char *, int, GLogFunction, void *))                                \
  F(void *, vips_image_write_to_memory, (VipsImage *, size_t *))                                           \
  F(VipsImage *, vips_image_new, (void))                                                                   \
  F(VipsImage *, vips_image_new_from_memory, (const void *, size_t, int, int, int, int))                   \
  F(int, vips_image_get_width, (const VipsImage *))                                                        \
  F(int, vips_image_get_height, (const VipsImage *))                                                       \
  F(int, vips_image_get_bands, (const VipsImage *))                                                        \
  F(int, vips_image_get_format, (const VipsImage *))                                                       \
  F(int, vips_image_get_interpretation, (const VipsImage *))                                               \
  F(double, vips_image_get_xres, (const VipsImage *))                                                      \
  F(double, vips_image_get_yres, (const VipsImage *))                                                      \
  F(int, vips_image_hasalpha, (VipsImage *))                                                               \
  F(int, vips_image_get_n_pages, (VipsImage *))                                                            \
  F(int, vips_image_remove, (VipsImage *, const char *))                                                   \
  F(int, vips_image_pipelinev, (VipsImage *, int, ...))                                                    \
  F(void, vips_image_init_fields, (VipsImage *, int, int, int, int, int, int, double, double))             \
  F(int, vips_image_generate, (VipsImage *, VipsStart, VipsGenerate, VipsStop, void *, void *))            \
  F(VipsRegion *, vips_region_new, (VipsImage *))                                                          \
  F(int, vips_region_prepare, (VipsRegion *, const VipsRect *))

/// The functions, once they are loaded.
typedef struct {
#define SUPERPOSE_VIPS_FIELD(result, name, arguments) result(*name) arguments;
  SUPERPOSE_VIPS_FUNCTIONS(SUPERPOSE_VIPS_FIELD)
#undef SUPERPOSE_VIPS_FIELD
} superpose_vips_functions;

extern superpose_vips_functions vips;

/// Copies what libvips says of its last failure, without line breaks, to `message`. Returns 1.
int32_t superpose_vips_fail(superpose_vips_message *message);
