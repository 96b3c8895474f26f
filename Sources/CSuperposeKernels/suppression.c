#include "CSuperposeKernels.h"
#include "versions.h"

#include <string.h>

static inline float larger(float a, float b) { return a > b ? a : b; }

SUPERPOSE_VERSIONS
static void larger_of(const float *a, const float *b, float *target, int32_t count) {
  for (int32_t i = 0; i < count; i++) target[i] = larger(a[i], b[i]);
}

// Takes four more rows at once, so that the target is read and written once.
SUPERPOSE_VERSIONS
static void widen(float *target, const float *a, const float *b, const float *c, const float *d, int32_t count) {
  for (int32_t i = 0; i < count; i++) target[i] = larger(larger(target[i], larger(a[i], b[i])), larger(c[i], d[i]));
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
static void mark_equal(const float *values, const uint8_t *covered, const float *maxima, uint8_t *mask, int32_t count) {
  if (covered == NULL) {
    for (int32_t i = 0; i < count; i++) mask[i] = (values[i] == maxima[i]) & (values[i] > 0);
  } else {
    for (int32_t i = 0; i < count; i++) mask[i] = (values[i] == maxima[i]) & (values[i] > 0) & (covered[i] == 0);
  }
}

// Computes the maxima of windows along one row, which lies in `line` between `radius` zeros on either side: maxima of
// 2, 4, 8, … values, each from two of half the length, and of any length from two that overlap. `line` and `spare`,
// [width + 2·radius], are overwritten.
static void row_maxima(float *line, float *spare, float *target, int32_t width, int32_t radius) {
  const int32_t window = 2 * radius + 1;
  int32_t length = 1;
  for (; 2 * length <= window; length *= 2) {
    larger_of(line, line + length, spare, width + 2 * radius - 2 * length + 1);
    float *swap = line;
    line = spare;
    spare = swap;
  }
  larger_of(line, line + window - length, target, width);
}

// Rows stream through a ring of row maxima as high as the window, so that everything stays in the first cache.
void superpose_mark_window_maxima(const float *source, const uint8_t *covered, uint8_t *mask, float *scratch,
                                  int32_t width, int32_t height, int32_t radius) {
  const ptrdiff_t stride = width;
  const int32_t window = 2 * radius + 1, padded = width + 2 * radius;
  float *line = scratch, *spare = line + padded, *maxima = spare + padded, *ring = maxima + stride;
  for (int32_t y = 0; y < height + radius; y++) {
    if (y < height) {
      memset(line, 0, (size_t)radius * sizeof *line);
      memset(line + radius + width, 0, (size_t)radius * sizeof *line);
      copy_uncovered(source + y * stride, covered ? covered + y * stride : NULL, line + radius, width);
      row_maxima(line, spare, ring + (y % window) * stride, width, radius);
    }
    const int32_t row = y - radius;
    if (row < 0) continue;
    const int32_t first = row - radius > 0 ? row - radius : 0, last = y < height - 1 ? y : height - 1;
    memcpy(maxima, ring + (first % window) * stride, (size_t)width * sizeof *maxima);
    for (int32_t other = first + 1; other <= last; other += 4) {
      const float *rows[4];
      // The last row stands in for those that are missing.
      for (int32_t i = 0; i < 4; i++) rows[i] = ring + ((other + i < last ? other + i : last) % window) * stride;
      widen(maxima, rows[0], rows[1], rows[2], rows[3], width);
    }
    mark_equal(source + row * stride, covered ? covered + row * stride : NULL, maxima, mask + row * stride, width);
  }
}
