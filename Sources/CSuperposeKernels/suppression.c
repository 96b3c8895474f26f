#include "CSuperposeKernels.h"
#include "versions.h"

static inline float larger(float a, float b) { return a > b ? a : b; }

SUPERPOSE_VERSIONS
static void widen(float *target, const float *source, int32_t count) {
  for (int32_t i = 0; i < count; i++) target[i] = larger(target[i], source[i]);
}

// Maxima along one row: the row shifted by every offset of the window.
static void row_maximum(const float *source, float *target, int32_t width, int32_t radius) {
  for (int32_t x = 0; x < width; x++) target[x] = source[x];
  for (int32_t shift = 1; shift <= radius && shift < width; shift++) {
    widen(target, source + shift, width - shift);
    widen(target + shift, source, width - shift);
  }
}

void superpose_window_maximum(const float *source, float *target, float *scratch, int32_t width, int32_t height,
                              int32_t radius) {
  const ptrdiff_t stride = width;
  for (int32_t y = 0; y < height; y++) row_maximum(source + y * stride, scratch + y * stride, width, radius);
  for (int32_t y = 0; y < height; y++) {
    const int32_t first = y - radius > 0 ? y - radius : 0;
    const int32_t last = y + radius < height - 1 ? y + radius : height - 1;
    float *row = target + y * stride;
    for (int32_t x = 0; x < width; x++) row[x] = scratch[first * stride + x];
    for (int32_t other = first + 1; other <= last; other++) widen(row, scratch + other * stride, width);
  }
}

SUPERPOSE_VERSIONS
int32_t superpose_mark_maxima(const float *a, const float *b, uint8_t *mask, int32_t count) {
  int32_t marked = 0;
  for (int32_t i = 0; i < count; i++) {
    const uint8_t is_maximum = (a[i] == b[i]) & (b[i] > 0);
    mask[i] = is_maximum;
    marked += is_maximum;
  }
  return marked;
}

SUPERPOSE_VERSIONS
void superpose_suppress(const float *source, const uint8_t *mask, float *target, int32_t count) {
  for (int32_t i = 0; i < count; i++) target[i] = mask[i] ? 0 : source[i];
}
