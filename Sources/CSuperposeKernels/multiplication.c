#include "CSuperposeKernels.h"
#include "versions.h"

#pragma clang fp contract(fast)

// Eight rows by sixteen columns are computed at a time, so that the sums stay in registers. Vectors are spelled out, so
// that this is not slow in builds without optimisation.
typedef float lanes __attribute__((vector_size(64), aligned(4)));
enum { row_count = 8, lane_count = 16 };

SUPERPOSE_VERSIONS
void superpose_multiply(const float *a, int32_t a_stride, const float *b, float *product, int32_t rows, int32_t inner,
                        int32_t columns) {
  for (int32_t column = 0; column < columns; column += lane_count) {
    for (int32_t row = 0; row < rows; row += row_count) {
      lanes sums[row_count] = {{0}};
      const float *left = a + (ptrdiff_t)row * a_stride;
      for (int32_t k = 0; k < inner; k++) {
        const lanes line = *(const lanes *)(b + (ptrdiff_t)k * columns + column);
        for (int32_t r = 0; r < row_count; r++) sums[r] += left[(ptrdiff_t)r * a_stride + k] * line;
      }
      for (int32_t r = 0; r < row_count; r++) {
        *(lanes *)(product + (ptrdiff_t)(row + r) * columns + column) = sums[r];
      }
    }
  }
}
