#include "CSuperposeKernels.h"
#include "versions.h"

#include <math.h>

#pragma clang fp reassociate(on) contract(fast)

SUPERPOSE_VERSIONS
static void sample(const float *corners[4], const float weights[4], int32_t channels, float shortest,
                   float *target) {
  float squares = 0;
  for (int32_t c = 0; c < channels; c++) {
    const float value = weights[0] * corners[0][c] + weights[1] * corners[1][c] + weights[2] * corners[2][c] +
                        weights[3] * corners[3][c];
    target[c] = value;
    squares += value * value;
  }
  const float factor = 1 / fmaxf(sqrtf(squares), shortest);
  for (int32_t c = 0; c < channels; c++) target[c] *= factor;
}

static inline int32_t clamped(int32_t value, int32_t count) {
  return value < 0 ? 0 : value >= count ? count - 1 : value;
}

void superpose_sample_unit_vectors(const float *map, int32_t rows, int32_t columns, int32_t channels,
                                   const float *positions, int32_t points, float shortest, float *samples) {
  for (int32_t i = 0; i < points; i++) {
    const float x = positions[2 * i], y = positions[2 * i + 1];
    const int32_t left = (int32_t)floorf(x), top = (int32_t)floorf(y);
    const float right_share = x - left, bottom_share = y - top;
    const float *corners[4];
    float weights[4];
    for (int32_t corner = 0; corner < 4; corner++) {
      const int32_t column = left + (corner & 1), row = top + (corner >> 1);
      const bool inside = column >= 0 && column < columns && row >= 0 && row < rows;
      const ptrdiff_t cell = (ptrdiff_t)clamped(row, rows) * columns + clamped(column, columns);
      corners[corner] = map + cell * channels;
      float across = corner & 1 ? right_share : 1 - right_share;
      float down = corner >> 1 ? bottom_share : 1 - bottom_share;
      weights[corner] = inside ? across * down : 0;
    }
    sample(corners, weights, channels, shortest, samples + (ptrdiff_t)i * channels);
  }
}
