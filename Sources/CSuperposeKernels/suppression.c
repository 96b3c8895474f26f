#include "CSuperposeKernels.h"
#include "versions.h"

static inline float larger(float a, float b) { return a > b ? a : b; }

SUPERPOSE_VERSIONS
static void widen(float *target, const float *source, int32_t count) {
  for (int32_t i = 0; i < count; i++) target[i] = larger(target[i], source[i]);
}

SUPERPOSE_VERSIONS
static void copy_uncovered(const float *source, const uint8_t *covered, float *target, int32_t count) {
  if (covered == NULL) {
    for (int32_t i = 0; i < count; i++) target[i] = source[i];
  } else {
    for (int32_t i = 0; i < count; i++) target[i] = covered[i] ? 0 : source[i];
  }
}

SUPERPOSE_VERSIONS
static void mark_equal(const float *values, const float *maxima, uint8_t *mask, int32_t count) {
  for (int32_t i = 0; i < count; i++) mask[i] = (values[i] == maxima[i]) & (values[i] > 0);
}

// Maxima along one row: the row shifted by every offset of the window.
static void row_maxima(const float *source, float *target, int32_t width, int32_t radius) {
  copy_uncovered(source, NULL, target, width);
  for (int32_t shift = 1; shift <= radius && shift < width; shift++) {
    widen(target, source + shift, width - shift);
    widen(target + shift, source, width - shift);
  }
}

// Rows stream through a ring of row maxima as high as the window, so that everything stays in the first cache.
void superpose_mark_window_maxima(const float *source, const uint8_t *covered, uint8_t *mask, float *scratch,
                                  int32_t width, int32_t height, int32_t radius) {
  const ptrdiff_t stride = width;
  const int32_t window = 2 * radius + 1;
  float *line = scratch, *maxima = scratch + stride, *ring = scratch + 2 * stride;
  for (int32_t y = 0; y < height + radius; y++) {
    if (y < height) {
      copy_uncovered(source + y * stride, covered ? covered + y * stride : NULL, line, width);
      row_maxima(line, ring + (y % window) * stride, width, radius);
    }
    const int32_t row = y - radius;
    if (row < 0) continue;
    const int32_t first = row - radius > 0 ? row - radius : 0, last = y < height - 1 ? y : height - 1;
    copy_uncovered(ring + (first % window) * stride, NULL, maxima, width);
    for (int32_t other = first + 1; other <= last; other++) widen(maxima, ring + (other % window) * stride, width);
    copy_uncovered(source + row * stride, covered ? covered + row * stride : NULL, line, width);
    mark_equal(line, maxima, mask + row * stride, width);
  }
}
