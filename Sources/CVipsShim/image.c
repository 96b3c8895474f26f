// Reading.
#include <string.h>

#include "vips.h"

int32_t superpose_vips_open(
    const char *path, int32_t page, int32_t level, int32_t shrink, int32_t sequential, superpose_vips_image **out,
    superpose_vips_message *message) {
  *out = NULL;
  const char *loader = vips.vips_foreign_find_load(path);
  if (!loader) return superpose_vips_fail(message);
  const int access = sequential ? vips_access_sequential : vips_access_random;
  int failed;
  // Only some loaders have the further arguments. Their class names stand in the library's documentation.
  if (strstr(loader, "Tiff"))
    failed = vips.vips_call("tiffload", path, out, "access", access, "page", page, "subifd", level - 1, NULL);
  else if (strstr(loader, "Openslide"))
    failed = vips.vips_call("openslideload", path, out, "access", access, "level", level, NULL);
  else if (strstr(loader, "Jpeg"))
    failed = vips.vips_call("jpegload", path, out, "access", access, "shrink", shrink, NULL);
  else
    failed = vips.vips_call(loader, path, out, "access", access, NULL);
  return failed ? superpose_vips_fail(message) : 0;
}

int32_t superpose_vips_open_pixels(
    const char *path, superpose_vips_layout layout, superpose_vips_image **out, superpose_vips_message *message) {
  *out = NULL;
  const int is_wide = layout.format == SUPERPOSE_VIPS_UINT16;
  const int colours = layout.bands < 3 ? (is_wide ? vips_colours_grey16 : vips_colours_grey)
                                       : (is_wide ? vips_colours_rgb16 : vips_colours_rgb);
  return vips.vips_call(
             "rawload", path, out, layout.width, layout.height, layout.bands, "format", layout.format,
             "interpretation", colours, NULL)
             ? superpose_vips_fail(message)
             : 0;
}

void superpose_vips_free(superpose_vips_image *image) {
  if (image) vips.g_object_unref(image);
}

superpose_vips_layout superpose_vips_describe(const superpose_vips_image *image) {
  superpose_vips_image *changeable = (superpose_vips_image *)image;
  return (superpose_vips_layout){
      vips.vips_image_get_width(image),       vips.vips_image_get_height(image),
      vips.vips_image_get_bands(image),       vips.vips_image_get_format(image),
      vips.vips_image_hasalpha(changeable) != 0, vips.vips_image_get_n_pages(changeable)};
}

int32_t superpose_vips_shrink(
    superpose_vips_image *image, int32_t factor, superpose_vips_image **out, superpose_vips_message *message) {
  *out = NULL;
  const int width = vips.vips_image_get_width(image), height = vips.vips_image_get_height(image);
  const int full_width = (width + factor - 1) / factor * factor, full_height = (height + factor - 1) / factor * factor;
  superpose_vips_image *full = NULL;
  if (vips.vips_call("embed", image, &full, 0, 0, full_width, full_height, "extend", vips_extend_copy, NULL))
    return superpose_vips_fail(message);
  const int failed = vips.vips_call("shrink", full, out, (double)factor, (double)factor, NULL);
  vips.g_object_unref(full);
  return failed ? superpose_vips_fail(message) : 0;
}

int32_t superpose_vips_cache(
    superpose_vips_image *image, int64_t bytes, superpose_vips_image **out, superpose_vips_message *message) {
  enum { side = 256 };
  const superpose_vips_layout layout = superpose_vips_describe(image);
  const int64_t value_bytes = layout.format == SUPERPOSE_VIPS_UINT8    ? 1
                              : layout.format == SUPERPOSE_VIPS_UINT16 ? 2
                                                                       : 4;
  const int64_t tiles = bytes / (side * side * layout.bands * value_bytes);
  *out = NULL;
  return vips.vips_call(
             "tilecache", image, out, "tile-width", side, "tile-height", side, "max-tiles",
             (int)(tiles < 16 ? 16 : tiles), "access", vips_access_random, "threaded", 1, NULL)
             ? superpose_vips_fail(message)
             : 0;
}

int32_t superpose_vips_make_reader(
    superpose_vips_image *image, superpose_vips_reader **out, superpose_vips_message *message) {
  *out = vips.vips_region_new(image);
  return *out ? 0 : superpose_vips_fail(message);
}

void superpose_vips_free_reader(superpose_vips_reader *reader) {
  if (reader) vips.g_object_unref(reader);
}

int32_t superpose_vips_read(
    superpose_vips_reader *reader, int32_t x, int32_t y, int32_t width, int32_t height, superpose_vips_pixels *out,
    superpose_vips_message *message) {
  const VipsRect part = {x, y, width, height};
  if (vips.vips_region_prepare(reader, &part)) return superpose_vips_fail(message);
  const VipsRect *valid = &reader->valid;
  *out = (superpose_vips_pixels){valid->left, valid->top, valid->width, valid->height, reader->row_bytes, reader->data};
  return 0;
}

int32_t superpose_vips_copy(superpose_vips_image *image, void *pixels, superpose_vips_message *message) {
  size_t count = 0;
  void *copy = vips.vips_image_write_to_memory(image, &count);
  if (!copy) return superpose_vips_fail(message);
  memcpy(pixels, copy, count);
  vips.g_free(copy);
  return 0;
}
