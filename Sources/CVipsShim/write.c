// Writing what is computed part by part.
#include <stdlib.h>

#include "vips.h"

typedef struct {
  VipsImage *const *sources;
  int32_t count;
  superpose_vips_fill fill;
  void *context;
} writing;

/// Ends one thread's readers, which a null follows.
static int stop(void *sequence, void *job, void *unused) {
  (void)job, (void)unused;
  VipsRegion **readers = sequence;
  for (VipsRegion **reader = readers; readers && *reader; reader++) vips.g_object_unref(*reader);
  free(readers);
  return 0;
}

static void *start(VipsImage *out, void *job, void *unused) {
  (void)out;
  const writing *all = job;
  VipsRegion **readers = calloc((size_t)all->count + 1, sizeof *readers);
  for (int32_t i = 0; readers && i < all->count; i++) {
    readers[i] = vips.vips_region_new(all->sources[i]);
    if (!readers[i]) {
      stop(readers, job, unused);
      return NULL;
    }
  }
  return readers;
}

static int generate(VipsRegion *out, void *readers, void *job, void *unused, int *is_over) {
  (void)unused, (void)is_over;
  const writing *all = job;
  const VipsRect *part = &out->valid;
  const superpose_vips_pixels target = {part->left, part->top, part->width, part->height, out->row_bytes, out->data};
  return all->fill(all->context, readers, target) ? -1 : 0;
}

/// Removes what is not true of the new image: its orientation, the pages and levels of the file that it came from, and
/// thumbnails.
static void forget_old_layout(VipsImage *image) {
  static const char *const names[] = {
      "orientation", "n-pages", "page-height", "n-subifds", "exif-ifd0-Orientation", "jpeg-thumbnail-data",
      "image-description"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) vips.vips_image_remove(image, names[i]);
}

static int save(VipsImage *image, int32_t page_height, const char *path, int32_t compression, int32_t nearest) {
  enum { tile_side = 256 };
  const int format = vips.vips_image_get_format(image);
  const int predictor = compression == SUPERPOSE_VIPS_STORED ? vips_predictor_none
                        : format == SUPERPOSE_VIPS_FLOAT32   ? vips_predictor_float
                                                             : vips_predictor_horizontal;
  // Of several pages each has its pyramid in directories of its own.
  const int has_pages = page_height < vips.vips_image_get_height(image);
  return vips.vips_call(
      "tiffsave", image, path, "tile", 1, "tile-width", tile_side, "tile-height", tile_side, "pyramid", 1, "bigtiff", 1,
      "compression", compression, "predictor", predictor, "region-shrink",
      nearest ? vips_shrink_nearest : vips_shrink_mean, "page-height", page_height, "subifd", has_pages, NULL);
}

int32_t superpose_vips_write(
    superpose_vips_image *const *sources, int32_t count, int32_t width, int32_t height, superpose_vips_fill fill,
    void *context, const char *path, int32_t compression, int32_t nearest, superpose_vips_message *message) {
  writing job = {sources, count, fill, context};
  VipsImage *source = sources[0], *image = vips.vips_image_new();
  if (vips.vips_image_pipelinev(image, vips_demand_small_tile, source, NULL)) {
    vips.g_object_unref(image);
    return superpose_vips_fail(message);
  }
  forget_old_layout(image);
  vips.vips_image_init_fields(
      image, width, height * count, vips.vips_image_get_bands(source), vips.vips_image_get_format(source),
      vips_coding_none, vips.vips_image_get_interpretation(source), vips.vips_image_get_xres(source),
      vips.vips_image_get_yres(source));
  const int failed = vips.vips_image_generate(image, start, generate, stop, &job, NULL) ||
                     save(image, height, path, compression, nearest);
  vips.g_object_unref(image);
  return failed ? superpose_vips_fail(message) : 0;
}

int32_t superpose_vips_save(
    superpose_vips_image *image, const char *path, int32_t compression, superpose_vips_message *message) {
  const int failed = save(image, vips.vips_image_get_height(image), path, compression, 0);
  return failed ? superpose_vips_fail(message) : 0;
}
